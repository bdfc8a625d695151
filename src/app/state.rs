//! The state of a widget and its reducer.

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
use crate::visit::{LastVisit, is_new_since};

/// How many rows of a long list are rendered in one step, so that a slow phone renders a step in a few
/// frames.
pub const ROWS_PER_STEP: usize = 50;

/// The state of a widget.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The settings of the publisher.
    pub settings: Rc<Settings>,
    /// The feed that is shown.
    pub feed: Option<Rc<Feed>>,
    /// The events of the timeline, in order.
    pub events: Rc<Vec<Rc<Entry>>>,
    /// A feed that has arrived, and when. It is not applied or deferred yet.
    pub arrived: Option<(Rc<Feed>, Timestamp)>,
    /// A deferred feed.
    pub deferred: Option<Rc<Feed>>,
    /// When the last load succeeded.
    pub last_success: Option<Timestamp>,
    /// The ids of the events that arrived after the first load and have not been visible yet.
    pub unread: Vec<Rc<str>>,
    /// The events that arrived last.
    pub arrivals: Arrivals,
    /// Whether a requested load is in progress.
    pub loading: bool,
    /// Why the last load failed, until one succeeds.
    pub failure: Option<LoadError>,
    /// Whether the last load succeeded after a failure, with a list.
    pub recovered: bool,
    /// Whether the timeline is expanded.
    pub open: bool,
    /// Whether the rows past the limit are shown.
    pub show_all: bool,
    /// How many of the rows may be rendered so far. A long list is rendered in steps.
    pub rendered_rows: usize,
    /// Counts the requested loads. A change starts one.
    pub load: u32,
    /// Whether the last of them needs a new response, however recent the current feed is.
    pub fresh: bool,
    /// Whether the reader requested it, with the button to try again.
    pub requested_by_reader: bool,
    /// The id of the current event.
    pub current: Option<Rc<str>>,
    /// Whether the scroll spy has reported the current event. Before that, it is that of the URL fragment.
    pub spy_reported: bool,
    /// Whether the reader has jumped away from the widget.
    pub jumped_away: bool,
    /// The number of the arrivals at which the reader has closed the floating button.
    pub closed_at: u32,
    /// Whether the widget is in the viewport.
    pub in_viewport: bool,
    /// Whether the list is scrolled, so that new events are not visible.
    pub scrolled: bool,
    /// The ids of the events whose story is expanded.
    pub expanded_stories: Vec<Rc<str>>,
    /// The id of the event that was just shared, and whether that succeeded.
    pub shared: Option<(Rc<str>, bool)>,
    /// The order that the reader has chosen. `None`: that of the settings.
    pub order: Option<Order>,
    /// The time of the latest event of the reader's last visit, if that is stored.
    pub seen_until: Option<Timestamp>,
    /// The ids of the events since that visit that have been visible.
    pub seen_since_visit: Vec<Rc<str>>,
    /// Whether the reader has closed the reading bar, on this visit.
    pub bar_closed: bool,
    /// Whether the timeline has been in view for a moment.
    pub viewed: bool,
    /// The last command of the reader or of a script.
    pub command: Option<Command>,
    /// Counts the commands.
    pub command_count: u32,
    /// The last change of the height of the list.
    pub layout: LayoutChange,
}

/// A change that may affect the height of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutChange {
    /// Counts these changes.
    pub number: u32,
    /// Whether it is not caused by the reader or a script.
    pub is_automatic: bool,
}

/// Events that arrived together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrivals {
    /// Counts the arrivals, so that the same words are announced again.
    pub number: u32,
    /// How many there are.
    pub count: usize,
    /// The first of them in the list.
    pub first: Option<Rc<Entry>>,
}

