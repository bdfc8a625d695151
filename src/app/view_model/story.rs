//! The props of the story of an event.

use std::rc::Rc;

use yew::AttrValue;

use super::ViewModelInput;
use crate::app::view::Story;
use crate::feed::{Entry, limits};
use crate::labels::interpolate::interpolate;

impl ViewModelInput<'_> {
    pub(super) fn story(&self, event: &Rc<Entry>) -> Story {
        let share = (event.url.is_some() || event.anchor.is_some()).then(|| {
            let shared = self.state.shared.as_ref().filter(|(id, _)| *id == event.id);
            self.text(match shared {
                Some((_, true)) => "copied",
                Some((_, false)) => "copyFailed",
                None => "share",
            })
        });
        let text = event.story();
        let open = self.state.expanded_stories.contains(&event.id);
        let when = open.then(|| self.when(event)).flatten();
        if text.is_none() && !event.has_long_headline() {
            return Story {
                open,
                when,
                share,
                ..Story::default()
            };
        }
        let by = (open && !event.authors.is_empty()).then(|| {
            let names = self.format.names(&event.authors);
            interpolate(&self.labels.text("by"), "names", &names).into()
        });
        Story {
            toggle: Some(self.text("more")),
            text: text
                .filter(|text| open && event.html.is_none() && text.len() <= limits::MAX_TEXT_BYTES)
                .map(|text| Rc::clone(text).into()),
            open,
            when,
            by,
            share,
        }
    }

    /// The times of an event in full.
    fn when(&self, event: &Entry) -> Option<AttrValue> {
        let published = event.published.map(|at| self.full(at));
        let updated = event.updated.filter(|at| *at <= self.now).map(|at| {
            let text = self.labels.text("updated");
            interpolate(&text, "time", &self.full(at))
        });
        let times = match (published, updated) {
            (Some(published), Some(updated)) => [&published, "\n", &*updated].concat(),
            (published, updated) => published.or(updated)?,
        };
        Some(times.into())
    }
}
