//! Labels of event times, and how long they are valid.

use crate::time::timestamp::Timestamp;

/// The style of time labels: the attribute `time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStyle {
    /// Relative in the last hour, clock time before that.
    Auto,
    /// Always relative: “5 minutes ago”.
    Relative,
    /// Always clock time.
    Absolute,
}

/// The label of an event's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLabel {
    /// A number of units ago; 0 minutes is “now”.
    Ago(i64, Unit),
    /// The clock time, without the day, which is in the heading above.
    Clock,
}

/// A unit of relative time, by the names that `Intl.RelativeTimeFormat` uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

impl Unit {
    /// The unit's name for `Intl.RelativeTimeFormat`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    fn milliseconds(self) -> i64 {
        match self {
            Self::Minute => Timestamp::MINUTE,
            Self::Hour => Timestamp::HOUR,
            Self::Day => Timestamp::DAY,
        }
    }
}

/// The label at `now` of an event at `at`, and the time at which it next changes.
///
/// An event in the future has its clock time. An event less than a minute in the future counts as
/// now, because clocks differ by that much.
pub fn time_label(
    at: Timestamp,
    now: Timestamp,
    style: TimeStyle,
) -> (TimeLabel, Option<Timestamp>) {
    let age = now.since(at);
    if style == TimeStyle::Absolute {
        return (TimeLabel::Clock, None);
    }
    if age < -Timestamp::MINUTE {
        return (TimeLabel::Clock, Some(at.plus(-Timestamp::MINUTE)));
    }
    let unit = match age {
        ..Timestamp::HOUR => Unit::Minute,
        _ if style == TimeStyle::Auto => return (TimeLabel::Clock, None),
        Timestamp::HOUR..Timestamp::DAY => Unit::Hour,
        _ => Unit::Day,
    };
    let length = unit.milliseconds();
    let count = (age / length).max(0);
    (
        TimeLabel::Ago(count, unit),
        Some(at.plus((count + 1) * length)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp(1_000_000_000);

    fn after(milliseconds: i64, style: TimeStyle) -> (TimeLabel, Option<i64>) {
        let now = AT.plus(milliseconds);
        let (label, next) = time_label(AT, now, style);
        (label, next.map(|next| next.since(now)))
    }

    #[test]
    fn the_last_hour_is_counted_in_minutes() {
        let auto = |milliseconds| after(milliseconds, TimeStyle::Auto);
        assert_eq!(auto(0), (TimeLabel::Ago(0, Unit::Minute), Some(60_000)));
        assert_eq!(auto(59_999), (TimeLabel::Ago(0, Unit::Minute), Some(1)));
        assert_eq!(
            auto(60_000),
            (TimeLabel::Ago(1, Unit::Minute), Some(60_000))
        );
        assert_eq!(
            auto(59 * 60_000 + 1),
            (TimeLabel::Ago(59, Unit::Minute), Some(59_999))
        );
        assert_eq!(auto(3_600_000), (TimeLabel::Clock, None));
    }

    #[test]
    fn relative_continues_with_hours_and_days() {
        let relative = |milliseconds| after(milliseconds, TimeStyle::Relative);
        assert_eq!(
            relative(Timestamp::HOUR),
            (TimeLabel::Ago(1, Unit::Hour), Some(Timestamp::HOUR))
        );
        assert_eq!(
            relative(Timestamp::DAY - 1),
            (TimeLabel::Ago(23, Unit::Hour), Some(1))
        );
        assert_eq!(
            relative(3 * Timestamp::DAY),
            (TimeLabel::Ago(3, Unit::Day), Some(Timestamp::DAY))
        );
    }

    #[test]
    fn an_event_in_the_future_shows_its_clock_time() {
        assert_eq!(
            after(-Timestamp::HOUR, TimeStyle::Auto),
            (TimeLabel::Clock, Some(Timestamp::HOUR - Timestamp::MINUTE))
        );
        assert_eq!(
            after(-30_000, TimeStyle::Auto),
            (TimeLabel::Ago(0, Unit::Minute), Some(90_000))
        );
    }

    #[test]
    fn absolute_never_changes() {
        assert_eq!(after(0, TimeStyle::Absolute), (TimeLabel::Clock, None));
    }

    #[test]
    fn a_label_is_valid_until_the_returned_time() {
        for style in [TimeStyle::Auto, TimeStyle::Relative] {
            let mut now = AT.plus(-Timestamp::HOUR);
            for _ in 0..70 {
                let (label, Some(next)) = time_label(AT, now, style) else {
                    break;
                };
                assert!(next > now);
                assert_eq!(time_label(AT, next.plus(-1), style).0, label);
                assert_ne!(time_label(AT, next, style).0, label);
                now = next;
            }
        }
    }
}
