//! What one widget knows, and how that changes.

use std::rc::Rc;

use crate::failure::Failure;
use crate::feed::Feed;
use crate::instant::Instant;
use crate::settings::Order;
use crate::timeline::merge::merge;
use crate::visit::Visit;

/// How many rows of a long list are drawn at once: no more than fit in some frames of a slow phone.
pub const STEP: usize = 50;

/// What one widget knows beside its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The last good feed.
    pub feed: Option<Rc<Feed>>,
    /// A later one, kept back while the reader's pointer is on the rows.
    pub held: Option<Rc<Feed>>,
    /// When the feed was last good.
    pub good_at: Option<Instant>,
    /// The ids of the events that came since the first load and were not in sight yet.
    pub unseen: Vec<Rc<str>>,
    /// Whether a load is under way.
    pub loading: bool,
    /// Why the last load failed, until one succeeds.
    pub failure: Option<Failure>,
    /// Whether the timeline is expanded.
    pub open: bool,
    /// Whether the rows past the limit are shown.
    pub all: bool,
    /// How many of the rows may be drawn so far: a long list is drawn bit by bit.
    pub drawn: usize,
    /// Whether the page is being printed: with all rows.
    pub printing: bool,
    /// How many loads were asked for: a new number starts one.
    pub load: u32,
    /// The id of the event that the reader is in.
    pub current: Option<Rc<str>>,
    /// Whether a jump has taken the reader away from the widget.
    pub away: bool,
    /// Whether the widget is in sight.
    pub in_sight: bool,
    /// Whether the list is scrolled, so that what is new is out of sight.
    pub scrolled: bool,
    /// The ids of the events whose story is unfolded.
    pub unfolded: Vec<Rc<str>>,
    /// The event whose address was passed on just now, and whether that went well.
    pub shared: Option<(Rc<str>, bool)>,
    /// The order that the reader chose; `None`: the publisher's.
    pub order: Option<Order>,
    /// The time of the latest event of the reader's last visit, if that is remembered.
    pub mark: Option<Instant>,
}

/// What can happen to a widget.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Expand or collapse.
    Toggle,
    /// Expand (`true`) or collapse.
    Open(bool),
    /// Show the rows past the limit.
    ShowAll,
    /// So many rows may be drawn, if not more.
    Draw(usize),
    /// The page is going to be printed, or was.
    Printing(bool),
    /// Load again.
    Refresh,
    /// Another source: forget what was there.
    Replace,
    /// A load gave a feed, at this moment.
    Loaded(Rc<Feed>, Instant),
    /// A load gave what is there already, at this moment.
    Same(Instant),
    /// A load gave a feed that has to wait for the reader.
    Held(Rc<Feed>, Instant),
    /// The reader's pointer has left the rows: what was kept back is shown.
    Release,
    /// These events are new to the reader.
    New(Vec<Rc<str>>),
    /// The reader has seen this event.
    Seen(Rc<str>),
    /// A load failed.
    Failed(Failure),
    /// The reader is in this event now, or in none.
    Current(Option<Rc<str>>),
    /// A jump has taken the reader away from the widget, or they are back.
    Away(bool),
    /// Whether the widget is in sight.
    InSight(bool),
    /// Whether the list is scrolled.
    Scrolled(bool),
    /// Unfold the story of this event, or fold it away.
    Unfold(Rc<str>),
    /// The address of this event was passed on, well or not; `None`: a while ago.
    Shared(Option<(Rc<str>, bool)>),
    /// The reader's order; `None`: the publisher's.
    Order(Option<Order>),
    /// What is remembered of the reader, who comes back now.
    Recalled(Visit, Instant),
}

impl State {
    /// The state of a new widget, before its first load, and how many rows it draws at first.
    pub fn new(open: bool, rows: usize) -> Self {
        Self {
            feed: None,
            held: None,
            good_at: None,
            unseen: Vec::new(),
            loading: true,
            failure: None,
            open,
            all: false,
            drawn: rows,
            printing: false,
            load: 0,
            current: None,
            away: false,
            in_sight: true,
            scrolled: false,
            unfolded: Vec::new(),
            shared: None,
            order: None,
            mark: None,
        }
    }

    /// The state of a widget that comes back to the page: it keeps what it has, and loads what it
    /// lacks.
    #[must_use]
    pub fn resumed(&self) -> Self {
        Self {
            loading: self.loading || self.feed.is_none(),
            ..self.clone()
        }
    }

    /// Whether a load has ended since an earlier state, however much happened in between.
    pub fn load_ended_since(&self, before: &Self) -> bool {
        !self.loading && (before.loading || before.load != self.load)
    }

