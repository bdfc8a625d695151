//! The wire formats, one file each.

mod json_feed;
mod live_blog_posting;

use serde_json::Value;

use super::{Feed, Warnings};

/// All dialects, in the order in which they are tried.
pub const ALL: &[Dialect] = &[json_feed::DIALECT, live_blog_posting::DIALECT];

/// A wire format: how to know it and how to read it.
#[derive(Debug)]
pub struct Dialect {
    /// The name for the attribute `format`.
    pub name: &'static str,
    /// Whether its documents hold the same entry more than once where all is well.
    pub(super) overlaps: bool,
    /// Whether a document is of this dialect.
    pub(super) matches: fn(&Value) -> bool,
    /// Reads a document; `None` when it can't be one of this dialect.
    pub(super) read: fn(&Value, &Warnings) -> Option<Feed>,
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Where an entry is in a page of unknown make.
const USUAL_ANCHORS: &[&str] = &["{id}", "block-{id}", "liveblog-entry-{id}", "id_{id}"];

/// The dialect of this name.
pub fn by_name(name: &str) -> Option<&'static Dialect> {
    ALL.iter().find(|dialect| dialect.name == name)
}

/// The dialect that a document is of.
pub(super) fn detect(document: &Value) -> Option<&'static Dialect> {
    ALL.iter().find(|dialect| (dialect.matches)(document))
}

/// All names, separated by commas.
pub fn names() -> String {
    let names: Vec<_> = ALL.iter().map(|dialect| dialect.name).collect();
    names.join(", ")
}
