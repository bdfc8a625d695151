//! Extracts fields from parsed JSON. A bad field is skipped and reported.
//!
//! Deserializing into structs would fail on the first bad field. A format is a [`FieldMap`] plus code
//! for what a table can't express, so all formats share this extractor.

use std::rc::Rc;
use std::slice;

use super::field_map::FieldMap;
use super::json::Value;
use super::pace::{self, Pace};
use super::text::{non_blank, split_once_byte};
use super::{Entry, Feed, NotAFeed, Subject, Warnings, Weight, html, limits, link};
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

/// The decoders that only few feeds need. They are in the lazy chunk.
pub(crate) struct LazyDecoders {
    /// Reads a date in another form than RFC 3339.
    pub(crate) date: fn(&str) -> Option<(Timestamp, DateFormat)>,
    /// Reads a number with a fraction or an exponent as an integer.
    pub(crate) integer: fn(&Value) -> Option<i64>,
    /// Decodes the character references of a text without markup; `None`: it has none.
    pub(crate) decode: fn(&str) -> Option<Rc<str>>,
    /// Reads what stands for the text of an entry: its attachments.
    pub(crate) attachments: fn(&Value, &mut Entry),
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
    /// The lazy decoders; `None`: the lazy chunk has them.
    pub(crate) lazy_decoders: Option<&'static LazyDecoders>,
    /// Replaces a reference by the object that it refers to; other values stay as they are.
    pub(crate) resolve: &'a dyn Fn(&'a Value<'a>) -> &'a Value<'a>,
    /// The whole document.
    pub(crate) document: &'a Value<'a>,
    /// Derives the headline of an entry that has none.
    pub(crate) headline: fn(&mut Entry, &Warnings),
    /// Collects the warnings.
    pub(crate) warnings: &'a Warnings,
    /// Completes the warnings about an entry.
    // Dynamic dispatch keeps the code in the lazy chunk.
    pub(crate) complete_warnings: &'a dyn Fn(&Value, &Warnings),
    /// Whether the feed is from the origin of the page, so that a path is the same URL from both.
    pub(crate) same_origin: bool,
    /// Pauses between entries.
    pub(crate) pace: &'a Pace,
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
    pub(crate) async fn add_entries(
        self,
        values: &mut dyn Iterator<Item = &'a Value<'a>>,
        feed: &mut Feed,
        finish: Finish<'_, 'a>,
    ) {
        let authors = self.authors();
        for (index, value) in values.enumerate() {
            if index == limits::MAX_ENTRIES {
                self.warnings.set_subject(Subject::Feed);
                self.warn(
                    "the list of entries",
                    "has more than 10,000: the first of them are read",
                );
                break;
            }
            self.warnings.set_subject(Subject::Position(index + 1));
            let mut size = 0;
            let item = Self { value, ..self };
            let read = if value.is_object() {
                item.entry()
            } else {
                item.warn("the entry", "is not an object: it is left out");
                None
            };
            if let Some(mut entry) = read
                && finish(item, &mut entry, feed)
            {
                if entry.authors.is_empty() {
                    entry.authors.clone_from(&authors);
                }
                item.complete(&mut entry);
                let texts = [&entry.html, &entry.text].into_iter().flatten();
                size = texts.map(|text| text.len()).sum();
                feed.entries.push(Rc::new(entry));
            }
            (self.complete_warnings)(value, self.warnings);
            if self.pace.is_due(pace::ENTRY + size) {
                self.pace.pause().await;
            }
        }
        self.warnings.set_subject(Subject::Feed);
    }

    fn entry(self) -> Option<Entry> {
        let fields = self.fields;
        let mut found = None;
        self.first_match(fields.id, &mut |_, value| {
            found = self.id(value);
            found.is_some()
        });
        if let Some(id) = &found {
            self.warnings.set_subject(Subject::Id(Rc::clone(id)));
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
            weight: self.weight(fields.weight),
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
            entry.id = derived_id(&entry, &text);
            entry.has_derived_id = true;
        }
        if entry.id.is_empty() {
            self.warn(
                fields.id,
                "is missing or blank, expected a string or an integer: the entry is left out",
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
            (self.headline)(entry, self.warnings);
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
    fn weight(self, paths: &'static str) -> Option<Weight> {
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

    /// The value of an integer, however it is written.
    fn integer(self, value: &Value) -> Option<i64> {
        match value {
            Value::Number(_) => (self.lazy_decoders()?.integer)(value),
            value => value.as_usual_integer(),
        }
    }

    /// The id in a value: a string or an integer.
    fn id(self, value: &Value) -> Option<Rc<str>> {
        match value {
            Value::String(id) => non_blank(id).map(without_null),
            value => Some(itoa(self.integer(value)?).into()),
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

    /// The lazy decoders. `None`: they are in the lazy chunk, and the feed is to be read with it.
    pub(crate) fn lazy_decoders(self) -> Option<&'static LazyDecoders> {
        if self.lazy_decoders.is_none() {
            self.warnings.needs_lazy_chunk.set(true);
        }
        self.lazy_decoders
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
    fn authors(self) -> Vec<Rc<str>> {
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

    fn tags(self) -> Vec<Rc<str>> {
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

/// The values of an array. Any other value counts as an array of one; `null` as an empty one.
pub(crate) fn list<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        _ => slice::from_ref(value),
    }
}

/// The id of an entry that has none: its time, and a text.
pub(crate) fn derived_id(entry: &Entry, text: &str) -> Rc<str> {
    let time = entry.published.map(date_format::to_rfc3339);
    let id = [&time.unwrap_or_default(), " ", text].concat();
    without_null(id.trim().into())
}

/// The id in a value: a string or an integer.
pub(crate) fn id(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::String(id) => non_blank(id).map(without_null),
        value => Some(itoa(value.as_integer()?).into()),
    }
}

/// Replaces U+0000, as the HTML parser and selectors do.
fn without_null(id: Rc<str>) -> Rc<str> {
    if id.contains('\0') {
        id.replace('\0', "\u{fffd}").into()
    } else {
        id
    }
}

/// Makes the first caption that is not blank the text of an entry without a text.
pub(crate) fn add_caption(entry: &mut Entry, captions: &[&Value]) {
    let has_text = |html: &str| !html::first_line(html, 1).is_empty();
    if entry.text.is_none() && !entry.html.as_deref().is_some_and(has_text) {
        let mut captions = captions.iter();
        entry.text = captions.find_map(|caption| text_of_html(caption.as_str()?));
    }
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
pub(crate) fn url_of(value: &Value) -> Option<Rc<str>> {
    let value = list(value).first()?;
    let fields = ["contentUrl", "url", "@id"];
    let found = fields.iter().find_map(|name| value.get(name));
    let url = found.unwrap_or(value);
    link::safe(url.as_str()?).map(Into::into)
}

/// Whether a plain text looks as if it were HTML with character references.
fn may_have_references(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.any(|byte| byte == b'&') && bytes.any(|byte| byte == b';')
}
