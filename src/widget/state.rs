//! What one widget knows, and how that changes.

use std::rc::Rc;

use crate::failure::Failure;
use crate::feed::Feed;

/// What one widget knows beside its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The last good feed.
    pub feed: Option<Rc<Feed>>,
    /// Whether a load is under way.
    pub loading: bool,
    /// Why the last load failed, until one succeeds.
    pub failure: Option<Failure>,
    /// Whether the timeline is expanded.
    pub open: bool,
    /// Whether the rows past the limit are shown.
    pub all: bool,
    /// How many loads were asked for: a new number starts one.
    pub load: u32,
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
    /// Load again.
    Refresh,
    /// Another source: forget what was there.
    Replace,
    /// A load gave a feed.
    Loaded(Rc<Feed>),
    /// A load failed.
    Failed(Failure),
}

impl State {
    /// The state of a new widget, before its first load.
    pub fn new(open: bool) -> Self {
        Self {
            feed: None,
            loading: true,
            failure: None,
            open,
            all: false,
            load: 0,
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

    /// The state's name in the script interface.
    pub fn name(&self) -> &'static str {
        match (&self.feed, &self.failure) {
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
            Action::Refresh => {
                next.load = this.load.wrapping_add(1);
                next.loading = true;
            }
            Action::Replace => {
                let load = this.load.wrapping_add(1);
                next = Self {
                    load,
                    ..Self::new(this.open)
                };
            }
            Action::Loaded(feed) => {
                next.loading = false;
                next.failure = None;
                // The same content keeps the same pointer, so that nothing downstream renders.
                if this.feed.as_ref() != Some(&feed) {
                    next.feed = Some(feed);
                }
            }
            Action::Failed(failure) => {
                next.loading = false;
                next.failure = Some(failure);
            }
        }
        if next == **this {
            Rc::clone(this)
        } else {
            Rc::new(next)
        }
    }
}

impl Action {
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

    fn after(actions: &[Action]) -> Rc<State> {
        let start = Rc::new(State::new(true));
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
        assert_eq!(after(&[Action::Loaded(feed(false))]).name(), "ready");
        assert_eq!(after(&[Action::Loaded(feed(true))]).name(), "ended");
    }

    #[test]
    fn a_failed_refresh_keeps_the_list_and_recovers() {
        let stale = after(&[Action::Loaded(feed(false)), Action::Failed(failure())]);
        assert_eq!(stale.name(), "stale");
        assert!(stale.feed.is_some());
        let good = State::after(&stale, Action::Loaded(feed(false)));
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
        let ready = after(&[Action::Loaded(feed(false))]);
        assert!(ready.load_ended_since(&State::new(true)));
        assert!(!ready.load_ended_since(&ready));
        let under_way = State::after(&ready, Action::Refresh);
        assert!(!under_way.load_ended_since(&ready));
        let failed = State::after(&under_way, Action::Failed(failure()));
        assert!(failed.load_ended_since(&under_way));
        assert!(failed.load_ended_since(&ready));
    }

    #[test]
    fn a_widget_that_comes_back_loads_only_what_it_lacks() {
        let ready = after(&[Action::Loaded(feed(false)), Action::ShowAll]);
        assert_eq!(ready.resumed(), *ready);
        let failed = after(&[Action::Failed(failure())]);
        assert_eq!(failed.resumed().name(), "loading");
        let interrupted = after(&[Action::Loaded(feed(false)), Action::Refresh]);
        assert!(interrupted.resumed().loading);
    }

    #[test]
    fn the_same_feed_again_changes_nothing() {
        let ready = after(&[Action::Loaded(feed(false))]);
        let same = State::after(&ready, Action::Loaded(feed(false)));
        assert!(Rc::ptr_eq(&ready, &same));
    }

    #[test]
    fn another_source_forgets_the_list_and_keeps_the_readers_choice() {
        let replaced = after(&[
            Action::Loaded(feed(false)),
            Action::Open(false),
            Action::ShowAll,
            Action::Replace,
        ]);
        assert_eq!(replaced.name(), "loading");
        assert!(replaced.feed.is_none() && !replaced.open && !replaced.all);
    }
}
