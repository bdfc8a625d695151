//! Extracts fields from parsed JSON. A bad field is skipped and reported.
//!
//! Deserializing into structs would fail on the first bad field. A format is a [`FieldMap`] plus code
//! for what a table can't express, so all formats share this extractor.

mod fields;
mod values;

use std::rc::Rc;

use super::field_map::FieldMap;
use super::json::Value;
use super::pace::{self, Pace};
use super::text::non_blank;
use super::{Entry, Feed, NotAFeed, Subject, Warnings, limits};
use crate::time::date_format::DateFormat;
use crate::time::timestamp::Timestamp;

pub(crate) use values::{add_caption, at, derived_id, id, list, text_of_html, url_of};

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

    /// The lazy decoders. `None`: they are in the lazy chunk, and the feed is to be read with it.
    pub(crate) fn lazy_decoders(self) -> Option<&'static LazyDecoders> {
        if self.lazy_decoders.is_none() {
            self.warnings.needs_lazy_chunk.set(true);
        }
        self.lazy_decoders
    }
}
