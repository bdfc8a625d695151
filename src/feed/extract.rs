//! Extracts fields from parsed JSON. A bad field is skipped and reported.
//!
//! Deserializing into structs would fail on the first bad field. A format is a [`FieldMap`] plus code
//! for what a table can't express, so all formats share this extractor.

use std::rc::Rc;
use std::slice;

use serde_json::error::Category;

use super::field_map::FieldMap;
use super::json::Value;
use super::{Entry, Feed, NotAFeed, Warnings, html, link};
use crate::fmt::itoa;
use crate::time::date_format::{self, DateFormat};
use crate::time::timestamp::Timestamp;

/// A text without byte order marks and surrounding white space.
///
/// # Errors
/// [`NotAFeed::Empty`] and [`NotAFeed::Html`].
pub(super) fn trim(text: &str) -> Result<&str, NotAFeed> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(NotAFeed::Empty);
    }
    if text.starts_with('<') {
        return Err(NotAFeed::Html);
    }
    Ok(text)
}

/// Parses a document strictly. `None`: it is not JSON, but may be repairable.
///
/// # Errors
/// [`NotAFeed::CutOff`]: the JSON is truncated, which can't be repaired.
pub(super) fn parse(document: &str) -> Result<Option<Value<'_>>, NotAFeed> {
    match serde_json::from_str(document) {
        Ok(document) => Ok(Some(document)),
        Err(error) if error.classify() == Category::Eof => Err(NotAFeed::CutOff),
        Err(_) => Ok(None),
    }
}

/// What only few feeds need.
pub(crate) struct Unusual {
    /// Reads a date that is not as RFC 3339 has it.
    pub(crate) date: fn(&str) -> Option<(Timestamp, DateFormat)>,
    /// Decodes the character references of a text without markup; `None`: it has none.
    pub(crate) decode: fn(&str) -> Option<Rc<str>>,
}

/// Extracts the fields of one object: the feed itself or an entry.
#[derive(Clone, Copy)]
pub(crate) struct Extractor<'a> {
    /// The object.
    pub(crate) value: &'a Value<'a>,
    /// The paths of its fields.
    pub(crate) fields: &'static FieldMap,
    /// Values to ignore, by field: most entries share them.
    pub(crate) shared: &'a [(&'static str, &'a str)],
    /// What reads unusual texts; `None`: the lazy chunk does.
    pub(crate) unusual: Option<&'static Unusual>,
    /// The object that a reference stands for; a value that is none stands for itself.
    pub(crate) resolve: &'a dyn Fn(&'a Value<'a>) -> &'a Value<'a>,
    /// The whole document.
    pub(crate) document: &'a Value<'a>,
    /// Derives the headline of an entry that has none.
    pub(crate) headline: fn(&Entry) -> Option<Rc<str>>,
    /// Collects the warnings.
    pub(crate) warnings: &'a Warnings,
    /// Reports the repairs in an entry.
    // Dynamic dispatch keeps the code of the repairs in the lazy chunk.
    pub(crate) warn_of_repairs: &'a dyn Fn(&Value, &Warnings),
}

/// Completes an entry, with the feed as read so far. Returns whether to keep the entry.
pub(crate) type Finish<'f, 'a> = &'f mut dyn FnMut(Extractor<'a>, &mut Entry, &mut Feed) -> bool;

impl<'a> Extractor<'a> {
    /// The feed's own fields, without entries.
    pub(crate) fn feed(self) -> Feed {
        Feed {
            title: self.text(self.fields.feed_title, self.fields.to_plain_text),
            url: self.link(self.fields.feed_url),
            language: self.text(self.fields.language, non_blank),
            discussion: self.link(self.fields.discussion),
            ..Feed::default()
        }
    }

    /// Adds an entry to the feed for each object among the values that `finish` keeps. Other values
    /// are skipped and reported.
    pub(crate) fn add_entries(
        self,
        values: &mut dyn Iterator<Item = &'a Value<'a>>,
        feed: &mut Feed,
        finish: Finish<'_, 'a>,
    ) {
        let authors = self.authors();
        for (index, value) in values.enumerate() {
            self.warnings.set_entry(index + 1, None);
            let item = Self { value, ..self };
            let read = if value.is_object() {
                item.entry()
            } else {
                item.warn("the entry", "is not an object: it is left out");
                None
            };
            (self.warn_of_repairs)(value, self.warnings);
            if let Some(mut entry) = read
                && finish(item, &mut entry, feed)
            {
                if entry.authors.is_empty() {
                    entry.authors.clone_from(&authors);
                }
                item.complete(&mut entry);
                feed.entries.push(Rc::new(entry));
            }
        }
        self.warnings.set_entry(0, None);
    }

