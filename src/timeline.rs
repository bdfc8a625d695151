//! Turns a feed into the rows of the timeline: selects, orders and groups by day.

pub mod gap;
pub mod keep_ids;
pub mod merge;
pub mod overview;

use std::rc::Rc;

use crate::feed::{Entry, Feed};
use crate::settings::{Order, Select};
use crate::time::timestamp::Timestamp;

/// The target of an event's headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The URL: a fragment if the event's element is in the page.
    pub href: Rc<str>,
    /// Whether the event's element is in this page.
    pub here: bool,
}

/// The entries of a feed that are events of the timeline, sorted.
///
/// An entry without a time stays next to its neighbor in the feed.
pub fn events(feed: &Feed, select: &Select, order: Order) -> Vec<Rc<Entry>> {
    let criterion = Criterion::of(feed);
    let is_selected = |entry: &Entry| match select {
        Select::Key => entry.summary || criterion.matches(entry),
        Select::All => true,
        Select::Tag(name) => entry.tags.contains(name),
    };
    let mut events = newest_first(&feed.entries);
    events.retain(|entry| is_selected(entry));
    if order == Order::Oldest {
        events.reverse();
    }
    events
}

/// The criterion for key events. Summaries are always key events and do not affect it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Criterion {
    /// The flag of the editors.
    Flag,
    /// A headline of its own. If only some entries have one, the editors mark the important ones with
    /// it.
    OwnHeadline,
    /// Any headline: all of them are derived.
    AnyHeadline,
}

impl Criterion {
    fn of(feed: &Feed) -> Self {
        if feed.entries.iter().any(|entry| entry.key) {
            return Self::Flag;
        }
        let own = |entry: &Rc<Entry>| !entry.summary && Self::OwnHeadline.matches(entry);
        if feed.flags_key_events || feed.entries.iter().any(own) {
            Self::OwnHeadline
        } else {
            Self::AnyHeadline
        }
    }

    fn matches(self, entry: &Entry) -> bool {
        match self {
            Self::Flag => entry.key,
            Self::OwnHeadline => entry.title.is_some() && !entry.derived,
            Self::AnyHeadline => entry.title.is_some(),
        }
    }
}

/// Whether deriving the missing headlines would change the events.
pub fn lacks_headlines(feed: &Feed, select: &Select, order: Order) -> bool {
    let without = |entry: &Rc<Entry>| entry.title.is_none();
    if feed.has_derived_headlines || !feed.entries.iter().any(without) {
        return false;
    }
    // With only derived headlines to select by, all events except summaries are still missing.
    *select == Select::Key && Criterion::of(feed) == Criterion::AnyHeadline
        || events(feed, select, order).iter().any(without)
}

/// Whether the next page of a feed can change the rows before “Show all”.
pub fn needs_more(feed: &Feed, select: &Select, order: Order, limit: usize) -> bool {
    order == Order::Oldest || events(feed, select, order).len() < limit
}

/// A day of the timeline with its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The time of its first row; `None`: none of its rows has a time.
    pub first: Option<Timestamp>,
    /// The number of its events.
    pub len: usize,
}

/// Groups the times of sorted events by day; `day_of` numbers the days in the zone shown.
///
/// An event without a time belongs to the day of the event above it.
pub fn days(times: &[Option<Timestamp>], day_of: impl Fn(Timestamp) -> i64) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut current = None;
    for time in times {
        let number = time.map(&day_of);
        match days.last_mut() {
            Some(day) if number.is_none() || number == current => day.len += 1,
            Some(day) if current.is_none() => {
                day.first = *time;
                day.len += 1;
                current = number;
            }
            _ => {
                days.push(Day {
                    first: *time,
                    len: 1,
                });
                current = number;
            }
        }
    }
    days
}

