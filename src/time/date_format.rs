//! The date formats of feeds.
//!
//! Instead of the crates `jiff` and `time`, which make the wasm larger (docs/decisions/003-small-wasm.md).
//! `tests/native` compares the results with those of `jiff`.

use crate::fmt::itoa;
use crate::time::timestamp::Timestamp;

/// A date format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFormat {
    /// A date with an offset from UTC, as in RFC 3339.
    Offset,
    /// A date without an offset.
    Local,
    /// A number of seconds or milliseconds.
    Epoch,
}

/// Parses a date in any format.
pub(crate) fn read(text: &str) -> Option<(Timestamp, DateFormat)> {
    iso_8601(text).or_else(|| Some((epoch(parse_digits(text.trim(), 10)?)?, DateFormat::Epoch)))
}

/// Parses a text of 1 to 15 digits.
pub(crate) fn parse_digits(text: &str, radix: u32) -> Option<i64> {
    let add = |number, byte| Some(number * i64::from(radix) + digit(byte, radix)?);
    let fits = (1..=15).contains(&text.len());
    fits.then(|| text.bytes().try_fold(0, add)).flatten()
}

fn digit(byte: u8, radix: u32) -> Option<i64> {
    char::from(byte).to_digit(radix).map(i64::from)
}

/// The timestamp of a number of seconds or milliseconds since 1970-01-01T00:00:00Z.
///
/// From 10^8 it is seconds, and from 10^11 milliseconds: those had twelve digits from 1973. `None`
/// below 10^8, and for the digits of a year, month, day, hour, minute and perhaps second.
pub(crate) fn epoch(number: i64) -> Option<Timestamp> {
    match number {
        100_000_000..100_000_000_000 => Some(Timestamp(number * Timestamp::SECOND)),
        100_000_000_000..190_000_000_000 | 210_000_000_000..19_000_000_000_000 => {
            Some(Timestamp(number))
        }
        _ => None,
    }
}

/// Parses an RFC 3339 or ISO 8601 date, with or without a time. Without an offset it is UTC.
///
/// A leap second counts as the second after it. Years are 0001 to 9999.
///
/// Source: RFC 3339 section 5.6; ISO 8601 for offsets without a colon and times without seconds.
pub fn parse(text: &str) -> Option<Timestamp> {
    iso_8601(text).map(|(at, _)| at)
}

/// As [`parse`], and whether there is an offset.
pub(crate) fn iso_8601(text: &str) -> Option<(Timestamp, DateFormat)> {
    let mut rest = Parser(text.trim().as_bytes());
    let year = rest.number(4)?;
    rest.byte(b"-")?;
    let month = rest.number(2)?;
    rest.byte(b"-")?;
    let day = rest.number(2)?;
    let valid = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    if !valid {
        return None;
    }
    let (mut time, mut offset, mut format) = (0, 0, DateFormat::Local);
    if rest.byte(b"Tt ").is_some() {
        time = rest.time()?;
        if !rest.0.is_empty() {
            format = DateFormat::Offset;
            offset = rest.offset()?;
        }
    }
    rest.0.is_empty().then(|| {
        let midnight = days_from_epoch(year, month, day) * Timestamp::DAY;
        (Timestamp(midnight + time - offset), format)
    })
}

/// Whether a moment stands for “no date”: the first day of the calendar of a system, in any zone, or the year 1 or 9999.
///
/// The days, from 1970: the epochs of Windows, SQL Server, Delphi, spreadsheets, classic Mac OS and Unix.
pub(crate) fn is_zero(at: Timestamp) -> bool {
    const DAYS: [i32; 7] = [-134_774, -79_257, -25_569, -25_568, -25_567, -24_107, 0];
    const OFFSET: i64 = 14 * Timestamp::HOUR + Timestamp::SECOND;
    const YEAR_2: i64 = -62_104_060_800_000;
    const YEAR_9999: i64 = 253_370_764_800_000;
    let is_near = |day: &i32| (at.0 - i64::from(*day) * Timestamp::DAY).abs() <= OFFSET;
    at.0 < YEAR_2 || at.0 >= YEAR_9999 || DAYS.iter().any(is_near)
}

