//! Errors of loading a feed.

use std::rc::Rc;

use crate::feed::NotAFeed;
use crate::time::timestamp::Timestamp;

/// A failed load: the detail of the event `key-events-error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What went wrong.
    pub kind: LoadErrorKind,
    /// The message, in English, for the developers of the page.
    pub message: Rc<str>,
    /// The feed's URL.
    pub url: Rc<str>,
    /// The delay that `Retry-After` requests, in milliseconds.
    pub retry_after: Option<i64>,
    /// The time of the next request.
    pub retry_at: Option<Timestamp>,
}

/// What can go wrong with a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadErrorKind {
    /// The page's Content Security Policy forbids it.
    Blocked,
    /// A file of the element whose content does not match its hash.
    Integrity,
    /// No response: offline, refused, interrupted, or blocked by CORS.
    Network,
    /// No complete response within [`TIMEOUT_MS`](crate::feed::limits::TIMEOUT_MS).
    Timeout,
    /// A response with an error status.
    Http,
    /// A body larger than [`MAX_BODY_BYTES`](crate::feed::limits::MAX_BODY_BYTES).
    TooLarge,
    /// A response that is not a feed.
    NotAFeed,
}

impl LoadErrorKind {
    /// The kind's name in `key-events-error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Integrity => "integrity",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Http => "http",
            Self::TooLarge => "too-large",
            Self::NotAFeed => "not-a-feed",
        }
    }
}

impl LoadError {
    /// A failed load of `url`.
    pub fn new(kind: LoadErrorKind, message: &str, url: &Rc<str>) -> Self {
        Self {
            kind,
            message: message.into(),
            url: Rc::clone(url),
            retry_after: None,
            retry_at: None,
        }
    }

    /// A load of `url` whose response is not a feed.
    pub fn not_a_feed(reason: NotAFeed, url: &Rc<str>) -> Self {
        Self::new(LoadErrorKind::NotAFeed, &reason.message(), url)
    }

    /// The message for the console.
    pub fn log_line(&self) -> String {
        [
            "key-events: ",
            &self.message,
            " (",
            self.kind.name(),
            ", ",
            &self.url,
            ")",
        ]
        .concat()
    }
}
