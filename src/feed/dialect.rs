//! The wire formats, one file each.

mod guardian_api;
mod guardian_page;
mod json_feed;
mod live_blog_posting;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;

use super::Feed;
use super::fields::Fields;
use super::json::Json;
use super::wire::Record;

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
pub struct Dialect {
    /// The name for the attribute `format`.
    pub name: &'static str,
    /// Whether it has a flag of its own for key events.
    pub(super) has_flag: bool,
    /// Whether its documents hold the same entry more than once where all is well.
    pub(super) overlaps: bool,
    /// Where everything is.
    pub(super) fields: &'static Fields,
    /// What holds the feed in a document of this dialect; `null`: it is none.
    pub(super) root: for<'a> fn(&'a Json<'a>) -> &'a Json<'a>,
    /// Reads a document of this dialect into a feed that has what the fields say of the document.
    pub(super) read: fn(Record, &mut Feed),
}

impl std::fmt::Debug for Dialect {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The value if it is what it has to be, else `null`.
fn when<'a>(value: &'a Json<'a>, holds: bool) -> &'a Json<'a> {
    if holds { value } else { &Json::Null }
}

/// The one that is read without the second file of the wasm.
pub(super) const AT_ONCE: &[Dialect] = &[json_feed::DIALECT];

/// Whether a dialect is read without the second file of the wasm.
pub fn is_at_once(name: &str) -> bool {
    AT_ONCE.iter().any(|dialect| dialect.name == name)
}

/// The one that pages embed for search engines.
pub(super) const OF_PAGES: &Dialect = &live_blog_posting::DIALECT;

/// Their names.
///
/// Whoever needs no more than these does not draw the dialects into the first file of the wasm.
pub const NAMES: [&str; ALL.len()] = {
    let mut names = [""; ALL.len()];
    let (mut rest, mut dialects) = (names.as_mut_slice(), ALL);
    while let ([name, names @ ..], [dialect, others @ ..]) = (rest, dialects) {
        *name = dialect.name;
        (rest, dialects) = (names, others);
    }
    names
};

/// The dialect of this name.
pub fn by_name(name: &str) -> Option<&'static Dialect> {
    ALL.iter().find(|dialect| dialect.name == name)
}

/// The first of these dialects that a document is of.
pub(super) fn detect(dialects: &'static [Dialect], document: &Json) -> Option<&'static Dialect> {
    let mut dialects = dialects.iter();
    dialects.find(|dialect| !(dialect.root)(document).is_null())
}
