//! Dates as programming languages and HTTP write them. In the lazy chunk: few feeds have them.

use super::date_format::{self, DateFormat};
use super::timestamp::Timestamp;
use crate::fmt::itoa;

/// Reads a date that is almost RFC 3339, ISO 8601 in its basic form, or a date of HTTP or of e-mail. `None`: it
/// is none of these, or ambiguous, such as one with the abbreviation of a zone alone.
///
/// Source: Ruby's `Time#to_s`, Go's `Time.String`, Java's `ZonedDateTime`; ISO 8601, “basic format”; RFC 9110,
/// section 5.6.7; RFC 5322, section 3.3.
pub fn read(text: &str) -> Option<(Timestamp, DateFormat)> {
    let text = text.trim();
    let readers = [spaced, basic, named_month];
    let normalized = readers.iter().find_map(|read| read(text))?;
    date_format::iso_8601(&normalized)
}

/// `2026-03-29 12:30:00 +0200 CEST`, `2026-03-29T12:30:00+02:00[Europe/Paris]`.
fn spaced(text: &str) -> Option<String> {
    let zoned = text.strip_suffix(']').and_then(|text| text.split_once('['));
    let text = zoned.map_or(text, |(text, _)| text);
    let mut words = text.split_ascii_whitespace();
    let date = words.next().filter(|date| date.get(4..5) == Some("-"))?;
    let mut normalized = date.to_owned();
    let mut has_offset = date.len() > "2026-03-29T12:30".len() && has_offset(date);
    for word in words {
        if has_offset {
            // The zone's abbreviation, and Go's reading of a clock that only counts on.
            let is_abbreviation = word.bytes().all(|byte| byte.is_ascii_alphabetic());
            if !is_abbreviation && !word.starts_with("m=") {
                return None;
            }
        } else if let Some(offset) = offset(word) {
            normalized.push_str(offset);
            has_offset = true;
        } else if normalized.len() == date.len() && !date.contains('T') {
            normalized.push('T');
            normalized.push_str(word);
            has_offset = self::has_offset(word);
        } else {
            return None;
        }
    }
    Some(normalized)
}

/// Whether a time ends with an offset.
fn has_offset(time: &str) -> bool {
    let time = time.split_once('T').map_or(time, |(_, time)| time);
    time.ends_with(['Z', 'z']) || time.contains(['+', '-'])
}

/// An offset from UTC that stands alone.
fn offset(word: &str) -> Option<&str> {
    match word {
        "UTC" | "GMT" | "UT" | "Z" => Some("Z"),
        _ => word.starts_with(['+', '-']).then_some(word),
    }
}

/// `20260329T103000Z`, `20260329T1230+0200`, `20260329`.
fn basic(text: &str) -> Option<String> {
    let (date, time) = text.split_once(['T', 't']).unwrap_or((text, ""));
    let is_date = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    if !is_date {
        return None;
    }
    let mut normalized = [date.get(..4)?, "-", date.get(4..6)?, "-", date.get(6..)?].concat();
    if !time.is_empty() {
        let digits = time.bytes().take_while(u8::is_ascii_digit).count();
        normalized.extend(["T", time.get(..2)?, ":", time.get(2..4)?]);
        match digits {
            4 => {}
            6 => normalized.extend([":", time.get(4..6)?]),
            _ => return None,
        }
        normalized.push_str(time.get(digits..)?);
    }
    Some(normalized)
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// `Sun, 29 Mar 2026 10:33:00 GMT`, `Sunday, 29-Mar-26 10:33:00 GMT`, `29 Mar 2026 12:33 +0200`.
fn named_month(text: &str) -> Option<String> {
    let text = text.split_once(',').map_or(text, |(_, text)| text);
    let mut words = text.split_ascii_whitespace();
    let first = words.next()?;
    let mut parts = first.split('-');
    let day = parts.next()?;
    let month = parts.next().or_else(|| words.next())?;
    let year = parts.next().or_else(|| words.next())?;
    let (time, zone, rest) = (words.next()?, words.next()?, words.next());
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let month = itoa(month.cast_signed() as i64);
    let pad = |digits: &str| if digits.len() == 1 { "0" } else { "" };
    // Two digits from 70 on are of the last century: no feed is older than the Unix epoch.
    let century = match year.len() {
        4 => "",
        2 if year < "70" => "20",
        2 => "19",
        _ => return None,
    };
    let zone = offset(zone).filter(|_| rest.is_none_or(|rest| rest.starts_with('(')))?;
    let date = [century, year, "-", pad(&month), &month, "-", pad(day), day];
    Some([&date.concat(), "T", time, zone].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_parses_the_same_in_every_format() {
        for text in [
            "2026-03-29 12:30:00 +0200",
            "2026-03-29 12:30:00.123456789 +0200 CEST",
            "2026-03-29 12:30:00 +0200 CEST m=+0.001",
            "2026-03-29 10:30:00 UTC",
            "2026-03-29 10:30:00Z UTC",
            "2026-03-29T12:30:00 +02:00",
            "2026-03-29T12:30:00+02:00 CEST",
            "2026-03-29T12:30:00+02:00[Europe/Paris]",
            "2026-03-29T10:30Z[UTC]",
            "20260329T103000Z",
            "20260329T1230+0200",
            "20260329T123000.5+02:00",
            "Sun, 29 Mar 2026 10:30:00 GMT",
            "Sunday, 29-Mar-26 10:30:00 GMT",
            "29 March 2026 12:30 +0200",
            "Sun, 29 Mar 2026 12:30:00 +0200 (CEST)",
        ] {
            let read = read(text).map(|(at, format)| (at.0 / 1_000, format));
            assert_eq!(read, Some((1_774_780_200, DateFormat::Offset)), "{text}");
        }
        assert_eq!(
            read("20260329").map(|(_, format)| format),
            Some(DateFormat::Local)
        );
    }

    #[test]
    fn what_is_ambiguous_is_no_date() {
        for text in [
            "2026-03-29 12:30:00 CEST",
            "Sun, 29 Mar 2026 12:30:00 CEST",
            "29/03/2026",
            "03-29-2026 12:30",
            "yesterday",
            "12:30",
            "2026-03-29 12:30:00 +0200 +0100",
            "20261329T103000Z",
            "2026-03-29T12:30:00+02:00[",
            "",
            "]",
            "é2026-03-29",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
