//! What is said and shown about the state of the list.

use yew::AttrValue;

use super::ViewModelInput;
use crate::app::view::Status;
use crate::labels::interpolate::{interpolate, single_full_stops};

impl ViewModelInput<'_> {
    /// The outcome of sharing, or whether the list is out of date. Without the time of the next attempt, which
    /// would be said again after each one.
    pub(super) fn said(&self) -> AttrValue {
        let is_stale = self.state.feed.is_some() && self.state.failure.is_some();
        match &self.state.shared {
            Some((_, true)) => self.text("copied"),
            Some((_, false)) => self.text("copyFailed"),
            None if is_stale => single_full_stops(&self.stale()).into(),
            None if self.state.recovered => self.text("recovered"),
            None => AttrValue::default(),
        }
    }

    pub(super) fn status(&self) -> Option<Status> {
        self.state.feed.as_ref()?;
        let failure = self.state.failure.as_ref()?;
        let mut text = self.stale();
        if let Some(at) = failure.retry_at {
            text = [&text, " ", &*self.at("retryAt", at)].concat();
        }
        Some(Status {
            text: single_full_stops(&text).into(),
            retry: self.text("retry"),
            loading: self.state.loading,
        })
    }

    fn stale(&self) -> String {
        let at = self.state.last_success;
        let time = at.map_or_else(String::new, |at| self.clock_or_date_time(at));
        interpolate(&self.labels.text("stale"), "time", &time)
    }
}
