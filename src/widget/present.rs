//! From what a widget knows to what it shows.

use std::rc::Rc;

use yew::AttrValue;

use super::state::State;
use super::view::{
    Body, DayRows, Footer, Header, List, Notice, Panel, RowProps, Status, Story, TimeText, Toast,
};
use crate::feed::{Entry, Feed, date};
use crate::fill::{fill, single_stops};
use crate::format::Format;
use crate::instant::Instant;
use crate::labels::Labels;
use crate::place::Link;
use crate::settings::{Order, Source};
use crate::time_label::{TimeLabel, time_label};
use crate::timeline;
use crate::visit::is_later;

/// What a widget knows at one moment.
pub struct Scene<'a> {
    /// What happened so far.
    pub state: &'a State,
    /// The words of the interface.
    pub labels: &'a Labels,
    /// The reader's way of writing times and numbers.
    pub format: &'a dyn Format,
    /// The current time.
    pub now: Instant,
    /// Where the headline of the event with this number leads.
    pub link: &'a dyn Fn(usize) -> Option<Link>,
    /// Whether there is an event of the page before and after the current one; `None`: no event
    /// is in the page.
    pub steps: Option<(bool, bool)>,
}

/// What to show, and when that changes by itself.
pub struct Shown {
    /// What to show.
    pub panel: Panel,
    /// When a time label changes next.
    pub until: Option<Instant>,
}

