//! Repairs JSON that common serializers write and a strict parser rejects.
//!
//! A strict parser rejects the whole document for one of these values:
//!
//! - A lone surrogate. `JSON.stringify` writes `"\ud83d"` for a text that was truncated in the
//!   middle of an emoji. RFC 8259 allows it and calls the behavior of parsers unpredictable
//!   (section 8.2).
//! - Unescaped control characters (section 7), which templates and string concatenation write.
//! - Numbers out of the range of doubles, which section 6 lets a parser reject, and literals that are
//!   not JSON: `NaN` and `Infinity` from Python, Ruby or Gson, `nan` and `inf` from Perl.
//! - Nesting deeper than the parser's limit (section 9).
//!
//! One pass over the text replaces them. It ignores the grammar, which the strict parser then checks.
//! Only the values that are nested too deep, which the parser never sees, are checked here, without
//! recursion.

mod locations;
mod pass;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::NotAFeed;
use super::json::Value;
use super::pace::Pace;
use super::paced_json::{self, SyntaxError};
use pass::Pass;

pub(super) use locations::RepairLocations;

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RepairKind {
    /// A lone surrogate.
    Surrogate,
    /// An unescaped tab, line feed or carriage return.
    Space,
    /// Another unescaped control character.
    Control,
    /// A number that is too large or not finite.
    Number,
    /// An array or an object that is nested too deep.
    Deep,
}

impl RepairKind {
    /// The text of the warning.
    fn problem(self) -> &'static str {
        match self {
            Self::Surrogate => {
                "has half of a surrogate pair, expected both: U+FFFD takes its place"
            }
            Self::Space => "has a line break or a tab that is not escaped: it is read as written",
            Self::Control => "has a control character that is not escaped: U+FFFD takes its place",
            Self::Number => "has a number that is too large or not finite: null takes its place",
            Self::Deep => "is nested more than 127 levels deep: null takes the place of the rest",
        }
    }
}

/// What is wrong with a value or a field name: each kind once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Repair {
    kind: RepairKind,
    /// The number of the value or field name that it is in. They are numbered in the order in which
    /// they begin, from 1.
    value: usize,
}

/// A repaired text.
#[derive(Debug)]
pub(super) struct Repaired<'t> {
    text: Cow<'t, str>,
    original: Original<'t>,
    repairs: Vec<Repair>,
}

impl<'t> Repaired<'t> {
    /// Repairs a text that the strict parser rejects. `document` is the trimmed text.
    ///
    /// # Errors
    /// When a value that is nested too deep is not JSON.
    pub(super) async fn new(
        text: &'t str,
        document: &'t str,
        pace: &Pace,
    ) -> Result<Self, NotAFeed> {
        let original = Original { text, document };
        let mut pass = Pass::new(document, usize::MAX);
        if let Err(error) = pass.run(pace).await {
            return Err(original.map_error(error, pace).await);
        }
        let Pass { out, repairs, .. } = pass;
        let text = if repairs.is_empty() {
            Cow::Borrowed(document)
        } else {
            Cow::Owned(out)
        };
        Ok(Self {
            text,
            original,
            repairs,
        })
    }

    /// Parses the repaired text.
    ///
    /// # Errors
    /// When the repaired text is still not JSON.
    pub(super) async fn parse(&self, pace: &Pace) -> Result<Value<'_>, NotAFeed> {
        match paced_json::parse(&self.text, pace).await {
            Ok((document, _)) => Ok(document),
            Err(error) => Err(self.original.map_error(error, pace).await),
        }
    }

    /// Locates the repairs in the document from [`Repaired::parse`].
    pub(super) async fn locate(&self, document: &Value<'_>, pace: &Pace) -> RepairLocations {
        RepairLocations::new(document, &self.repairs, pace).await
    }
}

/// The text before the repairs.
#[derive(Clone, Copy, Debug)]
struct Original<'t> {
    /// The whole text.
    text: &'t str,
    /// The trimmed text.
    document: &'t str,
}

impl Original<'_> {
    /// Converts an error in the repaired text. The result has the line and the column in the original.
    async fn map_error(self, error: SyntaxError, pace: &Pace) -> NotAFeed {
        if error.is_truncated {
            return NotAFeed::Truncated;
        }
        // A second pass finds the last replacement before the error: remembering all of them takes more memory than
        // the text.
        let mut pass = Pass::new(self.document, error.end);
        let _ = pass.run(pace).await;
        let (end, original) = pass.last;
        let end = error.end - end + original;
        // The column counts white space before the document, but not a byte order mark.
        let text = self.text.trim_start_matches('\u{feff}');
        let skipped = text.len() - text.trim_start().len();
        let read = text.as_bytes().get(..skipped + end);
        let read = read.unwrap_or(self.document.as_bytes());
        let mut lines = read.split(|byte| *byte == b'\n');
        let column = lines.next_back().map_or(0, <[u8]>::len);
        NotAFeed::NotJson(lines.count() + 1, column)
    }
}
