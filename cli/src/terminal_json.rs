//! Writes JSON that is safe to show in a terminal.

use std::fmt::Write;

use key_events::time::date_format;
use key_events::time::timestamp::Timestamp;
use serde::Serialize;

use crate::terminal_escape::is_terminal_control;

/// A value as one line of JSON. Escapes terminal control characters, which leaves the value unchanged.
pub(crate) fn line(value: &impl Serialize) -> String {
    let mut line = escaped(value);
    line.push('\n');
    line
}

/// As [`line`], without the line break at the end.
pub(crate) fn escaped(value: &impl Serialize) -> String {
    // Serializing these types never fails.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut line = String::with_capacity(json.len() + 1);
    for char in json.chars() {
        if is_terminal_control(char) {
            // Valid JSON has such characters only in strings. All of them are below U+10000.
            let _ = write!(line, "\\u{:04x}", u32::from(char));
        } else {
            line.push(char);
        }
    }
    line
}

/// Formats a timestamp as RFC 3339, with milliseconds unless they are 0. It is in UTC, or with an
/// offset if the year in UTC is not in the range 0001 to 9999.
pub(crate) fn date(at: Timestamp) -> String {
    const ALMOST_A_DAY: i64 = Timestamp::DAY - Timestamp::MINUTE;
    let (local, zone) = match at.0 {
        ..FIRST => (at.plus(ALMOST_A_DAY), "+23:59"),
        FIRST..=LAST => (at, "Z"),
        _ => (at.plus(-ALMOST_A_DAY), "-23:59"),
    };
    let text = date_format::to_rfc3339(local);
    let seconds = text.trim_end_matches('Z');
    match local.0.rem_euclid(Timestamp::SECOND) {
        0 => format!("{seconds}{zone}"),
        milliseconds => format!("{seconds}.{milliseconds:03}{zone}"),
    }
}

/// The first and the last millisecond of the years 0001 to 9999 in UTC.
const FIRST: i64 = -62_135_596_800_000;
const LAST: i64 = 253_402_300_799_999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_written_unless_they_are_zero() {
        assert_eq!(date(Timestamp(-14_182_940_000)), "1969-07-20T20:17:40Z");
        assert_eq!(date(Timestamp(-14_182_939_995)), "1969-07-20T20:17:40.005Z");
        assert_eq!(date(Timestamp(1)), "1970-01-01T00:00:00.001Z");
    }

    #[test]
    fn every_parsed_date_is_written_as_a_valid_one() {
        for text in [
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+23:59",
            "0001-01-01T00:00:00.001+00:01",
            "9999-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59.999-00:01",
            "9999-12-31T23:59:59.999-23:59",
        ] {
            let at = date_format::parse(text).unwrap();
            assert_eq!(date_format::parse(&date(at)), Some(at), "{}", date(at));
        }
    }

    #[test]
    fn control_characters_are_escaped_and_read_back() {
        let text = "\u{1b}[2J \u{9b} \u{7f} \u{202e} \\ \" \n é 👩‍🚀";
        let json = line(&text);
        assert_eq!(
            json,
            "\"\\u001b[2J \\u009b \\u007f \\u202e \\\\ \\\" \\n é 👩‍🚀\"\n"
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn no_control_character_needs_two_escapes() {
        assert!(('\u{10000}'..=char::MAX).all(|char| !is_terminal_control(char)));
    }
}
