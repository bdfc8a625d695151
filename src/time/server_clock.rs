//! The clock of a server, by which a wrong clock of the reader's device is corrected.

use super::timestamp::Timestamp;

/// How far the clock of the device may be off, in milliseconds. A smaller difference may be due to a slow
/// response.
const TOLERANCE: i64 = 90 * Timestamp::SECOND;

/// How much further the `Date` may advance, in milliseconds: a cache may keep a response for a while.
const SLACK: i64 = Timestamp::MINUTE;

/// The time between two responses, in milliseconds, in which a `Date` of whole seconds advances.
const MIN_ELAPSED: i64 = 3 * Timestamp::SECOND;

/// The `Date` of the responses for one URL.
///
/// A cache may repeat an old `Date`. So only a `Date` that advances with the clock of the device is that of
/// a clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct ServerClock {
    /// The times of an earlier response: of the server, and of the device.
    earlier: Option<(Timestamp, Timestamp)>,
}

impl ServerClock {
    /// Notes the times of the first response: of the server, and of the device. Returns whether it was the first.
    pub fn start(&mut self, times: (Timestamp, Timestamp)) -> bool {
        let is_first = self.earlier.is_none();
        self.earlier.get_or_insert(times);
        is_first
    }

    /// The correction of the clock of the device in milliseconds, 0 if it is right. `None`: there is no proof
    /// that it is wrong.
    ///
    /// `server` and `device` are the times of a response. The correction never goes back to before `latest`,
    /// the time of the latest event.
    pub fn offset(
        &mut self,
        server: Timestamp,
        device: Timestamp,
        latest: Option<Timestamp>,
    ) -> Option<i64> {
        let (earlier_server, earlier_device) = *self.earlier.get_or_insert((server, device));
        let advance = server.since(earlier_server);
        let elapsed = device.since(earlier_device);
        if advance == 0 && (0..MIN_ELAPSED).contains(&elapsed) {
            return None;
        }
        self.earlier = Some((server, device));
        let range = elapsed / 2..elapsed.saturating_mul(2).saturating_add(SLACK);
        if advance <= 0 || !range.contains(&advance) {
            return None;
        }
        let offset = server.since(device);
        let is_before_events = offset < 0 && latest.is_some_and(|latest| server < latest);
        match offset.abs() > TOLERANCE {
            true if is_before_events => None,
            true => Some(offset),
            false => Some(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * Timestamp::MINUTE;

    /// The corrections after responses with these times of the server and of the device, in seconds.
    fn offsets(times: &[(i64, i64)], latest: Option<i64>) -> Vec<Option<i64>> {
        let at = |seconds: i64| Timestamp(seconds * Timestamp::SECOND);
        let mut clock = ServerClock::default();
        let offset =
            |(server, device): &(i64, i64)| clock.offset(at(*server), at(*device), latest.map(at));
        times.iter().map(offset).collect()
    }

    #[test]
    fn a_date_that_advances_with_the_device_corrects_it() {
        let ahead = offsets(&[(0, 3600), (5, 3605), (35, 3635)], None);
        assert_eq!(ahead, [None, Some(-HOUR), Some(-HOUR)]);
        let behind = offsets(&[(3600, 0), (3630, 30)], Some(9000));
        assert_eq!(behind, [None, Some(HOUR)]);
        let right = offsets(&[(0, 1), (30, 29)], None);
        assert_eq!(right, [None, Some(0)]);
    }

    #[test]
    fn a_date_that_a_cache_repeats_proves_nothing() {
        assert_eq!(
            offsets(&[(0, 10_800), (0, 10_830), (0, 10_860)], None),
            [None; 3]
        );
        // The cache is refreshed: the date jumps.
        assert_eq!(
            offsets(&[(0, 3600), (3600, 3660), (3600, 3690)], None),
            [None; 3]
        );
        assert_eq!(offsets(&[(60, 3600), (30, 3630)], None), [None; 2]);
        assert_eq!(offsets(&[(0, 3600), (0, 3600)], None), [None; 2]);
    }

    #[test]
    fn responses_in_quick_succession_are_compared_with_an_earlier_one() {
        let quick = offsets(
            &[(0, 3600), (0, 3600), (1, 3601), (1, 3601), (2, 3602)],
            None,
        );
        assert_eq!(quick, [None, None, Some(-HOUR), None, Some(-HOUR)]);
    }

    #[test]
    fn the_clock_never_goes_back_to_before_the_latest_event() {
        let times = [(0, 10_800), (30, 10_830)];
        assert_eq!(offsets(&times, Some(10_500)), [None; 2]);
        assert_eq!(offsets(&times, Some(20)), [None, Some(-3 * HOUR)]);
    }
}
