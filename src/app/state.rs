//! What one widget knows, and how that changes.

use std::rc::Rc;

use yew::Reducible;

use super::command::{Command, CommandKind};
use crate::error::LoadError;
use crate::feed::{Entry, Feed};
use crate::polling::feed_update::FeedUpdate;
use crate::settings::{Order, Settings};
use crate::time::timestamp::Timestamp;
use crate::timeline;
use crate::timeline::merge::{EventIndex, added, merge};
use crate::visit::LastVisit;

/// How many rows of a long list are drawn at once: no more than fit in some frames of a slow phone.
pub const STEP: usize = 50;

/// What one widget knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The publisher's settings.
    pub settings: Rc<Settings>,
    /// The last good feed.
    pub feed: Option<Rc<Feed>>,
    /// The events of the timeline that the feed gives, in order.
    pub events: Rc<Vec<Rc<Entry>>>,
    /// A feed that has come, and when: whether it can be shown now is not decided yet.
    pub arrived: Option<(Rc<Feed>, Timestamp)>,
    /// A feed that waits for the reader.
    pub deferred: Option<Rc<Feed>>,
    /// When the feed was last good.
    pub good_at: Option<Timestamp>,
    /// The ids of the events that came since the first load and were not in sight yet.
    pub unread: Vec<Rc<str>>,
    /// Whether a requested load is under way.
    pub loading: bool,
    /// Why the last load failed, until one succeeds.
    pub failure: Option<LoadError>,
    /// Whether the timeline is expanded.
    pub open: bool,
    /// Whether the rows past the limit are shown.
    pub show_all: bool,
    /// How many of the rows may be drawn so far: a long list is drawn bit by bit.
    pub rendered_rows: usize,
    /// Whether the page is being printed: with all rows.
    pub printing: bool,
    /// How many loads were asked for: a new number starts one.
    pub load: u32,
    /// Whether the last of them is to give a new answer, however fresh the feed is that is there.
    pub fresh: bool,
    /// The id of the event that the reader is in.
    pub current: Option<Rc<str>>,
    /// Whether that is known from where the reader has scrolled to, rather than from the page's address.
    pub followed: bool,
    /// Whether a jump has taken the reader away from the widget.
    pub away: bool,
    /// Whether the widget is in sight.
    pub in_sight: bool,
    /// Whether the list is scrolled, so that what is new is out of sight.
    pub scrolled: bool,
    /// The ids of the events whose story is unfolded.
    pub expanded_stories: Vec<Rc<str>>,
    /// The event whose address was passed on just now, and whether that went well.
    pub shared: Option<(Rc<str>, bool)>,
    /// The order that the reader chose; `None`: the publisher's.
    pub order: Option<Order>,
    /// The time of the latest event of the reader's last visit, if that is remembered.
    pub seen_until: Option<Timestamp>,
    /// What the reader, or a script, asked for last.
    pub command: Option<Command>,
    /// How many times that was so far.
    pub command_count: u32,
    /// The last change that can make the list higher or lower.
    pub layout: LayoutChange,
}

/// A change that can make the list higher or lower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutChange {
    /// Counts these changes.
    pub number: u32,
    /// Whether it came by itself, rather than because the reader or a script wanted it.
    pub by_itself: bool,
}

