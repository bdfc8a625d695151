//! The wire formats, one file each.

mod guardian_api;
mod guardian_page;
mod json_feed;
mod live_blog_posting;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;

use serde_json::Value;

use super::{Feed, Warnings};

/// All dialects, in the order in which they are tried.
pub const ALL: &[Dialect] = &[
    json_feed::DIALECT,
    live_blog_posting::DIALECT,
    guardian_page::DIALECT,
    guardian_api::DIALECT,
    wordpress_liveblog::DIALECT,
    wordpress_posts::DIALECT,
    sourcefabric::DIALECT,
];

/// A wire format: how to know it and how to read it.
#[derive(Debug)]
pub struct Dialect {
    /// The name for the attribute `format`.
    pub name: &'static str,
    /// Whether it has a flag of its own for key events.
    pub(super) has_flag: bool,
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
const USUAL_ANCHORS: &[&str] = &[
    "{id}",
    "block-{id}",
    "liveblog-entry-{id}",
    "id_{id}",
    "post-{id}",
];

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
