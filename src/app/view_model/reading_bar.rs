//! Derives the reading bar from the state.

use super::ViewModelInput;
use crate::app::view::ReadingBar;
use crate::feed::limits;
use crate::fmt::cut;

impl ViewModelInput<'_> {
    /// The reading bar. `None`: the list is in sight, or the reader is at no event or has closed the bar.
    pub fn reading_bar(&self) -> Option<ReadingBar> {
        let state = self.state;
        let is_hidden = state.in_viewport || state.bar_closed || !state.settings.reading_bar;
        let current = state.current.as_ref().filter(|_| !is_hidden)?;
        let (previous, next) = self.steps?;
        let event = state.events.iter().find(|event| event.id == *current)?;
        let unread = state.unread.len();
        Some(ReadingBar {
            label: self.text("readingBar"),
            time: event.published.map(|at| self.clock_or_date_time(at).into()),
            headline: cut(&self.labels.headline(event), limits::MAX_TEXT_BYTES).into(),
            steps: [(self.text("previous"), previous), (self.text("next"), next)],
            back: if unread > 0 {
                let number = self.format.number(unread).into();
                (self.new_events(unread), Some(number))
            } else {
                (self.text("back"), None)
            },
            close: self.text("close"),
        })
    }
}
