//! What a live blog tells us, whatever format it came in.

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
mod warning;

use std::rc::Rc;

use crate::fmt::itoa;
use crate::time::timestamp::Timestamp;

pub use id_index::IdIndex;
pub use json::Value;
pub use warning::{Warning, Warnings};

/// A live blog: its entries in the order of the document, each id once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The blog's title.
    pub title: Option<Rc<str>>,
    /// The page that the blog is on.
    pub url: Option<Rc<str>>,
    /// The language of the text, a BCP 47 tag.
    pub language: Option<Rc<str>>,
    /// Whether its format has a flag of its own for key events, so that a feed without any flagged
    /// entry has none so far.
    pub has_flag: bool,
    /// Whether the coverage is over: nothing will change any more.
    pub ended: bool,
    /// When the coverage ends or ended, as far as the editors know.
    pub ends: Option<Timestamp>,
    /// Where the feed goes on, relative to the feed's own address.
    pub next: Option<Rc<str>>,
    /// Where readers talk about it: `http`, `https` or relative to the page.
    pub discussion: Option<Rc<str>>,
    /// Where else to read.
    pub related: Vec<Related>,
    /// The ids of entries that the document says are gone.
    pub removed: Vec<Rc<str>>,
    /// The entries.
    pub entries: Vec<Rc<Entry>>,
    /// Whether entries without a headline were given one, where they have a text.
    pub headlined: bool,
}

/// A link that belongs to a live blog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What it is called, plain text.
    pub title: Rc<str>,
    /// Its address: `http`, `https` or relative to the page.
    pub url: Rc<str>,
}

/// One entry of a live blog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Unique in its feed.
    pub id: Rc<str>,
    /// The headline, plain text.
    pub title: Option<Rc<str>>,
    /// Whether the headline is the first sentence of the text, for want of one.
    pub derived: bool,
    /// The entry's own address: `http`, `https` or relative to the page.
    pub url: Option<Rc<str>>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last edited, if after it was published.
    pub updated: Option<Timestamp>,
    /// Whether the editors flagged it as a key event.
    pub key: bool,
    /// Whether it sums up what happened so far.
    pub summary: bool,
    /// Whether the editors pinned it.
    pub pinned: bool,
    /// The id of its element in the page, when the feed names it.
    pub anchor: Option<Rc<str>>,
    /// Where its element is in the pages of those who make such feeds: ids or CSS selectors with
    /// `{id}` for the entry's id, the likeliest first.
    pub anchors: &'static [&'static str],
    /// Its body, hostile HTML.
    pub html: Option<Rc<str>>,
    /// Its body or abstract, plain text.
    pub text: Option<Rc<str>>,
    /// Its image's address.
    pub image: Option<Rc<str>>,
    /// Its tags.
    pub tags: Vec<Rc<str>>,
    /// Its authors' names.
    pub authors: Vec<Rc<str>>,
}

impl Entry {
    /// What there is to read beyond the headline.
    pub fn story(&self) -> Option<&Rc<str>> {
        let more = |text: &&Rc<str>| self.title.as_ref() != Some(*text);
        self.html.as_ref().or(self.text.as_ref().filter(more))
    }

