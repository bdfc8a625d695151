//! The view model: derives the props of the view from the state.

mod footer;
mod header;
mod language;
mod list;
mod new_events;
pub mod overview;
mod placeholder;
mod reading_bar;
mod status;
mod story;
mod time;

use yew::{AttrValue, Html};

use super::state::State;
use super::view::{Body, Panel};
use crate::labels::Labels;
use crate::time::locale_format::LocaleFormat;
use crate::time::timestamp::Timestamp;
use crate::timeline::Link;

/// The input of the view model.
pub struct ViewModelInput<'a> {
    /// The state of the widget.
    pub state: &'a State,
    /// The labels of the interface.
    pub labels: &'a Labels,
    /// The formats of times and numbers.
    pub format: &'a dyn LocaleFormat,
    /// The current time.
    pub now: Timestamp,
    /// The link of the event with this index.
    pub link: &'a dyn Fn(usize) -> Option<Link>,
    /// Whether there is an event in the page before and after the current one. `None`: no event has an anchor
    /// in the page.
    pub steps: Option<(bool, bool)>,
    /// Renders the overview. `None`: that is in the lazy chunk, which is not loaded yet.
    pub overview: Option<RenderOverview>,
}

/// Renders the overview.
pub type RenderOverview = fn(&ViewModelInput) -> Html;

/// What to render, and until when it is up to date.
pub struct ViewModel {
    /// The props of the view.
    pub panel: Panel,
    /// When the next time label changes.
    pub next_change: Option<Timestamp>,
}

impl ViewModelInput<'_> {
    /// Builds the view model.
    pub fn build(&self) -> ViewModel {
        let has_list = self.state.feed.is_some() && !self.state.events.is_empty();
        let rows = if has_list { self.state.rows() } else { 0 };
        let mut next_change = None;
        let body = if has_list {
            Body::List(self.list(rows, &mut next_change))
        } else {
            Body::Placeholder(self.placeholder())
        };
        let panel = Panel {
            header: self.header(has_list),
            overview: self.overview_space(has_list),
            body,
            announcement: self.announcement(),
            said: self.said(),
            toast: self.toast(has_list),
            status: self.status(),
            footer: self.footer(has_list),
            // What is not translated is in English, and so are its dates.
            lang: self.labels.is_fallback.then_some(AttrValue::Static("en")),
            theme: self.state.settings.theme,
        };
        ViewModel { panel, next_change }
    }

    /// The overview, or its empty space until it can be rendered.
    fn overview_space(&self, has_list: bool) -> Option<Html> {
        let is_shown = has_list && self.state.settings.overview;
        is_shown.then(|| {
            self.overview
                .map_or_else(Html::default, |render| render(self))
        })
    }

    fn text(&self, name: &str) -> AttrValue {
        self.labels.text(name).into()
    }
}
