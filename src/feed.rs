//! What a live blog tells us, whatever format it came in.

pub mod date;
pub mod dialect;
pub mod link;
mod warning;
pub(crate) mod wire;

use std::rc::Rc;

use crate::instant::Instant;

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
    /// Whether the coverage is over: nothing will change any more.
    pub ended: bool,
    /// Where the feed goes on.
    pub next: Option<Rc<str>>,
    /// The entries.
    pub entries: Vec<Rc<Entry>>,
}

/// One entry of a live blog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Unique in its feed.
    pub id: Rc<str>,
    /// The headline, plain text.
    pub title: Option<Rc<str>>,
    /// The entry's own address: `http`, `https` or relative to the page.
    pub url: Option<Rc<str>>,
    /// When it was published.
    pub published: Option<Instant>,
    /// When it was last edited, if after it was published.
    pub updated: Option<Instant>,
    /// Whether the editors flagged it as a key event.
    pub key: bool,
    /// Whether it sums up what happened so far.
    pub summary: bool,
    /// Whether the editors pinned it.
    pub pinned: bool,
    /// The id of its element in the page, when the feed names it.
    pub anchor: Option<Rc<str>>,
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
    /// What stands for the entry in a list: its headline, else its text, else its id.
    pub fn headline(&self) -> &Rc<str> {
        self.title
            .as_ref()
            .or(self.text.as_ref())
            .unwrap_or(&self.id)
    }
}

impl Feed {
    /// Reads a document of any dialect, or of the one given.
    ///
    /// Reading is lossy: what can't be used is left out and named in the warnings.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known dialect.
    pub fn read(
        text: &str,
        format: Option<&'static dialect::Dialect>,
    ) -> Result<(Self, Vec<Warning>), NotAFeed> {
        let document = wire::parse(text)?;
        let dialect = match format {
            Some(dialect) => dialect,
            None => dialect::detect(&document).ok_or(NotAFeed::UnknownDialect)?,
        };
        let warnings = Warnings::default();
        let mut feed =
            (dialect.read)(&document, &warnings).ok_or(NotAFeed::WrongDialect(dialect.name))?;
        feed.keep_first_of_each_id(&warnings);
        Ok((feed, warnings.into_vec()))
    }

    /// The dialect that [`Feed::read`] reads a text as when it is told none.
    ///
    /// # Errors
    /// [`NotAFeed`] when the text is not JSON, or JSON of no known dialect.
    pub fn dialect(text: &str) -> Result<&'static dialect::Dialect, NotAFeed> {
        dialect::detect(&wire::parse(text)?).ok_or(NotAFeed::UnknownDialect)
    }

    /// Whether the editors flagged anything at all.
    pub fn flags_anything(&self) -> bool {
        self.entries.iter().any(|entry| entry.key || entry.summary)
    }

    fn keep_first_of_each_id(&mut self, warnings: &Warnings) {
        // The map that parsing JSON needs anyway: a set of its own would add 1 kB to the page.
        let mut seen = serde_json::Map::new();
        self.entries.retain(|entry| {
            let first = seen
                .insert(entry.id.to_string(), serde_json::Value::Null)
                .is_none();
            if !first {
                warnings.push(
                    Some(&entry.id),
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
    /// JSON in which no dialect recognises itself.
    UnknownDialect,
    /// JSON that isn't of the dialect asked for.
    WrongDialect(&'static str),
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
                &line.to_string(),
                ", column ",
                &column.to_string(),
            ]
            .concat(),
            Self::UnknownDialect => {
                let mut message = String::from("the JSON is not a feed: expected one of ");
                message.push_str(&dialect::names());
                message
            }
            Self::WrongDialect(name) => ["the JSON is not a feed of the format ", name].concat(),
        }
    }
}
