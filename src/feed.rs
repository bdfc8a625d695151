//! The format-independent model of a live blog, and how to read it from JSON.

pub(crate) mod extract;
mod field_map;
pub mod format;
pub mod headline;
pub mod html;
mod id_index;
mod json;
pub mod limits;
pub mod link;
mod repair;
mod script;
mod warning;

use std::rc::Rc;

use crate::fmt::itoa;
use crate::time::timestamp::Timestamp;
use crate::time::unusual_date;

pub use id_index::IdIndex;
pub use json::Value;
pub use warning::{Warning, Warnings};

/// A live blog: its entries in document order. Ids are unique.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The blog's title.
    pub title: Option<Rc<str>>,
    /// The page that the blog is on.
    pub url: Option<Rc<str>>,
    /// The language of the text, a BCP 47 tag.
    pub language: Option<Rc<str>>,
    /// Whether the format has a flag for key events. If it has, a feed without flagged entries has no
    /// key events yet.
    pub flags_key_events: bool,
    /// Whether the coverage has ended, so that the feed does not change any more.
    pub ended: bool,
    /// The planned or actual end of the coverage.
    pub ends: Option<Timestamp>,
    /// The URL of the next page of the feed, relative to the feed's own URL.
    pub next: Option<Rc<str>>,
    /// The URL of the discussion: `http`, `https` or relative to the page.
    pub discussion: Option<Rc<str>>,
    /// Related links, shown below the list.
    pub related: Vec<Related>,
    /// The ids of the entries that the document marks as deleted.
    pub removed: Vec<Rc<str>>,
    /// The entries.
    pub entries: Vec<Rc<Entry>>,
    /// Whether headlines were derived for the entries that have a text but no headline.
    pub headlined: bool,
}

/// A link that belongs to a live blog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its title, plain text.
    pub title: Rc<str>,
    /// Its URL: `http`, `https` or relative to the page.
    pub url: Rc<str>,
}

/// One entry of a live blog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Unique in its feed.
    pub id: Rc<str>,
    /// The headline, plain text.
    pub title: Option<Rc<str>>,
    /// Whether the headline was derived: it is the first sentence of the text.
    pub derived: bool,
    /// The entry's URL: `http`, `https` or relative to the page.
    pub url: Option<Rc<str>>,
    /// The time of publication.
    pub published: Option<Timestamp>,
    /// The time of the last edit, if it is later than the publication.
    pub updated: Option<Timestamp>,
    /// Whether the editors flagged it as a key event.
    pub key: bool,
    /// Whether it is a summary of the coverage so far.
    pub summary: bool,
    /// Whether the editors pinned it.
    pub pinned: bool,
    /// The id of its element in the page, if the feed has it.
    pub anchor: Option<Rc<str>>,
    /// Templates for its element in pages that use this format: ids or CSS selectors with `{id}` for
    /// the entry's id, the most likely first.
    pub anchors: &'static [&'static str],
    /// Its body as untrusted HTML.
    pub html: Option<Rc<str>>,
    /// Its body or abstract, plain text.
    pub text: Option<Rc<str>>,
    /// The URL of its image.
    pub image: Option<Rc<str>>,
    /// Its tags.
    pub tags: Vec<Rc<str>>,
    /// Its authors' names.
    pub authors: Vec<Rc<str>>,
}

impl Entry {
    /// The body: its HTML, or its text if that differs from the headline.
    pub fn story(&self) -> Option<&Rc<str>> {
        let more = |text: &&Rc<str>| self.title.as_ref() != Some(*text);
        self.html.as_ref().or(self.text.as_ref().filter(more))
    }

    /// The text of its row: its headline, else its text, else its id.
    pub fn headline(&self) -> &Rc<str> {
        self.title
            .as_ref()
            .or(self.text.as_ref())
            .unwrap_or(&self.id)
    }
}

