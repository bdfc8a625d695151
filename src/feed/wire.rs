//! Reads single fields out of JSON, so that one bad field never costs more than itself.
//!
//! Walking a parsed document instead of deserialising into structs keeps the good part of a bad
//! document, and one small reader serves every dialect.

use std::rc::Rc;
use std::slice;

use serde_json::error::Category;
use serde_json::{Map, Number, Value};

use super::date::{self, Notation};
use super::{Entry, NotAFeed, Warnings, headline, html, link};
use crate::instant::Instant;

/// Parses a document.
///
/// # Errors
/// The kinds of [`NotAFeed`] that a text shows before its dialect matters.
pub(super) fn parse(text: &str) -> Result<Value, NotAFeed> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(NotAFeed::Empty);
    }
    if text.starts_with('<') {
        return Err(NotAFeed::Html);
    }
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Eof => NotAFeed::CutOff,
        _ => NotAFeed::NotJson(error.line(), error.column()),
    })
}

/// What is at the end of a path of names; `null` when nothing is.
pub(crate) fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter()
        .try_fold(value, |value, name| value.get(name))
        .unwrap_or(&Value::Null)
}

/// The values of an array; a value that is no array counts as an array of it alone.
pub(crate) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        _ => slice::from_ref(value),
    }
}

/// Reads each object among some values as an entry; what is no object is named and left out.
pub(crate) fn entries<'a>(
    values: &'a [Value],
    warnings: &'a Warnings,
    read: &mut dyn FnMut(Record<'a>) -> Option<Entry>,
) -> Vec<Rc<Entry>> {
    let mut entries = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let place: Rc<str> = ["#", &(index + 1).to_string()].concat().into();
        let Value::Object(fields) = value else {
            let problem = "is not an object: it is left out";
            warnings.push(Some(&place), "the entry", problem);
            continue;
        };
        let record = Record {
            fields,
            warnings,
            entry: Some(place),
        };
        if let Some(entry) = read(record) {
            entries.push(Rc::new(finished(entry, warnings)));
        }
    }
    entries
}

/// What holds for the entries of every dialect.
fn finished(mut entry: Entry, warnings: &Warnings) -> Entry {
    if entry.updated <= entry.published {
        entry.updated = None;
    }
    if entry.title.is_none() {
        entry.title = headline::of(&entry);
        entry.derived = entry.title.is_some();
        if entry.derived && (entry.key || entry.summary) {
            let problem = "is missing: the first sentence of the text takes its place";
            warnings.push(Some(&entry.id), "the headline", problem);
        }
    }
    entry
}

/// A JSON object of a document: the feed itself, an entry, or something inside one.
#[derive(Clone)]
pub(crate) struct Record<'a> {
    fields: &'a Map<String, Value>,
    warnings: &'a Warnings,
    entry: Option<Rc<str>>,
}

impl<'a> Record<'a> {
    /// An object that is no part of an entry.
    pub(crate) fn root(value: &'a Value, warnings: &'a Warnings) -> Option<Self> {
        Some(Self {
            fields: value.as_object()?,
            warnings,
            entry: None,
        })
    }

    /// Says that a field of this record can't be used as it is.
    pub(crate) fn warn(&self, field: &'static str, problem: &'static str) {
        self.warnings.push(self.entry.as_ref(), field, problem);
    }