    /// Whether a feed that arrives now takes the place of an error and was not requested by anybody.
    pub fn came_late(&self) -> bool {
        self.failure.is_some() && !self.loading
    }

    /// The state with a requested load under way, if it is `wanted`; else as it is.
    pub fn wanting(self: &Rc<Self>, wanted: bool) -> Rc<Self> {
        if !wanted {
            return Rc::clone(self);
        }
        Rc::new(Self {
            loading: true,
            ..(**self).clone()
        })
    }

    /// The state's name in the script interface.
    pub fn name(&self) -> &'static str {
        match (self.feed.as_ref().or(self.held.as_ref()), &self.failure) {
            (Some(_), Some(_)) => "stale",
            (Some(feed), None) if feed.ended => "ended",
            (Some(_), None) => "ready",
            (None, _) if self.loading => "loading",
            (None, Some(_)) => "error",
            (None, None) => "idle",
        }
    }
}

impl State {
    /// The state after an action; the same pointer when nothing changed.
    pub fn after(this: &Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (**this).clone();
        match action {
            Action::Toggle => next.open = !this.open,
            Action::Open(open) => next.open = open,
            Action::ShowAll => next.all = true,
            Action::Draw(rows) => next.drawn = this.drawn.max(rows),
            Action::Printing(printing) => next.printing = printing,
            Action::Refresh => {
                next.load = this.load.wrapping_add(1);
                next.loading = true;
            }
            Action::Replace => {
                let load = this.load.wrapping_add(1);
                next = Self {
                    load,
                    order: this.order,
                    ..Self::new(this.open, this.drawn.min(STEP))
                };
            }
            Action::Loaded(feed, at) => {
                next.loaded(at);
                next.held = None;
                next.show(feed);
            }
            Action::Same(at) => next.loaded(at),
            Action::Failed(failure) => {
                next.loading = false;
                next.failure = Some(failure);
            }
            Action::Current(current) => next.current = current,
            Action::Away(away) => next.away = away,
            Action::InSight(in_sight) => next.in_sight = in_sight,
            Action::Scrolled(scrolled) => next.scrolled = scrolled,
            Action::Shared(shared) => next.shared = shared,
            Action::Order(order) => next.order = order,
            Action::Recalled(visit, now) => {
                next.open = visit.open;
                next.order = visit.order;
                next.mark = visit.mark_at(now);
            }
            action => next.follow(action),
        }
        if next == **this {
            Rc::clone(this)
        } else {
            Rc::new(next)
        }
    }
}

impl State {
    /// What only happens to a list that is followed.
    // In the second file of the wasm.
    #[inline(never)]
    fn follow(&mut self, action: Action) {
        match action {
            Action::Held(feed, at) => {
                self.loaded(at);
                self.held = Some(feed);
            }
            Action::Release => {
                if let Some(feed) = self.held.take() {
                    self.show(feed);
                }
            }
            Action::New(ids) => {
                self.unseen.retain(|id| !ids.contains(id));
                self.unseen.extend(ids);
            }
            Action::Seen(seen) => self.unseen.retain(|id| *id != seen),
            Action::Unfold(id) => {
                let before = self.unfolded.len();
                self.unfolded.retain(|known| *known != id);
                if self.unfolded.len() == before {
                    self.unfolded.push(id);
                }
            }
            _ => {}
        }
    }

    fn loaded(&mut self, at: Instant) {
        self.loading = false;
        // The time matters to a reader once a load fails; until then it is no reason to draw.
        self.failure = None;
        self.good_at = Some(at);
    }

    fn show(&mut self, feed: Rc<Feed>) {
        let merged = match &self.feed {
            Some(current) => merge(current, (*feed).clone()),
            None => {
                self.feed = Some(feed);
                return;
            }
        };
        // The same content keeps the same pointer, so that nothing downstream draws.
        if self.feed.as_deref() != Some(&merged) {
            self.feed = Some(Rc::new(merged));
        }
    }

    /// Whether what is drawn for one is what is drawn for the other.
    pub fn looks_like(&self, other: &Self) -> bool {
        let timeless = |state: &Self| Self {
            good_at: state.good_at.filter(|_| state.failure.is_some()),
            ..state.clone()
        };
        timeless(self) == timeless(other)
    }
}

impl Action {
    /// Whether it comes by itself, or because the reader wants it; `None`: it changes no height. `loading`:
    /// a load was requested and is under way.
    pub fn comes_by_itself(&self, loading: bool) -> Option<bool> {
        match self {
            Self::Loaded(..) | Self::Same(_) | Self::Held(..) | Self::Failed(_) => Some(!loading),
            Self::Release => Some(true),
            Self::Toggle
            | Self::Open(_)
            | Self::ShowAll
            | Self::Printing(_)
            | Self::Refresh
            | Self::Replace
            | Self::Unfold(_)
            | Self::Order(_) => Some(false),
            _ => None,
        }
    }