impl Feed {
    /// Reads a document of any format, or of the one given.
    ///
    /// Reading is lossy. What can't be used is left out and reported in the warnings. JSON that a
    /// strict parser rejects is repaired where that is possible.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    pub fn read(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(Self, Vec<Warning>), NotAFeed> {
        let (_, feed, warnings) = Self::read_with_format(text, format)?;
        Ok((feed, warnings))
    }

    /// As [`Feed::read`]; also returns the format of the document.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn read_with_format(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(&'static format::FeedFormat, Self, Vec<Warning>), NotAFeed> {
        let trimmed = extract::trim(text)?;
        let repaired;
        let (document, locations) = match extract::parse(trimmed)? {
            Some(document) => (document, None),
            None => {
                repaired = repair::Repaired::new(text, trimmed)?;
                let document = repaired.parse()?;
                let locations = repaired.locate(&document);
                (document, Some(locations))
            }
        };
        let format = match format {
            Some(format) if !(format.root)(&document).is_null() => format,
            Some(format) => return Err(NotAFeed::WrongFormat(format.name)),
            None => format::detect(format::ALL, &document).ok_or(NotAFeed::UnknownFormat)?,
        };
        let warn_of_repairs = |value: &Value, warnings: &Warnings| {
            if let Some(locations) = &locations {
                locations.warn_in(value, warnings);
            }
        };
        let unusual = Some(&extract::Unusual {
            date: unusual_date::read,
            decode: html::decode,
        });
        let (mut feed, warnings) = Self::read_as(
            format,
            &document,
            unusual,
            headline::derive,
            &warn_of_repairs,
        );
        let mut warnings = warnings.into_vec();
        if let Some(locations) = locations {
            warnings.splice(..0, locations.into_warnings(&document));
        }
        feed.headlined = true;
        Ok((format, feed, warnings))
    }

    /// As [`Feed::read`], with the format given by its name.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn read_any(text: &str, format: Option<&str>) -> Result<(Self, Vec<Warning>), NotAFeed> {
        Self::read(text, format.and_then(format::by_name))
    }

    /// Reads a text with the code of the entry chunk alone, without deriving headlines. `None`: that
    /// needs the lazy chunk, because of the format, because the JSON has to be repaired, or because it has unusual
    /// dates or titles.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is empty, HTML, or truncated JSON.
    pub fn read_eagerly(
        text: &str,
        format: Option<&str>,
    ) -> Result<Option<(Self, Vec<Warning>)>, NotAFeed> {
        let Some(document) = extract::parse(extract::trim(text)?)? else {
            return Ok(None);
        };
        let detected = format::detect(format::EAGER, &document);
        let format = detected.filter(|detected| format.is_none_or(|name| name == detected.name));
        let read =
            format.map(|format| Self::read_as(format, &document, None, |_| None, &|_, _| {}));
        let usual = read.filter(|(_, warnings)| !warnings.has_unusual.get());
        Ok(usual.map(|(feed, warnings)| (feed, warnings.into_vec())))
    }

    /// Reads the first live blog among the JSON-LD documents of a page. A document that is not JSON is
    /// reported in the warnings.
    ///
    /// # Errors
    /// There is no live blog, and what is wrong with the first document that is not JSON.
    pub fn from_page(documents: &[String]) -> Result<Option<(Self, Vec<Warning>)>, NotAFeed> {
        let warnings = Warnings::default();
        let mut broken = None;
        for document in documents {
            match Self::read(&script::json_of(document), Some(format::EMBEDDED)) {
                Ok((feed, own)) => {
                    let warnings = warnings.into_vec().into_iter();
                    return Ok(Some((feed, warnings.chain(own).collect())));
                }
                Err(NotAFeed::WrongFormat(_) | NotAFeed::Empty) => {}
                Err(error) => {
                    warnings.push("application/ld+json", "is not JSON: it is skipped");
                    broken.get_or_insert(error);
                }
            }
        }
        broken.map_or(Ok(None), Err)
    }

    /// Reads the text of a script element.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn from_script(text: &str, format: Option<&str>) -> Result<(Self, Vec<Warning>), NotAFeed> {
        Self::read_any(&script::json_of(text), format)
    }

    fn read_as(
        format: &'static format::FeedFormat,
        document: &Value,
        unusual: Option<&'static extract::Unusual>,
        headline: fn(&Entry) -> Option<Rc<str>>,
        warn_of_repairs: &dyn Fn(&Value, &Warnings),
    ) -> (Self, Warnings) {
        let warnings = Warnings::default();
        let root = extract::Extractor {
            value: (format.root)(document),
            fields: format.fields,
            shared: &[],
            resolve: &|value| value,
            document,
            unusual,
            headline,
            warnings: &warnings,
            warn_of_repairs,
        };
        let mut feed = root.feed();
        feed.flags_key_events = format.flags_key_events;
        (format.read)(root, &mut feed);
        feed.keep_first_of_each_id((!format.allows_duplicates).then_some(&warnings));
        (feed, warnings)
    }

    /// Appends the entries of the next page. Returns whether the page has new entries.
    ///
    /// Pages shift while entries are added, so they can overlap: an entry whose id is known is
    /// skipped.
    pub fn append(&mut self, page: Self) -> bool {
        let old_len = self.entries.len();
        self.entries.extend(page.entries);
        self.next = page.next;
        self.headlined &= page.headlined;
        self.keep_first_of_each_id(None);
        self.entries.len() > old_len
    }

    /// The format that [`Feed::read`] detects.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn format(text: &str) -> Result<&'static format::FeedFormat, NotAFeed> {
        Ok(Self::read_with_format(text, None)?.0)
    }

    /// Skips later entries with the same id. `warnings`: where to report them; `None` where the format
    /// allows duplicates.
    fn keep_first_of_each_id(&mut self, warnings: Option<&Warnings>) {
        let ids = IdIndex::of(&self.entries);
        let mut position = 0;
        self.entries.retain(|entry| {
            let is_first = ids.get(&entry.id) == Some(position);
            position += 1;
            if let (false, Some(warnings)) = (is_first, warnings) {
                warnings.set_entry(0, Some(&entry.id));
                warnings.push(
                    "id",
                    "is there twice: the first entry with it is kept, this one is left out",
                );
            }
            is_first
        });
    }
}

/// Why a text can't be read as a feed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAFeed {
    /// Only white space.
    Empty,
    /// A web page where JSON was expected.
    Html,
    /// Not JSON; the line and column (from 1) of the syntax error.
    NotJson(usize, usize),
    /// Truncated JSON.
    CutOff,
    /// JSON of no known format.
    UnknownFormat,
    /// JSON that is not of the requested format, which this names.
    WrongFormat(&'static str),
}

impl NotAFeed {
    /// The message, in English.
    pub fn message(self) -> String {
        match self {
            Self::Empty => "the feed is empty: expected a JSON document".to_owned(),
            Self::Html => "the feed is an HTML page: expected a JSON document".to_owned(),
            Self::CutOff => "the feed is cut off: its JSON ends in the middle".to_owned(),
            Self::NotJson(line, column) => [
                "the feed is not JSON: reading stopped at line ",
                &itoa(line.cast_signed() as i64),
                ", column ",
                &itoa(column.cast_signed() as i64),
            ]
            .concat(),
            Self::UnknownFormat => {
                let mut message = String::from("the JSON is not a feed: expected one of ");
                message.push_str(&format::NAMES.join(", "));
                message
            }
            Self::WrongFormat(name) => ["the JSON is not a feed of the format ", name].concat(),
        }
    }
}
