//! Reads the fields of an object: texts, flags, dates, links.

use std::rc::Rc;

use super::Extractor;
use super::values::{list, may_have_references, url_of, without_null};
use crate::feed::json::Value;
use crate::feed::text::{non_blank, split_once_byte};
use crate::feed::{Weight, limits, link};
use crate::fmt::itoa;
use crate::time::date_format::{self, DateFormat};
use crate::time::timestamp::Timestamp;

impl<'a> Extractor<'a> {
    /// The first string for which `to_plain_text` returns a text.
    pub(crate) fn text(
        self,
        paths: &'static str,
        to_plain_text: fn(&str) -> Option<Rc<str>>,
    ) -> Option<Rc<str>> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
            let Value::String(text) = value else {
                self.warn(path, "is not a string: it is ignored");
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

    /// The first weight.
    pub(super) fn weight(self, paths: &'static str) -> Option<Weight> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
            found = match value {
                Value::Bool(true) => Some(Weight::Major),
                Value::Bool(false) => return false,
                value => value.as_str().and_then(Weight::by_name),
            };
            if found.is_none() {
                self.warn(path, "is neither minor, normal nor major: it is ignored");
            }
            found.is_some()
        });
        found
    }

    /// The first date, in any format. Reports a format other than the expected one.
    pub(crate) fn date(self, paths: &'static str) -> Option<Timestamp> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
            let number;
            let text = match (value, self.integer(value)) {
                (Value::String(text), _) if text.trim().is_empty() => return false,
                (_, Some(integer)) => {
                    number = itoa(integer);
                    &number
                }
                (Value::String(text) | Value::Number(text), None) => &**text,
                _ => "",
            };
            let read = date_format::read(text).or_else(|| (self.lazy_decoders()?.date)(text));
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

    /// The first safe URL.
    pub(crate) fn link(self, paths: &'static str) -> Option<Rc<str>> {
        let mut found = None;
        self.first_match(paths, &mut |path, value| {
            found = url_of(value);
            if found.is_none() {
                self.warn(path, "is not an http, https or relative URL: it is ignored");
            }
            // The lazy chunk resolves it.
            let is_elsewhere = |url: &str| {
                let is_path = self.same_origin && url.starts_with('/');
                !is_path && link::is_relative(url)
            };
            if found.as_deref().is_some_and(is_elsewhere) {
                self.warnings.needs_lazy_chunk.set(true);
            }
            found.is_some()
        });
        found
    }

    /// The names of the first authors, each a string or an object. A URL is not a name.
    pub(super) fn authors(self) -> Vec<Rc<str>> {
        let mut names = Vec::new();
        self.first_match(self.fields.authors, &mut |path, value| {
            for author in list(value).iter().take(limits::MAX_AUTHORS) {
                let author = (self.resolve)(author);
                let name = author.get(self.fields.name).unwrap_or(author);
                let name = name.as_str().filter(|name| !name.starts_with("http"));
                if let Some(name) = name.and_then(self.fields.to_plain_text) {
                    names.push(self.decode(path, name));
                }
            }
            !names.is_empty()
        });
        names
    }

    pub(super) fn tags(self) -> Vec<Rc<str>> {
        let mut tags = Vec::new();
        self.first_match(self.fields.tags, &mut |path, value| {
            match value.as_array() {
                None => self.warn(path, "is not an array: it is ignored"),
                Some(values) => {
                    for value in values {
                        if let Some(tag) = self.id(value) {
                            tags.push(self.decode(path, tag));
                        }
                    }
                }
            }
            true
        });
        tags
    }

    /// The id in a value: a string or an integer.
    pub(super) fn id(self, value: &Value) -> Option<Rc<str>> {
        match value {
            Value::String(id) => non_blank(id).map(without_null),
            value => Some(itoa(self.integer(value)?).into()),
        }
    }

    /// The value of an integer, however it is written.
    fn integer(self, value: &Value) -> Option<i64> {
        match value {
            Value::Number(_) => (self.lazy_decoders()?.integer)(value),
            value => value.as_plain_integer(),
        }
    }

    /// Decodes the character references of a title that should be plain text, but was written as HTML.
    pub(crate) fn decode_title(self, title: &mut Option<Rc<str>>) {
        let decoded = title.take().map(|title| self.decode("title", title));
        *title = decoded.filter(|title| !title.is_empty());
    }

    /// Decodes the character references of a text that should be plain, but was written as HTML.
    pub(crate) fn decode(self, field: &'static str, text: Rc<str>) -> Rc<str> {
        if may_have_references(&text)
            && let Some(decoders) = self.lazy_decoders()
            && let Some(decoded) = (decoders.decode)(&text)
        {
            self.warn(field, "has character references: they are decoded");
            return decoded;
        }
        text
    }

    /// Visits the values at the paths until `accept` takes one. Skips `null` and shared values.
    pub(super) fn first_match(
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
}
