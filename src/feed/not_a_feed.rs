//! Why a text cannot be read as a feed.

use super::format;
use crate::fmt::itoa;

/// Why a text can't be read as a feed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAFeed {
    /// Only white space.
    Empty,
    /// A web page where JSON was expected.
    Html,
    /// A web page without a live blog in its structured data.
    #[cfg(not(target_arch = "wasm32"))]
    NoLiveBlog,
    /// Not JSON; the line and column (from 1) of the syntax error.
    NotJson(usize, usize),
    /// Truncated JSON.
    Truncated,
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
            #[cfg(not(target_arch = "wasm32"))]
            Self::NoLiveBlog => {
                "the feed is an HTML page without a LiveBlogPosting in an application/ld+json script: \
                 expected a JSON document, or a page with one"
                    .to_owned()
            }
            Self::Truncated => "the feed is cut off: its JSON ends in the middle".to_owned(),
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
