//! The wire formats, one file each.

mod guardian_api;
mod guardian_page;
mod json_feed;
mod live_blog_posting;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;

use super::Feed;
use super::extract::Extractor;
use super::field_map::FieldMap;
use super::json::Value;

/// All formats, in the order in which they are tried.
pub const ALL: &[FeedFormat] = &[
    json_feed::FORMAT,
    live_blog_posting::FORMAT,
    guardian_page::FORMAT,
    guardian_api::FORMAT,
    wordpress_liveblog::FORMAT,
    wordpress_posts::FORMAT,
    sourcefabric::FORMAT,
];

/// A wire format: how to know it and how to read it.
pub struct FeedFormat {
    /// The name for the attribute `format`.
    pub name: &'static str,
    /// Whether it has a flag of its own for key events.
    pub(super) has_flag: bool,
    /// Whether its documents hold the same entry more than once where all is well.
    pub(super) allows_duplicates: bool,
    /// Where everything is.
    pub(super) fields: &'static FieldMap,
    /// What holds the feed in a document of this format; `null`: it is none.
    pub(super) root: for<'a> fn(&'a Value<'a>) -> &'a Value<'a>,
    /// Reads a document of this format into a feed that has what the fields say of the document.
    pub(super) read: fn(Extractor, &mut Feed),
}

impl std::fmt::Debug for FeedFormat {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

impl PartialEq for FeedFormat {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The value if it is what it has to be, else `null`.
fn when<'a>(value: &'a Value<'a>, holds: bool) -> &'a Value<'a> {
    if holds { value } else { &Value::Null }
}

/// The one that is read without the second file of the wasm.
pub(super) const EAGER: &[FeedFormat] = &[json_feed::FORMAT];

/// Whether a format is read without the second file of the wasm.
pub fn is_at_once(name: &str) -> bool {
    EAGER.iter().any(|format| format.name == name)
}

/// The one that pages embed for search engines.
pub(super) const EMBEDDED: &FeedFormat = &live_blog_posting::FORMAT;

/// Their names.
///
/// Whoever needs no more than these does not draw the formats into the first file of the wasm.
pub const NAMES: [&str; ALL.len()] = {
    let mut names = [""; ALL.len()];
    let (mut rest, mut formats) = (names.as_mut_slice(), ALL);
    while let ([name, names @ ..], [format, others @ ..]) = (rest, formats) {
        *name = format.name;
        (rest, formats) = (names, others);
    }
    names
};

/// The format of this name.
pub fn by_name(name: &str) -> Option<&'static FeedFormat> {
    ALL.iter().find(|format| format.name == name)
}

/// The first of these formats that a document is of.
pub(super) fn detect(
    formats: &'static [FeedFormat],
    document: &Value,
) -> Option<&'static FeedFormat> {
    let mut formats = formats.iter();
    formats.find(|format| !(format.root)(document).is_null())
}
