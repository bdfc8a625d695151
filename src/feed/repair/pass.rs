//! The pass over a text that replaces what a strict parser rejects.

use super::{Repair, RepairKind};
use crate::feed::json;
use crate::feed::pace::{self, Pace};
use crate::feed::paced_json::{self, MAX_DEPTH, SyntaxError};

/// The state of the pass over a text.
pub(super) struct Pass<'t> {
    text: &'t str,
    /// The repaired text so far.
    pub(super) out: String,
    /// The position up to which the text is in `out`.
    copied: usize,
    /// The number of values and field names so far.
    values: usize,
    pub(super) repairs: Vec<Repair>,
    /// A position in the repaired text.
    target: usize,
    /// The end of the last replacement before that, in the repaired text and in the original.
    pub(super) last: (usize, usize),
}

impl<'t> Pass<'t> {
    pub(super) fn new(text: &'t str, target: usize) -> Self {
        Self {
            text,
            out: String::new(),
            copied: 0,
            values: 0,
            repairs: Vec::new(),
            target,
            last: (0, 0),
        }
    }

    /// Repairs the whole text.
    ///
    /// # Errors
    /// A value that is nested too deep is not JSON. The position is that in `out`.
    pub(super) async fn run(&mut self, pace: &Pace) -> Result<(), SyntaxError> {
        let (mut at, mut depth, mut deep) = (0, 0_usize, None);
        while let Some(byte) = self.text.as_bytes().get(at) {
            let before = at;
            match byte {
                b'"' => {
                    self.values += 1;
                    at += 1;
                    let mut is_end = false;
                    while !is_end {
                        (at, is_end) = self.string(at);
                        if pace.is_due(pace::VALUE) {
                            pace.pause().await;
                        }
                    }
                }
                b'[' | b'{' => {
                    self.values += 1;
                    depth += 1;
                    if depth == MAX_DEPTH + 1 {
                        self.copy(at);
                        deep = Some(DeepValue {
                            start: self.out.len(),
                            value: self.values,
                            repairs: self.repairs.len(),
                            last: self.last,
                        });
                    }
                    at += 1;
                }
                b']' | b'}' => {
                    at += 1;
                    depth = depth.saturating_sub(1);
                    if depth == MAX_DEPTH
                        && let Some(deep) = deep.take()
                    {
                        self.replace_deep(&deep, at, pace).await?;
                    }
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                _ => {
                    self.values += 1;
                    at = self.literal(at);
                }
            }
            if pace.is_due(at - before) {
                pace.pause().await;
            }
        }
        match deep {
            Some(deep) => self.replace_deep(&deep, at, pace).await,
            None => {
                self.copy(at);
                Ok(())
            }
        }
    }

    /// Repairs the string whose rest begins at `at`, up to the first replacement. Returns the end of what it has
    /// read, and whether that is the end of the string.
    fn string(&mut self, mut at: usize) -> (usize, bool) {
        let is_special = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
        while let Some(rest) = self.text.as_bytes().get(at..)
            && let Some(step) = rest.iter().position(is_special)
        {
            at += step;
            let (len, with, kind) = match rest.get(step) {
                Some(b'"') => return (at + 1, true),
                Some(b'\\') => {
                    let pair = (self.escaped_unit(at), self.escaped_unit(at + 6));
                    match pair {
                        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => {
                            at += 12;
                            continue;
                        }
                        (Some(0xd800..=0xdfff), _) => (6, "\\ufffd", RepairKind::Surrogate),
                        _ => {
                            at += 2;
                            continue;
                        }
                    }
                }
                Some(b'\t') => (1, "\\t", RepairKind::Space),
                Some(b'\n') => (1, "\\n", RepairKind::Space),
                Some(b'\r') => (1, "\\r", RepairKind::Space),
                _ => (1, "\\ufffd", RepairKind::Control),
            };
            self.replace(at, at + len, with, kind);
            return (at + len, false);
        }
        (self.text.len(), true)
    }

    /// The UTF-16 code unit of the escape sequence at `at`.
    fn escaped_unit(&self, at: usize) -> Option<u16> {
        let hex = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(hex, 16).ok()
    }

    /// Repairs the number or literal that begins at `at`. Returns its end.
    fn literal(&mut self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let literal = paced_json::literal(rest);
        let end = at + literal.len();
        if NOT_FINITE.contains(&literal) || is_too_large(literal) {
            self.replace(at, end, "null", RepairKind::Number);
        }
        end
    }

    /// Replaces a value that is nested too deep and ends at `at` by `null`.
    async fn replace_deep(
        &mut self,
        deep: &DeepValue,
        at: usize,
        pace: &Pace,
    ) -> Result<(), SyntaxError> {
        self.copy(at);
        let inner = self.out.get(deep.start..).unwrap_or_default();
        if let Err(error) = paced_json::check(inner, pace).await {
            let end = deep.start + error.end;
            return Err(SyntaxError { end, ..error });
        }
        self.out.truncate(deep.start);
        self.repairs.truncate(deep.repairs);
        self.values = deep.value;
        self.last = deep.last;
        self.replace(at, at, "null", RepairKind::Deep);
        Ok(())
    }

    /// Replaces a part of the text.
    fn replace(&mut self, from: usize, to: usize, with: &str, kind: RepairKind) {
        self.copy(from);
        self.out.push_str(with);
        self.copied = to;
        if self.out.len() <= self.target {
            self.last = (self.out.len(), to);
        }
        let repair = Repair {
            kind,
            value: self.values,
        };
        let own = self.repairs.iter().rev();
        let mut own = own.take_while(|other| other.value == repair.value);
        if !own.any(|other| *other == repair) {
            self.repairs.push(repair);
        }
    }

    /// Copies the text up to `to`.
    fn copy(&mut self, to: usize) {
        let text = self.text.get(self.copied..to);
        self.out.push_str(text.unwrap_or_default());
        self.copied = to;
    }
}

/// The start of a value that is nested too deep.
struct DeepValue {
    /// Its position in the repaired text.
    start: usize,
    /// Its number: see [`Repair::value`].
    value: usize,
    /// The number of repairs before it.
    repairs: usize,
    /// See [`Pass::last`].
    last: (usize, usize),
}

/// Literals of serializers for numbers that are not finite.
const NOT_FINITE: [&str; 8] = [
    "NaN",
    "-NaN",
    "nan",
    "-nan",
    "Infinity",
    "-Infinity",
    "inf",
    "-inf",
];

/// Whether a literal is a valid number that is out of range.
fn is_too_large(literal: &str) -> bool {
    literal.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && json::parse(literal).is_ok_and(|(_, is_out_of_range)| is_out_of_range)
}
