//! The state of a widget and its reducer.

mod action;
mod queries;
mod reducer;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use super::command::Command;
use crate::error::LoadError;
use crate::feed::{Entry, Feed};
use crate::settings::{Order, Settings};
use crate::time::timestamp::Timestamp;
use crate::visit::LastVisit;

pub use action::Action;

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
}