impl Scene<'_> {
    /// What to show.
    pub fn present(&self) -> Shown {
        let listed = self.state.feed.is_some() && !self.state.events.is_empty();
        let rows = if listed { self.state.rows() } else { 0 };
        let mut until = None;
        let body = if listed {
            Body::List(self.list(rows, &mut until))
        } else {
            Body::Notice(self.notice())
        };
        let panel = Panel {
            header: self.header(listed),
            body,
            news: self.news(),
            said: match &self.state.shared {
                Some((_, true)) => self.text("copied"),
                Some((_, false)) => self.text("copyFailed"),
                None => AttrValue::default(),
            },
            toast: self.toast(listed),
            status: self.status(),
            footer: self.footer(listed),
            theme: self.state.settings.theme,
        };
        Shown { panel, until }
    }

    /// How many of the rows are drawn so far.
    fn drawn(&self, rows: usize) -> usize {
        if self.state.printing {
            rows
        } else {
            rows.min(self.state.drawn)
        }
    }

    fn header(&self, listed: bool) -> Header {
        let total = self.state.events.len();
        let heading = match &self.state.settings.heading {
            Some(heading) => AttrValue::from(Rc::clone(heading)),
            None => self.text("heading"),
        };
        let count = listed.then(|| {
            let word = self.labels.plural("events", &self.format.plural(total));
            (self.format.number(total).into(), word.into())
        });
        let later = self.later();
        let since = (listed && later > 0).then(|| {
            let number = self.format.number(later);
            let text = self.labels.plural("sinceVisit", &self.format.plural(later));
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
            turn: (listed && self.state.open && total > 1).then(|| self.text(turn)),
            steps: self
                .steps
                .filter(|_| listed && self.state.open)
                .map(|(previous, next)| {
                    [(self.text("previous"), previous), (self.text("next"), next)]
                }),
            open: self.state.open,
        }
    }

    fn status(&self) -> Option<Status> {
        self.state.feed.as_ref()?;
        let failure = self.state.failure.as_ref()?;
        let clock = |at: Option<Instant>| at.map_or_else(String::new, |at| self.format.clock(at));
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
            text: single_stops(&text).into(),
            retry: self.text("retry"),
        })
    }

    fn footer(&self, listed: bool) -> Option<Footer> {
        let feed = self.state.feed.as_ref().filter(|_| listed)?;
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
                self.format.moment(at)
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

    /// “3 new key events”.
    fn news(&self) -> AttrValue {
        match (self.state.unseen.len(), &self.state.held) {
            (0, Some(held)) if self.state.feed.is_none() => self.held(held),
            (0, _) => AttrValue::default(),
            (count, _) => self.new_events(count),
        }
    }

    fn new_events(&self, count: usize) -> AttrValue {
        let text = self.labels.plural("new", &self.format.plural(count));
        fill(&text, "n", &self.format.number(count)).into()
    }

    fn toast(&self, listed: bool) -> Option<Toast> {
        let news = !self.state.unseen.is_empty();
        let hidden = !self.state.open || self.state.held.is_some() || self.state.scrolled;
        let floats = !self.state.in_sight;
        let text = if news && (floats || hidden) {
            self.news()
        } else if self.state.away && floats {
            self.text("back")
        } else {
            return None;
        };
        listed.then_some(Toast { text, floats })
    }

    fn notice(&self) -> Notice {
        if let Some(held) = &self.state.held {
            let before = match self.state.feed {
                Some(_) => Notice::Empty(self.text("empty")),
                None => Notice::Error(self.text("error"), self.text("retry")),
            };
            return Notice::Held(self.held(held), Box::new(before));
        }
        match (&self.state.feed, &self.state.failure) {
            (Some(_), _) => Notice::Empty(self.text("empty")),
            (None, Some(_)) if !self.state.loading => {
                Notice::Error(self.text("error"), self.text("retry"))
            }
            _ => Notice::Loading(self.text("loading")),
        }
    }

    /// What the button says that shows the feed that waits.
    fn held(&self, feed: &Feed) -> AttrValue {
        if !self.state.unseen.is_empty() {
            return self.news();
        }
        let count = self.state.events_of(feed).len();
        self.new_events(count)
    }

    fn list(&self, rows: usize, until: &mut Option<Instant>) -> List {
        let total = self.state.events.len();
        let shown = self
            .state
            .events
            .get(..self.drawn(rows))
            .unwrap_or(&self.state.events);
        let times: Vec<_> = shown.iter().map(|event| event.published).collect();
        let days = timeline::days(&times, |at| self.format.day_number(at));
        let today = self.format.day_number(self.now);
        let named = days.len() > 1
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
                    let place = visit.and_then(|at| at.checked_sub(first));
                    first += day.len;
                    let place = place.filter(|place| *place < day.len);
                    place.map(|place| (place, self.text("lastVisit")))
                },
                key: day.first.map_or(i64::MIN, |at| self.format.day_number(at)),
                heading: day
                    .first
                    .filter(|_| named)
                    .map(|at| self.format.day(at).into()),
                rows: events
                    .by_ref()
                    .take(day.len)
                    .map(|(number, event)| Rc::new(self.row(number, event, until)))
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

    /// How many events are later than the reader's last visit.
    fn later(&self) -> usize {
        let later = |event: &&Rc<Entry>| is_later(event, self.state.mark);
        self.state.events.iter().filter(later).count()
    }

    /// The number of the first row on the other side of the reader's last visit.
    fn visit(&self, shown: &[Rc<Entry>]) -> Option<usize> {
        let mark = self.state.mark;
        let side = is_later(shown.first()?, mark);
        let other = |event: &Rc<Entry>| event.published.is_some() && is_later(event, mark) != side;
        shown.iter().position(other)
    }

    fn row(&self, number: usize, event: &Rc<Entry>, until: &mut Option<Instant>) -> RowProps {
        let link = (self.link)(number);
        RowProps {
            entry: Rc::clone(event),
            time: event.published.map(|at| self.time(at, until)),
            updated: event.updated.map(|at| {
                let mut updated = self.time(at, until);
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
                .unseen
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
        let open = self.state.unfolded.contains(&event.id);
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

    fn time(&self, at: Instant, until: &mut Option<Instant>) -> TimeText {
        let (label, next) = time_label(at, self.now, self.state.settings.time);
        *until = until.iter().copied().chain(next).min();
        TimeText {
            label: match label {
                TimeLabel::Ago(count, unit) => self.format.ago(count, unit),
                TimeLabel::Clock => self.format.clock(at),
            }
            .into(),
            datetime: date::to_rfc3339(at).into(),
            full: match self.format.own(at) {
                Some(own) => {
                    let own = fill(&self.labels.text("yourTime"), "time", &own);
                    [&self.format.full(at), "\n", &own].concat().into()
                }
                None => self.format.full(at).into(),
            },
        }
    }

    fn text(&self, name: &str) -> AttrValue {
        self.labels.text(name).into()
    }
}
