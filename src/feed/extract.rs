//! Reads single fields out of JSON, so that one bad field never costs more than itself.
//!
//! Walking a parsed document instead of deserialising into structs keeps the good part of a bad
//! document, and one small reader serves every format: a format is a table of [`FieldMap`] and what
//! no table can say.

use std::rc::Rc;
use std::slice;

use serde_json::error::Category;

use super::field_map::FieldMap;
use super::json::Value;
use super::{Entry, Feed, NotAFeed, Warnings, html, link};
use crate::fmt::itoa;
use crate::time::date_format::{self, DateFormat};
use crate::time::timestamp::Timestamp;

/// The part of a text that is to be JSON: without a byte order mark, and without the white space
/// around it.
///
/// # Errors
/// The kinds of [`NotAFeed`] that a text shows at its beginning.
pub(super) fn document(text: &str) -> Result<&str, NotAFeed> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(NotAFeed::Empty);
    }
    if text.starts_with('<') {
        return Err(NotAFeed::Html);
    }
    Ok(text)
}

/// Parses a document strictly; `None`: it is not JSON, unless it can be repaired.
///
/// # Errors
/// It is cut off, and all right up to there: no repair helps.
pub(super) fn parse(document: &str) -> Result<Option<Value<'_>>, NotAFeed> {
    match serde_json::from_str(document) {
        Ok(document) => Ok(Some(document)),
        Err(error) if error.classify() == Category::Eof => Err(NotAFeed::CutOff),
        Err(_) => Ok(None),
    }
}

/// An object of a document: the feed itself or an entry.
#[derive(Clone, Copy)]
pub(crate) struct Extractor<'a> {
    /// The object.
    pub(crate) value: &'a Value<'a>,
    /// Where everything is in it.
    pub(crate) fields: &'static FieldMap,
    /// Fields with values that are not the record's own.
    pub(crate) shared: &'a [(&'static str, &'a str)],
    /// The headline of an entry that has none.
    pub(crate) headline: fn(&Entry) -> Option<Rc<str>>,
    /// What could not be used.
    pub(crate) warnings: &'a Warnings,
    /// Names what was repaired in an entry.
    // Not called by its name, so that it is in the file of the wasm that repairs.
    pub(crate) repaired: &'a dyn Fn(&Value, &Warnings),
}

/// Adds to an entry what no table can say, or refuses it; the feed is as far as it is read.
pub(crate) type Finish<'f, 'a> = &'f mut dyn FnMut(Extractor<'a>, &mut Entry, &mut Feed) -> bool;

impl<'a> Extractor<'a> {
    /// What the fields say of the feed itself.
    pub(crate) fn feed(self) -> Feed {
        Feed {
            title: self.text(self.fields.feed_title, self.fields.plain),
            url: self.link(self.fields.feed_url),
            language: self.text(self.fields.language, filled),
            discussion: self.link(self.fields.discussion),
            ..Feed::default()
        }
    }

