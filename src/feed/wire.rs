//! Reads single fields out of JSON, so that one bad field never costs more than itself.
//!
//! Walking a parsed document instead of deserialising into structs keeps the good part of a bad
//! document, and one small reader serves every dialect.

use std::rc::Rc;

use serde_json::error::Category;
use serde_json::{Map, Value};

use super::{Entry, NotAFeed, Warnings, date, link};
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

/// A JSON object of a document: the feed itself, an entry, or something inside one.
#[derive(Clone)]
pub(crate) struct Record<'a> {
    fields: &'a Map<String, Value>,
    warnings: &'a Warnings,
    entry: Option<Rc<str>>,
}

impl<'a> Record<'a> {
    /// The document's outermost object.
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

    /// Reads each object of an array of entries; what is no object is named and left out.
    pub(crate) fn entries(
        &self,
        field: &'static str,
        read: &dyn Fn(Record<'a>) -> Option<Entry>,
    ) -> Vec<Rc<Entry>> {
        let mut entries = Vec::new();
        for (index, value) in self.array(field).iter().enumerate() {
            let place: Rc<str> = ["#", &(index + 1).to_string()].concat().into();
            let entry = Some(Rc::clone(&place));
            match value {
                Value::Object(fields) => {
                    let record = Record {
                        fields,
                        warnings: self.warnings,
                        entry,
                    };
                    entries.extend(read(record).map(Rc::new));
                }
                _ => self.warnings.push(
                    Some(&place),
                    "the entry",
                    "is not an object: it is left out",
                ),
            }
        }
        entries
    }

    /// The entry's id; from here on, warnings name the entry by it.
    pub(crate) fn id(&mut self, field: &'static str) -> Option<Rc<str>> {
        let id = match self.present(field) {
            Some(Value::String(id)) => Some(id.trim().to_owned()),
            Some(Value::Number(id)) => id
                .as_i64()
                .map(|id| id.to_string())
                .or_else(|| whole(id.as_f64()?).map(|id| id.to_string())),
            _ => None,
        };
        let id: Option<Rc<str>> = id.filter(|id| !id.is_empty()).map(Into::into);
        match &id {
            Some(id) => self.entry = Some(Rc::clone(id)),
            None => self.warn(
                field,
                "is missing or blank, expected a text or a whole number: the entry is left out",
            ),
        }
        id
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

    /// A moment, written as RFC 3339 or ISO 8601.
    pub(crate) fn date(&self, field: &'static str) -> Option<Instant> {
        let text = self.text(field)?;
        let instant = date::parse(&text);
        if instant.is_none() {
            self.warn(
                field,
                "is not a date like 2026-03-29T12:30:00Z: it is ignored",
            );
        }
        instant
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

    /// The texts that `name` has in the objects of an array.
    pub(crate) fn texts_in(&self, field: &'static str, name: &'static str) -> Vec<Rc<str>> {
        let mut texts = Vec::new();
        for value in self.array(field) {
            push_text(&mut texts, value.get(name));
        }
        texts
    }

    /// The texts of an array.
    pub(crate) fn texts(&self, field: &'static str) -> Vec<Rc<str>> {
        let mut texts = Vec::new();
        for value in self.array(field) {
            push_text(&mut texts, Some(value));
        }
        texts
    }

    /// Whether the field is there with anything but `null`.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.present(field).is_some()
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

fn push_text(texts: &mut Vec<Rc<str>>, value: Option<&Value>) {
    let text = value.and_then(Value::as_str).unwrap_or_default().trim();
    if !text.is_empty() {
        texts.push(text.into());
    }
}

/// The largest number up to which every whole number has its own double.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

fn whole(number: f64) -> Option<i64> {
    (number.fract().abs() < f64::EPSILON && number.abs() <= MAX_SAFE_INTEGER)
        .then_some(number as i64)
}
