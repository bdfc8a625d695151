//! The view model: derives the props of the view from the state.

pub mod overview;
mod reading_bar;

use std::rc::Rc;

use yew::{AttrValue, Html};

use super::state::State;
use super::view::{
    Announcement, Body, DayRows, Footer, Header, List, Panel, Placeholder, RowProps, Status, Story,
    TimeText, Toast,
};
use crate::feed::{Entry, Feed, limits};
use crate::fmt::cut;
use crate::labels::Labels;
use crate::labels::interpolate::{interpolate, single_full_stops};
use crate::settings::{Order, Source};
use crate::time::date_format;
use crate::time::label::{TimeLabel, time_label};
use crate::time::locale_format::LocaleFormat;
use crate::time::timestamp::Timestamp;
use crate::timeline;
use crate::timeline::Link;
use crate::visit::is_new_since;

/// The input of the view model.
pub struct ViewModelInput<'a> {
    /// The state of the widget.
    pub state: &'a State,
    /// The strings of the interface.
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

    /// The outcome of sharing, or whether the list is out of date. Without the time of the next attempt, which
    /// would be said again after each one.
    fn said(&self) -> AttrValue {
        let is_stale = self.state.feed.is_some() && self.state.failure.is_some();
        match &self.state.shared {
            Some((_, true)) => self.text("copied"),
            Some((_, false)) => self.text("copyFailed"),
            None if is_stale => single_full_stops(&self.stale()).into(),
            None if self.state.recovered => self.text("recovered"),
            None => AttrValue::default(),
        }
    }

    fn stale(&self) -> String {
        let at = self.state.last_success;
        let time = at.map_or_else(String::new, |at| self.clock_or_date_time(at));
        interpolate(&self.labels.text("stale"), "time", &time)
    }

    fn header(&self, has_list: bool) -> Header {
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

    /// The overview, or its empty space until it can be rendered.
    fn overview_space(&self, has_list: bool) -> Option<Html> {
        let is_shown = has_list && self.state.settings.overview;
        is_shown.then(|| {
            self.overview
                .map_or_else(Html::default, |render| render(self))
        })
    }

    fn status(&self) -> Option<Status> {
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

    fn footer(&self, has_list: bool) -> Option<Footer> {
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

    /// A time as text, with the date unless that is today.
    fn clock_or_date_time(&self, at: Timestamp) -> String {
        if self.format.day_number(at) == self.format.day_number(self.now) {
            self.format.clock(at)
        } else {
            self.format.date_time(at)
        }
    }

    /// The announcement of the events that arrived last: “3 new key events”, or the headline of one. It stays
    /// the same while they come into view.
    fn announcement(&self) -> Announcement {
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

    fn new_events(&self, count: usize) -> AttrValue {
        let text = self.labels.plural("new", &self.format.plural(count));
        interpolate(&text, "n", &self.format.number(count)).into()
    }

    fn toast(&self, has_list: bool) -> Option<Toast> {
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

    fn placeholder(&self) -> Placeholder {
        if let Some(deferred) = &self.state.deferred {
            let before = match self.state.feed {
                Some(_) => self.empty(),
                None => self.error(),
            };
            return Placeholder::Deferred(self.deferred_label(deferred), Box::new(before));
        }
        match (&self.state.feed, &self.state.failure) {
            (Some(_), _) => self.empty(),
            (None, Some(_)) => self.error(),
            (None, None) => Placeholder::Loading(self.text("loading")),
        }
    }

    fn empty(&self) -> Placeholder {
        let at = self.state.last_success;
        Placeholder::Empty(self.text("empty"), at.map(|at| self.at("checked", at)))
    }

    fn error(&self) -> Placeholder {
        let failure = self.state.failure.as_ref();
        let at = failure.and_then(|failure| failure.retry_at);
        let again = at.map(|at| self.at("retryAt", at));
        Placeholder::Error(
            self.text("error"),
            again,
            self.text("retry"),
            self.state.loading,
        )
    }

    /// A sentence with a time.
    fn at(&self, name: &str, at: Timestamp) -> AttrValue {
        let time = self.clock_or_date_time(at);
        single_full_stops(&interpolate(&self.labels.text(name), "time", &time)).into()
    }

    /// The label of the button that applies the deferred feed.
    fn deferred_label(&self, feed: &Feed) -> AttrValue {
        let count = match self.state.unread.len() {
            0 => self.state.events_of(feed).len(),
            count => count,
        };
        self.new_events(count)
    }

    fn list(&self, rows: usize, next_change: &mut Option<Timestamp>) -> List {
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

    /// A text with the time up to which the reader has seen the events.
    fn with_visit_time(&self, text: &str) -> AttrValue {
        let time = self.state.seen_until.map(|at| self.clock_or_date_time(at));
        interpolate(text, "time", &time.unwrap_or_default()).into()
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

    fn story(&self, event: &Rc<Entry>) -> Story {
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

    /// The date, time and zone, and those of the reader if they differ, each on a line.
    fn full(&self, at: Timestamp) -> String {
        let long = self.format.long(at);
        let Some(time) = self.format.reader_time(at) else {
            return long;
        };
        let time = interpolate(&self.labels.text("yourTime"), "time", &time);
        [&long, "\n", &time].concat()
    }

    fn time(&self, at: Timestamp, next_change: &mut Option<Timestamp>) -> TimeText {
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

    /// The language of the heading of the publisher, if the labels around it are in another.
    fn heading_lang(&self) -> Option<AttrValue> {
        let is_other = self.labels.is_fallback && self.state.settings.heading.is_some();
        self.page_lang().filter(|_| is_other)
    }

    fn page_lang(&self) -> Option<AttrValue> {
        self.labels.page_language.clone().map(AttrValue::from)
    }

    /// The language of the texts of the feed, if it differs from that of what is around them.
    fn lang(&self) -> Option<AttrValue> {
        let feed = self.state.feed.as_ref()?.language.as_ref();
        // It may be a POSIX locale such as `pt_BR`.
        let feed = feed.map(|language| {
            let dash = |char| if char == '_' { '-' } else { char };
            language.chars().map(dash).collect::<String>()
        });
        let page = self.page_lang();
        if self.labels.is_fallback {
            return feed.map(AttrValue::from).or(page);
        }
        // “de” is the language of a page in “de-AT”.
        let is_part = |whole: &str, part: &str| {
            let start = whole.get(..part.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(part))
                && whole
                    .get(part.len()..)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let page = page.as_deref().unwrap_or_default();
        feed.filter(|feed| !is_part(feed, page) && !is_part(page, feed))
            .map(AttrValue::from)
    }

    fn text(&self, name: &str) -> AttrValue {
        self.labels.text(name).into()
    }
}
