//! What is said and shown about events that have arrived.

use yew::AttrValue;

use super::ViewModelInput;
use crate::app::view::{Announcement, Toast};
use crate::feed::Feed;
use crate::labels::interpolate::interpolate;

impl ViewModelInput<'_> {
    /// The announcement of the events that arrived last: “3 new key events”, or the headline of one. It stays
    /// the same while they come into view.
    pub(super) fn announcement(&self) -> Announcement {
        let arrivals = &self.state.arrivals;
        let words = match (self.state.unread.is_empty(), &self.state.deferred) {
            (true, Some(deferred)) if self.state.feed.is_none() => self.deferred_label(deferred),
            (true, _) => AttrValue::default(),
            (false, _) => self.new_events(arrivals.count),
        };
        let first = arrivals.first.as_ref();
        let first = first.filter(|_| arrivals.count == 1 && !self.state.unread.is_empty());
        Announcement {
            number: arrivals.number,
            text: match first {
                Some(event) => [&*words, ": ", &self.labels.headline(event)]
                    .concat()
                    .into(),
                None => words,
            },
        }
    }

    pub(super) fn toast(&self, has_list: bool) -> Option<Toast> {
        let has_unread = !self.state.unread.is_empty();
        let is_hidden = !self.state.open || self.state.deferred.is_some() || self.state.scrolled;
        let floats = !self.state.in_viewport;
        let is_closed = floats && self.state.closed_at == self.state.arrivals.number;
        let text = if has_unread && !is_closed && (floats || is_hidden) {
            self.new_events(self.state.unread.len())
        } else if self.state.jumped_away && floats {
            self.text("back")
        } else {
            return None;
        };
        has_list.then_some(Toast {
            text,
            close: floats.then(|| self.text("close")),
        })
    }

    /// The label of the button that applies the deferred feed.
    pub(super) fn deferred_label(&self, feed: &Feed) -> AttrValue {
        let count = match self.state.unread.len() {
            0 => self.state.events_of(feed).len(),
            count => count,
        };
        self.new_events(count)
    }

    pub(super) fn new_events(&self, count: usize) -> AttrValue {
        let text = self.labels.plural("new", &self.format.plural(count));
        interpolate(&text, "n", &self.format.number(count)).into()
    }
}