/// An action of the reducer.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Expand or collapse.
    Toggle,
    /// Expand (`true`) or collapse.
    SetOpen(bool),
    /// Show the rows past the limit.
    ShowAll,
    /// At least so many rows may be rendered.
    Render(usize),
    /// Reload the feed.
    Refresh,
    /// Load again, because the reader tries again.
    Retry,
    /// The settings have changed: the new ones, the last visit for them, and the current time.
    Configure(Rc<Settings>, Option<LastVisit>, Timestamp),
    /// A result of the load with this number.
    Updated(u32, FeedUpdate),
    /// A load has ended with a feed, at this time.
    Loaded(Rc<Feed>, Timestamp),
    /// A load has ended with the same feed as before, at this time.
    Unchanged(Timestamp),
    /// Apply the feed that has arrived.
    Show,
    /// Defer the feed that has arrived.
    Defer,
    /// Apply the deferred feed.
    ApplyDeferred,
    /// A new event was seen.
    Seen(Rc<str>),
    /// A load has failed.
    Failed(LoadError),
    /// The current event has changed.
    SetCurrent(Option<Rc<str>>),
    /// The scroll spy has reported the current event.
    ScrollSpyReported,
    /// The reader has jumped away from the widget (`true`) or is back.
    JumpedAway(bool),
    /// Whether the widget is in the viewport.
    InViewport(bool),
    /// Whether the list is scrolled.
    Scrolled(bool),
    /// Expand or collapse the story of this event.
    ToggleStory(Rc<str>),
    /// This event was shared, and whether that succeeded. `None`: the confirmation is over.
    Shared(Option<(Rc<str>, bool)>),
    /// Reverse the order.
    ReverseOrder,
    /// Close the reading bar.
    CloseBar,
    /// The timeline was in view for a moment.
    Viewed,
    /// Go to the first of the events since the last visit.
    GoToVisit,
    /// Navigate back to the list, and to the new events in it.
    BackToList,
    /// Close the floating button.
    CloseToast,
    /// Run a command of the reader or of a script.
    Request(Command),
    /// The command cannot be run.
    Reject,
    /// A time label has to change.
    Tick,
}

impl From<FeedUpdate> for Action {
    fn from(update: FeedUpdate) -> Self {
        match update {
            FeedUpdate::Loaded(feed, at) => Self::Loaded(feed, at),
            FeedUpdate::Unchanged(at) => Self::Unchanged(at),
            FeedUpdate::Failed(error) => Self::Failed(error),
            FeedUpdate::ClockCorrected => Self::Tick,
        }
    }
}

impl State {
    /// The state of a new widget. `rows`: how many rows the first render has.
    pub fn new(settings: Rc<Settings>, rows: usize) -> Self {
        Self {
            open: !settings.collapsed,
            settings,
            feed: None,
            events: Rc::default(),
            arrived: None,
            deferred: None,
            last_success: None,
            unread: Vec::new(),
            arrivals: Arrivals::default(),
            loading: true,
            failure: None,
            recovered: false,
            show_all: false,
            rendered_rows: rows,
            load: 0,
            fresh: false,
            requested_by_reader: false,
            current: None,
            spy_reported: false,
            jumped_away: false,
            closed_at: 0,
            in_viewport: true,
            scrolled: false,
            expanded_stories: Vec::new(),
            shared: None,
            order: None,
            seen_until: None,
            seen_since_visit: Vec::new(),
            bar_closed: false,
            viewed: false,
            command: None,
            command_count: 0,
            layout: LayoutChange::default(),
        }
    }

    /// The state of a widget that is connected again, with its current settings. It keeps its feed, or loads
    /// one if it has none.
    #[must_use]
    pub fn resumed(&self, settings: Rc<Settings>) -> Self {
        let mut state = Self {
            loading: self.loading || self.feed.is_none(),
            // A refresh that the disconnection has interrupted is repeated.
            fresh: self.loading && self.feed.is_some(),
            spy_reported: false,
            command: None,
            settings,
            ..self.clone()
        };
        state.select();
        state
    }

    /// Restores the state of the last visit.
    #[must_use]
    pub fn restore_visit(self, visit: Option<LastVisit>, now: Timestamp) -> Self {
        match visit {
            Some(visit) if self.feed.is_none() => Self {
                open: visit.open,
                order: visit.order,
                seen_until: visit.seen_until_at(now),
                bar_closed: visit.bar_closed && visit.is_same_at(now),
                ..self
            },
            _ => self,
        }
    }

    /// The order of the reader, else that of the settings.
    pub fn order(&self) -> Order {
        self.order.unwrap_or(self.settings.order)
    }

