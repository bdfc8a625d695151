//! The overview of a timeline: every event at its place in time.

use std::rc::Rc;

use crate::feed::Entry;
use crate::time::timestamp::Timestamp;

/// The length of the time axis, in the units of [`Tick::at`].
pub const LENGTH: u32 = 1_000;

/// The start of the coverage is rounded to this, in milliseconds.
const HALF_HOUR: i64 = Timestamp::HOUR / 2;

/// The events of a timeline on an axis of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The events with a time, the earliest first.
    pub ticks: Vec<Tick>,
    /// The time of the first event.
    pub first: Timestamp,
    /// The time of the last event.
    pub last: Timestamp,
    /// The latest half hour after which two thirds of the events are. `None`: that is not after the first event.
    pub most_after: Option<Timestamp>,
}

/// One event on the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its index in the list.
    pub index: usize,
    /// Its place on the axis, from 0 (the first event) to [`LENGTH`] (the last one).
    pub at: u32,
}

/// Where a press or a key on the overview leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Travel {
    /// To the event nearest to a place on the axis, from 0 to 1.
    To(f64),
    /// So many events later.
    By(isize),
    /// To the first event.
    First,
    /// To the last event.
    Last,
}

impl Overview {
    /// The overview of a list of events. `None`: fewer than two times differ.
    pub fn of(events: &[Rc<Entry>]) -> Option<Self> {
        let mut times: Vec<(Timestamp, usize)> = events
            .iter()
            .enumerate()
            .filter_map(|(index, event)| Some((event.published?, index)))
            .collect();
        times.sort_by_key(|(at, _)| *at);
        let (first, last) = (times.first()?.0, times.last()?.0);
        let span = last.since(first);
        if span == 0 {
            return None;
        }
        // A place in steps of whole milliseconds, because a product could overflow.
        let step = span.unsigned_abs().div_ceil(LENGTH.into());
        let place = |at: Timestamp| {
            let steps = at.since(first).unsigned_abs() / step;
            u32::try_from(steps).map_or(LENGTH, |steps| steps.min(LENGTH))
        };
        let third = times.get(times.len() / 3).map_or(first, |(at, _)| *at);
        let half_hour = third.plus(-third.0.rem_euclid(HALF_HOUR));
        Some(Self {
            ticks: times
                .iter()
                .map(|(at, index)| Tick {
                    index: *index,
                    at: place(*at),
                })
                .collect(),
            first,
            last,
            most_after: Some(half_hour).filter(|at| *at > first),
        })
    }

    /// The event that the reader travels to. `now` is the position in `ticks` of the one they are at. Without one,
    /// they start at the last.
    pub fn travel(&self, now: Option<usize>, travel: Travel) -> Option<Tick> {
        let last = self.ticks.len().checked_sub(1)?;
        let to = match travel {
            Travel::To(fraction) => self.nearest(fraction)?,
            Travel::By(steps) => now.unwrap_or(last).saturating_add_signed(steps).min(last),
            Travel::First => 0,
            Travel::Last => last,
        };
        self.ticks.get(to).copied()
    }

    /// The position in `ticks` of the event that is nearest to a place on the axis, from 0 to 1.
    fn nearest(&self, fraction: f64) -> Option<usize> {
        let wanted = fraction.clamp(0.0, 1.0) * f64::from(LENGTH);
        let distance = |tick: &Tick| (f64::from(tick.at) - wanted).abs();
        let ticks = self.ticks.iter().enumerate();
        let nearest = ticks.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        nearest.map(|(position, _)| position)
    }

    /// The position in `ticks` of the event with this index in the list.
    pub fn position(&self, index: usize) -> Option<usize> {
        self.ticks.iter().position(|tick| tick.index == index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overview(minutes: &[i64]) -> Option<Overview> {
        let events: Vec<_> = minutes
            .iter()
            .map(|minute| {
                Rc::new(Entry {
                    published: Some(Timestamp(minute * Timestamp::MINUTE)),
                    ..Entry::default()
                })
            })
            .collect();
        Overview::of(&events)
    }

    #[test]
    fn each_event_is_at_its_true_time_whatever_the_order() {
        let newest_first = overview(&[100, 75, 25, 0]).unwrap();
        let places: Vec<_> = newest_first
            .ticks
            .iter()
            .map(|tick| (tick.index, tick.at))
            .collect();
        assert_eq!(places, [(3, 0), (2, 250), (1, 750), (0, 1_000)]);
        assert_eq!(newest_first.position(1), Some(2));
    }

    #[test]
    fn a_press_finds_the_nearest_event() {
        let overview = overview(&[0, 10, 100]).unwrap();
        for (fraction, position) in [
            (-1.0, 0),
            (0.04, 0),
            (0.06, 1),
            (0.5, 1),
            (0.6, 2),
            (9.0, 2),
        ] {
            assert_eq!(overview.nearest(fraction), Some(position), "{fraction}");
        }
    }

    #[test]
    fn a_key_travels_along_the_time_and_stops_at_its_ends() {
        let overview = overview(&[30, 20, 10]).unwrap();
        let to = |now, travel| overview.travel(now, travel).map(|tick| tick.index);
        assert_eq!(to(Some(0), Travel::By(1)), Some(1));
        assert_eq!(to(Some(0), Travel::By(-1)), Some(2), "the first event");
        assert_eq!(to(Some(2), Travel::By(1)), Some(0), "the last event");
        assert_eq!(to(None, Travel::By(-1)), Some(1));
        assert_eq!(to(Some(1), Travel::First), Some(2));
        assert_eq!(to(None, Travel::Last), Some(0));
        assert_eq!(to(None, Travel::To(0.4)), Some(1));
    }

    #[test]
    fn events_without_a_span_of_time_have_no_overview() {
        assert_eq!(overview(&[]), None);
        assert_eq!(overview(&[5]), None);
        assert_eq!(overview(&[5, 5]), None);
        assert!(Overview::of(&[Rc::default(), Rc::default()]).is_none());
    }

    #[test]
    fn two_thirds_of_the_events_are_after_the_half_hour() {
        let most = |minutes: &[i64]| overview(minutes)?.most_after;
        let at = |minutes: i64| Some(Timestamp(minutes * Timestamp::MINUTE));
        assert_eq!(most(&[0, 50, 61, 70, 80, 90]), at(60));
        assert_eq!(most(&[0, 10, 20, 100]), None, "most are near the start");
        assert_eq!(most(&[i64::MIN / 60_000, i64::MAX / 60_000]), None);
    }

    #[test]
    fn the_widest_span_is_no_overflow() {
        let wide = overview(&[i64::MIN / 60_000, 0, i64::MAX / 60_000]).unwrap();
        let places: Vec<_> = wide.ticks.iter().map(|tick| tick.at).collect();
        assert!(
            places.is_sorted() && places.last() <= Some(&LENGTH),
            "{places:?}"
        );
    }
}
