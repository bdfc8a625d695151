//! Why a feed could not be shown.

use std::rc::Rc;

use crate::feed::NotAFeed;
use crate::instant::Instant;

/// A failed load: what `key-events:error` tells the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The message for people who maintain the page.
    pub message: Rc<str>,
    /// The feed's address.
    pub url: Rc<str>,
    /// After how many milliseconds the server wants to be asked again.
    pub sent_away: Option<i64>,
    /// When the feed will be asked for again.
    pub retry_at: Option<Instant>,
}

/// What can go wrong with a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
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

impl FailureKind {
    /// The kind's name in `key-events:error`.
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

impl Failure {
    /// A failed load of `url`.
    pub fn new(kind: FailureKind, message: &str, url: &Rc<str>) -> Self {
        Self {
            kind,
            message: message.into(),
            url: Rc::clone(url),
            sent_away: None,
            retry_at: None,
        }
    }

    /// A load of `url` that gave no feed.
    pub fn not_a_feed(reason: NotAFeed, url: &Rc<str>) -> Self {
        Self::new(FailureKind::NotAFeed, &reason.message(), url)
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
