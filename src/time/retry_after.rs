//! The header field `Retry-After`.

use super::date_format;
use super::timestamp::Timestamp;

/// The delay in milliseconds that a `Retry-After` value requests; 0 for a date in the past.
///
/// `parse_http_date` parses an HTTP date.
///
/// Source: RFC 9110, section 10.2.3: a date, or a whole number of seconds.
pub fn retry_after(
    value: &str,
    now: Timestamp,
    parse_http_date: impl Fn(&str) -> Option<Timestamp>,
) -> Option<i64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = date_format::parse_digits(value, 10).unwrap_or(i64::MAX);
        return Some(seconds.saturating_mul(Timestamp::SECOND));
    }
    parse_http_date(value).map(|at| at.since(now).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = Timestamp(1_000_000);
        let date = |text: &str| (text == "then").then_some(Timestamp(1_060_000));
        assert_eq!(retry_after(" 120 ", now, date), Some(120_000));
        assert_eq!(retry_after("then", now, date), Some(60_000));
        assert_eq!(retry_after("then", Timestamp(9_000_000), date), Some(0));
        assert_eq!(retry_after("-5", now, date), None);
        assert_eq!(retry_after("", now, date), None);
        assert!(retry_after("99999999999999999999", now, date) > Some(0));
    }
}
