//! The props of the footer.

use std::rc::Rc;

use super::ViewModelInput;
use crate::app::view::Footer;
use crate::labels::interpolate::interpolate;
use crate::settings::Source;
use crate::time::timestamp::Timestamp;

impl ViewModelInput<'_> {
    pub(super) fn footer(&self, has_list: bool) -> Option<Footer> {
        let feed = self.state.feed.as_ref().filter(|_| has_list)?;
        // An entry that is dated later announces something.
        let past = |at: Option<Timestamp>| at.filter(|at| *at <= self.now);
        let times = feed.entries.iter();
        let last = times
            .filter_map(|entry| past(entry.updated).max(past(entry.published)))
            .max();
        let polled =
            self.state.settings.refresh > 0 && matches!(self.state.settings.src, Source::Url(_));
        let state = match (feed.ended, polled && self.state.failure.is_none()) {
            (true, _) => Some(("ended", "ended")),
            (false, true) => Some(("live", "live")),
            (false, false) => None,
        };
        let update = last.map(|at| {
            interpolate(
                &self.labels.text("lastUpdate"),
                "time",
                &self.clock_or_date_time(at),
            )
            .into()
        });
        let zone = last.and_then(|at| self.format.zone(at));
        let zone = zone.map(|zone| interpolate(&self.labels.text("zone"), "zone", &zone).into());
        let related = feed.related.iter();
        Some(Footer {
            related: related
                .map(|link| (Rc::clone(&link.title).into(), Rc::clone(&link.url).into()))
                .collect(),
            lang: self.lang(),
            related_label: self.text("related"),
            discussion: feed.discussion.as_ref().map(|url| {
                let url = Rc::clone(url).into();
                (self.text("discussion"), url)
            }),
            state: state.map(|(name, label)| (name, self.text(label))),
            notes: update.into_iter().chain(zone).collect(),
        })
    }
}
