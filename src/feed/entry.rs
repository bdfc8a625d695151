//! An entry of a live blog.

use std::rc::Rc;

use crate::time::timestamp::Timestamp;

/// One entry of a live blog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Unique in its feed.
    pub id: Rc<str>,
    /// Whether the id was derived from its time and its headline, because the feed has none.
    pub has_derived_id: bool,
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
    /// How important the feed says it is.
    pub weight: Option<Weight>,
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
    /// What it shows if it has no text at all.
    pub medium: Medium,
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

    /// Its weight: as the feed says, else as a tag does.
    pub fn weight(&self) -> Weight {
        let mut tags = self.tags.iter();
        let weight = self.weight;
        weight
            .or_else(|| tags.find_map(|tag| Weight::by_name(tag)))
            .unwrap_or_default()
    }

    /// Whether its headline is too long for a row.
    pub fn has_long_headline(&self) -> bool {
        self.headline()
            .is_some_and(|headline| headline.len() > MAX_HEADLINE)
    }

    /// The text of its row: its headline, else its text. `None`: the label of its medium takes its place.
    pub fn headline(&self) -> Option<&Rc<str>> {
        self.title.as_ref().or(self.text.as_ref())
    }
}

/// The length of a headline that a row shows in full, in bytes, which approximate the width better than
/// characters: three to six lines of a wide list.
const MAX_HEADLINE: usize = 400;

/// What an entry without a text shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Medium {
    /// An image.
    Image,
    /// A video.
    Video,
    /// A post of a social network, or anything else.
    #[default]
    Post,
}

impl Medium {
    /// The name of its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Post => "post",
        }
    }
}

/// How important an event is to the editors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Less than most.
    Minor,
    /// As most.
    #[default]
    Normal,
    /// More than most.
    Major,
}

impl Weight {
    /// The weight of this name. `None`: it is not the name of one.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "minor" => Some(Self::Minor),
            "normal" => Some(Self::Normal),
            "major" => Some(Self::Major),
            _ => None,
        }
    }

    /// Its name in feeds, which is also that of the part of a row.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Normal => "normal",
            Self::Major => "major",
        }
    }
}
