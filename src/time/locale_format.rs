//! How moments and numbers are written in the reader's language.

use std::rc::Rc;

use crate::time::label::Unit;
use crate::time::timestamp::Timestamp;

/// Writes moments and numbers; the browser's `Intl` does it in pages.
pub trait LocaleFormat {
    /// The clock time: `20:17`.
    fn clock(&self, at: Timestamp) -> String;
    /// The day: `Sunday, 20 July`.
    fn day(&self, at: Timestamp) -> String;
    /// Date, clock time and zone in full.
    fn long(&self, at: Timestamp) -> String;
    /// Day and clock time: `21 July 1969 at 08:24`.
    fn date_time(&self, at: Timestamp) -> String;
    /// Date, clock time and zone in full, in the reader's own zone; `None`: that is the zone shown.
    fn reader_time(&self, at: Timestamp) -> Option<String>;
    /// The name of the zone shown, as it is called at a moment; `None`: it is the reader's own.
    fn zone(&self, at: Timestamp) -> Option<String>;
    /// So many units ago: `5 min. ago`.
    fn relative(&self, count: i64, unit: Unit) -> String;
    /// Names in a row: `A, B and C`.
    fn names(&self, names: &[Rc<str>]) -> String;
    /// A whole number.
    fn number(&self, number: usize) -> String;
    /// The plural category of CLDR that a number has.
    fn plural(&self, number: usize) -> String;
    /// The number of the day that a moment falls on, in the zone shown.
    fn day_number(&self, at: Timestamp) -> i64;
}
