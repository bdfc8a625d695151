//! What is remembered of a reader between two visits.

use crate::feed::{Entry, Value};
use crate::fmt::itoa;
use crate::settings::Order;
use crate::time::timestamp::Timestamp;

/// How soon a reader who comes back is still on the same visit, in milliseconds: a page that is
/// loaded again keeps its divider.
const SAME_VISIT: i64 = 10 * Timestamp::MINUTE;

/// A reader's last visit to a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastVisit {
    /// When the list was last seen to change.
    pub at: Timestamp,
    /// The time of the latest event of the visit before, if there was one.
    pub seen_until: Option<Timestamp>,
    /// The time of the latest event that was listed.
    pub latest: Option<Timestamp>,
    /// Whether the list was expanded.
    pub open: bool,
    /// The order that the reader chose, if they did.
    pub order: Option<Order>,
}

impl LastVisit {
    /// Reads what [`LastVisit::write`] wrote; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let fields: Value = serde_json::from_str(text).ok()?;
        let number = |place: usize| fields.as_array()?.get(place)?.as_whole();
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
        })
    }

    /// A JSON array: when, mark, latest (milliseconds since 1970 or `null`), open (0 or 1), order
    /// (0: newest, 1: oldest, `null`: not chosen).
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
        ];
        ["[", &fields.join(","), "]"].concat()
    }

    /// Which events are new to a reader who comes now: those later than this.
    pub fn seen_until_at(&self, now: Timestamp) -> Option<Timestamp> {
        if (0..SAME_VISIT).contains(&now.since(self.at)) {
            self.seen_until
        } else {
            self.latest
        }
    }
}

/// Whether an event is later than what the reader has seen on their last visit.
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
    };

    #[test]
    fn what_is_written_reads_back() {
        let bare = LastVisit {
            seen_until: None,
            latest: None,
            open: false,
            order: None,
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
    fn what_anyone_else_has_stored_is_no_visit() {
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
    fn a_visit_goes_on_when_the_page_is_loaded_again() {
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
        let mark = Some(Timestamp(10));
        assert!(is_new_since(&event(Some(11)), mark));
        assert!(!is_new_since(&event(Some(10)), mark));
        assert!(!is_new_since(&event(None), mark));
        assert!(!is_new_since(&event(Some(11)), None), "a first visit");
    }
}