/// What can happen to a widget.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Expand or collapse.
    Toggle,
    /// Expand (`true`) or collapse.
    SetOpen(bool),
    /// Show the rows past the limit.
    ShowAll,
    /// So many rows may be drawn, if not more.
    Render(usize),
    /// The page is going to be printed, or was.
    Printing(bool),
    /// Load again.
    Refresh,
    /// The publisher's settings changed; what is remembered of the reader for them, and the current time.
    Configure(Rc<Settings>, Option<LastVisit>, Timestamp),
    /// A load gave a feed, at this moment.
    Loaded(Rc<Feed>, Timestamp),
    /// A load gave what is there already, at this moment.
    Unchanged(Timestamp),
    /// The feed that has come is shown.
    Show,
    /// The feed that has come waits for the reader.
    Defer,
    /// The feed that waits is shown.
    ApplyDeferred,
    /// The reader has seen this event.
    Seen(Rc<str>),
    /// A load failed.
    Failed(LoadError),
    /// The reader is in this event now, or in none.
    Current(Option<Rc<str>>),
    /// It is known where the reader has scrolled to.
    Followed,
    /// A jump has taken the reader away from the widget, or they are back.
    JumpedAway(bool),
    /// Whether the widget is in sight.
    InSight(bool),
    /// Whether the list is scrolled.
    Scrolled(bool),
    /// Unfold the story of this event, or fold it away.
    ToggleStory(Rc<str>),
    /// The address of this event was passed on, well or not; `None`: a while ago.
    Shared(Option<(Rc<str>, bool)>),
    /// The other end first.
    ReverseOrder,
    /// Back to the list, and to what is new in it.
    BackToList,
    /// The reader, or a script, asks for something that the page is needed for.
    Request(Command),
    /// What was asked for can't be done.
    Reject,
    /// A time label changed.
    Tick,
}

impl From<FeedUpdate> for Action {
    fn from(update: FeedUpdate) -> Self {
        match update {
            FeedUpdate::Loaded(feed, at) => Self::Loaded(feed, at),
            FeedUpdate::Unchanged(at) => Self::Unchanged(at),
            FeedUpdate::Failed(error) => Self::Failed(error),
        }
    }
}

impl State {
    /// The state of a new widget, before its first load, and how many rows it draws at first.
    pub fn new(settings: Rc<Settings>, rows: usize) -> Self {
        Self {
            open: !settings.collapsed,
            settings,
            feed: None,
            events: Rc::default(),
            arrived: None,
            deferred: None,
            good_at: None,
            unread: Vec::new(),
            loading: true,
            failure: None,
            show_all: false,
            rendered_rows: rows,
            printing: false,
            load: 0,
            fresh: false,
            current: None,
            followed: false,
            away: false,
            in_sight: true,
            scrolled: false,
            expanded_stories: Vec::new(),
            shared: None,
            order: None,
            seen_until: None,
            command: None,
            command_count: 0,
            layout: LayoutChange::default(),
        }
    }

    /// The state of a widget that comes back to the page, with the settings as they are now: it keeps what
    /// it has, and loads what it lacks.
    #[must_use]
    pub fn resumed(&self, settings: Rc<Settings>) -> Self {
        let mut state = Self {
            loading: self.loading || self.feed.is_none(),
            // A refresh that was under way when the widget left the page is made up for.
            fresh: self.loading && self.feed.is_some(),
            followed: false,
            command: None,
            settings,
            ..self.clone()
        };
        state.select();
        state
    }

    /// The state of a reader who comes back: where they left.
    #[must_use]
    pub fn recalling(self, visit: Option<LastVisit>, now: Timestamp) -> Self {
        match visit {
            Some(visit) if self.feed.is_none() => Self {
                open: visit.open,
                order: visit.order,
                seen_until: visit.seen_until_at(now),
                ..self
            },
            _ => self,
        }
    }

    /// The reader's order, else the publisher's.
    pub fn order(&self) -> Order {
        self.order.unwrap_or(self.settings.order)
    }

    /// The events of the timeline that a feed would give, in order.
    pub fn events_of(&self, feed: &Feed) -> Vec<Rc<Entry>> {
        timeline::events(feed, &self.settings.select, self.order())
    }

    /// Whether a load has ended since an earlier state, however much happened in between.
    pub fn load_ended_since(&self, before: &Self) -> bool {
        !self.loading && (before.loading || before.load != self.load)
    }

    /// Whether a feed that arrives now takes the place of an error and was not requested by anybody.
    pub fn came_late(&self) -> bool {
        self.failure.is_some() && !self.loading
    }

