//! The state of a poller: what it has, and when its next request is due.

use std::rc::{Rc, Weak};

use super::{BodyHash, ParsedFeed, Subscriber};
use crate::feed::Feed;
use crate::polling::backoff::{Backoff, Outcome};
use crate::polling::feed_reader::FeedReader;
use crate::time::server_clock::ServerClock;
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, Timeout};
use crate::web::fetch::AbortOnDrop;
use crate::web::page_lifecycle::PageLifecycle;

#[derive(Default)]
pub(super) struct PollerState {
    pub(super) subscribers: Vec<Weak<Subscriber>>,
    pub(super) backoff: Backoff,
    /// What the last body was parsed as.
    pub(super) feeds: Vec<ParsedFeed>,
    pub(super) body: Option<BodyHash>,
    /// When the last request succeeded. `None`: it failed.
    pub(super) succeeded_at: Option<Timestamp>,
    /// The request in progress.
    pub(super) request: Option<Rc<AbortOnDrop>>,
    /// Whether the last request is that of a reader or a script.
    pub(super) is_reload: bool,
    pub(super) server_clock: ServerClock,
    /// Whether a request was aborted because the page was hidden.
    pub(super) interrupted: bool,
    /// When the next request is due.
    pub(super) due: Option<Timestamp>,
    /// Whether that is because of a `Retry-After`.
    pub(super) retry_after: bool,
    pub(super) responded_at: Timestamp,
    pub(super) timer: Option<Timeout>,
    pub(super) lifecycle: Option<PageLifecycle>,
}

impl PollerState {
    pub(super) fn subscribers(&self) -> Vec<Rc<Subscriber>> {
        self.subscribers.iter().filter_map(Weak::upgrade).collect()
    }

    pub(super) fn feed_for(&self, reader: &FeedReader) -> Option<Rc<Feed>> {
        let mut feeds = self.feeds.iter();
        let (_, feed) = feeds.find(|(format, _)| *format == reader.format)?;
        (!reader.lacks_headlines(feed)).then(|| Rc::clone(feed))
    }

    /// Decides when the next request is due.
    pub(super) fn plan_next(&mut self, outcome: Outcome, now: Timestamp) {
        self.subscribers
            .retain(|subscriber| subscriber.strong_count() > 0);
        let intervals = self
            .subscribers()
            .into_iter()
            .map(|subscriber| subscriber.interval);
        let interval = intervals.filter(|interval| *interval > 0).min();
        let ended = outcome == Outcome::Success && self.feeds.iter().any(|(_, feed)| feed.ended);
        self.responded_at = now;
        self.retry_after = matches!(outcome, Outcome::Failure(Some(_)));
        self.due = interval
            .filter(|_| !ended)
            .map(|interval| now.plus(self.backoff.delay(outcome, interval, clock::random())));
    }
}
