//! What follows from the state of a widget.

use std::rc::Rc;

use super::{ROWS_PER_STEP, State};
use crate::feed::{Entry, Feed, Warning};
use crate::settings::Order;
use crate::timeline;
use crate::visit::is_new_since;

impl State {
    /// The order of the reader, else that of the settings.
    pub fn order(&self) -> Order {
        self.order.unwrap_or(self.settings.order)
    }

    /// The warnings about the latest feed that was read, whether it is shown yet or not.
    pub fn latest_warnings(&self) -> &[Warning] {
        let arrived = self.arrived.as_ref().map(|(feed, _)| feed);
        let latest = arrived.or(self.deferred.as_ref()).or(self.feed.as_ref());
        latest.map_or(&[], |feed| &feed.warnings.0)
    }

    /// The events of the timeline of a feed, in order.
    pub fn events_of(&self, feed: &Feed) -> Vec<Rc<Entry>> {
        timeline::events(feed, &self.settings.select, self.order())
    }

    /// The number of rows, whether they are rendered yet or not.
    pub fn rows(&self) -> usize {
        let total = self.events.len();
        if self.show_all {
            total
        } else {
            total.min(self.settings.limit)
        }
    }

    /// How many rows to render so that the row of an event is among them. `None`: it is rendered already, or
    /// the event has no row.
    pub fn rows_up_to(&self, id: Option<&str>) -> Option<usize> {
        let mut rows = self.events.iter().take(self.rows());
        let index = rows.position(|event| Some(&*event.id) == id)?;
        (index >= self.rendered_rows).then(|| index.saturating_add(ROWS_PER_STEP))
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

    /// The state with every row, as it is printed.
    #[must_use]
    pub fn for_print(&self) -> Self {
        Self {
            show_all: true,
            rendered_rows: usize::MAX,
            ..self.clone()
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