    /// The state's name in the script interface.
    pub fn name(&self) -> &'static str {
        match (self.feed.as_ref().or(self.deferred.as_ref()), &self.failure) {
            (Some(_), Some(_)) => "stale",
            (Some(feed), None) if feed.ended => "ended",
            (Some(_), None) => "ready",
            (None, _) if self.loading => "loading",
            (None, Some(_)) => "error",
            (None, None) => "idle",
        }
    }

    /// The state without what is not seen: a change of only that is no reason to draw.
    #[must_use]
    pub fn visible(&self) -> Self {
        Self {
            arrived: None,
            command: None,
            command_count: 0,
            fresh: false,
            load: 0,
            followed: false,
            // The time matters to a reader once a load fails.
            good_at: self.good_at.filter(|_| self.failure.is_some()),
            ..self.clone()
        }
    }
}

impl Reducible for State {
    type Action = Action;

    /// The state after an action; the same pointer when nothing changed.
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        let by_itself = action.comes_by_itself(self.loading);
        let ticks = action == Action::Tick;
        match action {
            Action::Toggle => next.open = !self.open,
            Action::SetOpen(open) => next.open = open,
            Action::ShowAll => next.show_all = true,
            Action::Render(rows) => next.rendered_rows = self.rendered_rows.max(rows),
            Action::Printing(printing) => next.printing = printing,
            Action::Refresh => {
                next.load_again();
                next.loading = true;
            }
            Action::Configure(settings, visit, now) => {
                next = next.configured(settings, visit, now);
            }
            // A feed that comes late, or after another, must move nothing that the reader sees.
            Action::Loaded(feed, at) if self.feed.is_some() => {
                next.failure = None;
                next.good_at = Some(at);
                next.arrived = Some((feed, at));
            }
            Action::Loaded(feed, at) if self.deferred.is_some() || self.came_late() => {
                next.arrived = Some((feed, at));
            }
            Action::Loaded(feed, at) => {
                next.loaded(at);
                next.show(feed);
            }
            // What came before it is not shown yet.
            Action::Unchanged(_) if self.arrived.is_some() => {}
            Action::Unchanged(at) => {
                next.loaded(at);
                // What waits is what was requested.
                if self.loading
                    && let Some(held) = next.deferred.take()
                {
                    next.show(held);
                }
            }
            Action::Show => {
                if let Some(feed) = next.take_arrived() {
                    next.deferred = None;
                    next.show(feed);
                }
            }
            Action::Defer => {
                if let Some(feed) = next.take_arrived() {
                    if next.feed.is_some() {
                        let events = next.events_of(&feed);
                        next.note_new(&events);
                    }
                    next.deferred = Some(feed);
                }
            }
            Action::ApplyDeferred => {
                if let Some(feed) = next.deferred.take() {
                    next.show(feed);
                }
            }
            Action::Seen(seen) => next.unread.retain(|id| *id != seen),
            Action::Failed(failure) => {
                next.loading = false;
                next.failure = Some(failure);
            }
            Action::Current(current) => next.current = current,
            Action::Followed => next.followed = true,
            Action::JumpedAway(away) => next.away = away,
            Action::InSight(in_sight) => next.in_sight = in_sight,
            Action::Scrolled(scrolled) => next.scrolled = scrolled,
            Action::ToggleStory(id) => {
                let before = next.expanded_stories.len();
                next.expanded_stories.retain(|known| *known != id);
                if next.expanded_stories.len() == before {
                    next.expanded_stories.push(id);
                }
            }
            Action::Shared(shared) => next.shared = shared,
            Action::ReverseOrder => {
                next.order = Some(match self.order() {
                    Order::Newest => Order::Oldest,
                    Order::Oldest => Order::Newest,
                });
                next.reorder();
            }
            Action::BackToList => next.go_home(),
            Action::Request(command) => next.want(command),
            Action::Reject => next.command = None,
            Action::Tick => {}
        }
        if next == *self && !ticks {
            return self;
        }
        if let Some(by_itself) = by_itself
            && (ticks || next.visible() != self.visible())
        {
            next.layout = LayoutChange {
                number: self.layout.number.wrapping_add(1),
                by_itself,
            };
        }
        Rc::new(next)
    }
}

impl State {
    /// How many rows there are, be they drawn or still to be drawn.
    pub fn rows(&self) -> usize {
        let total = self.events.len();
        if self.show_all || self.printing {
            total
        } else {
            total.min(self.settings.limit)
        }
    }