    /// Reads each object of an array as an entry.
    pub(crate) fn entries(
        &self,
        field: &'static str,
        read: &mut dyn FnMut(Record<'a>) -> Option<Entry>,
    ) -> Vec<Rc<Entry>> {
        entries(self.array(field), self.warnings, read)
    }

    /// The entry's id; from here on, warnings name the entry by it.
    pub(crate) fn id(&mut self, field: &'static str) -> Option<Rc<str>> {
        let id = id(self.value(field));
        match &id {
            Some(id) => self.name(id),
            None => self.warn(
                field,
                "is missing or blank, expected a text or a whole number: the entry is left out",
            ),
        }
        id
    }

    /// Has warnings name the entry by its id from here on.
    pub(crate) fn name(&mut self, id: &Rc<str>) {
        self.entry = Some(Rc::clone(id));
    }

    /// A text with something in it.
    pub(crate) fn text(&self, field: &'static str) -> Option<Rc<str>> {
        match self.present(field)? {
            Value::String(text) => {
                let text = text.trim();
                (!text.is_empty()).then(|| text.into())
            }
            _ => {
                self.warn(field, "is not a text: it is ignored");
                None
            }
        }
    }

    /// The text of an HTML fragment with some text in it.
    pub(crate) fn plain(&self, field: &'static str) -> Option<Rc<str>> {
        let text = html::text(&self.text(field)?, usize::MAX);
        (!text.is_empty()).then(|| text.into())
    }

    /// `true`, or anything else.
    pub(crate) fn flag(&self, field: &'static str) -> bool {
        match self.present(field) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.warn(field, "is neither true nor false: it counts as false");
                false
            }
        }
    }

    /// A moment, in whatever notation; one that is not as expected is named.
    pub(crate) fn date(&self, field: &'static str, expected: Notation) -> Option<Instant> {
        let read = match self.present(field)? {
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => date::read(text),
            Value::Number(number) => date::epoch(whole(number).unwrap_or_default())
                .map(|instant| (instant, Notation::Epoch)),
            _ => None,
        };
        let Some((instant, notation)) = read else {
            self.warn(
                field,
                "is not a date like 2026-03-29T12:30:00Z: it is ignored",
            );
            return None;
        };
        match notation {
            Notation::Local if expected != Notation::Local => {
                self.warn(field, "has no offset from UTC: it is read as UTC");
            }
            Notation::Epoch if expected != Notation::Epoch => self.warn(
                field,
                "is a number: it is read as seconds or milliseconds since 1970",
            ),
            _ => {}
        }
        Some(instant)
    }

    /// An address that a reader may follow.
    pub(crate) fn link(&self, field: &'static str) -> Option<Rc<str>> {
        let text = self.text(field)?;
        let safe = link::safe(&text);
        if safe.is_none() {
            self.warn(
                field,
                "is not an http, https or relative address: there is no link",
            );
        }
        safe.map(Into::into)
    }

    /// An object inside this one.
    pub(crate) fn object(&self, field: &'static str) -> Option<Record<'a>> {
        match self.present(field)? {
            Value::Object(fields) => Some(Record {
                fields,
                warnings: self.warnings,
                entry: self.entry.clone(),
            }),
            _ => {
                self.warn(field, "is not an object: it is ignored");
                None
            }
        }
    }

    /// The names of people: texts, or objects that have the name in a field; one or an array.
    ///
    /// An address of a person is no name.
    pub(crate) fn people(&self, field: &str, name: &str) -> Vec<Rc<str>> {
        let mut names = Vec::new();
        for value in list(self.value(field)) {
            push_text(&mut names, value.get(name).unwrap_or(value));
        }
        names.retain(|name| !name.contains("://"));
        names
    }

    /// The texts of an array; a number counts as its text.
    pub(crate) fn texts(&self, field: &'static str) -> Vec<Rc<str>> {
        let mut texts = Vec::new();
        for value in self.array(field) {
            push_text(&mut texts, value);
        }
        texts
    }

    /// Whether the field is there with anything but `null`.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.present(field).is_some()
    }

    /// The field as it is; `null` when it is missing.
    pub(crate) fn value(&self, field: &str) -> &'a Value {
        self.fields.get(field).unwrap_or(&Value::Null)
    }

    fn array(&self, field: &'static str) -> &'a [Value] {
        match self.present(field) {
            None => &[],
            Some(Value::Array(values)) => values,
            Some(_) => {
                self.warn(field, "is not an array: it is ignored");
                &[]
            }
        }
    }

    fn present(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }
}

/// The flags of an object that may be missing.
pub(crate) fn flags<const N: usize>(
    object: Option<&Record>,
    names: [&'static str; N],
) -> [bool; N] {
    names.map(|name| object.is_some_and(|object| object.flag(name)))
}

/// The id that a value gives: a text, or a whole number.
pub(crate) fn id(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::String(id) => {
            let id = id.trim();
            (!id.is_empty()).then(|| id.into())
        }
        Value::Number(id) => Some(whole(id)?.to_string().into()),
        _ => None,
    }
}

/// The address that a value or a field of it is, if a reader may follow it.
pub(crate) fn address(value: &Value, field: &str) -> Option<Rc<str>> {
    let address = value.get(field).unwrap_or(value).as_str()?;
    link::safe(address).map(Into::into)
}

fn push_text(texts: &mut Vec<Rc<str>>, value: &Value) {
    texts.extend(id(value));
}

/// The largest number up to which every whole number has its own double.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

fn whole(number: &Number) -> Option<i64> {
    let whole = |number: f64| {
        let exact = number.fract().abs() < f64::EPSILON && number.abs() <= MAX_SAFE_INTEGER;
        exact.then_some(number as i64)
    };
    number.as_i64().or_else(|| whole(number.as_f64()?))
}
