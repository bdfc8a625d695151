//! The times of what is shown.

use yew::AttrValue;

use super::ViewModelInput;
use crate::app::view::TimeText;
use crate::labels::interpolate::{interpolate, single_full_stops};
use crate::time::date_format;
use crate::time::label::{TimeLabel, time_label};
use crate::time::timestamp::Timestamp;

impl ViewModelInput<'_> {
    pub(super) fn time(&self, at: Timestamp, next_change: &mut Option<Timestamp>) -> TimeText {
        let (label, next) = time_label(at, self.now, self.state.settings.time);
        *next_change = next_change.iter().copied().chain(next).min();
        let (label, spoken) = match label {
            TimeLabel::Ago(count, unit) => {
                let label = self.format.relative(count, unit, false);
                let spoken = self.format.relative(count, unit, true);
                let spoken = (spoken != label).then(|| spoken.into());
                (label, spoken)
            }
            TimeLabel::Clock => (self.format.clock(at), None),
        };
        TimeText {
            label: label.into(),
            spoken,
            datetime: date_format::to_rfc3339(at).into(),
            full: self.full(at).into(),
        }
    }

    /// The date, time and zone, and those of the reader if they differ, each on a line.
    pub(super) fn full(&self, at: Timestamp) -> String {
        let long = self.format.long(at);
        let Some(time) = self.format.reader_time(at) else {
            return long;
        };
        let time = interpolate(&self.labels.text("yourTime"), "time", &time);
        [&long, "\n", &time].concat()
    }

    /// A time as text, with the date unless that is today.
    pub(super) fn clock_or_date_time(&self, at: Timestamp) -> String {
        if self.format.day_number(at) == self.format.day_number(self.now) {
            self.format.clock(at)
        } else {
            self.format.date_time(at)
        }
    }

    /// A sentence with a time.
    pub(super) fn at(&self, name: &str, at: Timestamp) -> AttrValue {
        let time = self.clock_or_date_time(at);
        single_full_stops(&interpolate(&self.labels.text(name), "time", &time)).into()
    }

    /// A text with the time up to which the reader has seen the events.
    pub(super) fn with_visit_time(&self, text: &str) -> AttrValue {
        let time = self.state.seen_until.map(|at| self.clock_or_date_time(at));
        interpolate(text, "time", &time.unwrap_or_default()).into()
    }
}