    fn entry(self) -> Option<Entry> {
        let fields = self.fields;
        let mut found = None;
        self.first_match(fields.id, &mut |_, value| {
            found = id(value);
            found.is_some()
        });
        if found.is_some() {
            self.warnings.set_entry(0, found.as_ref());
        }
        let mut entry = Entry {
            id: found.unwrap_or_default(),
            title: self.text(fields.title, fields.to_plain_text),
            url: self.link(fields.url),
            published: self.date(fields.published),
            updated: self.date(fields.updated),
            key: self.flag(fields.key),
            summary: self.flag(fields.summary),
            pinned: self.flag(fields.pinned),
            anchor: self.text(fields.anchor, non_blank),
            anchors: fields.anchors,
            html: self.text(fields.html, non_blank),
            text: self.text(fields.text, fields.to_plain_text),
            image: self.link(fields.image),
            tags: self.tags(),
            authors: self.authors(),
            ..Entry::default()
        };
        if entry.id.is_empty()
            && let Some(text) = (fields.fallback_id)(&entry)
        {
            let time = entry.published.map(date_format::to_rfc3339);
            let id = [&time.unwrap_or_default(), " ", &text].concat();
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

    /// Applies what is common to all formats: drops edits before publication, derives a headline.
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

    /// Reports that a field of this object can't be used as it is.
    pub(crate) fn warn(self, field: &'static str, problem: &'static str) {
        self.warnings.push(field, problem);
    }

    /// The value at a path, or `null`.
    pub(crate) fn at(self, path: &str) -> &'a Value<'a> {
        at(self.value, path)
    }

    /// Visits the values at the paths until `accept` takes one. Skips `null` and shared values.
    fn first_match(
        self,
        paths: &'static str,
        accept: &mut dyn FnMut(&'static str, &'a Value<'a>) -> bool,
    ) {
        let mut rest = Some(paths).filter(|paths| !paths.is_empty());
        while let Some(paths) = rest {
            let path;
            (path, rest) = split_once_byte(paths, b' ');
            let value = self.get_path(path);
            if value.is_null() {
                continue;
            }
            let shared = |(field, text): &(&str, &str)| *field == path && *value == **text;
            if self.shared.iter().any(shared) {
                self.warn(
                    path,
                    "is that of the blog or of most updates: it is ignored",
                );
            } else if accept(path, value) {
                break;
            }
        }
    }

    /// The value at a path. Reports an intermediate value that is not an object.
    fn get_path(self, path: &'static str) -> &'a Value<'a> {
        let mut value = self.value;
        let mut rest = Some(path);
        while let Some(names) = rest {
            let name;
            (name, rest) = split_once_byte(names, b'.');
            if names.len() < path.len() && !value.is_object() && !value.is_null() {
                let outer_len = path.len() - names.len() - 1;
                let outer = path.get(..outer_len).unwrap_or_default();
                self.warn(outer, "is not an object: it is ignored");
            }
            value = value.get(name).unwrap_or(&Value::Null);
        }
        value
    }

    /// The first string for which `to_plain_text` returns a text.
    pub(crate) fn text(
        self,
        paths: &'static str,
        to_plain_text: fn(&str) -> Option<Rc<str>>,
    ) -> Option<Rc<str>> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
            let Value::String(text) = value else {
                self.warn(path, "is not a text: it is ignored");
                return false;
            };
            found = to_plain_text(text);
            found.is_some()
        });
        found
    }

    /// The first `true`; `false` if there is none.
    pub(crate) fn flag(self, paths: &'static str) -> bool {
        let mut found = false;
        self.first_match(paths, &mut |path, value| {
            match value {
                Value::Bool(flag) => found = *flag,
                _ => self.warn(path, "is neither true nor false: it counts as false"),
            }
            found
        });
        found
    }

