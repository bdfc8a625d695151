//! The view model: derives the props of the view from the state.

use std::rc::Rc;

use yew::AttrValue;

use super::state::State;
use super::view::{
    Body, DayRows, Footer, Header, List, Panel, Placeholder, RowProps, Status, Story, TimeText,
    Toast,
};
use crate::feed::{Entry, Feed};
use crate::labels::Labels;
use crate::labels::interpolate::{fill, single_full_stops};
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
}

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
            body,
            news: self.news(),
            said: match &self.state.shared {
                Some((_, true)) => self.text("copied"),
                Some((_, false)) => self.text("copyFailed"),
                None => AttrValue::default(),
            },
            toast: self.toast(has_list),
            status: self.status(),
            footer: self.footer(has_list),
            theme: self.state.settings.theme,
        };
        ViewModel { panel, next_change }
    }

    /// How many of the rows are rendered so far.
    fn rendered_rows(&self, rows: usize) -> usize {
        if self.state.printing {
            rows
        } else {
            rows.min(self.state.rendered_rows)
        }
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
        let new = self.count_since_visit();
        let since = (has_list && new > 0).then(|| {
            let number = self.format.number(new);
            let text = self.labels.plural("sinceVisit", &self.format.plural(new));
            let text = fill(&text, "n", &number);
            (["+", &number].concat().into(), text.into())
        });
        let turn = match self.state.order() {
            Order::Newest => "oldestFirst",
            Order::Oldest => "newestFirst",
        };
        Header {
            heading,
            level: self.state.settings.heading_level,
            count,
            since,
            turn: (has_list && self.state.open && total > 1).then(|| self.text(turn)),
            steps: self
                .steps
                .filter(|_| has_list && self.state.open)
                .map(|(previous, next)| {
                    [(self.text("previous"), previous), (self.text("next"), next)]
                }),
            open: self.state.open,
        }
    }

    fn status(&self) -> Option<Status> {
        self.state.feed.as_ref()?;
        let failure = self.state.failure.as_ref()?;
        let clock = |at: Option<Timestamp>| at.map_or_else(String::new, |at| self.format.clock(at));
        let mut text = fill(
            &self.labels.text("stale"),
            "time",
            &clock(self.state.good_at),
        );
        if failure.retry_at.is_some() {
            let again = fill(
                &self.labels.text("retryAt"),
                "time",
                &clock(failure.retry_at),
            );
            text = [&text, " ", &again].concat();
        }
        Some(Status {
            text: single_full_stops(&text).into(),
            retry: self.text("retry"),
        })
    }

    fn footer(&self, has_list: bool) -> Option<Footer> {
        let feed = self.state.feed.as_ref().filter(|_| has_list)?;
        let entries = feed.entries.iter();
        let last = entries
            .filter_map(|entry| entry.updated.max(entry.published))
            .max();
        let polled =
            self.state.settings.refresh > 0 && matches!(self.state.settings.src, Source::Url(_));
        let state = match (feed.ended, polled && self.state.failure.is_none()) {
            (true, _) => Some(("ended", "ended")),
            (false, true) => Some(("live", "live")),
            (false, false) => None,
        };
        let update = last.map(|at| {
            let today = self.format.day_number(at) == self.format.day_number(self.now);
            let at = if today {
                self.format.clock(at)
            } else {
                self.format.date_time(at)
            };
            fill(&self.labels.text("lastUpdate"), "time", &at).into()
        });
        let zone = last.and_then(|at| self.format.zone(at));
        let zone = zone.map(|zone| fill(&self.labels.text("zone"), "zone", &zone).into());
        let related = feed.related.iter();
        Some(Footer {
            related: related
                .map(|link| (Rc::clone(&link.title).into(), Rc::clone(&link.url).into()))
                .collect(),
            related_label: self.text("related"),
            discussion: feed.discussion.as_ref().map(|url| {
                let url = Rc::clone(url).into();
                (self.text("discussion"), url)
            }),
            state: state.map(|(name, label)| (name, self.text(label))),
            notes: update.into_iter().chain(zone).collect(),
        })
    }

    /// The announcement of new events: “3 new key events”.
    fn news(&self) -> AttrValue {
        match (self.state.unread.len(), &self.state.deferred) {
            (0, Some(deferred)) if self.state.feed.is_none() => self.deferred_label(deferred),
            (0, _) => AttrValue::default(),
            (count, _) => self.new_events(count),
        }
    }

    fn new_events(&self, count: usize) -> AttrValue {
        let text = self.labels.plural("new", &self.format.plural(count));
        fill(&text, "n", &self.format.number(count)).into()
    }

    fn toast(&self, has_list: bool) -> Option<Toast> {
        let has_news = !self.state.unread.is_empty();
        let is_hidden = !self.state.open || self.state.deferred.is_some() || self.state.scrolled;
        let floats = !self.state.in_sight;
        let text = if has_news && (floats || is_hidden) {
            self.news()
        } else if self.state.away && floats {
            self.text("back")
        } else {
            return None;
        };
        has_list.then_some(Toast { text, floats })
    }

    fn placeholder(&self) -> Placeholder {
        if let Some(deferred) = &self.state.deferred {
            let before = match self.state.feed {
                Some(_) => Placeholder::Empty(self.text("empty")),
                None => Placeholder::Error(self.text("error"), self.text("retry")),
            };
            return Placeholder::Deferred(self.deferred_label(deferred), Box::new(before));
        }
        match (&self.state.feed, &self.state.failure) {
            (Some(_), _) => Placeholder::Empty(self.text("empty")),
            (None, Some(_)) if !self.state.loading => {
                Placeholder::Error(self.text("error"), self.text("retry"))
            }
            _ => Placeholder::Loading(self.text("loading")),
        }
    }

    /// The label of the button that applies the deferred feed.
    fn deferred_label(&self, feed: &Feed) -> AttrValue {
        if !self.state.unread.is_empty() {
            return self.news();
        }
        let count = self.state.events_of(feed).len();
        self.new_events(count)
    }

    fn list(&self, rows: usize, next_change: &mut Option<Timestamp>) -> List {
        let total = self.state.events.len();
        let shown = self
            .state
            .events
            .get(..self.rendered_rows(rows))
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
                    row.map(|row| (row, self.text("lastVisit")))
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
            fill(&text, "n", &self.format.number(total)).into()
        });
        List {
            days,
            heading_level: (self.state.settings.heading_level + 1).min(6),
            show_all,
        }
    }

    /// The number of events since the reader's last visit.
    fn count_since_visit(&self) -> usize {
        let is_new = |event: &&Rc<Entry>| is_new_since(event, self.state.seen_until);
        self.state.events.iter().filter(is_new).count()
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
            time: event.published.map(|at| self.time(at, next_change)),
            updated: event.updated.map(|at| {
                let mut updated = self.time(at, next_change);
                let text = self.labels.text("updated");
                updated.label = fill(&text, "time", &updated.label).into();
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
        let Some(text) = event.story() else {
            return Story {
                share,
                ..Story::default()
            };
        };
        let open = self.state.expanded_stories.contains(&event.id);
        let by = (open && !event.authors.is_empty()).then(|| {
            let names = self.format.names(&event.authors);
            fill(&self.labels.text("by"), "names", &names).into()
        });
        Story {
            toggle: Some(self.text(if open { "less" } else { "more" })),
            text: (open && event.html.is_none()).then(|| Rc::clone(text).into()),
            open,
            by,
            share,
        }
    }

    fn time(&self, at: Timestamp, next_change: &mut Option<Timestamp>) -> TimeText {
        let (label, next) = time_label(at, self.now, self.state.settings.time);
        *next_change = next_change.iter().copied().chain(next).min();
        TimeText {
            label: match label {
                TimeLabel::Ago(count, unit) => self.format.relative(count, unit),
                TimeLabel::Clock => self.format.clock(at),
            }
            .into(),
            datetime: date_format::to_rfc3339(at).into(),
            full: match self.format.reader_time(at) {
                Some(time) => {
                    let time = fill(&self.labels.text("yourTime"), "time", &time);
                    [&self.format.long(at), "\n", &time].concat().into()
                }
                None => self.format.long(at).into(),
            },
        }
    }

    fn text(&self, name: &str) -> AttrValue {
        self.labels.text(name).into()
    }
}