    /// The events of the timeline of a feed, in order.
    pub fn events_of(&self, feed: &Feed) -> Vec<Rc<Entry>> {
        timeline::events(feed, &self.settings.select, self.order())
    }

    /// Whether a requested load has ended since an earlier state.
    pub fn load_ended_since(&self, before: &Self) -> bool {
        !self.loading && (before.loading || before.load != self.load)
    }

    /// Whether a feed that arrives now replaces an error without a request of the reader.
    pub fn would_replace_error(&self) -> bool {
        self.failure.is_some() && !self.loading
    }

    /// The name of the state in the script API.
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

    /// The state without the fields that do not affect the view, so that only other changes render.
    #[must_use]
    pub fn view_fields(&self) -> Self {
        Self {
            arrived: None,
            command: None,
            command_count: 0,
            fresh: false,
            requested_by_reader: false,
            load: 0,
            spy_reported: false,
            viewed: false,
            // The view shows the time only after a failure, and without events.
            last_success: self
                .last_success
                .filter(|_| self.failure.is_some() || self.events.is_empty()),
            ..self.clone()
        }
    }
}

impl Reducible for State {
    type Action = Action;

    /// The state after an action. The same `Rc` if nothing has changed, so that Yew does not render.
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if let Action::Updated(load, update) = action {
            return self.updated(load, update);
        }
        let mut next = (*self).clone();
        let is_automatic = action.is_automatic(self.loading);
        let is_tick = matches!(action, Action::Tick);
        match action {
            Action::Toggle => next.open = !self.open,
            Action::SetOpen(open) => next.open = open,
            Action::ShowAll => next.show_all = true,
            Action::Render(rows) => next.rendered_rows = self.rendered_rows.max(rows),
            Action::Refresh | Action::Retry => {
                next.requested_by_reader = matches!(action, Action::Retry);
                next.load_again();
                next.loading = true;
            }
            Action::Configure(settings, visit, now) => {
                next = next.configured(settings, visit, now);
            }
            // A feed that arrives late, or after another, must not shift visible content.
            Action::Loaded(feed, at) if self.feed.is_some() => {
                next.recover();
                next.last_success = Some(at);
                next.arrived = Some((feed, at));
            }
            Action::Loaded(feed, at) if self.deferred.is_some() || self.would_replace_error() => {
                next.arrived = Some((feed, at));
            }
            Action::Loaded(feed, at) => {
                next.loaded(at);
                next.show(feed);
            }
            // The feed that has arrived before it is neither applied nor deferred yet.
            Action::Unchanged(_) if self.arrived.is_some() => {}
            Action::Unchanged(at) => {
                next.loaded(at);
                // The deferred feed is the response to the request.
                if self.loading
                    && let Some(deferred) = next.deferred.take()
                {
                    next.show(deferred);
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
                        next.mark_unread(&events);
                    }
                    next.deferred = Some(feed);
                }
            }
            Action::ApplyDeferred => {
                if let Some(feed) = next.deferred.take() {
                    next.show(feed);
                }
            }
            Action::Seen(seen) => next.see(seen),
            Action::Failed(failure) => {
                next.loading = false;
                next.recovered = false;
                next.failure = Some(failure);
            }
            Action::SetCurrent(current) => next.current = current,
            Action::ScrollSpyReported => next.spy_reported = true,
            Action::JumpedAway(jumped_away) => next.jumped_away = jumped_away,
            Action::InViewport(in_viewport) => next.in_viewport = in_viewport,
            Action::Scrolled(scrolled) => next.scrolled = scrolled,
            Action::ToggleStory(id) => next.toggle_story(id),
            Action::Shared(shared) => next.shared = shared,
            Action::ReverseOrder => {
                next.order = Some(self.order().reversed());
                next.reorder();
            }
            Action::CloseBar => next.bar_closed = true,
            Action::Viewed => next.viewed = true,
            Action::GoToVisit => next.go_to_visit(),
            Action::BackToList => next.back_to_list(),
            Action::CloseToast => next.close_toast(),
            Action::Request(command) => next.request(command),
            Action::Reject => next.command = None,
            Action::Updated(..) | Action::Tick => {}
        }
        if next == *self && !is_tick {
            return self;
        }
        if let Some(is_automatic) = is_automatic
            && (is_tick || next.view_fields() != self.view_fields())
        {
            next.layout = LayoutChange {
                number: self.layout.number.wrapping_add(1),
                is_automatic,
            };
        }
        Rc::new(next)
    }
}

