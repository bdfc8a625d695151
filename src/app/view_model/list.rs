//! The props of the list and its rows.

use std::rc::Rc;

use super::ViewModelInput;
use crate::app::view::{DayRows, List, RowProps};
use crate::feed::{Entry, limits};
use crate::fmt::cut;
use crate::labels::interpolate::interpolate;
use crate::time::timestamp::Timestamp;
use crate::timeline;
use crate::visit::is_new_since;

impl ViewModelInput<'_> {
    pub(super) fn list(&self, rows: usize, next_change: &mut Option<Timestamp>) -> List {
        let total = self.state.events.len();
        let shown = self
            .state
            .events
            .get(..rows.min(self.state.rendered_rows))
            .unwrap_or(&self.state.events);
        let times: Vec<_> = shown.iter().map(|event| event.published).collect();
        let days = timeline::days(&times, |at| self.format.day_number(at));
        let today = self.format.day_number(self.now);
        let has_headings = days.len() > 1
            || days
                .iter()
                .filter_map(|day| day.first)
                .any(|at| self.format.day_number(at) != today);
        let visit = self.visit(shown);
        let mut events = shown.iter().enumerate();
        let mut first = 0;
        let days = days
            .iter()
            .map(|day| DayRows {
                visit: {
                    let row = visit.and_then(|at| at.checked_sub(first));
                    first += day.len;
                    let row = row.filter(|row| *row < day.len);
                    row.map(|row| (row, self.with_visit_time(&self.labels.text("lastVisit"))))
                },
                key: day.first.map_or(i64::MIN, |at| self.format.day_number(at)),
                heading: day
                    .first
                    .filter(|_| has_headings)
                    .map(|at| self.format.day(at).into()),
                rows: events
                    .by_ref()
                    .take(day.len)
                    .map(|(index, event)| Rc::new(self.row(index, event, next_change)))
                    .collect(),
            })
            .collect();
        let show_all = (rows < total).then(|| {
            let text = self.labels.plural("showAll", &self.format.plural(total));
            interpolate(&text, "n", &self.format.number(total)).into()
        });
        List {
            days,
            heading_level: (self.state.settings.heading_level + 1).min(6),
            show_all,
        }
    }

    /// The index of the first row on the other side of the reader's last visit.
    fn visit(&self, shown: &[Rc<Entry>]) -> Option<usize> {
        let seen_until = self.state.seen_until;
        let is_first_new = is_new_since(shown.first()?, seen_until);
        let is_other_side = |event: &Rc<Entry>| {
            event.published.is_some() && is_new_since(event, seen_until) != is_first_new
        };
        shown.iter().position(is_other_side)
    }

    fn row(
        &self,
        index: usize,
        event: &Rc<Entry>,
        next_change: &mut Option<Timestamp>,
    ) -> RowProps {
        let link = (self.link)(index);
        RowProps {
            entry: Rc::clone(event),
            headline: cut(&self.labels.headline(event), limits::MAX_TEXT_BYTES).into(),
            lang: self.lang(),
            time: event.published.map(|at| self.time(at, next_change)),
            // A time to come is wrong.
            updated: event.updated.filter(|at| *at <= self.now).map(|at| {
                let mut updated = self.time(at, next_change);
                let text = self.labels.text("updated");
                updated.label = interpolate(&text, "time", &updated.label).into();
                updated.spoken = updated
                    .spoken
                    .map(|time| interpolate(&text, "time", &time).into());
                updated
            }),
            elsewhere: link
                .as_ref()
                .filter(|link| !link.here)
                .map(|_| self.text("elsewhere")),
            href: link.map(|link| link.href.into()),
            summary: event.summary.then(|| self.text("summary")),
            new: self
                .state
                .unread
                .contains(&event.id)
                .then(|| self.text("badge")),
            current: self.state.current.as_ref() == Some(&event.id),
            image: event.image.clone().filter(|_| self.state.settings.images),
            story: self.story(event),
        }
    }
}
