//! JSON that a terminal can be shown.

use std::fmt::Write;

use key_events::time::date_format;
use key_events::time::timestamp::Timestamp;
use serde::Serialize;

use crate::terminal_escape::steers;

/// A value as one line of JSON, with an escape in the place of every character that would steer a
/// terminal: what reads the JSON gets the same text.
pub(crate) fn line(value: &impl Serialize) -> String {
    // Maps of texts and numbers have no way to fail.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut line = String::with_capacity(json.len() + 1);
    for char in json.chars() {
        if steers(char) {
            // Strings are the only place where JSON allows such a character. All are below U+10000.
            let _ = write!(line, "\\u{:04x}", u32::from(char));
        } else {
            line.push(char);
        }
    }
    line.push('\n');
    line
}

/// A moment as RFC 3339, to the millisecond where it has one: in UTC, or with an offset where its
/// year in UTC is none of 0001 to 9999.
pub(crate) fn moment(at: Timestamp) -> String {
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
    fn a_moment_is_written_to_the_millisecond_where_it_has_one() {
        assert_eq!(moment(Timestamp(-14_182_940_000)), "1969-07-20T20:17:40Z");
        assert_eq!(
            moment(Timestamp(-14_182_939_995)),
            "1969-07-20T20:17:40.005Z"
        );
        assert_eq!(moment(Timestamp(1)), "1970-01-01T00:00:00.001Z");
    }

    #[test]
    fn every_moment_that_can_be_read_is_written_as_one() {
        for text in [
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+23:59",
            "0001-01-01T00:00:00.001+00:01",
            "9999-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59.999-00:01",
            "9999-12-31T23:59:59.999-23:59",
        ] {
            let at = date_format::parse(text).unwrap();
            assert_eq!(date_format::parse(&moment(at)), Some(at), "{}", moment(at));
        }
    }

    #[test]
    fn what_steers_is_escaped_and_reads_back() {
        let text = "\u{1b}[2J \u{9b} \u{7f} \u{202e} \\ \" \n é 👩‍🚀";
        let json = line(&text);
        assert_eq!(
            json,
            "\"\\u001b[2J \\u009b \\u007f \\u202e \\\\ \\\" \\n é 👩‍🚀\"\n"
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn nothing_that_steers_needs_two_escapes() {
        assert!(('\u{10000}'..=char::MAX).all(|char| !steers(char)));
    }
}