/// Formats a timestamp as RFC 3339 in UTC, to the second: `1969-07-20T20:17:40Z`.
pub fn to_rfc3339(at: Timestamp) -> String {
    let seconds = at.0.div_euclid(Timestamp::SECOND);
    let days = at.0.div_euclid(Timestamp::DAY);
    let (year, month, day) = date_from_days(days);
    let second_of_day = seconds - days * (Timestamp::DAY / Timestamp::SECOND);
    let mut text = itoa(year);
    while text.len() < 4 {
        text.insert(0, '0');
    }
    for (start, number) in [
        ('-', month),
        ('-', day),
        ('T', second_of_day / 3600),
        (':', second_of_day / 60 % 60),
        (':', second_of_day % 60),
    ] {
        text.push(start);
        for digit in [number / 10, number % 10] {
            text.push(char::from(b'0' + digit as u8));
        }
    }
    text.push('Z');
    text
}

/// The year of a timestamp in UTC.
pub fn year(at: Timestamp) -> i64 {
    date_from_days(at.0.div_euclid(Timestamp::DAY)).0
}

/// The Gregorian year, month and day of a number of days since 1970-01-01.
///
/// Source: Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, `civil_from_days`.
fn date_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The number of days from 1970-01-01 to a Gregorian date.
///
/// Source: Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, `days_from_civil`.
pub(crate) fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A parser over the remaining bytes.
struct Parser<'a>(&'a [u8]);

