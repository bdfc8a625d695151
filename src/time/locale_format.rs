//! The locale-dependent formatting of times and numbers.

use std::rc::Rc;

use crate::time::label::Unit;
use crate::time::timestamp::Timestamp;

/// Formats times and numbers in a locale. In pages, `Intl` implements it.
pub trait LocaleFormat {
    /// The clock time: `20:17`.
    fn clock(&self, at: Timestamp) -> String;
    /// The day: `Sunday, 20 July`.
    fn day(&self, at: Timestamp) -> String;
    /// The date, clock time and zone in full.
    fn long(&self, at: Timestamp) -> String;
    /// The date and clock time: `21 July 1969 at 08:24`.
    fn date_time(&self, at: Timestamp) -> String;
    /// The date, clock time and zone in full, in the reader's zone; `None`: that is the zone shown.
    fn reader_time(&self, at: Timestamp) -> Option<String>;
    /// The name of the zone shown at a time of the year; `None`: it is the reader's.
    fn zone(&self, at: Timestamp) -> Option<String>;
    /// A number of units ago: `5 min. ago`. `spoken`: in words, `5 minutes ago`.
    fn relative(&self, count: i64, unit: Unit, spoken: bool) -> String;
    /// A list of names: `A, B and C`.
    fn names(&self, names: &[Rc<str>]) -> String;
    /// A whole number.
    fn number(&self, number: usize) -> String;
    /// The plural category of CLDR of a number.
    fn plural(&self, number: usize) -> String;
    /// The number of the day of a time, counted from 1970-01-01 in the zone shown.
    fn day_number(&self, at: Timestamp) -> i64;
}