    /// The action that a button's `data-action` stands for.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "toggle" => Some(Self::Toggle),
            "show-all" => Some(Self::ShowAll),
            "retry" => Some(Self::Refresh),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::FailureKind;

    const NOW: Instant = Instant(0);

    fn after(actions: &[Action]) -> Rc<State> {
        let start = Rc::new(State::new(true, usize::MAX));
        actions
            .iter()
            .cloned()
            .fold(start, |state, action| State::after(&state, action))
    }

    fn feed(ended: bool) -> Rc<Feed> {
        Rc::new(Feed {
            ended,
            ..Feed::default()
        })
    }

    fn failure() -> Failure {
        Failure::new(
            FailureKind::Http,
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
        let good = State::after(&stale, Action::Loaded(feed(false), NOW));
        assert_eq!(good.name(), "ready");
    }

    #[test]
    fn a_failed_first_load_is_an_error_until_it_is_tried_again() {
        let failed = after(&[Action::Failed(failure())]);
        assert_eq!(failed.name(), "error");
        let again = State::after(&failed, Action::Refresh);
        assert_eq!(again.name(), "loading");
        assert_eq!(again.load, 1);
    }

    #[test]
    fn a_load_that_ends_before_anyone_looks_is_noticed() {
        let ready = after(&[Action::Loaded(feed(false), NOW)]);
        assert!(ready.load_ended_since(&State::new(true, usize::MAX)));
        assert!(!ready.load_ended_since(&ready));
        let under_way = State::after(&ready, Action::Refresh);
        assert!(!under_way.load_ended_since(&ready));
        let failed = State::after(&under_way, Action::Failed(failure()));
        assert!(failed.load_ended_since(&under_way));
        assert!(failed.load_ended_since(&ready));
    }

    #[test]
    fn a_widget_that_comes_back_loads_only_what_it_lacks() {
        let ready = after(&[Action::Loaded(feed(false), NOW), Action::ShowAll]);
        assert_eq!(ready.resumed(), *ready);
        let failed = after(&[Action::Failed(failure())]);
        assert_eq!(failed.resumed().name(), "loading");
        let interrupted = after(&[Action::Loaded(feed(false), NOW), Action::Refresh]);
        assert!(interrupted.resumed().loading);
    }

    #[test]
    fn the_same_feed_again_changes_nothing() {
        let ready = after(&[Action::Loaded(feed(false), NOW)]);
        let same = State::after(&ready, Action::Loaded(feed(false), NOW));
        assert!(Rc::ptr_eq(&ready, &same));
    }

    #[test]
    fn another_source_forgets_the_list_and_keeps_the_readers_choice() {
        let replaced = after(&[
            Action::Loaded(feed(false), NOW),
            Action::Open(false),
            Action::ShowAll,
            Action::Replace,
        ]);
        assert_eq!(replaced.name(), "loading");
        assert!(replaced.feed.is_none() && !replaced.open && !replaced.all);
    }

    #[test]
    fn a_feed_that_is_kept_back_is_shown_when_the_reader_lets_go() {
        let held = after(&[
            Action::Loaded(feed(false), NOW),
            Action::Held(feed(true), NOW),
        ]);
        assert_eq!(held.name(), "ready");
        let released = State::after(&held, Action::Release);
        assert_eq!(released.name(), "ended");
        assert!(released.held.is_none());
        let later = State::after(&held, Action::Loaded(feed(false), NOW));
        assert!(later.held.is_none(), "what is newer replaces it");
    }

    #[test]
    fn new_events_are_counted_once_and_until_they_are_seen() {
        let new = |ids: &[&str]| Action::New(ids.iter().map(|id| (*id).into()).collect());
        let state = after(&[new(&["a", "b"]), new(&["b", "c"]), Action::Seen("a".into())]);
        let unseen: Vec<_> = state.unseen.iter().map(|id| &**id).collect();
        assert_eq!(unseen, ["b", "c"]);
    }

    #[test]
    fn the_time_of_a_good_load_alone_draws_nothing() {
        let early = after(&[Action::Loaded(feed(false), NOW)]);
        let late = State::after(&early, Action::Loaded(feed(false), Instant(30_000)));
        assert!(late.looks_like(&early));
        let stale = State::after(&late, Action::Failed(failure()));
        assert!(!stale.looks_like(&late));
    }
}
