//! What is stored between two visits of a reader.

use crate::feed::{Entry, json};
use crate::fmt::itoa;
use crate::settings::Order;
use crate::time::timestamp::Timestamp;

/// A reader who returns within this time, in milliseconds, is on the same visit: a reloaded page keeps
/// its divider.
const SAME_VISIT: i64 = 10 * Timestamp::MINUTE;

/// A reader's last visit to a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastVisit {
    /// The time at which the list last changed.
    pub at: Timestamp,
    /// The time of the latest event of the previous visit, if there was one.
    pub seen_until: Option<Timestamp>,
    /// The time of the latest event in the list.
    pub latest: Option<Timestamp>,
    /// Whether the list was expanded.
    pub open: bool,
    /// The sort order that the reader chose, if any.
    pub order: Option<Order>,
    /// Whether the reader closed the reading bar.
    pub bar_closed: bool,
}

impl LastVisit {
    /// Parses the output of [`LastVisit::write`]; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (fields, _) = json::parse_unchecked(text).ok()?;
        let number = |index: usize| fields.as_array()?.get(index)?.as_plain_integer();
        Some(Self {
            at: Timestamp(number(0)?),
            seen_until: number(1).map(Timestamp),
            latest: number(2).map(Timestamp),
            open: number(3)? != 0,
            order: match number(4) {
                Some(0) => Some(Order::Newest),
                Some(1) => Some(Order::Oldest),
                _ => None,
            },
            bar_closed: number(5) == Some(1),
        })
    }

    /// A JSON array of `at`, `seen_until` and `latest` (milliseconds since 1970 or `null`), `open` (0 or
    /// 1), `order` (0: newest, 1: oldest, `null`: not chosen) and `bar_closed` (0 or 1).
    pub fn write(&self) -> String {
        let number = |number: Option<i64>| number.map_or("null".to_owned(), itoa);
        let time = |at: Option<Timestamp>| number(at.map(|at| at.0));
        let order = self.order.map(|order| i64::from(order == Order::Oldest));
        let fields = [
            time(Some(self.at)),
            time(self.seen_until),
            time(self.latest),
            number(Some(i64::from(self.open))),
            number(order),
            number(Some(i64::from(self.bar_closed))),
        ];
        ["[", &fields.join(","), "]"].concat()
    }

    /// The time up to which a reader who returns `now` has seen the events.
    pub fn seen_until_at(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_same_at(now) {
            self.seen_until
        } else {
            self.latest
        }
    }

    /// Whether a reader who returns `now` is still on this visit.
    pub fn is_same_at(&self, now: Timestamp) -> bool {
        (0..SAME_VISIT).contains(&now.since(self.at))
    }
}

/// Whether an event is later than the events that the reader has seen.
pub fn is_new_since(event: &Entry, seen_until: Option<Timestamp>) -> bool {
    seen_until.is_some() && event.published > seen_until
}

#[cfg(test)]
mod tests {
    use super::*;

    const VISIT: LastVisit = LastVisit {
        at: Timestamp(1_000_000),
        seen_until: Some(Timestamp(-5)),
        latest: Some(Timestamp(900_000)),
        open: true,
        order: Some(Order::Oldest),
        bar_closed: true,
    };

    #[test]
    fn what_is_written_reads_back() {
        let bare = LastVisit {
            seen_until: None,
            latest: None,
            open: false,
            order: None,
            bar_closed: false,
            ..VISIT
        };
        let newest = LastVisit {
            order: Some(Order::Newest),
            ..VISIT
        };
        for visit in [VISIT, bare, newest] {
            assert_eq!(LastVisit::read(&visit.write()), Some(visit));
        }
    }

    #[test]
    fn a_visit_that_was_stored_without_the_bar_reads() {
        let visit = LastVisit::read("[1000000,-5,900000,1,1]");
        let bar_closed = false;
        assert_eq!(
            visit,
            Some(LastVisit {
                bar_closed,
                ..VISIT
            })
        );
    }

    #[test]
    fn any_other_stored_value_is_ignored() {
        for text in [
            "",
            "null",
            "{}",
            "[]",
            "[1]",
            "[\"1\",2,3,4,5]",
            "[1.5,2,3,4,5]",
            "[1,2,3]",
        ] {
            assert_eq!(LastVisit::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_visit_continues_when_the_page_is_reloaded() {
        let after = |milliseconds| VISIT.seen_until_at(VISIT.at.plus(milliseconds));
        assert_eq!(after(0), VISIT.seen_until);
        assert_eq!(after(SAME_VISIT - 1), VISIT.seen_until);
        assert_eq!(after(SAME_VISIT), VISIT.latest);
        assert_eq!(after(-1), VISIT.latest, "the clock was put back");
    }

    #[test]
    fn later_events_are_new_and_those_without_a_time_are_not() {
        let event = |at: Option<i64>| Entry {
            published: at.map(Timestamp),
            ..Entry::default()
        };
        let seen_until = Some(Timestamp(10));
        assert!(is_new_since(&event(Some(11)), seen_until));
        assert!(!is_new_since(&event(Some(10)), seen_until));
        assert!(!is_new_since(&event(None), seen_until));
        assert!(!is_new_since(&event(Some(11)), None), "a first visit");
    }
}
