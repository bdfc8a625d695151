//! Limits on the size of a feed and on the duration of a request.

/// The maximum size of a response body, in bytes.
pub const MAX_BODY_BYTES: u32 = 8_000_000;

/// The timeout for a complete response, in milliseconds.
pub const TIMEOUT_MS: u32 = 10_000;

/// The maximum number of pages of one feed.
pub const MAX_PAGES: usize = 5;