impl Parser<'_> {
    fn byte(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        allowed.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let mut number = 0;
        let (text, rest) = self.0.split_at_checked(digits)?;
        for byte in text {
            if !byte.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i64::from(byte - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    /// `HH:MM[:SS[.fraction]]` in milliseconds.
    fn time(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        self.byte(b":")?;
        let minute = self.number(2)?;
        let mut time = hour * Timestamp::HOUR + minute * Timestamp::MINUTE;
        let mut second = 0;
        if self.byte(b":").is_some() {
            second = self.number(2)?;
            time += second * Timestamp::SECOND;
            if self.byte(b".,").is_some() {
                let mut unit = 100;
                time += self.number(1)? * unit;
                while let Some(digit) = self.number(1) {
                    unit /= 10;
                    time += digit * unit;
                }
            }
        }
        (hour < 24 && minute < 60 && second <= 60).then_some(time)
    }

    /// `Z`, `±HH:MM`, `±HHMM` or `±HH`, in milliseconds east of UTC.
    fn offset(&mut self) -> Option<i64> {
        let sign = self.byte(b"Zz+-")?;
        if sign == b'Z' || sign == b'z' {
            return Some(0);
        }
        let hour = self.number(2)?;
        let colon = self.byte(b":").is_some();
        let minute = if colon || !self.0.is_empty() {
            self.number(2)?
        } else {
            0
        };
        let offset = hour * Timestamp::HOUR + minute * Timestamp::MINUTE;
        (hour < 24 && minute < 60).then_some(if sign == b'-' { -offset } else { offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_parses_the_same_in_every_format() {
        for text in [
            "1969-07-20T20:17:40Z",
            "1969-07-20t20:17:40z",
            "1969-07-20 20:17:40Z",
            "1969-07-20T20:17:40.000Z",
            "1969-07-20T20:17:40,0Z",
            "1969-07-20T20:17:40",
            "1969-07-20T15:17:40-05:00",
            "1969-07-20T15:17:40-0500",
            "1969-07-20T15:17:40-05",
            "1969-07-21T01:47:40+05:30",
            " 1969-07-20T20:17:40Z ",
        ] {
            assert_eq!(parse(text), Some(Timestamp(-14_182_940_000)), "{text}");
        }
    }

    #[test]
    fn fractions_are_truncated_to_milliseconds() {
        assert_eq!(parse("1970-01-01T00:00:00.5Z"), Some(Timestamp(500)));
        assert_eq!(
            parse("1970-01-01T00:00:00.123456789Z"),
            Some(Timestamp(123))
        );
    }

    #[test]
    fn a_date_alone_is_its_midnight_in_utc() {
        assert_eq!(parse("1970-01-02"), Some(Timestamp(Timestamp::DAY)));
        assert_eq!(
            parse("1970-01-02T00:01"),
            Some(Timestamp(Timestamp::DAY + Timestamp::MINUTE))
        );
    }

    #[test]
    fn leap_days_exist_in_leap_years_only() {
        assert_eq!(parse("2000-02-29"), Some(Timestamp(951_782_400_000)));
        assert_eq!(parse("2024-02-29"), Some(Timestamp(1_709_164_800_000)));
        assert_eq!(parse("1900-02-29"), None);
        assert_eq!(parse("2023-02-29"), None);
    }

    #[test]
    fn offsets_of_daylight_saving_time_are_those_of_the_text() {
        // The hour that Europe skips, and the hour that it repeats.
        for (text, utc) in [
            ("2026-03-29T01:59:59+01:00", "2026-03-29T00:59:59Z"),
            ("2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z"),
            ("2026-10-25T02:30:00+0200", "2026-10-25T00:30:00Z"),
            ("2026-10-25T02:30:00+0100", "2026-10-25T01:30:00Z"),
            ("2024-02-29T23:30:00-05:00", "2024-03-01T04:30:00Z"),
        ] {
            assert_eq!(parse(text), parse(utc), "{text}");
        }
    }

    #[test]
    fn every_format_is_detected() {
        for (text, format) in [
            ("1969-07-20T20:17:40Z", Some(DateFormat::Offset)),
            ("1969-07-20T20:17:40+0000", Some(DateFormat::Offset)),
            ("1969-07-20T20:17:40", Some(DateFormat::Local)),
            ("1969-07-20", Some(DateFormat::Local)),
            ("1511885820123", Some(DateFormat::Epoch)),
            (" 1511885820 ", Some(DateFormat::Epoch)),
            ("1511885820.5", None),
            ("2024", None),
            ("1e9", None),
            ("+1511885820", None),
            ("1511885820123456", None),
        ] {
            assert_eq!(read(text).map(|(_, format)| format), format, "{text}");
        }
    }

    #[test]
    fn a_number_is_seconds_or_milliseconds_by_its_size() {
        for (number, at) in [
            (1_511_885_820, Some(1_511_885_820_000)),
            (1_511_885_820_123, Some(1_511_885_820_123)),
            (-1_511_885_820, None),
            (99_999_999, None),
            (0, None),
            (1_511_885_820_123_456, None),
            (i64::MIN, None),
            (i64::MAX, None),
        ] {
            assert_eq!(epoch(number).map(|at| at.0), at, "{number}");
        }
    }

    #[test]
    fn a_leap_second_is_the_second_after_it() {
        assert_eq!(parse("2016-12-31T23:59:60Z"), parse("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn a_formatted_timestamp_equals_the_parsed_text() {
        for text in [
            "1969-07-20T20:17:40Z",
            "2000-02-29T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(parse(text).map(to_rfc3339).as_deref(), Some(text));
        }
    }

    #[test]
    fn an_invalid_date_is_none() {
        for text in [
            "",
            "soon",
            "2024",
            "2024-13-01",
            "2024-00-10",
            "2024-01-32",
            "2024-04-31",
            "0000-01-01",
            "2024-1-1",
            "2024-01-01T",
            "2024-01-01T24:00:00Z",
            "2024-01-01T12:60:00Z",
            "2024-01-01T12:00:61Z",
            "2024-01-01T12:00:00.Z",
            "2024-01-01T12:00:00+25:00",
            "2024-01-01T12:00:00+1",
            "2024-01-01T12:00:00Zjunk",
            "Mon, 01 Jan 2024 12:00:00 GMT",
            "２０２４-01-01",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
