//! What to show for a moment, and how long that stays right.

use crate::time::timestamp::Timestamp;

/// How times are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStyle {
    /// Relative in the last hour, clock time before that.
    Auto,
    /// “5 minutes ago” at any distance.
    Relative,
    /// Clock time, always.
    Absolute,
}

/// What to show for the time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLabel {
    /// So many units ago; 0 minutes is “now”.
    Ago(i64, Unit),
    /// The clock time; the day is in the day's heading.
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

/// What to show at `now` for an event at `at`, and when that changes next.
///
/// An event in the future shows its clock time: it says when, not “in 3 minutes”. One that is
/// less than a minute ahead counts as now, as clocks differ by as much.
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
    fn relative_goes_on_with_hours_and_days() {
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
    fn an_event_in_the_future_shows_when_it_is() {
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
    fn a_label_is_right_until_the_moment_it_names() {
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
