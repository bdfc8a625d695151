use std::rc::Rc;

use yew::Reducible;

use super::{Action, State};
use crate::app::command::{Command, CommandKind};
use crate::error::{LoadError, LoadErrorKind};
use crate::feed::{Entry, Feed};
use crate::polling::feed_update::FeedUpdate;
use crate::settings::Settings;
use crate::time::timestamp::Timestamp;

const NOW: Timestamp = Timestamp(0);

fn new() -> State {
    State::new(Rc::default(), usize::MAX)
}

fn feed_of(ids: &[&str]) -> Rc<Feed> {
    let entry = |id: &&str| {
        Rc::new(Entry {
            id: (*id).into(),
            title: Some((*id).into()),
            ..Entry::default()
        })
    };
    Rc::new(Feed {
        entries: ids.iter().map(entry).collect(),
        ..Feed::default()
    })
}

fn ids(ids: &[Rc<str>]) -> Vec<&str> {
    ids.iter().map(|id| &**id).collect()
}

/// A list of the events `before`, and a feed of those `after`, which has arrived.
fn list(before: &[&str], after: &[&str]) -> Rc<State> {
    let first = Rc::new(new()).reduce(Action::Loaded(feed_of(before), NOW));
    first.reduce(Action::Loaded(feed_of(after), NOW))
}

fn after(actions: &[Action]) -> Rc<State> {
    actions.iter().cloned().fold(Rc::new(new()), State::reduce)
}

fn feed(ended: bool) -> Rc<Feed> {
    Rc::new(Feed {
        ended,
        ..Feed::default()
    })
}

fn failure() -> LoadError {
    LoadError::new(
        LoadErrorKind::Http,
        "the server responded with 500",
        &"feed.json".into(),
    )
}

#[test]
fn a_widget_goes_from_loading_to_ready_or_ended() {
    assert_eq!(after(&[]).name(), "loading");
    assert_eq!(after(&[Action::Loaded(feed(false), NOW)]).name(), "ready");
    assert_eq!(after(&[Action::Loaded(feed(true), NOW)]).name(), "ended");
}

#[test]
fn a_failed_refresh_keeps_the_list_and_recovers() {
    let stale = after(&[Action::Loaded(feed(false), NOW), Action::Failed(failure())]);
    assert_eq!(stale.name(), "stale");
    assert!(stale.feed.is_some());
    let arrived = stale.reduce(Action::Loaded(feed(false), NOW));
    assert_eq!(arrived.reduce(Action::Show).name(), "ready");
}

#[test]
fn a_failed_first_load_is_an_error_until_it_is_tried_again() {
    let failed = after(&[Action::Failed(failure())]);
    assert_eq!(failed.name(), "error");
    let again = Rc::clone(&failed).reduce(Action::Refresh);
    assert_eq!(again.name(), "loading");
    assert_eq!(again.load, 1);
}

#[test]
fn a_load_that_ends_between_two_renders_is_noticed() {
    let ready = after(&[Action::Loaded(feed(false), NOW)]);
    assert!(ready.load_ended_since(&new()));
    assert!(!ready.load_ended_since(&ready));
    let under_way = Rc::clone(&ready).reduce(Action::Refresh);
    assert!(!under_way.load_ended_since(&ready));
    let failed = Rc::clone(&under_way).reduce(Action::Failed(failure()));
    assert!(failed.load_ended_since(&under_way));
    assert!(failed.load_ended_since(&ready));
}

#[test]
fn a_widget_that_is_connected_again_loads_only_what_it_lacks() {
    let ready = after(&[Action::Loaded(feed(false), NOW), Action::ShowAll]);
    assert_eq!(ready.resumed(Rc::default()), *ready);
    let failed = after(&[Action::Failed(failure())]);
    assert_eq!(failed.resumed(Rc::default()).name(), "loading");
    let interrupted = after(&[Action::Loaded(feed(false), NOW), Action::Refresh]);
    let resumed = interrupted.resumed(Rc::default());
    assert!(resumed.loading && resumed.fresh);
}