    /// Adds an entry to the feed for each object among some values, if `finish` lets it; what is no
    /// object is named and left out.
    pub(crate) fn add_entries(
        self,
        values: &'a [Value<'a>],
        feed: &mut Feed,
        finish: Finish<'_, 'a>,
    ) {
        let authors = self.authors();
        for (index, value) in values.iter().enumerate() {
            self.warnings.turn_to(index + 1, None);
            let record = Self { value, ..self };
            let read = if value.is_object() {
                record.entry()
            } else {
                record.warn("the entry", "is not an object: it is left out");
                None
            };
            (self.repaired)(value, self.warnings);
            if let Some(mut entry) = read
                && finish(record, &mut entry, feed)
            {
                if entry.authors.is_empty() {
                    entry.authors.clone_from(&authors);
                }
                record.complete(&mut entry);
                feed.entries.push(Rc::new(entry));
            }
        }
        self.warnings.turn_to(0, None);
    }

    fn entry(self) -> Option<Entry> {
        let fields = self.fields;
        let mut found = None;
        self.each(fields.id, &mut |_, value| {
            found = id(value);
            found.is_some()
        });
        if found.is_some() {
            self.warnings.turn_to(0, found.as_ref());
        }
        let mut entry = Entry {
            id: found.unwrap_or_default(),
            title: self.text(fields.title, fields.plain),
            url: self.link(fields.url),
            published: self.date(fields.published),
            updated: self.date(fields.updated),
            key: self.flag(fields.key),
            summary: self.flag(fields.summary),
            pinned: self.flag(fields.pinned),
            anchor: self.text(fields.anchor, filled),
            anchors: fields.anchors,
            html: self.text(fields.html, filled),
            text: self.text(fields.text, fields.plain),
            image: self.link(fields.image),
            tags: self.tags(),
            authors: self.authors(),
            ..Entry::default()
        };
        if entry.id.is_empty()
            && let Some(words) = (fields.words)(&entry)
        {
            let time = entry.published.map(date_format::to_rfc3339);
            let id = [&time.unwrap_or_default(), " ", &words].concat();
            entry.id = id.trim().into();
        }
        if entry.id.is_empty() {
            self.warn(
                fields.id,
                "is missing or blank, expected a text or a whole number: the entry is left out",
            );
            return None;
        }
        Some(entry)
    }

    /// Does what holds for the entries of every format.
    fn complete(self, entry: &mut Entry) {
        if entry.updated <= entry.published {
            entry.updated = None;
        }
        if entry.title.is_none() {
            entry.title = (self.headline)(entry);
            entry.derived = entry.title.is_some();
            if entry.derived && (entry.key || entry.summary) {
                self.warn(
                    "the headline",
                    "is missing: the first sentence of the text takes its place",
                );
            }
        }
    }

    /// Says that a field of this record can't be used as it is.
    pub(crate) fn warn(self, field: &'static str, problem: &'static str) {
        self.warnings.push(field, problem);
    }

    /// The value at the end of a path; `null` when there is none.
    pub(crate) fn at(self, path: &str) -> &'a Value<'a> {
        at(self.value, path)
    }

    /// Visits the values at the end of paths, until one will do.
    ///
    /// What is `null` is not there, and neither is a value that is not the record's own.
    fn each(
        self,
        paths: &'static str,
        will_do: &mut dyn FnMut(&'static str, &'a Value<'a>) -> bool,
    ) {
        let mut rest = Some(paths).filter(|paths| !paths.is_empty());
        while let Some(paths) = rest {
            let path;
            (path, rest) = cut(paths, b' ');
            let value = self.walk(path);
            if value.is_null() {
                continue;
            }
            let shared = |(field, text): &(&str, &str)| *field == path && *value == **text;
            if self.shared.iter().any(shared) {
                self.warn(
                    path,
                    "is that of the blog or of most updates: it is ignored",
                );
            } else if will_do(path, value) {
                break;
            }
        }
    }

    /// The value at the end of a path; what is no object on the way is named.
    fn walk(self, path: &'static str) -> &'a Value<'a> {
        let mut value = self.value;
        let mut rest = Some(path);
        while let Some(names) = rest {
            let name;
            (name, rest) = cut(names, b'.');
            if names.len() < path.len() && !value.is_object() && !value.is_null() {
                let way = path.len() - names.len() - 1;
                let outer = path.get(..way).unwrap_or_default();
                self.warn(outer, "is not an object: it is ignored");
            }
            value = value.get(name).unwrap_or(&Value::Null);
        }
        value
    }

    /// A text with something in it, as `plain` reads it.
    pub(crate) fn text(
        self,
        paths: &'static str,
        plain: fn(&str) -> Option<Rc<str>>,
    ) -> Option<Rc<str>> {
        let mut found = None;
        self.each(paths, &mut |path, value| {
            let Value::String(text) = value else {
                self.warn(path, "is not a text: it is ignored");
                return false;
            };
            found = plain(text);
            found.is_some()
        });
        found
    }

    /// `true`, or anything else.
    pub(crate) fn flag(self, paths: &'static str) -> bool {
        let mut found = false;
        self.each(paths, &mut |path, value| {
            match value {
                Value::Bool(flag) => found = *flag,
                _ => self.warn(path, "is neither true nor false: it counts as false"),
            }
            found
        });
        found
    }

    /// A moment, in whatever notation; one that is not as expected is named.
    pub(crate) fn date(self, paths: &'static str) -> Option<Timestamp> {
        let mut found = None;
        self.each(paths, &mut |path, value| {
            let read = match value {
                Value::String(text) if text.trim().is_empty() => return false,
                Value::String(text) => date_format::read(text),
                value => value
                    .as_whole()
                    .and_then(date_format::epoch)
                    .map(|instant| (instant, DateFormat::Epoch)),
            };
            let expected = self.fields.times;
            match read {
                None => self.warn(
                    path,
                    "is not a date like 2026-03-29T12:30:00Z: it is ignored",
                ),
                Some((_, DateFormat::Local)) if expected != DateFormat::Local => {
                    self.warn(path, "has no offset from UTC: it is read as UTC");
                }
                Some((_, DateFormat::Epoch)) if expected != DateFormat::Epoch => self.warn(
                    path,
                    "is a number: it is read as seconds or milliseconds since 1970",
                ),
                Some(_) => {}
            }
            found = read.map(|(instant, _)| instant);
            found.is_some()
        });
        found
    }

    /// An address that a reader may follow: a text, or in an object, or the first in an array.
    pub(crate) fn link(self, paths: &'static str) -> Option<Rc<str>> {
        let mut found = None;
        self.each(paths, &mut |path, value| {
            found = address(value);
            if found.is_none() {
                self.warn(
                    path,
                    "is not an http, https or relative address: it is ignored",
                );
            }
            found.is_some()
        });
        found
    }

    /// The names of the authors, each a text or an object; an address is no name.
    fn authors(self) -> Vec<Rc<str>> {
        let mut names = Vec::new();
        self.each(self.fields.authors, &mut |_, value| {
            for author in list(value) {
                let name = author.get(self.fields.name).unwrap_or(author);
                let name = name.as_str().filter(|name| !name.starts_with("http"));
                if let Some(name) = name.and_then(self.fields.plain) {
                    names.push(name);
                }
            }
            !names.is_empty()
        });
        names
    }

    fn tags(self) -> Vec<Rc<str>> {
        let mut tags = Vec::new();
        self.each(self.fields.tags, &mut |path, value| {
            match value.as_array() {
                None => self.warn(path, "is not an array: it is ignored"),
                Some(values) => {
                    for value in values {
                        if let Some(tag) = id(value) {
                            tags.push(tag);
                        }
                    }
                }
            }
            true
        });
        tags
    }
}