/// All entries, sorted by time, the latest first.
fn newest_first(entries: &[Rc<Entry>]) -> Vec<Rc<Entry>> {
    let times = || entries.iter().filter_map(|entry| entry.published);
    let oldest_first = times().next() < times().next_back();
    let mut entries: Vec<_> = if oldest_first {
        entries.iter().rev().cloned().collect()
    } else {
        entries.to_vec()
    };
    // An entry without a time sorts by the time of its neighbor: the stable sort keeps them together.
    let mut neighbor_time = entries.iter().find_map(|entry| entry.published);
    let mut keyed: Vec<_> = entries
        .drain(..)
        .map(|entry| {
            neighbor_time = entry.published.or(neighbor_time);
            (neighbor_time, entry)
        })
        .collect();
    keyed.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    keyed.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, minute: Option<i64>) -> Entry {
        Entry {
            id: id.into(),
            title: Some(id.into()),
            published: minute.map(|minute| Timestamp(minute * Timestamp::MINUTE)),
            ..Entry::default()
        }
    }

    fn feed(entries: Vec<Entry>) -> Feed {
        Feed {
            entries: entries.into_iter().map(Rc::new).collect(),
            ..Feed::default()
        }
    }

    fn ids(feed: &Feed, select: &Select, order: Order) -> String {
        let ids: Vec<_> = events(feed, select, order)
            .iter()
            .map(|entry| entry.id.to_string())
            .collect();
        ids.join(" ")
    }

    #[test]
    fn events_are_sorted_by_time_in_any_order_of_the_feed() {
        let mixed = feed(vec![
            entry("b", Some(2)),
            entry("c", Some(3)),
            entry("a", Some(1)),
        ]);
        assert_eq!(ids(&mixed, &Select::All, Order::Newest), "c b a");
        assert_eq!(ids(&mixed, &Select::All, Order::Oldest), "a b c");
    }

    #[test]
    fn events_of_the_same_time_keep_the_order_of_the_feed() {
        let newest_first = feed(vec![
            entry("c", Some(3)),
            entry("b2", Some(2)),
            entry("b1", Some(2)),
            entry("a", Some(1)),
        ]);
        assert_eq!(ids(&newest_first, &Select::All, Order::Newest), "c b2 b1 a");
        let oldest_first = feed(vec![
            entry("a", Some(1)),
            entry("b1", Some(2)),
            entry("b2", Some(2)),
            entry("c", Some(3)),
        ]);
        assert_eq!(ids(&oldest_first, &Select::All, Order::Newest), "c b2 b1 a");
        assert_eq!(ids(&oldest_first, &Select::All, Order::Oldest), "a b1 b2 c");
    }

    #[test]
    fn an_event_without_a_time_stays_next_to_its_neighbor() {
        let newest_first = feed(vec![
            entry("x", None),
            entry("c", Some(3)),
            entry("y", None),
            entry("a", Some(1)),
        ]);
        assert_eq!(ids(&newest_first, &Select::All, Order::Newest), "x c y a");
        let timeless = feed(vec![entry("x", None), entry("y", None)]);
        assert_eq!(ids(&timeless, &Select::All, Order::Newest), "x y");
        assert_eq!(ids(&timeless, &Select::All, Order::Oldest), "y x");
    }

    #[test]
    fn key_selects_flagged_entries_and_summaries() {
        let flagged = feed(vec![
            Entry {
                key: true,
                ..entry("key", Some(3))
            },
            entry("plain", Some(2)),
            Entry {
                summary: true,
                ..entry("summary", Some(1))
            },
        ]);
        assert_eq!(ids(&flagged, &Select::Key, Order::Newest), "key summary");
        assert_eq!(
            ids(&flagged, &Select::All, Order::Newest),
            "key plain summary"
        );
    }

    #[test]
    fn key_selects_every_headline_where_only_summaries_are_flagged() {
        let summary = |id, minute| Entry {
            summary: true,
            ..entry(id, Some(minute))
        };
        let only_summaries = feed(vec![
            entry("c", Some(4)),
            summary("sum", 3),
            Entry {
                title: None,
                ..entry("untitled", Some(2))
            },
            Entry {
                title: None,
                ..summary("untitled sum", 1)
            },
        ]);
        let expected = "c sum untitled sum";
        assert_eq!(ids(&only_summaries, &Select::Key, Order::Newest), expected);
        let with_flag = Feed {
            flags_key_events: true,
            ..only_summaries
        };
        assert_eq!(ids(&with_flag, &Select::Key, Order::Newest), expected);
    }

    #[test]
    fn the_headline_of_a_summary_does_not_hide_derived_ones() {
        let derived = Entry {
            derived: true,
            ..entry("derived", Some(2))
        };
        let summary = Entry {
            summary: true,
            ..entry("sum", Some(1))
        };
        let feed = feed(vec![derived, summary]);
        assert_eq!(ids(&feed, &Select::Key, Order::Newest), "derived sum");
    }

    #[test]
    fn key_selects_every_headline_where_nothing_is_flagged() {
        let unflagged = feed(vec![
            entry("a", Some(2)),
            Entry {
                title: None,
                ..entry("b", Some(1))
            },
        ]);
        assert_eq!(ids(&unflagged, &Select::Key, Order::Newest), "a");
    }

    #[test]
    fn headlines_of_their_own_come_before_derived_ones() {
        let derived = |id, minute| Entry {
            derived: true,
            ..entry(id, Some(minute))
        };
        let some = feed(vec![entry("a", Some(3)), derived("b", 2)]);
        assert_eq!(ids(&some, &Select::Key, Order::Newest), "a");
        let none = feed(vec![derived("a", 3), derived("b", 2)]);
        assert_eq!(ids(&none, &Select::Key, Order::Newest), "a b");
        let flags_to_come = Feed {
            flags_key_events: true,
            ..none
        };
        assert_eq!(ids(&flags_to_come, &Select::Key, Order::Newest), "");
    }

    #[test]
    fn a_tag_selects_the_entries_with_it() {
        let tagged = feed(vec![
            Entry {
                tags: vec!["goal".into(), "home".into()],
                ..entry("a", Some(2))
            },
            entry("b", Some(1)),
        ]);
        assert_eq!(
            ids(&tagged, &Select::Tag("goal".into()), Order::Newest),
            "a"
        );
        assert_eq!(ids(&tagged, &Select::Tag("Goal".into()), Order::Newest), "");
    }

    #[test]
    fn a_full_list_needs_no_more_pages_and_the_oldest_first_needs_all() {
        let two = feed(vec![entry("b", Some(2)), entry("a", Some(1))]);
        let needs = |order, limit| needs_more(&two, &Select::All, order, limit);
        assert!(!needs(Order::Newest, 2));
        assert!(needs(Order::Newest, 3));
        assert!(needs(Order::Oldest, 1));
    }

    #[test]
    fn headlines_are_lacking_where_events_or_all_entries_have_none() {
        let untitled = |key| Entry {
            title: None,
            key,
            ..entry("a", None)
        };
        let lacks =
            |entries, select: &Select| lacks_headlines(&feed(entries), select, Order::Newest);
        let titled = || entry("b", None);
        assert!(!lacks(vec![titled(), untitled(false)], &Select::Key));
        assert!(lacks(vec![titled(), untitled(false)], &Select::All));
        assert!(lacks(vec![titled(), untitled(true)], &Select::Key));
        assert!(
            lacks(vec![untitled(false)], &Select::Key),
            "which it is about"
        );
        let summary = || Entry {
            summary: true,
            ..titled()
        };
        assert!(lacks(vec![summary(), untitled(false)], &Select::Key));
        let tag = Select::Tag("none".into());
        assert!(!lacks(vec![untitled(false)], &tag), "no headline is a tag");
        assert!(!lacks(vec![titled()], &Select::All));
        let given = Feed {
            has_derived_headlines: true,
            ..feed(vec![untitled(true)])
        };
        assert!(!lacks_headlines(&given, &Select::Key, Order::Newest));
    }

    #[test]
    fn days_are_runs_of_the_same_day() {
        let at = |hours: i64| Some(Timestamp(hours * Timestamp::HOUR));
        let utc = |instant: Timestamp| instant.0.div_euclid(Timestamp::DAY);
        let split = |times: &[Option<Timestamp>]| {
            days(times, utc)
                .iter()
                .map(|day| (day.first, day.len))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            split(&[at(49), at(48), None, at(47), at(1)]),
            [(at(49), 3), (at(47), 1), (at(1), 1)]
        );
        assert_eq!(split(&[None, None, at(1)]), [(at(1), 3)]);
        assert_eq!(split(&[None]), [(None, 1)]);
        assert_eq!(split(&[]), []);
    }
}
