//! Polls feeds: one poller per URL, however many widgets show the feed.

mod state;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::Callback;

use super::feed_reader::FeedReader;
use super::feed_update::FeedUpdate;
use crate::error::{LoadError, LoadErrorKind};
use crate::feed::Feed;
use crate::lazy_chunk;
use crate::polling::backoff::{MIN_INTERVAL, Outcome};
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, Timeout};
use crate::web::fetch::{self, AbortOnDrop, Controller, Fetched, Prefetched};
use crate::web::host::Host;
use crate::web::page_lifecycle::{self, PageLifecycle};
use crate::web::spawn_local;
use state::PollerState;

/// A parsed body and the format it was parsed as.
pub type ParsedFeed = (Option<&'static str>, Rc<Feed>);

/// The length of a body and a hash of it, to detect an unchanged response.
pub type BodyHash = (usize, u64);

/// A body and the feeds that it was parsed into.
pub type ParsedBody = (BodyHash, Vec<ParsedFeed>);

/// A widget that subscribes to a feed.
pub struct Subscriber {
    /// Its format, and what it needs of the feed.
    pub reader: Rc<FeedReader>,
    /// Its element.
    pub host: Rc<Host>,
    /// The polling interval, in milliseconds. 0: the feed is requested once.
    pub interval: i64,
    /// When the feed that it has was loaded.
    pub loaded_at: Cell<Option<Timestamp>>,
    /// Called with the result of each request.
    pub on_update: Callback<FeedUpdate>,
    /// What follows a feed that is embedded in the page.
    pub watch: RefCell<Option<Box<dyn Any>>>,
}

/// Polls one URL as long as it has subscribers.
pub struct Poller {
    url: Rc<str>,
    state: RefCell<PollerState>,
}

thread_local! {
    static POLLERS: RefCell<Vec<Weak<Poller>>> = const { RefCell::new(Vec::new()) };
}

impl Poller {
    /// The poller of a URL.
    pub fn of(url: &Rc<str>) -> Rc<Self> {
        POLLERS.with_borrow_mut(|pollers| {
            pollers.retain(|poller| poller.strong_count() > 0);
            let known = pollers.iter().find_map(|poller| {
                let poller = poller.upgrade()?;
                (poller.url == *url).then_some(poller)
            });
            known.unwrap_or_else(|| {
                let poller = Rc::new(Self {
                    url: Rc::clone(url),
                    state: RefCell::default(),
                });
                let this = Rc::downgrade(&poller);
                poller.state.borrow_mut().lifecycle =
                    Some(PageLifecycle::watch(move |is_hidden| {
                        if let Some(poller) = this.upgrade() {
                            poller.on_visibility_change(is_hidden);
                        }
                    }));
                pollers.push(Rc::downgrade(&poller));
                poller
            })
        })
    }

    /// Updates a subscriber until it is dropped: with the current feed, if that is fresh enough, and with
    /// the result of every later request. `reload`: with a new request in any case. It replaces one that the
    /// interval has started, because the server may have responded before the feed changed.
    pub fn subscribe(self: &Rc<Self>, subscriber: &Rc<Subscriber>, reload: bool) {
        let mut state = self.state.borrow_mut();
        state.subscribers.push(Rc::downgrade(subscriber));
        let loaded_at = subscriber.loaded_at.get();
        let replaces = reload && loaded_at.is_some() && !state.is_reload;
        if state.request.is_some() && !replaces {
            return;
        }
        state.is_reload = reload;
        let now = clock::now();
        let fresh = |at: &Timestamp| now.since(*at) < subscriber.interval.max(MIN_INTERVAL);
        if let Some(at) = state.succeeded_at.filter(fresh).filter(|_| !reload)
            && let Some(feed) = state.feed_for(&subscriber.reader)
        {
            let subscriber = Rc::downgrade(subscriber);
            // Asynchronously, as after a request, because the effect that subscribes is still running.
            spawn_local(async move {
                if let Some(subscriber) = subscriber.upgrade() {
                    subscriber.loaded_at.set(Some(at));
                    subscriber.on_update.emit(FeedUpdate::Loaded(feed, at));
                }
            });
        } else if reload || loaded_at.is_none_or(|at| subscriber.interval > 0 && !fresh(&at)) {
            drop(state);
            self.send(subscriber.host.take_prefetched(&self.url));
            return;
        } else if state.due.is_none()
            && let Some(at) = loaded_at
        {
            state.responded_at = at;
        }
        if subscriber.interval > 0 {
            let soon = state.responded_at.plus(subscriber.interval);
            let due = state.due.map_or(soon, |due| due.min(soon));
            state.due = Some(due);
            drop(state);
            self.schedule();
        }
    }

    fn send(self: &Rc<Self>, prefetched: Option<Prefetched>) {
        // Yew may unmount the widget of a removed element some tasks later.
        let subscribers = self.state.borrow().subscribers();
        if !subscribers
            .iter()
            .any(|subscriber| subscriber.host.is_connected())
        {
            return;
        }
        let abort = Rc::new(match &prefetched {
            Some(prefetched) => AbortOnDrop::of(prefetched),
            None => AbortOnDrop::new(),
        });
        let controller = abort.controller();
        let request = Rc::downgrade(&abort);
        let mut state = self.state.borrow_mut();
        state.request = Some(abort);
        state.interrupted = false;
        state.timer = None;
        drop(state);
        let this = Rc::downgrade(self);
        let url = Rc::clone(&self.url);
        spawn_local(async move {
            let fetched = fetch::fetch(&url, prefetched, controller.clone()).await;
            let times = fetched.as_ref().ok().and_then(|fetched| fetched.times);
            // `None` once the request is aborted or the last subscriber is dropped: the response is ignored.
            let poller = || this.upgrade().filter(|_| request.strong_count() > 0);
            let read = match fetched {
                Ok(fetched) => Self::read(&poller, fetched, &controller).await,
                Err(failure) if failure.kind == LoadErrorKind::Network => {
                    let subscriber = poller().and_then(|poller| poller.first_subscriber());
                    let host = subscriber.map(|subscriber| Rc::clone(&subscriber.host));
                    Err(classify_network_error(failure, host).await)
                }
                Err(failure) => Err(failure),
            };
            if let Some(poller) = poller() {
                match read {
                    Ok(read) => {
                        let is_first = |times| poller.state.borrow_mut().server_clock.start(times);
                        if let Some(times) = times.filter(|times| !is_first(*times))
                            && let Some(chunk) = lazy_chunk::loaded()
                        {
                            (chunk.sync_clock)(&poller, times, read.as_ref());
                        }
                        poller.handle_response(read);
                    }
                    Err(failure) => poller.handle_error(failure),
                }
            }
        });
    }

    /// Parses a body for all subscribers. `None`: it is parsed already, or the request was aborted.
    async fn read(
        poller: impl Fn() -> Option<Rc<Self>>,
        fetched: Fetched,
        controller: &Controller,
    ) -> Result<Option<ParsedBody>, LoadError> {
        let body = body_hash(&fetched.bytes);
        let Some(groups) = poller().and_then(|poller| poller.pending_readers(body)) else {
            return Ok(None);
        };
        let fetched = Rc::new(fetched);
        let mut feeds = Vec::new();
        for readers in groups {
            let format = readers.first().and_then(|first| first.format);
            let feed = FeedReader::read_pages(readers, &fetched, controller).await?;
            feeds.push((format, Rc::new(feed)));
        }
        Ok(Some((body, feeds)))
    }

    fn first_subscriber(&self) -> Option<Rc<Subscriber>> {
        self.state.borrow().subscribers().into_iter().next()
    }

    /// The readers that need a body parsed, grouped by format. `None`: it is parsed for all of them.
    fn pending_readers(&self, body: BodyHash) -> Option<Vec<Vec<Rc<FeedReader>>>> {
        let state = self.state.borrow();
        let subscribers = state.subscribers();
        let now = clock::now();
        let has_ended_since = |feed: &Feed| !feed.ended && feed.ends.is_some_and(|end| end <= now);
        let is_parsed = state.body == Some(body)
            && !state.feeds.iter().any(|(_, feed)| has_ended_since(feed))
            && subscribers
                .iter()
                .all(|subscriber| state.feed_for(&subscriber.reader).is_some());
        if is_parsed {
            return None;
        }
        let mut groups: Vec<Vec<Rc<FeedReader>>> = Vec::new();
        for subscriber in subscribers {
            let reader = Rc::clone(&subscriber.reader);
            let has_format = |group: &&mut Vec<Rc<FeedReader>>| {
                let first = group.first();
                first.is_some_and(|first| first.format == reader.format)
            };
            match groups.iter_mut().find(has_format) {
                Some(group) => group.push(reader),
                None => groups.push(vec![reader]),
            }
        }
        Some(groups)
    }

    /// Corrects the clock by the times of a response: of the server, and of the device. `parsed` is as in
    /// [`Poller::handle_response`].
    pub fn sync_clock(
        &self,
        (server, device): (Timestamp, Timestamp),
        parsed: Option<&ParsedBody>,
    ) {
        let mut state = self.state.borrow_mut();
        let feeds = parsed.map_or(&state.feeds, |(_, feeds)| feeds);
        let entries = feeds.iter().flat_map(|(_, feed)| &feed.entries);
        let latest = entries.filter_map(|entry| entry.published).max();
        let offset = state.server_clock.offset(server, device, latest);
        drop(state);
        let Some(change) = offset
            .map(clock::sync_with_server)
            .filter(|change| *change != 0)
        else {
            return;
        };
        // All pollers keep the time that is left, and all lists show other times.
        let pollers = POLLERS.with_borrow(Vec::clone);
        for poller in pollers.iter().filter_map(Weak::upgrade) {
            let mut state = poller.state.borrow_mut();
            state.responded_at = state.responded_at.plus(change);
            state.succeeded_at = state.succeeded_at.map(|at| at.plus(change));
            state.due = state.due.map(|at| at.plus(change));
            let subscribers = state.subscribers();
            drop(state);
            for subscriber in subscribers {
                let loaded_at = subscriber.loaded_at.get();
                subscriber
                    .loaded_at
                    .set(loaded_at.map(|at| at.plus(change)));
                subscriber.on_update.emit(FeedUpdate::ClockCorrected);
            }
        }
    }

    /// `parsed` is the new content. `None`: the body is unchanged.
    fn handle_response(self: &Rc<Self>, parsed: Option<ParsedBody>) {
        let now = clock::now();
        let mut state = self.state.borrow_mut();
        state.request = None;
        state.is_reload = false;
        state.succeeded_at = Some(now);
        let is_new = parsed.is_some();
        if let Some((body, feeds)) = parsed {
            state.body = Some(body);
            state.feeds = feeds;
        }
        state.plan_next(Outcome::Success, now);
        let mut is_incomplete = false;
        let mut updates = Vec::new();
        for subscriber in state.subscribers() {
            match state.feed_for(&subscriber.reader) {
                Some(feed) if is_new || subscriber.loaded_at.get().is_none() => {
                    updates.push((subscriber, FeedUpdate::Loaded(feed, now)));
                }
                Some(_) => updates.push((subscriber, FeedUpdate::Unchanged(now))),
                None => is_incomplete = true,
            }
        }
        drop(state);
        for (subscriber, update) in updates {
            subscriber.loaded_at.set(Some(now));
            subscriber.on_update.emit(update);
        }
        if is_incomplete {
            self.send(None);
        } else {
            self.schedule();
        }
    }

    fn handle_error(self: &Rc<Self>, mut failure: LoadError) {
        let now = clock::now();
        let mut state = self.state.borrow_mut();
        state.request = None;
        state.is_reload = false;
        state.succeeded_at = None;
        state.plan_next(Outcome::Failure(failure.retry_after), now);
        failure.retry_at = state.due;
        let subscribers = state.subscribers();
        drop(state);
        for subscriber in subscribers {
            subscriber
                .on_update
                .emit(FeedUpdate::Failed(failure.clone()));
        }
        self.schedule();
    }

    /// Starts the timer of the next request, unless the page is hidden or offline.
    fn schedule(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        state.timer = None;
        let Some(due) = state
            .due
            .filter(|_| state.request.is_none() && page_lifecycle::is_active())
        else {
            return;
        };
        let this = Rc::downgrade(self);
        let delay = due.since(clock::now()).clamp(0, Timestamp::DAY);
        state.timer = Some(Timeout::new(delay as u32, move || {
            if let Some(poller) = this.upgrade() {
                poller.send(None);
            }
        }));
    }

    /// Aborts the request when the page is hidden. Refreshes when it is active again, unless a `Retry-After`
    /// forbids it.
    fn on_visibility_change(self: &Rc<Self>, is_hidden: bool) {
        let mut state = self.state.borrow_mut();
        if is_hidden {
            state.interrupted |= state.request.take().is_some();
            state.timer = None;
            return;
        }
        if state.interrupted && page_lifecycle::is_active() {
            drop(state);
            self.send(None);
            return;
        }
        if !state.retry_after && state.timer.is_none() {
            let soon = state.responded_at.plus(MIN_INTERVAL);
            state.due = state.due.map(|due| due.min(soon));
        }
        drop(state);
        self.schedule();
    }
}

/// Distinguishes a request that the Content Security Policy of the page blocks, and one without a valid URL, from
/// a network failure.
async fn classify_network_error(mut failure: LoadError, host: Option<Rc<Host>>) -> LoadError {
    if let Some(host) = host {
        match host.is_blocked(&failure.url).await {
            Some(false) => {}
            Some(true) => {
                failure.kind = LoadErrorKind::Blocked;
                failure.message =
                    "the page's Content Security Policy forbids the request (connect-src)".into();
            }
            None => failure.message = ["src is not a valid URL: ", &failure.url].concat().into(),
        }
    }
    failure
}

/// A variant of the FNV-1a hash that takes eight bytes at a time.
fn body_hash(body: &[u8]) -> BodyHash {
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    let (words, remainder) = body.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let remainder = remainder.iter().map(|byte| u64::from(*byte));
    let hash = words.chain(remainder).fold(0xcbf2_9ce4_8422_2325, mix);
    (body.len(), hash)
}
