//! The format-independent model of a live blog, and how to read it from JSON.

mod abbreviations;
pub mod character_reference;
pub mod complexity;
pub mod encoding;
mod entry;
pub(crate) mod extract;
mod field_map;
pub mod format;
pub mod headline;
pub mod html;
mod html_tag;
mod html_urls;
mod id_index;
pub(crate) mod json;
pub mod limits;
pub mod link;
mod media;
mod missing_time;
mod not_a_feed;
pub mod pace;
mod paced_json;
pub mod page_url;
#[cfg(not(target_arch = "wasm32"))]
mod quoted_value;
mod read;
mod repair;
mod resolve;
mod script;
pub(crate) mod text;
mod warning;

use std::rc::Rc;

use crate::time::timestamp::Timestamp;

pub use entry::{Entry, Medium, Weight};
pub use id_index::IdIndex;
pub use json::Value;
pub use not_a_feed::NotAFeed;
pub use resolve::resolve_html;
pub use warning::{ReadWarnings, Subject, Warning, Warnings};

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
    /// When the coverage counts as over.
    pub ends: Option<Timestamp>,
    /// The end of the coverage that the feed names.
    pub named_end: Option<Timestamp>,
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
    pub has_derived_headlines: bool,
    /// The URL of the response, which the URLs in the HTML of entries are relative to. `None`: they are relative to
    /// the page.
    pub base: Option<Rc<str>>,
    /// The warnings about what could not be used, for the script API. A reader in the browser sets them.
    pub warnings: ReadWarnings,
}

/// A link that belongs to a live blog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its title, plain text.
    pub title: Rc<str>,
    /// Its URL: `http`, `https` or relative to the page.
    pub url: Rc<str>,
}

impl Feed {
    /// The planned or actual end of the coverage, unless it only says that the coverage continues.
    pub fn end(&self) -> Option<Timestamp> {
        self.named_end
            .filter(|_| self.ended || self.ends == self.named_end)
    }

    /// Appends the entries of the next page. Returns whether the page has new entries.
    ///
    /// Pages shift while entries are added, so they can overlap: an entry whose id is known is
    /// skipped.
    pub fn append(&mut self, page: Self) -> bool {
        let old_len = self.entries.len();
        self.entries.extend(page.entries);
        Rc::make_mut(&mut self.warnings.0).extend_from_slice(&page.warnings.0);
        self.next = page.next;
        self.has_derived_headlines &= page.has_derived_headlines;
        self.keep_first_of_each_id(None);
        self.entries.len() > old_len
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
                warnings.set_subject(Subject::Id(Rc::clone(&entry.id)));
                warnings.push(
                    "id",
                    "occurs twice: the first entry is used, this one is left out",
                );
            }
            is_first
        });
    }
}