#[test]
fn the_same_feed_again_changes_nothing() {
    let ready = after(&[Action::Loaded(feed(false), NOW)]);
    let same = Rc::clone(&ready)
        .reduce(Action::Loaded(feed(false), NOW))
        .reduce(Action::Show);
    assert_eq!(same, ready);
    assert!(Rc::ptr_eq(&ready.events, &same.events));
    let twice = Rc::clone(&same).reduce(Action::Unchanged(NOW));
    assert!(Rc::ptr_eq(&twice, &same));
}

#[test]
fn another_source_forgets_the_list_and_keeps_the_readers_choice() {
    let other = Settings {
        src: crate::settings::Source::Url("other.json".into()),
        ..Settings::default()
    };
    let replaced = after(&[
        Action::Loaded(feed(false), NOW),
        Action::SetOpen(false),
        Action::ShowAll,
        Action::Configure(Rc::new(other), None, NOW),
    ]);
    assert_eq!((replaced.name(), replaced.load), ("loading", 1));
    assert!(replaced.feed.is_none() && !replaced.open && !replaced.show_all);
    assert!(!replaced.fresh, "a recent response is enough");
}

#[test]
fn another_selection_is_applied_to_the_same_feed() {
    let list = after(&[Action::Loaded(feed_of(&["a", "b"]), NOW)]);
    let none = Settings {
        select: crate::settings::Select::Tag("none".into()),
        ..Settings::default()
    };
    let chosen = list.reduce(Action::Configure(Rc::new(none), None, NOW));
    assert!(chosen.events.is_empty() && chosen.load == 0);
}

#[test]
fn a_deferred_feed_is_applied_on_request() {
    let deferred = list(&["a"], &["b", "a"]).reduce(Action::Defer);
    assert_eq!((deferred.name(), deferred.events.len()), ("ready", 1));
    assert_eq!(ids(&deferred.unread), ["b"]);
    let released = Rc::clone(&deferred).reduce(Action::ApplyDeferred);
    assert_eq!(released.events.len(), 2);
    assert!(released.deferred.is_none());
    let later = deferred
        .reduce(Action::Loaded(feed_of(&["c"]), NOW))
        .reduce(Action::Show);
    assert!(later.deferred.is_none(), "what is newer replaces it");
}

#[test]
fn a_later_feed_replaces_a_deferred_one() {
    let deferred = after(&[
        Action::Failed(failure()),
        Action::Loaded(feed_of(&["a"]), NOW),
        Action::Defer,
    ]);
    assert!(deferred.feed.is_none() && deferred.deferred.is_some());
    let arrived = deferred.reduce(Action::Loaded(feed_of(&["b", "a"]), NOW));
    assert!(arrived.feed.is_none(), "until it is applied");
    let shown = arrived.reduce(Action::Show).reduce(Action::ApplyDeferred);
    assert_eq!((shown.events.len(), shown.deferred.is_none()), (2, true));
}

#[test]
fn a_response_to_an_earlier_request_does_not_end_a_refresh() {
    let listed = after(&[Action::Loaded(feed_of(&["a"]), NOW)]);
    let earlier = listed.load;
    let requested = listed.reduce(Action::Refresh);
    let update = |load, update| Action::Updated(load, update);
    let waiting =
        Rc::clone(&requested).reduce(update(earlier, FeedUpdate::Unchanged(Timestamp(9))));
    assert_eq!(
        (waiting.loading, waiting.last_success),
        (true, Some(Timestamp(9)))
    );
    let waiting = requested.reduce(update(earlier, FeedUpdate::Failed(failure())));
    assert!(waiting.loading);
    let current = waiting.load;
    let loaded = waiting.reduce(update(current, FeedUpdate::Unchanged(NOW)));
    assert!(!loaded.loading && loaded.failure.is_none());
}

