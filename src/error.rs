//! Why a feed could not be shown.

use std::rc::Rc;

use crate::feed::NotAFeed;
use crate::time::timestamp::Timestamp;

/// A failed load: what `key-events-error` tells the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What went wrong.
    pub kind: LoadErrorKind,
    /// The message for people who maintain the page.
    pub message: Rc<str>,
    /// The feed's address.
    pub url: Rc<str>,
    /// After how many milliseconds the server wants to be asked again.
    pub retry_after: Option<i64>,
    /// When the feed will be asked for again.
    pub retry_at: Option<Timestamp>,
}

/// What can go wrong with a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadErrorKind {
    /// The page's Content Security Policy forbids it.
    Blocked,
    /// No answer: offline, refused, cut off, or not shared across origins.
    Network,
    /// No complete answer in time.
    Timeout,
    /// An answer with an error status.
    Http,
    /// More than the widget reads.
    TooLarge,
    /// An answer that is no feed.
    NotAFeed,
}

impl LoadErrorKind {
    /// The kind's name in `key-events-error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
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

    /// A load of `url` that gave no feed.
    pub fn not_a_feed(reason: NotAFeed, url: &Rc<str>) -> Self {
        Self::new(LoadErrorKind::NotAFeed, &reason.message(), url)
    }

    /// The line for the console.
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
