//! Derives the overview from the state.

use yew::{AttrValue, Html};

use super::ViewModelInput;
use crate::app::view::{self, OverviewStrip, OverviewTick};
use crate::feed::Weight;
use crate::labels::interpolate::interpolate;
use crate::timeline::overview::Overview;
use crate::visit::is_new_since;

/// Renders the overview of the events, which the reader can travel by.
pub fn render(input: &ViewModelInput) -> Html {
    strip(input, true)
}

/// Renders the overview as an image.
pub fn render_static(input: &ViewModelInput) -> Html {
    strip(input, false)
}

fn strip(input: &ViewModelInput, is_interactive: bool) -> Html {
    let Some(overview) = Overview::of(&input.state.events) else {
        return Html::default();
    };
    view::overview(&OverviewStrip {
        is_interactive,
        ..input.overview_strip(&overview)
    })
}

impl ViewModelInput<'_> {
    fn overview_strip(&self, overview: &Overview) -> OverviewStrip {
        let state = self.state;
        let event = |index: usize| state.events.get(index);
        let current = state.current.as_ref();
        let current = current.and_then(|id| state.events.iter().position(|event| event.id == *id));
        let current = current.and_then(|index| overview.position(index));
        let shown = current.and_then(|current| overview.ticks.get(current));
        let shown = shown.or(overview.ticks.last());
        OverviewStrip {
            label: self.overview_label(overview),
            ticks: overview
                .ticks
                .iter()
                .map(|tick| OverviewTick {
                    at: tick.at,
                    is_tall: event(tick.index)
                        .is_some_and(|event| event.summary || event.weight() == Weight::Major),
                    is_new: event(tick.index).is_some_and(|event| {
                        state.unread.contains(&event.id) || is_new_since(event, state.seen_until)
                    }),
                })
                .collect(),
            current,
            is_interactive: false,
            value: shown
                .and_then(|tick| event(tick.index))
                .map(|event| {
                    let time = event.published.map(|at| self.clock_or_date_time(at));
                    let time = time.unwrap_or_default();
                    [&time, ", ", &*self.labels.headline(event)].concat()
                })
                .unwrap_or_default()
                .into(),
        }
    }

    /// “14 events, 19:51 to 23:09, most after 21:00”. The date is said once.
    fn overview_label(&self, overview: &Overview) -> AttrValue {
        let count = overview.ticks.len();
        let noun = self.labels.plural("events", &self.format.plural(count));
        let day = |at| self.format.day_number(at);
        let is_one_day = day(overview.first) == day(overview.last);
        let later = |at| {
            if is_one_day {
                self.format.clock(at)
            } else {
                self.clock_or_date_time(at)
            }
        };
        let range = self.labels.text("range");
        let range = interpolate(&range, "start", &self.clock_or_date_time(overview.first));
        let range = interpolate(&range, "end", &later(overview.last));
        let mut label = [&self.format.number(count), " ", &*noun, ", ", &*range].concat();
        if let Some(at) = overview.most_after {
            let time = later(at);
            label.push_str(", ");
            label.push_str(&interpolate(&self.labels.text("mostAfter"), "time", &time));
        }
        label.into()
    }
}
