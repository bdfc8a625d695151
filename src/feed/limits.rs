//! Limits on the size of a feed and of what is shown of it, and on the duration of a request.

/// The maximum size of a response body, in bytes.
pub const MAX_BODY_BYTES: u32 = 8_000_000;

/// The maximum size of a body that is read without pauses, in bytes. A larger one waits for the lazy chunk.
pub const MAX_EAGER_BYTES: usize = 256_000;

/// The timeout for a complete response, in milliseconds.
pub const TIMEOUT_MS: u32 = 10_000;

/// The maximum number of pages of one feed.
pub const MAX_PAGES: usize = 5;

/// The maximum size of a story that is shown as rich text, in bytes.
pub const MAX_STORY_BYTES: usize = 50_000;

/// How much of a body a headline is derived from, in bytes.
pub const MAX_HEADLINE_SOURCE_BYTES: usize = 200_000;

/// The maximum number of tags in such a story: start tags and end tags.
pub const MAX_TAGS: usize = 3_000;

/// The maximum depth of its elements.
pub const MAX_DEPTH: usize = 100;

/// The maximum number of attributes of one of its elements.
pub const MAX_ATTRIBUTES: usize = 100;

/// The maximum number of elements that a parser may add to it for formatting elements that are not closed.
pub const MAX_REOPENED: usize = 100_000;

/// The maximum number of columns or of rows that a cell of a table spans in it.
pub const MAX_SPAN: u32 = 10;

/// The maximum length of a text that is shown, in bytes.
pub const MAX_TEXT_BYTES: usize = 50_000;

/// The maximum number of entries of one document that are read.
pub const MAX_ENTRIES: usize = 10_000;

/// The maximum number of authors of an entry that are read.
pub const MAX_AUTHORS: usize = 20;

/// The maximum number of related links that are read.
pub const MAX_RELATED: usize = 50;

/// The problem of a page of a feed that is not requested.
pub const FOREIGN_PAGE: &str =
    "is not a URL of the feed's own origin: that page and those after it are not read";
