//! How much is read of a feed, and how long that may take.

/// The most that is read of a body, in bytes.
pub const MAX_BODY_BYTES: u32 = 8_000_000;

/// The longest wait for a complete answer, in milliseconds.
pub const TIMEOUT_MS: u32 = 10_000;

/// The most documents that one feed is read from.
pub const MAX_PAGES: usize = 5;
