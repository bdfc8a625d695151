//! When a feed is requested again: at the polling interval, with exponential back-off after failures.

use crate::time::timestamp::Timestamp;

/// The longest back-off, in milliseconds.
pub const MAX_INTERVAL: i64 = 5 * Timestamp::MINUTE;

/// The shortest time between two requests, in milliseconds.
pub const MIN_INTERVAL: i64 = 5 * Timestamp::SECOND;

/// The longest `Retry-After` that is respected, in milliseconds.
const MAX_RETRY_AFTER: i64 = Timestamp::DAY;

/// The back-off of a feed that is polled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    /// Whether a request has succeeded before.
    has_succeeded: bool,
    /// How many requests have failed in a row.
    failures: u32,
}

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The response is a feed.
    Success,
    /// It failed. The response may have a `Retry-After`, here in milliseconds.
    Failure(Option<i64>),
}

impl Backoff {
    /// How long to wait for the next request, in milliseconds.
    ///
    /// `interval` is the polling interval, in milliseconds. `jitter` is a random number from 0 up to 1, so
    /// that readers who opened the page together do not send their requests together.
    pub fn delay(&mut self, outcome: Outcome, interval: i64, jitter: f64) -> i64 {
        let with_jitter = |time: i64| time + (time as f64 * (jitter - 0.5) / 5.0) as i64;
        match outcome {
            Outcome::Success => {
                self.failures = 0;
                if std::mem::replace(&mut self.has_succeeded, true) {
                    with_jitter(interval).max(MIN_INTERVAL)
                } else {
                    // A push message brings many readers at the same moment, so the first requests are
                    // spread over the whole interval.
                    MIN_INTERVAL + (interval as f64 * jitter) as i64
                }
            }
            Outcome::Failure(retry_after) => {
                self.failures = self.failures.saturating_add(1);
                let doubled = interval.saturating_mul(1 << self.failures.min(16));
                let own = with_jitter(doubled.clamp(MIN_INTERVAL, MAX_INTERVAL.max(interval)));
                let requested = retry_after.unwrap_or_default().clamp(0, MAX_RETRY_AFTER);
                if requested > own {
                    // Not earlier, and not all at the same time.
                    requested + (interval as f64 * jitter) as i64
                } else {
                    own
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: i64 = 30_000;

    #[test]
    fn a_good_feed_is_requested_at_its_interval_plus_or_minus_a_tenth() {
        let mut backoff = Backoff::default();
        backoff.delay(Outcome::Success, INTERVAL, 0.0);
        assert_eq!(backoff.delay(Outcome::Success, INTERVAL, 0.0), 27_000);
        assert_eq!(backoff.delay(Outcome::Success, INTERVAL, 0.5), 30_000);
        assert_eq!(backoff.delay(Outcome::Success, INTERVAL, 1.0), 33_000);
    }

    #[test]
    fn the_first_request_after_the_start_is_anywhere_in_the_interval() {
        let first = |jitter| Backoff::default().delay(Outcome::Success, INTERVAL, jitter);
        assert_eq!((first(0.0), first(1.0)), (5_000, 35_000));
    }

    #[test]
    fn failures_double_the_delay_up_to_five_minutes_and_a_success_resets_it() {
        let mut backoff = Backoff::default();
        backoff.delay(Outcome::Success, INTERVAL, 0.5);
        let mut bad = || backoff.delay(Outcome::Failure(None), INTERVAL, 0.5);
        assert_eq!(
            [bad(), bad(), bad(), bad(), bad()],
            [60_000, 120_000, 240_000, 300_000, 300_000]
        );
        assert_eq!(backoff.delay(Outcome::Success, INTERVAL, 0.5), 30_000);
        assert_eq!(backoff.delay(Outcome::Failure(None), INTERVAL, 0.5), 60_000);
    }

    #[test]
    fn a_failing_feed_is_never_requested_more_often_than_its_interval() {
        let hour = 60 * 60_000;
        assert_eq!(
            Backoff::default().delay(Outcome::Failure(None), hour, 0.5),
            hour
        );
    }

    #[test]
    fn a_retry_after_is_respected() {
        let bad = |retry_after, jitter| {
            Backoff::default().delay(Outcome::Failure(Some(retry_after)), INTERVAL, jitter)
        };
        assert_eq!(bad(600_000, 0.0), 600_000);
        assert_eq!(bad(600_000, 1.0), 630_000);
        assert_eq!(
            bad(1_000, 0.5),
            60_000,
            "a shorter one than our own delay changes nothing"
        );
        assert_eq!(bad(i64::MAX, 0.0), Timestamp::DAY);
    }
}
