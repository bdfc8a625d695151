//! Parses JSON in small steps, with pauses between them. As strict as [`json::parse`].
//!
//! It only knows the structure: arrays, objects and where a string or another literal ends. `serde_json` reads those.

use std::borrow::Cow;
use std::vec::IntoIter;

use serde_json::error::Category;

use super::json::{self, Value};
use super::pace::{self, Pace};

/// The maximum depth of nested arrays and objects: the limit of `serde_json`.
pub(super) const MAX_DEPTH: usize = 127;

/// Where the parser stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// The end of what was read.
    pub(super) end: usize,
    /// Whether the text ends in the middle of the document.
    pub(super) is_truncated: bool,
}

/// Parses a document. Also returns whether a number is out of the range of doubles.
///
/// # Errors
/// The document is not JSON, or nested too deep.
pub(super) async fn parse<'t>(
    text: &'t str,
    pace: &Pace,
) -> Result<(Value<'t>, bool), SyntaxError> {
    let mut parser = Parser::new(text, MAX_DEPTH);
    let document = parser.run(pace).await?;
    Ok((document, parser.is_out_of_range))
}

/// Checks a document of any depth.
///
/// # Errors
/// The document is not JSON.
pub(super) async fn check(text: &str, pace: &Pace) -> Result<(), SyntaxError> {
    let mut parser = Parser::new(text, usize::MAX);
    parser.is_check = true;
    parser.run(pace).await.map(drop)
}

/// Frees the memory of a document.
pub(super) async fn free(document: Value<'_>, pace: &Pace) {
    let mut open = vec![Rest::Array(vec![document].into_iter())];
    while let Some(rest) = open.last_mut() {
        let next = match rest {
            Rest::Array(values) => values.next(),
            Rest::Object(fields) => fields.next().map(|(_, value)| value),
        };
        match next {
            Some(Value::Array(values)) => open.push(Rest::Array(values.into_iter())),
            Some(Value::Object(fields)) => open.push(Rest::Object(fields.into_iter())),
            Some(_) => {}
            None => drop(open.pop()),
        }
        if pace.is_due(pace::VALUE) {
            pace.pause().await;
        }
    }
}

/// The values of an array or an object that are still to be freed.
enum Rest<'t> {
    Array(IntoIter<Value<'t>>),
    Object(IntoIter<(Value<'t>, Value<'t>)>),
}

