//! The props of the header.

use std::rc::Rc;

use yew::AttrValue;

use super::ViewModelInput;
use crate::app::view::Header;
use crate::labels::interpolate::interpolate;
use crate::settings::Order;

impl ViewModelInput<'_> {
    pub(super) fn header(&self, has_list: bool) -> Header {
        let total = self.state.events.len();
        let heading = match &self.state.settings.heading {
            Some(heading) => AttrValue::from(Rc::clone(heading)),
            None => self.text("heading"),
        };
        let count = has_list.then(|| {
            let word = self.labels.plural("events", &self.format.plural(total));
            (self.format.number(total).into(), word.into())
        });
        let new = self.state.since_visit().count();
        let since = (has_list && new > 0).then(|| {
            if self.state.is_up_to_date() {
                return ("✓".into(), self.text("upToDate"));
            }
            let number = self.format.number(new);
            let text = self.labels.plural("sinceVisit", &self.format.plural(new));
            let text = interpolate(&text, "n", &number);
            (["+", &number].concat().into(), self.with_visit_time(&text))
        });
        Header {
            heading,
            lang: self.heading_lang(),
            level: self.state.settings.heading_level,
            count,
            since,
            order: (has_list && self.state.open && total > 1).then(|| {
                (
                    self.text("newestFirst"),
                    self.state.order() == Order::Newest,
                )
            }),
            steps: self
                .steps
                .filter(|_| has_list && self.state.open)
                .map(|(previous, next)| {
                    [(self.text("previous"), previous), (self.text("next"), next)]
                }),
            open: self.state.open,
        }
    }
}