/// The value at the end of a path; `null` when there is none.
pub(crate) fn at<'a>(mut value: &'a Value<'a>, path: &str) -> &'a Value<'a> {
    let mut rest = Some(path);
    while let Some(names) = rest {
        let name;
        (name, rest) = cut(names, b'.');
        value = value.get(name).unwrap_or(&Value::Null);
    }
    value
}

/// What is before the first of such ASCII characters, and what is after it.
///
/// Compiled for size, `split` takes several times as long.
pub(super) fn cut(text: &str, at: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == at) {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..)),
        None => (text, None),
    }
}

/// The values of an array; a value that is no array counts as an array of it alone.
pub(crate) fn list<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        _ => slice::from_ref(value),
    }
}

/// The id that a value gives: a text, or a whole number.
pub(crate) fn id(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::String(id) => filled(id),
        value => Some(itoa(value.as_whole()?).into()),
    }
}

/// A text without the white space around it, if there is anything else.
pub(crate) fn filled(text: &str) -> Option<Rc<str>> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

/// The text of what may be an HTML fragment, if there is anything in it.
pub(crate) fn text_of_html(text: &str) -> Option<Rc<str>> {
    if text.contains('<') || text.contains('&') {
        filled(&html::text(text, usize::MAX))
    } else {
        filled(text)
    }
}

/// An address that a reader may follow: a text, or in an object, or the first in an array.
pub(crate) fn address(value: &Value) -> Option<Rc<str>> {
    let value = list(value).first()?;
    let address = value.get("url").or(value.get("@id")).unwrap_or(value);
    link::safe(address.as_str()?).map(Into::into)
}
