//! The wire formats, one file each.

mod guardian_api;
mod guardian_page;
mod json_feed;
mod live_blog_posting;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;

use std::pin::Pin;

use super::Feed;
use super::extract::Extractor;
use super::field_map::FieldMap;
use super::json::Value;

/// All formats, in order of detection.
pub const ALL: &[FeedFormat] = &[
    json_feed::FORMAT,
    live_blog_posting::FORMAT,
    guardian_page::FORMAT,
    guardian_api::FORMAT,
    wordpress_liveblog::FORMAT,
    wordpress_posts::FORMAT,
    sourcefabric::FORMAT,
];

/// A wire format: how to detect and how to read it.
pub struct FeedFormat {
    /// Its name, a value of the attribute `format`.
    pub name: &'static str,
    /// Whether it has a flag for key events.
    pub(super) flags_key_events: bool,
    /// Whether a valid document can contain the same entry more than once.
    pub(super) allows_duplicates: bool,
    /// The paths of its fields.
    pub(super) fields: &'static FieldMap,
    /// The value that contains the feed; `null`: the document is not of this format.
    pub(super) root: for<'a> fn(&'a Value<'a>) -> &'a Value<'a>,
    /// Adds the entries, and the feed's fields that [`FieldMap`] can't express.
    pub(super) read: Read,
}

/// Reads a feed, with pauses.
type Read = for<'a> fn(Extractor<'a>, &'a mut Feed) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

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

/// The value if the condition holds, else `null`.
fn when<'a>(value: &'a Value<'a>, condition: bool) -> &'a Value<'a> {
    if condition { value } else { &Value::Null }
}

/// The formats that the entry chunk reads.
pub(super) const EAGER: &[FeedFormat] = &[json_feed::FORMAT];

/// Whether the entry chunk reads a format, so that the lazy chunk is not needed.
pub fn is_eager(name: &str) -> bool {
    EAGER.iter().any(|format| format.name == name)
}

/// The format that pages embed for search engines.
pub(super) const EMBEDDED: &FeedFormat = &live_blog_posting::FORMAT;

/// The names of all formats.
///
/// A constant, so that code which needs only the names does not pull the formats into the entry
/// chunk.
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

/// The first of these formats that matches a document.
pub(super) fn detect(
    formats: &'static [FeedFormat],
    document: &Value,
) -> Option<&'static FeedFormat> {
    let mut formats = formats.iter();
    formats.find(|format| !(format.root)(document).is_null())
}
