//! When to ask for a feed again: often enough to be live, and kind to a server in trouble.

use crate::time::timestamp::Timestamp;

/// The longest that a failing feed is left alone, in milliseconds.
pub const MAX_INTERVAL: i64 = 5 * Timestamp::MINUTE;

/// The shortest time between two requests, in milliseconds.
pub const MIN_INTERVAL: i64 = 5 * Timestamp::SECOND;

/// The longest that a server can send readers away for, in milliseconds.
const LONGEST_SENT_AWAY: i64 = Timestamp::DAY;

/// How a feed that is asked for again and again has answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    /// Whether it has answered well before.
    known: bool,
    /// How many times in a row it has failed.
    failures: u32,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A feed.
    Success,
    /// None; the server may have said after how many milliseconds to come back.
    Failure(Option<i64>),
}

impl Backoff {
    /// How long to wait after an answer, in milliseconds.
    ///
    /// `interval` is the usual time between two requests, in milliseconds; `jitter` is a random
    /// number from 0 up to 1: readers that came together do not ask together.
    pub fn delay(&mut self, answer: Outcome, interval: i64, jitter: f64) -> i64 {
        let spread = |time: i64| time + (time as f64 * (jitter - 0.5) / 5.0) as i64;
        match answer {
            Outcome::Success => {
                self.failures = 0;
                if std::mem::replace(&mut self.known, true) {
                    spread(interval).max(MIN_INTERVAL)
                } else {
                    // Many come at the same moment, sent by a push message: they are spread over
                    // the whole interval.
                    MIN_INTERVAL + (interval as f64 * jitter) as i64
                }
            }
            Outcome::Failure(retry_after) => {
                self.failures = self.failures.saturating_add(1);
                let doubled = interval.saturating_mul(1 << self.failures.min(16));
                let own = spread(doubled.clamp(MIN_INTERVAL, MAX_INTERVAL.max(interval)));
                let asked = retry_after.unwrap_or_default().clamp(0, LONGEST_SENT_AWAY);
                if asked > own {
                    // Not before the time, and not all at once.
                    asked + (interval as f64 * jitter) as i64
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
    fn a_good_feed_is_asked_at_its_interval_give_or_take_a_tenth() {
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
    fn failures_double_the_wait_up_to_five_minutes_and_an_answer_ends_that() {
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
    fn a_failing_feed_is_never_asked_more_often_than_its_interval() {
        let hour = 60 * 60_000;
        assert_eq!(
            Backoff::default().delay(Outcome::Failure(None), hour, 0.5),
            hour
        );
    }

    #[test]
    fn a_server_that_sends_readers_away_is_obeyed() {
        let bad = |asked, jitter| {
            Backoff::default().delay(Outcome::Failure(Some(asked)), INTERVAL, jitter)
        };
        assert_eq!(bad(600_000, 0.0), 600_000);
        assert_eq!(bad(600_000, 1.0), 630_000);
        assert_eq!(
            bad(1_000, 0.5),
            60_000,
            "less than our own patience changes nothing"
        );
        assert_eq!(bad(i64::MAX, 0.0), Timestamp::DAY);
    }
}