/// An array or an object whose end is still to come.
enum Open<'t> {
    Array(Vec<Value<'t>>),
    /// Its fields, and the name of the next one.
    Object(Vec<(Value<'t>, Value<'t>)>, Value<'t>),
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open<'t>>,
    max_depth: usize,
    /// Whether the values are not needed.
    is_check: bool,
    is_out_of_range: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, max_depth: usize) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
            max_depth,
            is_check: false,
            is_out_of_range: false,
        }
    }

    async fn run(&mut self, pace: &Pace) -> Result<Value<'t>, SyntaxError> {
        let document = self.run_to_end(pace).await;
        for open in self.open.drain(..) {
            let value = match open {
                Open::Array(values) => Value::Array(values),
                Open::Object(fields, _) => Value::Object(fields),
            };
            free(value, pace).await;
        }
        document
    }

    async fn run_to_end(&mut self, pace: &Pace) -> Result<Value<'t>, SyntaxError> {
        let mut ended = None;
        loop {
            let before = self.at;
            ended = match ended {
                None => self.begin()?,
                Some(value) if self.open.is_empty() => {
                    let next = self.peek();
                    return if next.is_none() {
                        Ok(value)
                    } else {
                        Err(self.unexpected())
                    };
                }
                Some(value) => self.end(value)?,
            };
            if pace.is_due(self.at - before + pace::VALUE) {
                pace.pause().await;
            }
        }
    }

    /// Begins the next value. Returns it if it ends, too.
    fn begin(&mut self) -> Result<Option<Value<'t>>, SyntaxError> {
        match self.peek() {
            Some(b'[') => {
                self.open_one()?;
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(Some(Value::Array(Vec::new())));
                }
                self.open.push(Open::Array(Vec::new()));
                // The text must not end here.
                self.require().map(|()| None)
            }
            Some(b'{') => {
                self.open_one()?;
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(Some(Value::Object(Vec::new())));
                }
                let name = self.name()?;
                self.open.push(Open::Object(Vec::new(), name));
                Ok(None)
            }
            Some(b'"') => self.string().map(Some),
            Some(_) => self.literal().map(Some),
            None => Err(self.unexpected()),
        }
    }

    fn open_one(&mut self) -> Result<(), SyntaxError> {
        if self.open.len() >= self.max_depth {
            return Err(SyntaxError {
                end: self.at + 1,
                is_truncated: false,
            });
        }
        self.at += 1;
        Ok(())
    }

    /// Adds a value to the array or the object that it is in. Returns that if it ends.
    fn end(&mut self, value: Value<'t>) -> Result<Option<Value<'t>>, SyntaxError> {
        let next = self.peek();
        let is_check = self.is_check;
        match self.open.last_mut() {
            Some(Open::Array(values)) => {
                if !is_check {
                    values.push(value);
                }
                match next {
                    Some(b',') => {
                        self.at += 1;
                        return Ok(None);
                    }
                    Some(b']') => {}
                    _ => return Err(self.unexpected()),
                }
            }
            Some(Open::Object(fields, name)) => {
                if !is_check {
                    fields.push((std::mem::replace(name, Value::Null), value));
                }
                match next {
                    Some(b',') => {
                        self.at += 1;
                        let next = self.name()?;
                        if let Some(Open::Object(_, name)) = self.open.last_mut() {
                            *name = next;
                        }
                        return Ok(None);
                    }
                    Some(b'}') => {}
                    _ => return Err(self.unexpected()),
                }
            }
            None => {}
        }
        self.at += 1;
        Ok(Some(match self.open.pop() {
            Some(Open::Array(values)) => Value::Array(values),
            Some(Open::Object(fields, _)) => {
                let (value, may_be_out_of_range) = Value::of_fields(fields);
                self.is_out_of_range |= may_be_out_of_range && value.is_out_of_range();
                value
            }
            None => Value::Null,
        }))
    }

    /// Reads the name of a field and the colon after it.
    fn name(&mut self) -> Result<Value<'t>, SyntaxError> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected());
        }
        let name = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.unexpected());
        }
        self.at += 1;
        Ok(name)
    }

    fn string(&mut self) -> Result<Value<'t>, SyntaxError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        let mut is_plain = true;
        while let Some(rest) = bytes.get(end..)
            && let Some(step) = rest
                .iter()
                .position(|byte| *byte < b' ' || *byte == b'"' || *byte == b'\\')
        {
            end += step;
            match rest.get(step) {
                Some(b'"') => {
                    let inner = self.text.get(start + 1..end).unwrap_or_default();
                    let outer = self.text.get(start..=end).unwrap_or_default();
                    self.at = end + 1;
                    if is_plain {
                        return Ok(Value::String(Cow::Borrowed(inner)));
                    }
                    return self.scalar(start, outer);
                }
                Some(b'\\') => end += 2,
                _ => end += 1,
            }
            is_plain = false;
        }
        self.at = self.text.len();
        self.scalar(start, self.text.get(start..).unwrap_or_default())
    }

    /// Reads anything but a string, an array and an object.
    fn literal(&mut self) -> Result<Value<'t>, SyntaxError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let literal = literal(rest);
        if literal.is_empty() {
            return Err(self.unexpected());
        }
        let start = self.at;
        self.at += literal.len();
        self.scalar(start, literal)
    }

    /// Reads a value without inner ones, which begins at `start`.
    fn scalar(&mut self, start: usize, text: &'t str) -> Result<Value<'t>, SyntaxError> {
        match json::parse(text) {
            Ok((value, is_out_of_range)) => {
                self.is_out_of_range |= is_out_of_range;
                Ok(value)
            }
            Err(_) => Err(self.error_in(start)),
        }
    }

    /// The error in the value that begins at `start`. It may depend on what comes after that.
    fn error_in(&self, start: usize) -> SyntaxError {
        let rest = self.text.get(start..).unwrap_or_default();
        match json::parse(rest) {
            Err(error) if error.classify() != Category::Eof => SyntaxError {
                end: start + end_of(&error, rest),
                is_truncated: false,
            },
            _ => SyntaxError {
                end: self.text.len(),
                is_truncated: true,
            },
        }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    fn require(&mut self) -> Result<(), SyntaxError> {
        match self.peek() {
            Some(_) => Ok(()),
            None => Err(self.unexpected()),
        }
    }

    /// The next byte, or the end of the text, cannot be here.
    fn unexpected(&self) -> SyntaxError {
        SyntaxError {
            end: (self.at + 1).min(self.text.len()),
            is_truncated: self.at >= self.text.len(),
        }
    }
}

/// The number or literal that a text begins with.
pub(super) fn literal(text: &str) -> &str {
    let is_end = |byte: u8| b"[]{},:\" \t\n\r".contains(&byte);
    let end = text.bytes().position(is_end).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The end of what `serde_json` read before an error.
fn end_of(error: &serde_json::Error, text: &str) -> usize {
    let lines = text.split_inclusive('\n');
    let lines = lines.take(error.line().saturating_sub(1));
    lines.map(str::len).sum::<usize>() + error.column()
}