impl State {
    /// The number of rows, whether they are rendered yet or not.
    pub fn rows(&self) -> usize {
        let total = self.events.len();
        if self.show_all {
            total
        } else {
            total.min(self.settings.limit)
        }
    }

    /// The state with every row, as it is printed.
    #[must_use]
    pub fn for_print(&self) -> Self {
        Self {
            show_all: true,
            rendered_rows: usize::MAX,
            ..self.clone()
        }
    }

    /// How many rows to render so that the row of an event is among them. `None`: it is rendered already, or
    /// the event has no row.
    pub fn rows_up_to(&self, id: Option<&str>) -> Option<usize> {
        let mut rows = self.events.iter().take(self.rows());
        let index = rows.position(|event| Some(&*event.id) == id)?;
        (index >= self.rendered_rows).then(|| index.saturating_add(ROWS_PER_STEP))
    }

    fn configured(
        mut self,
        settings: Rc<Settings>,
        visit: Option<LastVisit>,
        now: Timestamp,
    ) -> Self {
        let before = std::mem::replace(&mut self.settings, Rc::clone(&settings));
        let is_other_feed = (&before.src, before.format) != (&settings.src, settings.format);
        let is_reordered = before.order != settings.order;
        self.fresh = false;
        if is_reordered {
            self.order = None;
        }
        if is_other_feed {
            let new = Self::new(settings, self.rendered_rows.min(ROWS_PER_STEP));
            self = Self {
                open: self.open,
                load: self.load.wrapping_add(1),
                order: self.order,
                in_viewport: self.in_viewport,
                layout: self.layout,
                ..new
            };
            self = self.restore_visit(visit, now);
        } else {
            if is_reordered {
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

    /// Selects the events of the timeline from the feed.
    fn select(&mut self) {
        if let Some(feed) = &self.feed {
            self.events = Rc::new(self.events_of(feed));
        }
    }

    /// Applies another order.
    fn reorder(&mut self) {
        self.select();
        // The first rows may now be on the next pages, which are not loaded.
        if self.feed.as_ref().is_some_and(|feed| feed.next.is_some()) {
            self.load_again();
        }
    }

    /// The state after a result. One of an earlier load does not end the load in progress, because the server
    /// may have responded before the feed changed.
    fn updated(self: Rc<Self>, load: u32, update: FeedUpdate) -> Rc<Self> {
        let is_earlier = self.loading && load != self.load;
        if is_earlier && self.feed.is_none() {
            return self;
        }
        let next = self.reduce(update.into());
        if is_earlier && !next.loading {
            return Rc::new(Self {
                loading: true,
                ..(*next).clone()
            });
        }
        next
    }

    fn toggle_story(&mut self, id: Rc<str>) {
        let before = self.expanded_stories.len();
        self.expanded_stories.retain(|known| *known != id);
        if self.expanded_stories.len() == before {
            self.expanded_stories.push(id);
        }
    }

    fn load_again(&mut self) {
        self.load = self.load.wrapping_add(1);
        self.fresh = true;
    }

    fn loaded(&mut self, at: Timestamp) {
        self.loading = false;
        self.recover();
        self.last_success = Some(at);
    }

    fn recover(&mut self) {
        let failed = self.failure.take().is_some();
        self.recovered |= failed && self.feed.is_some();
    }

    /// Takes the feed that has arrived. If it replaces another, the success of its load is recorded already.
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
        // The same content keeps the same `Rc`, so that no component renders again.
        let merged = merge(current, (*feed).clone());
        let is_same = **current == merged;
        let events = Rc::new(self.events_of(&merged));
        self.mark_unread(&events);
        if !is_same {
            let mut index = EventIndex::of(&events);
            let seen = &mut self.seen_since_visit;
            seen.retain(|id| index.find(id).is_some());
            self.events = events;
            self.feed = Some(Rc::new(merged));
        }
    }

    /// Marks the events that are only in this newer list as unread. An unread event that was removed is not
    /// new any more.
    fn mark_unread(&mut self, events: &[Rc<Entry>]) {
        let mut index = EventIndex::of(events);
        let new = added(&self.events, events);
        let mut arrived = new.iter().filter(|id| !self.unread.contains(id));
        if let Some(first) = arrived.next() {
            self.arrivals = Arrivals {
                number: self.arrivals.number.wrapping_add(1),
                count: arrived.count() + 1,
                first: index.find(first).cloned(),
            };
        }
        self.unread
            .retain(|id| index.find(id).is_some() && !new.contains(id));
        self.unread.extend(new);
    }

    /// The events since the last visit.
    pub fn since_visit(&self) -> impl Iterator<Item = &Rc<Entry>> {
        let events = self.events.iter();
        events.filter(|event| is_new_since(event, self.seen_until))
    }

    /// Whether all events since the last visit have been visible.
    pub fn is_up_to_date(&self) -> bool {
        let mut since = self.since_visit();
        since.all(|event| self.seen_since_visit.contains(&event.id))
    }

    fn see(&mut self, seen: Rc<str>) {
        self.unread.retain(|id| *id != seen);
        let is_since_visit = self.since_visit().any(|event| event.id == seen);
        if is_since_visit && !self.seen_since_visit.contains(&seen) {
            self.seen_since_visit.push(seen);
        }
    }

    /// Leads to the earliest event since the last visit, which is next to the divider.
    fn go_to_visit(&mut self) {
        let since = self.since_visit();
        let Some(first) = since.min_by_key(|event| event.published) else {
            return;
        };
        let id = Rc::clone(&first.id);
        let mut rows = self.events.iter().take(self.rows());
        self.show_all |= !rows.any(|event| event.id == id);
        if let Some(rows) = self.rows_up_to(Some(&id)) {
            self.rendered_rows = self.rendered_rows.max(rows);
        }
        self.request(Command::new(CommandKind::Row(id)));
        self.open = true;
    }

    fn back_to_list(&mut self) {
        let is_first_list = self.feed.is_none();
        if let Some(feed) = self.deferred.take() {
            self.show(feed);
        }
        let new = self.unread.first();
        if let Some(rows) = self.rows_up_to(new.map(|id| &**id)) {
            self.rendered_rows = self.rendered_rows.max(rows);
        }
        let first = self
            .events
            .first()
            .filter(|_| is_first_list)
            .map(|event| &event.id);
        let to = new.or(self.current.as_ref()).or(first).cloned();
        self.request(Command::new(CommandKind::Back(to)));
        self.open = true;
    }

    fn close_toast(&mut self) {
        self.jumped_away = false;
        self.closed_at = self.arrivals.number;
    }

    fn request(&mut self, command: Command) {
        self.command = Some(command);
        self.command_count = self.command_count.wrapping_add(1);
    }
}

impl Action {
    /// Whether it is not caused by the reader or a script. `None`: it does not affect the height of the list.
    /// `loading`: a requested load is in progress.
    fn is_automatic(&self, loading: bool) -> Option<bool> {
        match self {
            Self::Loaded(..) | Self::Unchanged(_) | Self::Show | Self::Defer | Self::Failed(_) => {
                Some(!loading)
            }
            Self::ApplyDeferred | Self::Tick => Some(true),
            Self::Toggle
            | Self::SetOpen(_)
            | Self::ShowAll
            | Self::Refresh
            | Self::Retry
            | Self::Configure(..)
            | Self::ToggleStory(_)
            | Self::ReverseOrder
            | Self::GoToVisit
            | Self::BackToList => Some(false),
            Self::Render(_)
            | Self::Seen(_)
            | Self::SetCurrent(_)
            | Self::ScrollSpyReported
            | Self::JumpedAway(_)
            | Self::InViewport(_)
            | Self::Scrolled(_)
            | Self::Shared(_)
            | Self::CloseToast
            | Self::CloseBar
            | Self::Viewed
            | Self::Request(_)
            | Self::Reject
            | Self::Updated(..) => None,
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
}