    /// How many rows to draw so that the row of an event is among them; `None`: it is already, or is none
    /// of the list's.
    pub fn rows_up_to(&self, id: Option<&str>) -> Option<usize> {
        let mut rows = self.events.iter().take(self.rows());
        let number = rows.position(|event| Some(&*event.id) == id)?;
        (number >= self.rendered_rows).then(|| number.saturating_add(STEP))
    }

    fn configured(
        mut self,
        settings: Rc<Settings>,
        visit: Option<LastVisit>,
        now: Timestamp,
    ) -> Self {
        let before = std::mem::replace(&mut self.settings, Rc::clone(&settings));
        let other = (&before.src, before.format) != (&settings.src, settings.format);
        let turned = before.order != settings.order;
        self.fresh = false;
        if turned {
            self.order = None;
        }
        if other {
            let new = Self::new(settings, self.rendered_rows.min(STEP));
            self = Self {
                open: self.open,
                load: self.load.wrapping_add(1),
                order: self.order,
                in_sight: self.in_sight,
                printing: self.printing,
                layout: self.layout,
                ..new
            };
            self = self.recalling(visit, now);
        } else {
            if turned {
                self.reorder();
            }
            if before.select != settings.select {
                self.select();
            }
            if before.select != settings.select
                && let Some(feed) = &self.feed
                && timeline::lacks_headlines(feed, &settings.select, self.order())
            {
                self.load_again();
            }
        }
        if before.collapsed != self.settings.collapsed {
            self.open = !self.settings.collapsed;
        }
        self
    }

    /// Takes the events of the timeline from the feed.
    fn select(&mut self) {
        if let Some(feed) = &self.feed {
            self.events = Rc::new(self.events_of(feed));
        }
    }

    /// Another end is to come first.
    fn reorder(&mut self) {
        self.select();
        // What a feed goes on with can come first now.
        if self.feed.as_ref().is_some_and(|feed| feed.next.is_some()) {
            self.load_again();
        }
    }

    fn load_again(&mut self) {
        self.load = self.load.wrapping_add(1);
        self.fresh = true;
    }

    fn loaded(&mut self, at: Timestamp) {
        self.loading = false;
        self.failure = None;
        self.good_at = Some(at);
    }

    /// The feed that has come; of one that takes the place of another it is known already that it is good.
    fn take_arrived(&mut self) -> Option<Rc<Feed>> {
        let (feed, at) = self.arrived.take()?;
        if self.feed.is_none() {
            self.loaded(at);
        }
        self.loading = false;
        Some(feed)
    }

    fn show(&mut self, feed: Rc<Feed>) {
        let Some(current) = &self.feed else {
            self.feed = Some(feed);
            return self.select();
        };
        // The same content keeps the same pointer, so that nothing downstream draws.
        let merged = merge(current, (*feed).clone());
        let is_same = **current == merged;
        let events = Rc::new(self.events_of(&merged));
        self.note_new(&events);
        if !is_same {
            self.events = events;
            self.feed = Some(Rc::new(merged));
        }
    }

    /// Notes which of these later events are new. One that went before it was seen is new no more.
    fn note_new(&mut self, events: &[Rc<Entry>]) {
        let mut there = EventIndex::of(events);
        let new = added(&self.events, events);
        self.unread
            .retain(|id| there.find(id).is_some() && !new.contains(id));
        self.unread.extend(new);
    }

    fn go_home(&mut self) {
        let first = self.feed.is_none();
        if let Some(feed) = self.deferred.take() {
            self.show(feed);
        }
        let new = self.unread.first();
        if let Some(rows) = self.rows_up_to(new.map(|id| &**id)) {
            self.rendered_rows = self.rendered_rows.max(rows);
        }
        let first = self.events.first().filter(|_| first).map(|event| &event.id);
        let to = new.or(self.current.as_ref()).or(first).cloned();
        self.want(Command::new(CommandKind::Back(to)));
        self.open = true;
    }

