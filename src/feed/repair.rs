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

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ptr;

use super::json::{self, Value};
use super::pace::{self, Pace};
use super::paced_json::{self, MAX_DEPTH, SyntaxError};
use super::{IdIndex, NotAFeed, Subject, Warning, Warnings};

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

/// The state of the pass over a text.
struct Pass<'t> {
    text: &'t str,
    /// The repaired text so far.
    out: String,
    /// The position up to which the text is in `out`.
    copied: usize,
    /// The number of values and field names so far.
    values: usize,
    repairs: Vec<Repair>,
    /// A position in the repaired text.
    target: usize,
    /// The end of the last replacement before that, in the repaired text and in the original.
    last: (usize, usize),
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

impl<'t> Pass<'t> {
    fn new(text: &'t str, target: usize) -> Self {
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
    async fn run(&mut self, pace: &Pace) -> Result<(), SyntaxError> {
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

/// Whether a literal is a valid number that is out of range.
fn is_too_large(literal: &str) -> bool {
    literal.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && json::parse(literal).is_ok_and(|(_, is_out_of_range)| is_out_of_range)
}

/// How deep in a document the values are whose repairs are located. An entry is less deep, and those of what is
/// deeper are those of what it is in.
const MAX_LOCATED_DEPTH: usize = 16;

/// The locations of the repairs in a document.
#[derive(Debug)]
pub(super) struct RepairLocations {
    /// The kind of each repair, and whether it is in an entry that was reported.
    repairs: Vec<(RepairKind, Cell<bool>)>,
    /// For each depth, and each value with repairs there, its memory address and the range of its repairs, sorted by
    /// address.
    values: [Vec<(usize, usize, usize)>; MAX_LOCATED_DEPTH],
    /// The warnings about entries.
    entry_warnings: RefCell<Vec<Warning>>,
}

impl RepairLocations {
    async fn new(document: &Value<'_>, repairs: &[Repair], pace: &Pace) -> Self {
        let mut values: [Vec<_>; MAX_LOCATED_DEPTH] = Default::default();
        // A depth-first traversal. For each ancestor: its next child, and the first repair that can be
        // in it.
        let mut open = vec![(document, 0, 0)];
        let (mut number, mut located) = (1, 0);
        let is_in = |repair: Option<&Repair>, number| repair.is_some_and(|it| it.value == number);
        while let Some((value, next, first)) = open.last_mut() {
            if let Some(child) = child(value, *next) {
                *next += 1;
                number += 1;
                open.push((child, 0, located));
                while is_in(repairs.get(located), number) {
                    located += 1;
                }
            } else {
                let found = (address(value), *first, located);
                open.pop();
                if found.2 > found.1
                    && let Some(values) = values.get_mut(open.len())
                {
                    values.push(found);
                }
            }
            if pace.is_due(pace::VALUE) {
                pace.pause().await;
            }
        }
        for values in &mut values {
            // Mostly sorted, because memory is mostly allocated in order.
            values.sort_by_key(|(address, ..)| *address);
            if pace.is_due(values.len() * pace::VALUE) {
                pace.pause().await;
            }
        }
        let unreported = |repair: &Repair| (repair.kind, Cell::new(false));
        Self {
            repairs: repairs.iter().map(unreported).collect(),
            values,
            entry_warnings: RefCell::default(),
        }
    }

    /// The depth of a value, and the range of the repairs in it.
    fn find(&self, value: &Value) -> (usize, (usize, usize)) {
        let depths = 0..self.values.len();
        let mut found = depths.map(|depth| (depth, self.range_at(depth, value)));
        found.find(|(_, (_, end))| *end > 0).unwrap_or_default()
    }

    /// The range of the repairs in a value of this depth.
    fn range_at(&self, depth: usize, value: &Value) -> (usize, usize) {
        let address = address(value);
        let values = self.values.get(depth).map_or(&[][..], Vec::as_slice);
        let position = values.partition_point(|(other, ..)| *other < address);
        match values.get(position) {
            Some((other, first, end)) if *other == address => (*first, *end),
            _ => (0, 0),
        }
    }

    /// Reports the repairs in the current entry of the warnings, whose value this is: each kind once.
    pub(super) fn warn_in(&self, value: &Value, warnings: &Warnings) {
        let (_, (first, end)) = self.find(value);
        let repairs = self.repairs.get(first..end).unwrap_or_default();
        let mut reported_kinds = Vec::new();
        for (number, (kind, reported)) in (first..).zip(repairs) {
            reported.set(true);
            if !reported_kinds.contains(kind) {
                reported_kinds.push(*kind);
                self.entry_warnings.borrow_mut().push(Warning {
                    subject: warnings.subject.borrow().clone(),
                    field: self.path(value, number, "the entry"),
                    value: None,
                    problem: kind.problem(),
                });
            }
        }
    }

    /// The warnings: first the repairs outside of the entries, each kind once.
    pub(super) fn into_warnings(self, document: &Value) -> Vec<Warning> {
        let mut reported_kinds = Vec::new();
        let mut all = Vec::new();
        for (number, (kind, reported)) in self.repairs.iter().enumerate() {
            if !reported.get() && !reported_kinds.contains(kind) {
                reported_kinds.push(*kind);
                all.push(Warning {
                    subject: Subject::Feed,
                    field: self.path(document, number, "the document"),
                    value: None,
                    problem: kind.problem(),
                });
            }
        }
        // A document can contain an entry more than once: keeps one warning of each kind.
        let entry_warnings = self.entry_warnings.into_inner();
        let key = |warning: &Warning| {
            let entry = warning.subject.name().unwrap_or_default();
            [&entry, warning.problem].concat()
        };
        let keys = entry_warnings.iter().map(|warning| key(warning).into());
        let ids = IdIndex::new(keys.zip(0..).collect());
        let once = entry_warnings.into_iter().enumerate();
        let once =
            once.filter(|(position, warning)| ids.position(&key(warning)) == Some(*position));
        all.extend(once.map(|(_, warning)| warning));
        all
    }

    /// The path from a value to a repair in it, at most four names; `itself` if it has none.
    fn path(&self, mut value: &Value, number: usize, itself: &'static str) -> Cow<'static, str> {
        let (mut depth, _) = self.find(value);
        let mut path = String::new();
        let mut names = 0;
        while names < 4 {
            depth += 1;
            let holds = |value: &Value| {
                let (first, end) = self.range_at(depth, value);
                (first..end).contains(&number)
            };
            let inner = match value {
                Value::Array(values) => values.iter().find(|value| holds(value)),
                _ => {
                    let mut fields = value.fields().iter();
                    let field = fields.find(|(name, value)| holds(name) || holds(value));
                    field.map(|(name, value)| {
                        if names > 0 {
                            path.push('.');
                        }
                        let name = name.as_str().unwrap_or_default();
                        path.push_str(if name.is_empty() { "\"\"" } else { name });
                        names += 1;
                        value
                    })
                }
            };
            match inner {
                Some(inner) => value = inner,
                None => break,
            }
        }
        if names == 0 {
            itself.into()
        } else {
            path.into()
        }
    }
}

/// The child of a value at a position, in document order. Field names count as children.
fn child<'a>(value: &'a Value<'a>, number: usize) -> Option<&'a Value<'a>> {
    match value {
        Value::Array(values) => values.get(number),
        _ => {
            let (name, value) = value.fields().get(number / 2)?;
            Some(if number.is_multiple_of(2) {
                name
            } else {
                value
            })
        }
    }
}

/// The memory address of a value, which identifies it as long as its document exists.
fn address(value: &Value) -> usize {
    ptr::from_ref(value).addr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::pace::complete;

    fn repair<'t>(text: &'t str, document: &'t str) -> Result<Repaired<'t>, NotAFeed> {
        complete(Repaired::new(text, document, &Pace::whole()))
    }

    fn parse<'t>(repaired: &'t Repaired) -> Result<Value<'t>, NotAFeed> {
        complete(repaired.parse(&Pace::whole()))
    }

    fn locate(repaired: &Repaired, document: &Value) -> RepairLocations {
        complete(repaired.locate(document, &Pace::whole()))
    }

    /// The repaired text, and the kinds of the repairs.
    fn repaired(text: &str) -> (String, Vec<RepairKind>) {
        let repaired = repair(text, text).unwrap();
        let kinds = repaired.repairs.iter().map(|repair| repair.kind).collect();
        (repaired.text.into_owned(), kinds)
    }

    fn reason(text: &str) -> Option<NotAFeed> {
        let document = text.trim_start_matches('\u{feff}').trim();
        let repaired = match repair(text, document) {
            Ok(repaired) => repaired,
            Err(reason) => return Some(reason),
        };
        parse(&repaired).err()
    }

    /// A number in nested arrays.
    fn nested(levels: usize) -> String {
        ["[".repeat(levels), "1".into(), "]".repeat(levels)].concat()
    }

    fn becomes(cases: &[(&str, &str)], kind: RepairKind) {
        for (text, expected) in cases {
            let (repaired, kinds) = repaired(text);
            assert_eq!(repaired, *expected, "{text}");
            assert!(!kinds.is_empty(), "{text}");
            assert!(kinds.iter().all(|it| *it == kind), "{text}: {kinds:?}");
            assert!(
                json::parse(&repaired).is_ok_and(|(_, large)| !large),
                "{text}"
            );
        }
    }

    #[test]
    fn a_lone_surrogate_becomes_the_replacement_character() {
        let cases = [
            (r#""a \ud83d""#, r#""a \ufffd""#),
            (r#""\ud83d!""#, r#""\ufffd!""#),
            (r#""\uDE00 b""#, r#""\ufffd b""#),
            (r#""\ud83d\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\uD83D\uD83D\uDE00""#, r#""\ufffd\uD83D\uDE00""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\n\\\ud83d""#, r#""\ufffd\n\\\ufffd""#),
            (r#""\ud83d\u0041""#, r#""\ufffd\u0041""#),
            (r#"{"\ud83d": 1}"#, r#"{"\ufffd": 1}"#),
        ];
        becomes(&cases, RepairKind::Surrogate);
    }

    #[test]
    fn unescaped_white_space_is_kept() {
        let cases = [
            ("\"a\tb\r\nc\"", r#""a\tb\r\nc""#),
            ("{\"a\n\": \n1}", "{\"a\\n\": \n1}"),
        ];
        becomes(&cases, RepairKind::Space);
    }

    #[test]
    fn other_control_characters_become_the_replacement_character() {
        let cases = [
            ("\"\0\u{1}a\u{1f}\"", r#""\ufffd\ufffda\ufffd""#),
            ("\"\u{1b}[2J\u{7f}\"", "\"\\ufffd[2J\u{7f}\""),
        ];
        becomes(&cases, RepairKind::Control);
    }

    #[test]
    fn numbers_that_are_too_large_or_not_finite_become_null() {
        let digits = "9".repeat(400);
        let cases = [
            ("[1e400,-1e999 ,1.5E+400]", "[null,null ,null]"),
            (&*digits, "null"),
            ("{\"a\":NaN}", "{\"a\":null}"),
            ("[-Infinity, Infinity\n, -NaN]", "[null, null\n, null]"),
            ("[nan, -nan, inf, -inf]", "[null, null, null, null]"),
        ];
        becomes(&cases, RepairKind::Number);
    }

    #[test]
    fn a_value_nested_too_deep_becomes_null() {
        let at_limit = nested(MAX_DEPTH);
        assert_eq!(repaired(&at_limit), (at_limit, Vec::new()));
        let expected = nested(MAX_DEPTH).replace('1', "null");
        for levels in [MAX_DEPTH + 1, MAX_DEPTH + 2, 200, 100_000] {
            becomes(&[(&nested(levels), &expected)], RepairKind::Deep);
        }
        let deep = ["{\"a\": ".repeat(300), "}".repeat(300)].join("{}");
        let expected = ["{\"a\": ".repeat(MAX_DEPTH), "}".repeat(MAX_DEPTH)].join("null");
        becomes(&[(&deep, &expected)], RepairKind::Deep);
        // The repairs inside the value are dropped with it; those after it are kept.
        let inner = nested(MAX_DEPTH).replace('1', r#"{"]": "\ud83d\"]", "b": NaN}, {}, 2"#);
        let expected = nested(MAX_DEPTH).replace('1', "null, null, 2");
        becomes(&[(&inner, &expected)], RepairKind::Deep);
    }

    #[test]
    fn a_value_nested_too_deep_has_to_be_json() {
        let with = |inner: &str| nested(MAX_DEPTH + 1).replace('1', inner);
        let start = MAX_DEPTH + 1;
        for (inner, column) in [("1,]", 3), ("nope", 2), ("}", 1), ("01", 2), ("\"\\x\"", 3)] {
            let reason = reason(&with(inner));
            assert_eq!(
                reason,
                Some(NotAFeed::NotJson(1, start + column)),
                "{inner}"
            );
        }
        assert_eq!(reason(&"[".repeat(100_000)), Some(NotAFeed::Truncated));
        assert_eq!(reason(&with("\"")), Some(NotAFeed::Truncated));
    }

    #[test]
    fn any_other_error_is_not_repaired() {
        for text in [
            "nope",
            "[1,]",
            "+1",
            "01",
            "1.",
            ".5",
            "1e",
            "-",
            "NaNa",
            "--inf",
            "[1e400x]",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\\n\"",
            "{1e5: 2}",
            "undefined",
            "[1] [2]",
            "]]]]",
        ] {
            let (same, kinds) = repaired(text);
            assert_eq!((&*same, kinds), (text, vec![]));
            assert!(reason(text).is_some(), "{text}");
        }
    }

    #[test]
    fn an_error_has_its_position_in_the_original() {
        let position = |text| match reason(text) {
            Some(NotAFeed::NotJson(line, column)) => (line, column),
            reason => panic!("{text}: {reason:?}"),
        };
        for (text, expected) in [
            ("[1,, 2]", (1, 4)),
            ("[\"\\ud83d\", NaN,, 2]", (1, 16)),
            ("[\"a\nb\tc\",, 2]", (2, 6)),
            ("[\"a\n\",\n1e400, Infinity NaN]", (3, 17)),
            ("[\"\u{1}\",\n\n\"é\" nope]", (3, 6)),
            ("\u{feff}\n \n  [\"\\ud83d\" x]", (3, 13)),
        ] {
            assert_eq!(position(text), expected, "{text:?}");
        }
        let deep = format!("[\"\n\", {},\n\"\t\" x]", nested(300));
        assert_eq!(position(&deep), (3, 5));
        assert_eq!(reason("[\"\\ud83d\", "), Some(NotAFeed::Truncated));
        assert_eq!(reason("[NaN, \"\n"), Some(NotAFeed::Truncated));
    }

    #[test]
    fn a_repair_is_located_in_its_ancestors_only() {
        let text = r#"{"a\ud83d": 1, "b": [{"\u0063": {"d": NaN}}, [2, "\ud83d"], 3], "e": [], "f": 1e400}"#;
        let repaired = repair(text, text).unwrap();
        let document = parse(&repaired).unwrap();
        let locations = locate(&repaired, &document);
        assert_eq!(locations.find(&document).1, (0, 4));
        let path = |number| locations.path(&document, number, "itself");
        assert_eq!([0, 1, 2, 3].map(path), ["a\u{fffd}", "b.c.d", "b", "f"]);
        let list = document.get("b").unwrap();
        assert_eq!(locations.find(list).1, (1, 3));
        let items = list.as_array().unwrap();
        let ranges: Vec<_> = items.iter().map(|item| locations.find(item).1).collect();
        assert_eq!(ranges, [(1, 2), (2, 3), (0, 0)]);
        assert_eq!(locations.path(&items[1], 2, "itself"), "itself");
        assert_eq!(locations.find(document.get("e").unwrap()).1, (0, 0));
    }

    #[test]
    fn a_path_has_four_names_at_most() {
        let text = ["{\"a\": ".repeat(500), "}".repeat(500)].join("1");
        let repaired = repair(&text, &text).unwrap();
        let document = parse(&repaired).unwrap();
        let locations = locate(&repaired, &document);
        assert_eq!(locations.path(&document, 0, "itself"), "a.a.a.a");
    }

    #[test]
    fn a_million_repairs_are_located() {
        let text = format!("[{}0]", "NaN,".repeat(1_000_000));
        let repaired = repair(&text, &text).unwrap();
        let document = parse(&repaired).unwrap();
        let locations = locate(&repaired, &document);
        assert_eq!(locations.find(&document).1, (0, 1_000_000));
        assert_eq!(locations.into_warnings(&document).len(), 1);
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        /// Tokens that often form JSON.
        fn json_like() -> impl Strategy<Value = String> {
            let leaf = prop_oneof![
                6 => r#""(\\u[dD][8-9c-fC-F3][0-9a-f]{2}|[a-c\t\n\x00-\x1fé"]|\\["\\nu]){0,5}""#,
                4 => "-?[0-9]{1,3}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,4})?",
                2 => prop::sample::select(&["null", "true", "NaN", "-Infinity", "nan", "1e400"][..])
                    .prop_map(String::from),
                1 => (120_usize..140).prop_map(nested),
                1 => "[\\[\\]{},:\" a-z0-9.é\\\\-]{0,6}",
            ];
            leaf.prop_recursive(4, 32, 5, |inner| {
                let names = "\"[a-c]?(\\\\ud83d)?\"";
                prop_oneof![
                    prop::collection::vec(inner.clone(), 0..5)
                        .prop_map(|values| format!("[{}]", values.join(","))),
                    prop::collection::vec((names, inner), 0..5).prop_map(|fields| {
                        let fields = fields
                            .iter()
                            .map(|(name, value)| format!("{name}: {value}"));
                        format!("{{{}}}", fields.collect::<Vec<_>>().join(",\n"))
                    }),
                ]
            })
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(2000))]

            #[test]
            fn json_is_unchanged_and_anything_else_is_repaired_or_rejected(text in json_like()) {
                let is_strict = json::parse(&text).is_ok_and(|(_, large)| !large);
                let part = text.trim();
                match repair(&text, part).and_then(|it| parse(&it).map(|_| it.repairs.len())) {
                    Ok(repairs) => prop_assert_eq!(repairs == 0, is_strict),
                    Err(NotAFeed::NotJson(line, column)) => {
                        prop_assert!(!is_strict);
                        let lines = text.split('\n').collect::<Vec<_>>();
                        prop_assert!(column <= lines[line - 1].len() + 1);
                    }
                    Err(reason) => prop_assert_eq!(reason, NotAFeed::Truncated),
                }
            }

            #[test]
            fn a_paced_parser_is_as_strict_as_a_whole_one(text in json_like()) {
                let paced = complete(paced_json::parse(&text, &Pace::whole()));
                match (json::parse(&text), paced) {
                    (Ok(whole), Ok(paced)) => {
                        prop_assert_eq!(format!("{whole:?}"), format!("{paced:?}"));
                    }
                    (Err(error), Err(paced)) => {
                        prop_assert_eq!(error.is_eof(), paced.is_truncated);
                        let lines = text.split_inclusive('\n').take(error.line() - 1);
                        let end = lines.map(str::len).sum::<usize>() + error.column();
                        prop_assert!(paced.is_truncated || paced.end == end, "{}", error);
                    }
                    (whole, paced) => prop_assert!(false, "{:?} {:?}", whole, paced),
                }
            }

            #[test]
            fn every_repair_is_located_in_the_document(text in json_like()) {
                if let Ok(repaired) = repair(&text, text.trim())
                    && let Ok(document) = parse(&repaired)
                {
                    let locations = locate(&repaired, &document);
                    let all = (0, repaired.repairs.len());
                    let scalar = document.fields().is_empty() && document.as_array().is_none();
                    prop_assert!(locations.find(&document).1 == all || scalar);
                }
            }
        }
    }
}
