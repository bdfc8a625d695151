//! When to ask for a feed again: often enough to be live, and kind to a server in trouble.

use crate::feed::date;
use crate::instant::Instant;

/// The longest that a failing feed is left alone, in milliseconds.
pub const LONGEST: i64 = 5 * Instant::MINUTE;

/// The shortest time between two requests, in milliseconds.
pub const SHORTEST: i64 = 5 * Instant::SECOND;

/// The longest that a server can send readers away for, in milliseconds.
const LONGEST_SENT_AWAY: i64 = Instant::DAY;

/// How a feed that is asked for again and again has answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Poll {
    /// Whether it has answered well before.
    known: bool,
    /// How many times in a row it has failed.
    failures: u32,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A feed.
    Good,
    /// None; the server may have said after how many milliseconds to come back.
    Bad(Option<i64>),
}

impl Poll {
    /// How long to wait after an answer, in milliseconds.
    ///
    /// `interval` is the usual time between two requests, in milliseconds; `chance` is a random
    /// number from 0 up to 1: readers that came together do not ask together.
    pub fn delay(&mut self, answer: Answer, interval: i64, chance: f64) -> i64 {
        let jitter = |time: i64| time + (time as f64 * (chance - 0.5) / 5.0) as i64;
        match answer {
            Answer::Good => {
                self.failures = 0;
                if std::mem::replace(&mut self.known, true) {
                    jitter(interval).max(SHORTEST)
                } else {
                    // Many come at the same moment, sent by a push message: they are spread over
                    // the whole interval.
                    SHORTEST + (interval as f64 * chance) as i64
                }
            }
            Answer::Bad(sent_away) => {
                self.failures = self.failures.saturating_add(1);
                let doubled = interval.saturating_mul(1 << self.failures.min(16));
                let own = jitter(doubled.clamp(SHORTEST, LONGEST.max(interval)));
                let asked = sent_away.unwrap_or_default().clamp(0, LONGEST_SENT_AWAY);
                if asked > own {
                    // Not before the time, and not all at once.
                    asked + (interval as f64 * chance) as i64
                } else {
                    own
                }
            }
        }
    }
}

/// How long `Retry-After` asks to wait, in milliseconds from `now`; 0 for a moment that is past.
///
/// `at` reads an HTTP date.
///
/// Source: RFC 9110, section 10.2.3: a date, or a whole number of seconds.
pub fn retry_after(value: &str, now: Instant, at: impl Fn(&str) -> Option<Instant>) -> Option<i64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = date::whole(value, 10).unwrap_or(i64::MAX);
        return Some(seconds.saturating_mul(Instant::SECOND));
    }
    at(value).map(|at| at.since(now).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: i64 = 30_000;

    #[test]
    fn a_good_feed_is_asked_at_its_interval_give_or_take_a_tenth() {
        let mut poll = Poll::default();
        poll.delay(Answer::Good, INTERVAL, 0.0);
        assert_eq!(poll.delay(Answer::Good, INTERVAL, 0.0), 27_000);
        assert_eq!(poll.delay(Answer::Good, INTERVAL, 0.5), 30_000);
        assert_eq!(poll.delay(Answer::Good, INTERVAL, 1.0), 33_000);
    }

    #[test]
    fn the_first_request_after_the_start_is_anywhere_in_the_interval() {
        let first = |chance| Poll::default().delay(Answer::Good, INTERVAL, chance);
        assert_eq!((first(0.0), first(1.0)), (5_000, 35_000));
    }

    #[test]
    fn failures_double_the_wait_up_to_five_minutes_and_an_answer_ends_that() {
        let mut poll = Poll::default();
        poll.delay(Answer::Good, INTERVAL, 0.5);
        let mut bad = || poll.delay(Answer::Bad(None), INTERVAL, 0.5);
        assert_eq!(
            [bad(), bad(), bad(), bad(), bad()],
            [60_000, 120_000, 240_000, 300_000, 300_000]
        );
        assert_eq!(poll.delay(Answer::Good, INTERVAL, 0.5), 30_000);
        assert_eq!(poll.delay(Answer::Bad(None), INTERVAL, 0.5), 60_000);
    }

    #[test]
    fn a_failing_feed_is_never_asked_more_often_than_its_interval() {
        let hour = 60 * 60_000;
        assert_eq!(Poll::default().delay(Answer::Bad(None), hour, 0.5), hour);
    }

    #[test]
    fn a_server_that_sends_readers_away_is_obeyed() {
        let bad = |asked, chance| Poll::default().delay(Answer::Bad(Some(asked)), INTERVAL, chance);
        assert_eq!(bad(600_000, 0.0), 600_000);
        assert_eq!(bad(600_000, 1.0), 630_000);
        assert_eq!(
            bad(1_000, 0.5),
            60_000,
            "less than our own patience changes nothing"
        );
        assert_eq!(bad(i64::MAX, 0.0), Instant::DAY);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = Instant(1_000_000);
        let date = |text: &str| (text == "then").then_some(Instant(1_060_000));
        assert_eq!(retry_after(" 120 ", now, date), Some(120_000));
        assert_eq!(retry_after("then", now, date), Some(60_000));
        assert_eq!(retry_after("then", Instant(9_000_000), date), Some(0));
        assert_eq!(retry_after("-5", now, date), None);
        assert_eq!(retry_after("", now, date), None);
        assert!(retry_after("99999999999999999999", now, date) > Some(0));
    }
}