    /// The first date, in any format. Reports a format other than the expected one.
    pub(crate) fn date(self, paths: &'static str) -> Option<Timestamp> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
            let read = match value {
                Value::String(text) if text.trim().is_empty() => return false,
                Value::String(text) => {
                    date_format::read(text).or_else(|| (self.unusual()?.date)(text))
                }
                value => value
                    .as_integer()
                    .and_then(date_format::epoch)
                    .map(|at| (at, DateFormat::Epoch)),
            };
            let expected = self.fields.times;
            let is_zero = read.is_some_and(|(at, _)| date_format::is_zero(at));
            match read {
                Some(_) if is_zero => self.warn(path, "stands for no date: it is ignored"),
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
            found = read.map(|(at, _)| at).filter(|_| !is_zero);
            found.is_some()
        });
        found
    }

    /// Decodes the character references of a title that should be plain text, but was written as HTML.
    pub(crate) fn decode_title(self, entry: &mut Entry) {
        let written = entry
            .title
            .as_deref()
            .filter(|title| may_have_references(title));
        let decoded = written.and_then(|title| (self.unusual()?.decode)(title));
        if decoded.is_some() {
            self.warn(
                self.fields.title,
                "has character references: they are decoded",
            );
            entry.title = decoded;
        }
    }

    /// What reads unusual texts. `None`: that is in the lazy chunk, and the feed is to be read with it.
    pub(crate) fn unusual(self) -> Option<&'static Unusual> {
        if self.unusual.is_none() {
            self.warnings.has_unusual.set(true);
        }
        self.unusual
    }

    /// The first safe URL.
    pub(crate) fn link(self, paths: &'static str) -> Option<Rc<str>> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
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

    /// The names of the authors, each a string or an object. A URL is not a name.
    fn authors(self) -> Vec<Rc<str>> {
        let mut names = Vec::new();
        self.first_match(self.fields.authors, &mut |_, value| {
            for author in list(value) {
                let author = (self.resolve)(author);
                let name = author.get(self.fields.name).unwrap_or(author);
                let name = name.as_str().filter(|name| !name.starts_with("http"));
                if let Some(name) = name.and_then(self.fields.to_plain_text) {
                    names.push(name);
                }
            }
            !names.is_empty()
        });
        names
    }

    fn tags(self) -> Vec<Rc<str>> {
        let mut tags = Vec::new();
        self.first_match(self.fields.tags, &mut |path, value| {
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

/// The value at a path, or `null`.
pub(crate) fn at<'a>(mut value: &'a Value<'a>, path: &str) -> &'a Value<'a> {
    let mut rest = Some(path);
    while let Some(names) = rest {
        let name;
        (name, rest) = split_once_byte(names, b'.');
        value = value.get(name).unwrap_or(&Value::Null);
    }
    value
}

/// The text before the first occurrence of an ASCII character, and the text after it.
///
/// With `opt-level = "z"`, `str::split` takes several times as long.
pub(super) fn split_once_byte(text: &str, separator: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == separator) {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..)),
        None => (text, None),
    }
}

/// The values of an array. Any other value counts as an array of one; `null` as an empty one.
pub(crate) fn list<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        _ => slice::from_ref(value),
    }
}

/// The id in a value: a string or an integer.
pub(crate) fn id(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::String(id) => non_blank(id),
        value => Some(itoa(value.as_integer()?).into()),
    }
}

/// The trimmed text, unless it is blank.
pub(crate) fn non_blank(text: &str) -> Option<Rc<str>> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

/// The plain text of a text that may be HTML, unless it is blank.
pub(crate) fn text_of_html(text: &str) -> Option<Rc<str>> {
    if text.contains('<') || text.contains('&') {
        non_blank(&html::text(text, usize::MAX))
    } else {
        non_blank(text)
    }
}

/// The safe URL in a value: a string, an object with `contentUrl`, `url` or `@id`, or the first of an array.
pub(crate) fn address(value: &Value) -> Option<Rc<str>> {
    let value = list(value).first()?;
    let fields = ["contentUrl", "url", "@id"];
    let found = fields.iter().find_map(|name| value.get(name));
    let address = found.unwrap_or(value);
    link::safe(address.as_str()?).map(Into::into)
}

/// Whether a plain text looks as if it were HTML with character references.
fn may_have_references(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.any(|byte| byte == b'&') && bytes.any(|byte| byte == b';')
}