    fn want(&mut self, command: Command) {
        self.command = Some(command);
        self.command_count = self.command_count.wrapping_add(1);
    }
}

impl Action {
    /// Whether it comes by itself, or because the reader wants it; `None`: it changes no height. `loading`:
    /// a load was requested and is under way.
    fn comes_by_itself(&self, loading: bool) -> Option<bool> {
        match self {
            Self::Loaded(..) | Self::Unchanged(_) | Self::Show | Self::Defer | Self::Failed(_) => {
                Some(!loading)
            }
            Self::ApplyDeferred | Self::Tick => Some(true),
            Self::Toggle
            | Self::SetOpen(_)
            | Self::ShowAll
            | Self::Printing(_)
            | Self::Refresh
            | Self::Configure(..)
            | Self::ToggleStory(_)
            | Self::ReverseOrder
            | Self::BackToList => Some(false),
            Self::Render(_)
            | Self::Seen(_)
            | Self::Current(_)
            | Self::Followed
            | Self::JumpedAway(_)
            | Self::InSight(_)
            | Self::Scrolled(_)
            | Self::Shared(_)
            | Self::Request(_)
            | Self::Reject => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::LoadErrorKind;

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

    /// A list of these events, and a later feed of those, which has come.
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
            "the server answered 500",
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
        let come = stale.reduce(Action::Loaded(feed(false), NOW));
        assert_eq!(come.reduce(Action::Show).name(), "ready");
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
    fn a_load_that_ends_before_anyone_looks_is_noticed() {
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
    fn a_widget_that_comes_back_loads_only_what_it_lacks() {
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
        assert!(!replaced.fresh, "an answer that is fresh will do");
    }

    #[test]
    fn another_selection_is_taken_from_the_feed_that_is_there() {
        let list = after(&[Action::Loaded(feed_of(&["a", "b"]), NOW)]);
        let none = Settings {
            select: crate::settings::Select::Tag("none".into()),
            ..Settings::default()
        };
        let chosen = list.reduce(Action::Configure(Rc::new(none), None, NOW));
        assert!(chosen.events.is_empty() && chosen.load == 0);
    }

    #[test]
    fn a_feed_that_waits_is_shown_when_the_reader_lets_go() {
        let held = list(&["a"], &["b", "a"]).reduce(Action::Defer);
        assert_eq!((held.name(), held.events.len()), ("ready", 1));
        assert_eq!(ids(&held.unread), ["b"]);
        let released = Rc::clone(&held).reduce(Action::ApplyDeferred);
        assert_eq!(released.events.len(), 2);
        assert!(released.deferred.is_none());
        let later = held
            .reduce(Action::Loaded(feed_of(&["c"]), NOW))
            .reduce(Action::Show);
        assert!(later.deferred.is_none(), "what is newer replaces it");
    }

    #[test]
    fn a_later_feed_takes_the_place_of_one_that_waits() {
        let held = after(&[
            Action::Failed(failure()),
            Action::Loaded(feed_of(&["a"]), NOW),
            Action::Defer,
        ]);
        assert!(held.feed.is_none() && held.deferred.is_some());
        let come = held.reduce(Action::Loaded(feed_of(&["b", "a"]), NOW));
        assert!(come.feed.is_none(), "until it is decided that it is shown");
        let shown = come.reduce(Action::Show).reduce(Action::ApplyDeferred);
        assert_eq!((shown.events.len(), shown.deferred.is_none()), (2, true));
    }

    #[test]
    fn a_feed_that_has_come_stays_through_a_refresh_without_news() {
        let come = list(&["a"], &["b", "a"]);
        let asked = come.reduce(Action::Refresh).reduce(Action::Unchanged(NOW));
        assert!(asked.loading && asked.arrived.is_some());
        let shown = asked.reduce(Action::Show);
        assert_eq!((shown.events.len(), shown.loading), (2, false));
    }

    #[test]
    fn a_good_answer_ends_a_failure_before_it_is_shown() {
        let stale = after(&[
            Action::Loaded(feed_of(&["a"]), NOW),
            Action::Failed(failure()),
        ]);
        let later = Timestamp(9);
        let good = stale.reduce(Action::Loaded(feed_of(&["b"]), later));
        assert_eq!((good.name(), good.good_at), ("ready", Some(later)));
        let failed = good.reduce(Action::Failed(failure()));
        let shown = failed.reduce(Action::Show);
        assert_eq!(shown.name(), "stale", "the failure came later");
    }

    #[test]
    fn an_event_that_is_withdrawn_while_it_waits_is_new_no_more() {
        let held = list(&["a"], &["b", "a"]).reduce(Action::Defer);
        let withdrawn = Rc::clone(&held)
            .reduce(Action::Loaded(feed_of(&["a"]), NOW))
            .reduce(Action::Show);
        assert!(withdrawn.unread.is_empty());
        let other = held
            .reduce(Action::Loaded(feed_of(&["c", "a"]), NOW))
            .reduce(Action::Defer);
        assert_eq!(ids(&other.unread), ["c"]);
    }

    #[test]
    fn a_requested_answer_without_news_shows_what_waits() {
        let held = list(&["a"], &["b", "a"]).reduce(Action::Defer);
        let same = Rc::clone(&held).reduce(Action::Unchanged(NOW));
        assert!(same.deferred.is_some(), "nobody has asked for it");
        let asked = held.reduce(Action::Refresh).reduce(Action::Unchanged(NOW));
        assert_eq!((asked.deferred.is_none(), asked.events.len()), (true, 2));
    }

    #[test]
    fn a_feed_that_comes_late_waits_for_the_decision_too() {
        let failed = after(&[Action::Failed(failure())]);
        let come = Rc::clone(&failed).reduce(Action::Loaded(feed_of(&["a"]), NOW));
        assert!(come.feed.is_none() && come.arrived.is_some());
        assert!(come.reduce(Action::Show).feed.is_some());
        let asked = failed.reduce(Action::Refresh);
        let come = asked.reduce(Action::Loaded(feed_of(&["a"]), NOW));
        assert!(come.feed.is_some(), "somebody has asked for it");
    }

    #[test]
    fn new_events_are_counted_once_and_until_they_are_seen_or_gone() {
        let state = list(&["a"], &["c", "b", "a"])
            .reduce(Action::Defer)
            .reduce(Action::ApplyDeferred);
        assert_eq!(ids(&state.unread), ["c", "b"]);
        let seen = state.reduce(Action::Seen("c".into()));
        assert_eq!(ids(&seen.unread), ["b"]);
        let gone = seen
            .reduce(Action::Loaded(feed_of(&["c", "a"]), NOW))
            .reduce(Action::Show);
        assert!(gone.unread.is_empty());
    }

    #[test]
    fn the_time_of_a_good_load_alone_is_not_visible() {
        let early = after(&[Action::Loaded(feed(false), NOW)]);
        let late = Rc::clone(&early).reduce(Action::Unchanged(Timestamp(30_000)));
        assert_ne!(late, early);
        assert_eq!(late.visible(), early.visible());
        let stale = Rc::clone(&late).reduce(Action::Failed(failure()));
        assert_ne!(stale.visible(), late.visible());
    }

    #[test]
    fn back_to_the_list_leads_to_what_is_new() {
        let state = list(&["a"], &["b", "a"]).reduce(Action::Defer);
        let home = state
            .reduce(Action::SetOpen(false))
            .reduce(Action::BackToList);
        assert!(home.open && home.deferred.is_none());
        let command = home.command.as_ref().map(Command::kind);
        assert!(matches!(command, Some(CommandKind::Back(Some(id))) if **id == *"b"));
    }

    #[test]
    fn a_layout_change_says_what_came_by_itself() {
        let come = list(&["a"], &["b", "a"]);
        let shown = Rc::clone(&come).reduce(Action::Show).layout;
        assert!(shown.by_itself && shown.number > come.layout.number);
        let open = come.reduce(Action::SetOpen(false)).layout;
        assert!(!open.by_itself);
        let tick = after(&[Action::Tick]).layout;
        assert_eq!((tick.number, tick.by_itself), (1, true));
    }
}