    /// What stands for the entry in a list: its headline, else its text, else its id.
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
    /// Reading is lossy: what can't be used is left out and named in the warnings, and JSON that a
    /// strict reader refuses is repaired where that is possible.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    pub fn read(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(Self, Vec<Warning>), NotAFeed> {
        let (_, feed, warnings) = Self::recognise(text, format)?;
        Ok((feed, warnings))
    }

    /// As [`Feed::read`], with the format that the document was read as.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn recognise(
        text: &str,
        format: Option<&'static format::FeedFormat>,
    ) -> Result<(&'static format::FeedFormat, Self, Vec<Warning>), NotAFeed> {
        let part = extract::document(text)?;
        let repaired;
        let (document, places) = match extract::parse(part)? {
            Some(document) => (document, None),
            None => {
                repaired = repair::Repaired::new(text, part)?;
                let document = repaired.parse()?;
                let places = repaired.places(&document);
                (document, Some(places))
            }
        };
        let format = match format {
            Some(format) if !(format.root)(&document).is_null() => format,
            Some(format) => return Err(NotAFeed::WrongFormat(format.name)),
            None => format::detect(format::ALL, &document).ok_or(NotAFeed::UnknownFormat)?,
        };
        let name_repairs = |value: &Value, warnings: &Warnings| {
            if let Some(places) = &places {
                places.name_in(value, warnings);
            }
        };
        let (mut feed, mut warnings) =
            Self::read_as(format, &document, headline::of, &name_repairs);
        if let Some(places) = places {
            warnings.splice(..0, places.into_warnings(&document));
        }
        feed.headlined = true;
        Ok((format, feed, warnings))
    }

    /// As [`Feed::read`], in a format by its name.
    ///
    /// # Errors
    /// As [`Feed::read`].
    pub fn read_any(text: &str, format: Option<&str>) -> Result<(Self, Vec<Warning>), NotAFeed> {
        Self::read(text, format.and_then(format::by_name))
    }

    /// Reads a text if that takes no more than is in the first file of the wasm, and gives no
    /// headlines; `None`: it takes more, as JSON does that has to be repaired.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is empty, HTML, or JSON that is cut off.
    pub fn read_at_once(
        text: &str,
        format: Option<&str>,
    ) -> Result<Option<(Self, Vec<Warning>)>, NotAFeed> {
        let Some(document) = extract::parse(extract::document(text)?)? else {
            return Ok(None);
        };
        let detected = format::detect(format::EAGER, &document);
        let wanted = detected.filter(|detected| format.is_none_or(|name| name == detected.name));
        Ok(wanted.map(|format| Self::read_as(format, &document, |_| None, &|_, _| {})))
    }

    /// Reads the first live blog among the JSON-LD documents of a page; those that are no JSON are
    /// named in the warnings.
    pub fn of_page(documents: &[String]) -> Option<(Self, Vec<Warning>)> {
        let warnings = Warnings::default();
        for document in documents {
            match Self::read(document, Some(format::EMBEDDED)) {
                Ok((feed, others)) => {
                    let warnings = warnings.into_vec().into_iter();
                    return Some((feed, warnings.chain(others).collect()));
                }
                Err(NotAFeed::WrongFormat(_)) => {}
                Err(_) => warnings.push("application/ld+json", "is not JSON: it is skipped"),
            }
        }
        None
    }

    fn read_as(
        format: &'static format::FeedFormat,
        document: &Value,
        headline: fn(&Entry) -> Option<Rc<str>>,
        repaired: &dyn Fn(&Value, &Warnings),
    ) -> (Self, Vec<Warning>) {
        let warnings = Warnings::default();
        let root = extract::Extractor {
            value: (format.root)(document),
            fields: format.fields,
            shared: &[],
            headline,
            warnings: &warnings,
            repaired,
        };
        let mut feed = root.feed();
        feed.has_flag = format.has_flag;
        (format.read)(root, &mut feed);
        feed.keep_first_of_each_id((!format.allows_duplicates).then_some(&warnings));
        (feed, warnings.into_vec())
    }

    /// Adds the entries of the page that the feed goes on with.
    ///
    /// An entry that is there already stays as it is: pages shift while new entries come in.
    /// Returns whether there were others.
    pub fn append(&mut self, page: Self) -> bool {
        let before = self.entries.len();
        self.entries.extend(page.entries);
        self.next = page.next;
        self.headlined &= page.headlined;
        self.keep_first_of_each_id(None);
        self.entries.len() > before
    }

    /// The format that [`Feed::read`] reads a text as when it is told none.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known format.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn format(text: &str) -> Result<&'static format::FeedFormat, NotAFeed> {
        Ok(Self::recognise(text, None)?.0)
    }

    /// Names the entries that are left out, unless it is in the nature of the feed to have some.
    fn keep_first_of_each_id(&mut self, warnings: Option<&Warnings>) {
        let ids = IdIndex::of(&self.entries);
        let mut position = 0;
        self.entries.retain(|entry| {
            let first = ids.number(&entry.id) == Some(position);
            position += 1;
            if let (false, Some(warnings)) = (first, warnings) {
                warnings.turn_to(0, Some(&entry.id));
                warnings.push(
                    "id",
                    "is there twice: the first entry with it is kept, this one is left out",
                );
            }
            first
        });
    }
}

/// Why a text can't be read as a feed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAFeed {
    /// Nothing but white space.
    Empty,
    /// A web page where JSON was expected.
    Html,
    /// Not JSON; the line and column (from 1) where reading stopped.
    NotJson(usize, usize),
    /// JSON that ends in the middle.
    CutOff,
    /// JSON in which no format recognises itself.
    UnknownFormat,
    /// JSON that isn't of the format asked for.
    WrongFormat(&'static str),
}

impl NotAFeed {
    /// The message for people.
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