#[test]
fn a_response_to_an_earlier_request_is_no_first_list() {
    let failed = after(&[Action::Failed(failure())]);
    let earlier = failed.load;
    let update = Action::Updated(earlier, FeedUpdate::Loaded(feed_of(&["a"]), NOW));
    let waiting = failed.reduce(Action::Retry).reduce(update);
    assert!(waiting.loading && waiting.feed.is_none());
}

#[test]
fn a_feed_that_has_arrived_survives_a_refresh_without_changes() {
    let arrived = list(&["a"], &["b", "a"]);
    let requested = arrived
        .reduce(Action::Refresh)
        .reduce(Action::Unchanged(NOW));
    assert!(requested.loading && requested.arrived.is_some());
    let shown = requested.reduce(Action::Show);
    assert_eq!((shown.events.len(), shown.loading), (2, false));
}

#[test]
fn a_success_ends_a_failure_before_the_feed_is_applied() {
    let stale = after(&[
        Action::Loaded(feed_of(&["a"]), NOW),
        Action::Failed(failure()),
    ]);
    let later = Timestamp(9);
    let good = stale.reduce(Action::Loaded(feed_of(&["b"]), later));
    assert_eq!((good.name(), good.last_success), ("ready", Some(later)));
    let failed = good.reduce(Action::Failed(failure()));
    let shown = failed.reduce(Action::Show);
    assert_eq!(shown.name(), "stale", "the failure came later");
}

#[test]
fn an_event_that_is_removed_while_deferred_is_not_new_any_more() {
    let deferred = list(&["a"], &["b", "a"]).reduce(Action::Defer);
    let removed = Rc::clone(&deferred)
        .reduce(Action::Loaded(feed_of(&["a"]), NOW))
        .reduce(Action::Show);
    assert!(removed.unread.is_empty());
    let other = deferred
        .reduce(Action::Loaded(feed_of(&["c", "a"]), NOW))
        .reduce(Action::Defer);
    assert_eq!(ids(&other.unread), ["c"]);
}

#[test]
fn a_requested_load_without_changes_applies_the_deferred_feed() {
    let deferred = list(&["a"], &["b", "a"]).reduce(Action::Defer);
    let same = Rc::clone(&deferred).reduce(Action::Unchanged(NOW));
    assert!(same.deferred.is_some(), "it was not requested");
    let requested = deferred
        .reduce(Action::Refresh)
        .reduce(Action::Unchanged(NOW));
    assert_eq!(
        (requested.deferred.is_none(), requested.events.len()),
        (true, 2)
    );
}

#[test]
fn a_feed_that_arrives_late_is_not_applied_immediately_either() {
    let failed = after(&[Action::Failed(failure())]);
    let arrived = Rc::clone(&failed).reduce(Action::Loaded(feed_of(&["a"]), NOW));
    assert!(arrived.feed.is_none() && arrived.arrived.is_some());
    assert!(arrived.reduce(Action::Show).feed.is_some());
    let requested = failed.reduce(Action::Refresh);
    let arrived = requested.reduce(Action::Loaded(feed_of(&["a"]), NOW));
    assert!(arrived.feed.is_some(), "it was requested");
}

#[test]
fn new_events_are_counted_once_until_they_are_seen_or_removed() {
    let state = list(&["a"], &["c", "b", "a"])
        .reduce(Action::Defer)
        .reduce(Action::ApplyDeferred);
    assert_eq!(ids(&state.unread), ["c", "b"]);
    let seen = state.reduce(Action::Seen("c".into()));
    assert_eq!(ids(&seen.unread), ["b"]);
    let removed = seen
        .reduce(Action::Loaded(feed_of(&["c", "a"]), NOW))
        .reduce(Action::Show);
    assert!(removed.unread.is_empty());
}

