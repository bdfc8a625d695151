//! The gaps in a day: hours without an event.

use crate::time::timestamp::Timestamp;

/// The shortest gap that is shown, in hours.
const MIN_HOURS: i64 = 6;

/// The indexes of the rows before a gap, and its length in hours. `day_of` numbers the days in the zone shown:
/// between two days is a heading.
///
/// Beside a row without a time, no gap is certain.
pub fn gaps(times: &[Option<Timestamp>], day_of: impl Fn(Timestamp) -> i64) -> Vec<(usize, i64)> {
    let pairs = times.iter().zip(times.iter().skip(1)).enumerate();
    pairs
        .filter_map(|(index, (one, next))| {
            let (one, next) = (*one).zip(*next)?;
            let length = one.since(next).abs();
            let is_gap = length >= MIN_HOURS * Timestamp::HOUR && day_of(one) == day_of(next);
            is_gap.then_some((index, (length + Timestamp::HOUR / 2) / Timestamp::HOUR))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(times: &[Option<i64>]) -> Vec<(usize, i64)> {
        let at =
            |minutes: &Option<i64>| minutes.map(|minutes| Timestamp(minutes * Timestamp::MINUTE));
        let times: Vec<_> = times.iter().map(at).collect();
        gaps(&times, |at| at.0.div_euclid(Timestamp::DAY))
    }

    #[test]
    fn a_gap_of_six_hours_in_one_day_is_found_in_either_order() {
        let hours = |hours: i64| Some(hours * 60);
        assert_eq!(found(&[hours(21), hours(20), hours(0)]), [(1, 20)]);
        assert_eq!(found(&[hours(0), hours(20), hours(21)]), [(0, 20)]);
        assert_eq!(found(&[Some(359), Some(0)]), []);
        assert_eq!(found(&[Some(360), Some(0)]), [(0, 6)]);
        assert_eq!(found(&[Some(449), Some(0)]), [(0, 7)]);
    }

    #[test]
    fn there_is_no_gap_across_days_or_without_both_times() {
        let hours = |hours: i64| Some(hours * 60);
        assert_eq!(found(&[hours(44), hours(4)]), []);
        assert_eq!(found(&[hours(20), None, hours(4)]), []);
        assert_eq!(found(&[hours(20)]), []);
        assert_eq!(found(&[]), []);
    }
}
