//! The date formats of programming languages, e-mail and HTTP, read where [`date_format`] fails. They are in the
//! lazy chunk, because few feeds have them.

use super::date_format::{self, DateFormat};
use super::timestamp::Timestamp;
use crate::fmt::itoa;

/// Reads a date that is almost RFC 3339, ISO 8601 in its basic form, digits alone, or a date of HTTP, of e-mail or of
/// a programming language. `None`: it is none of these, or ambiguous, such as one with the name of a zone alone.
///
/// Source: Ruby's `Time#to_s`, Go's `Time.String`, Java's `ZonedDateTime`, C's `asctime`, JavaScript's
/// `Date.prototype.toString`; ISO 8601, “basic format”; RFC 9110, section 5.6.7; RFC 5322, section 3.3.
pub fn read(text: &str) -> Option<(Timestamp, DateFormat)> {
    let text = text.trim();
    if let Some(at) = fraction(text).or_else(|| json_date(text)) {
        return Some((at, DateFormat::Epoch));
    }
    let readers = [spaced, basic, named_month];
    let normalized = readers.iter().find_map(|read| read(text))?;
    date_format::iso_8601(&normalized).or_else(|| {
        // ISO 8601: the end of a day.
        let midnight = normalized.replacen("T24:00", "T00:00", 1);
        let (at, format) = date_format::iso_8601(&midnight)?;
        let is_full = at.0 % Timestamp::MINUTE == 0 && midnight != normalized;
        is_full.then(|| (at.plus(Timestamp::DAY), format))
    })
}

/// `1774780200.123`
fn fraction(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.')?;
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let number = date_format::parse_digits(whole, 10).filter(|_| is_fraction)?;
    let at = date_format::epoch(number)?;
    let thousandths = [fraction, "00"].concat();
    let seconds = at.0 / Timestamp::SECOND == number;
    let rest = thousandths.get(..3).filter(|_| seconds);
    Some(at.plus(rest.map_or(Some(0), |rest| date_format::parse_digits(rest, 10))?))
}

/// `/Date(1774780200000+0200)/`: the offset does not change the moment.
fn json_date(text: &str) -> Option<Timestamp> {
    let number = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let number = number.split_once(['+', '-']).map_or(number, |(ms, _)| ms);
    date_format::parse_digits(number, 10).map(Timestamp)
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
            // The zone's name, and Go's reading of a clock that only counts on.
            let is_name = word
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || b"/_".contains(&byte));
            if !is_name && !word.starts_with("m=") && !has_same_offset(&normalized, word) {
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
    if let Some((_, zone)) = zoned.filter(|_| !has_offset) {
        normalized.push_str(offset(zone)?);
    }
    Some(normalized)
}

/// Whether a time ends with an offset.
fn has_offset(time: &str) -> bool {
    let time = time.split_once('T').map_or(time, |(_, time)| time);
    time.ends_with(['Z', 'z']) || time.contains(['+', '-'])
}

/// Whether a time ends with an offset that is written again, as Go does for a zone without an abbreviation.
fn has_same_offset(time: &str, again: &str) -> bool {
    let four_digits = |offset: &str| {
        let mut digits = offset.replace(':', "");
        if digits.len() == "+02".len() {
            digits.push_str("00");
        }
        digits
    };
    let start = time.rfind(['+', '-']).unwrap_or_default();
    let offset = time.get(start..).unwrap_or_default();
    four_digits(offset) == four_digits(again)
}

/// An offset from UTC that stands alone.
fn offset(word: &str) -> Option<&str> {
    let names = ["UTC", "GMT", "UT", "Z"];
    if names.iter().any(|name| word.eq_ignore_ascii_case(name)) {
        return Some("Z");
    }
    let signed = ["UTC", "GMT"]
        .iter()
        .find_map(|name| word.strip_prefix(name));
    let word = signed.unwrap_or(word);
    word.starts_with(['+', '-']).then_some(word)
}

/// `20260329T103000Z`, `20260329T1230+0200`, `20260329T10:30Z`, `20260329`, `20260329103000`.
fn basic(text: &str) -> Option<String> {
    let (date, time) = match text.len() {
        12 | 14 if text.starts_with(['1', '2']) && !text.contains(['T', 't', ' ']) => {
            text.split_at_checked(8)?
        }
        _ => text.split_once(['T', 't', ' ']).unwrap_or((text, "")),
    };
    let is_date = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    let date = Some(date).filter(|_| is_date)?;
    let parts = [date.get(..4)?, "-", date.get(4..6)?, "-", date.get(6..)?];
    let mut normalized = parts.concat();
    if time.get(2..3) == Some(":") {
        normalized.extend(["T", time]);
    } else if !time.is_empty() {
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

const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// `Sun, 29 Mar 2026 10:33:00 GMT`, `Sunday, 29-Mar-26 10:33:00 GMT`, `Sun Mar 29 12:33:00 +0200 2026`,
/// `Sun Mar 29 2026 12:33:00 GMT+0200 (CEST)`, and `Sun Mar 29 10:33:00 2026`, which is in UTC.
fn named_month(text: &str) -> Option<String> {
    let text = text.split_once('(').map_or(text, |(text, _)| text);
    let (mut day, mut month, mut year, mut time) = (None, None, None, None);
    let (mut zone, mut has_offset, mut is_asctime) = (None, false, false);
    let is_separator = |char: char| char.is_ascii_whitespace() || char == ',';
    for word in text.split(is_separator).filter(|word| !word.is_empty()) {
        let first = word.bytes().next()?;
        if word.contains(':') && first.is_ascii_digit() && time.is_none() {
            time = Some(word);
        } else if let Some(found) = offset(word) {
            if has_offset {
                return None;
            }
            has_offset = found != "Z";
            zone = Some(found);
        } else {
            for part in word.split('-') {
                let name = part.get(..3).map(str::to_ascii_lowercase);
                let is_name = |known: &&str| name.as_deref() == Some(*known);
                if part.bytes().all(|byte| byte.is_ascii_digit()) {
                    match part.len() {
                        1 | 2 if day.is_none() => day = Some(part),
                        2 | 4 if year.is_none() => {
                            year = Some(part);
                            is_asctime = time.is_some();
                        }
                        _ => return None,
                    }
                } else if let Some(found) = MONTHS.iter().position(&is_name)
                    && month.is_none()
                {
                    month = Some(found + 1);
                } else if time.is_some()
                    && part.len() > 2
                    && part.bytes().all(|byte| byte.is_ascii_uppercase())
                {
                    // The abbreviation of a zone: it says nothing without an offset.
                    zone = zone.or(Some(""));
                } else if !WEEKDAYS.iter().any(is_name) {
                    return None;
                }
            }
        }
    }
    let (day, year) = (day?, year?);
    let month = itoa(month?.cast_signed() as i64);
    let pad = |digits: &str| if digits.len() == 1 { "0" } else { "" };
    // Two digits from 70 on are of the last century: no feed is older than the Unix epoch.
    let century = match year.len() {
        4 => "",
        _ if year < "70" => "20",
        _ => "19",
    };
    let zone = zone.or(is_asctime.then_some("Z"));
    let zone = zone.filter(|zone| !zone.is_empty())?;
    let date = [century, year, "-", pad(&month), &month, "-", pad(day), day];
    Some([&date.concat(), "T", time?, zone].concat())
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