#[test]
fn only_the_events_since_the_last_visit_are_remembered_as_seen() {
    let feed_at = |events: &[(&str, i64)]| {
        let entries = events.iter().map(|&(id, at)| {
            Rc::new(Entry {
                id: id.into(),
                title: Some(id.into()),
                published: Some(Timestamp(at)),
                ..Entry::default()
            })
        });
        Rc::new(Feed {
            entries: entries.collect(),
            ..Feed::default()
        })
    };
    let mut state = new();
    state.seen_until = Some(Timestamp(1));
    let seen = Rc::new(state)
        .reduce(Action::Loaded(
            feed_at(&[("c", 3), ("b", 2), ("a", 1)]),
            NOW,
        ))
        .reduce(Action::Seen("a".into()))
        .reduce(Action::Seen("b".into()))
        .reduce(Action::Seen("c".into()));
    assert_eq!(ids(&seen.seen_since_visit), ["b", "c"]);
    let removed = seen
        .reduce(Action::Loaded(
            feed_at(&[("d", 4), ("c", 3), ("a", 1)]),
            NOW,
        ))
        .reduce(Action::Show);
    assert_eq!(ids(&removed.seen_since_visit), ["c"]);
}

#[test]
fn the_time_of_a_successful_load_alone_does_not_affect_the_view() {
    let early = after(&[Action::Loaded(feed_of(&["a"]), NOW)]);
    let late = Rc::clone(&early).reduce(Action::Unchanged(Timestamp(30_000)));
    assert_ne!(late, early);
    assert_eq!(late.view_fields(), early.view_fields());
    let stale = Rc::clone(&late).reduce(Action::Failed(failure()));
    assert_ne!(stale.view_fields(), late.view_fields());
}

#[test]
fn an_empty_list_says_when_it_was_loaded() {
    let early = after(&[Action::Loaded(feed(false), NOW)]);
    let late = Rc::clone(&early).reduce(Action::Unchanged(Timestamp(30_000)));
    assert_ne!(late.view_fields(), early.view_fields());
}

#[test]
fn the_way_to_the_last_visit_shows_its_rows() {
    let mut state = new();
    state.settings = Rc::new(Settings {
        limit: 1,
        ..Settings::default()
    });
    state.seen_until = Some(Timestamp(1));
    let entry = |id: &str, at| {
        Rc::new(Entry {
            id: id.into(),
            title: Some(id.into()),
            published: Some(Timestamp(at)),
            ..Entry::default()
        })
    };
    let feed = Feed {
        entries: vec![entry("c", 3), entry("b", 2), entry("a", 1)],
        ..Feed::default()
    };
    let state = Rc::new(state).reduce(Action::Loaded(Rc::new(feed), NOW));
    assert_eq!((state.since_visit().count(), state.show_all), (2, false));
    let there = state.reduce(Action::GoToVisit);
    let command = there.command.as_ref().map(Command::kind);
    assert!(matches!(command, Some(CommandKind::Row(id)) if **id == *"b"));
    assert!(there.show_all && !there.is_up_to_date());
    let seen = there
        .reduce(Action::Seen("b".into()))
        .reduce(Action::Seen("c".into()));
    assert!(seen.is_up_to_date());
}

#[test]
fn back_to_the_list_leads_to_what_is_new() {
    let state = list(&["a"], &["b", "a"]).reduce(Action::Defer);
    let back = state
        .reduce(Action::SetOpen(false))
        .reduce(Action::BackToList);
    assert!(back.open && back.deferred.is_none());
    let command = back.command.as_ref().map(Command::kind);
    assert!(matches!(command, Some(CommandKind::Back(Some(id))) if **id == *"b"));
}

#[test]
fn a_layout_change_says_whether_it_is_automatic() {
    let arrived = list(&["a"], &["b", "a"]);
    let shown = Rc::clone(&arrived).reduce(Action::Show).layout;
    assert!(shown.is_automatic && shown.number > arrived.layout.number);
    let open = arrived.reduce(Action::SetOpen(false)).layout;
    assert!(!open.is_automatic);
    let tick = after(&[Action::Tick]).layout;
    assert_eq!((tick.number, tick.is_automatic), (1, true));
}
