//! Asking for a feed again and again: one poller per address, however many widgets read it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::feed_reader::FeedReader;
use super::feed_update::FeedUpdate;
use crate::error::{LoadError, LoadErrorKind};
use crate::feed::Feed;
use crate::polling::backoff::{Backoff, MIN_INTERVAL, Outcome};
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, Timeout};
use crate::web::fetch::{self, AbortController, AbortOnDrop, Prefetched};
use crate::web::host::Host;
use crate::web::page_lifecycle::{self, PageLifecycle};

/// What a body was read as, by format.
type ParsedFeed = (Option<&'static str>, Rc<Feed>);

/// The length of a body and a hash of it.
type BodyHash = (usize, u64);

/// One widget that reads a feed.
pub struct Subscriber {
    /// What it reads the feed as, and how much of it.
    pub document: Rc<FeedReader>,
    /// The element it is in.
    pub host: Rc<Host>,
    /// The usual time between two requests, in milliseconds; 0: it asks only once.
    pub interval: i64,
    /// When it got the feed that it has.
    pub known: Cell<Option<Timestamp>>,
    /// Gets what each request gives.
    pub done: Callback<FeedUpdate>,
}

/// Asks for one address as long as somebody reads it.
pub struct Poller {
    url: Rc<str>,
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    readers: Vec<Weak<Subscriber>>,
    poll: Backoff,
    /// What the last body was read as.
    feeds: Vec<ParsedFeed>,
    body: Option<BodyHash>,
    /// When the last answer came, if it was a good one.
    good_at: Option<Timestamp>,
    /// The request under way.
    request: Option<Rc<AbortOnDrop>>,
    /// Whether a request was given up because the page was left.
    interrupted: bool,
    /// The moment of the next request, and whether a server has asked for that.
    due: Option<Timestamp>,
    retry_after: bool,
    answered: Timestamp,
    timer: Option<Timeout>,
    attention: Option<PageLifecycle>,
}

thread_local! {
    static POLLERS: RefCell<Vec<Weak<Poller>>> = const { RefCell::new(Vec::new()) };
}

impl Poller {
    /// The poller of an address.
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
                    inner: RefCell::default(),
                });
                let this = Rc::downgrade(&poller);
                poller.inner.borrow_mut().attention = Some(PageLifecycle::watch(move |left| {
                    if let Some(poller) = this.upgrade() {
                        poller.on_visibility_change(left);
                    }
                }));
                pollers.push(Rc::downgrade(&poller));
                poller
            })
        })
    }

    /// Serves a reader until that is dropped: with what is there, if it is fresh enough, and with
    /// every answer from then on. `again`: there is to be a new answer in any case.
    pub fn subscribe(self: &Rc<Self>, reader: &Rc<Subscriber>, again: bool) {
        let mut inner = self.inner.borrow_mut();
        inner.readers.push(Rc::downgrade(reader));
        if inner.request.is_some() {
            return;
        }
        let now = clock::now();
        let fresh = |at: &Timestamp| now.since(*at) < reader.interval.max(MIN_INTERVAL);
        let known = reader.known.get();
        if let Some(at) = inner.good_at.filter(fresh).filter(|_| !again)
            && let Some(feed) = inner.feed_for(&reader.document)
        {
            let reader = Rc::downgrade(reader);
            // Not before the widget that asks for it is there.
            spawn_local(async move {
                if let Some(reader) = reader.upgrade() {
                    reader.known.set(Some(at));
                    reader.done.emit(FeedUpdate::Loaded(feed, at));
                }
            });
        } else if again || known.is_none_or(|at| reader.interval > 0 && !fresh(&at)) {
            drop(inner);
            self.send(reader.host.take_prefetched(&self.url));
            return;
        } else if inner.due.is_none()
            && let Some(at) = known
        {
            inner.answered = at;
        }
        if reader.interval > 0 {
            let soon = inner.answered.plus(reader.interval);
            let due = inner.due.map_or(soon, |due| due.min(soon));
            inner.due = Some(due);
            drop(inner);
            self.sleep();
        }
    }

    fn send(self: &Rc<Self>, early: Option<Prefetched>) {
        let abort = match &early {
            Some(early) => Some(AbortOnDrop::of(early)),
            None => AbortOnDrop::new(),
        };
        let Some(abort) = abort.map(Rc::new).filter(|_| self.first().is_some()) else {
            return;
        };
        let controller = abort.controller();
        let wanted = Rc::downgrade(&abort);
        let mut inner = self.inner.borrow_mut();
        inner.request = Some(abort);
        inner.interrupted = false;
        inner.timer = None;
        drop(inner);
        let this = Rc::downgrade(self);
        let url = Rc::clone(&self.url);
        spawn_local(async move {
            let text = fetch::fetch_text(&url, early, controller.clone()).await;
            // Once everybody has gone, or the page, nobody wants the answer.
            let there = || this.upgrade().filter(|_| wanted.strong_count() > 0);
            let read = match text {
                Ok(text) => Self::read(there, &text, &url, &controller).await,
                Err(failure) if failure.kind == LoadErrorKind::Network => {
                    let host = there().and_then(|poller| Some(Rc::clone(&poller.first()?.host)));
                    Err(explain(failure, host).await)
                }
                Err(failure) => Err(failure),
            };
            if let Some(poller) = there() {
                match read {
                    Ok(read) => poller.handle_response(read),
                    Err(failure) => poller.handle_error(failure),
                }
            }
        });
    }

    /// Reads a body for everybody who has not had it read, as long as the poller is there; `None`: all
    /// have.
    async fn read(
        there: impl Fn() -> Option<Rc<Self>>,
        text: &str,
        url: &Rc<str>,
        controller: &AbortController,
    ) -> Result<Option<(BodyHash, Vec<ParsedFeed>)>, LoadError> {
        let body = body_hash(text);
        let Some(documents) = there().and_then(|poller| poller.unread(body)) else {
            return Ok(None);
        };
        let mut feeds = Vec::new();
        for wanted in documents {
            let feed = FeedReader::feed(&wanted, text, url, controller).await?;
            feeds.extend(wanted.first().map(|first| (first.format, Rc::new(feed))));
        }
        Ok(Some((body, feeds)))
    }

    fn first(&self) -> Option<Rc<Subscriber>> {
        self.inner.borrow().readers().into_iter().next()
    }

    /// The documents that are to be read from a body, those of one format together; `None`: all
    /// have it read.
    fn unread(&self, body: BodyHash) -> Option<Vec<Vec<Rc<FeedReader>>>> {
        let inner = self.inner.borrow();
        let readers = inner.readers();
        let now = clock::now();
        let over = |feed: &Feed| !feed.ended && feed.ends.is_some_and(|end| end <= now);
        let read = inner.body == Some(body)
            && !inner.feeds.iter().any(|(_, feed)| over(feed))
            && readers
                .iter()
                .all(|reader| inner.feed_for(&reader.document).is_some());
        if read {
            return None;
        }
        let mut documents: Vec<Vec<Rc<FeedReader>>> = Vec::new();
        for reader in readers {
            let document = Rc::clone(&reader.document);
            let same = |group: &&mut Vec<Rc<FeedReader>>| {
                let first = group.first();
                first.is_some_and(|first| first.format == document.format)
            };
            match documents.iter_mut().find(same) {
                Some(group) => group.push(document),
                None => documents.push(vec![document]),
            }
        }
        Some(documents)
    }

    /// A good answer came: another body, or (`None`) the one that is known.
    fn handle_response(self: &Rc<Self>, read: Option<(BodyHash, Vec<ParsedFeed>)>) {
        let now = clock::now();
        let mut inner = self.inner.borrow_mut();
        inner.request = None;
        inner.good_at = Some(now);
        let new = read.is_some();
        if let Some((body, feeds)) = read {
            inner.body = Some(body);
            inner.feeds = feeds;
        }
        inner.plan(Outcome::Success, now);
        let mut unserved = false;
        let mut news = Vec::new();
        for reader in inner.readers() {
            match inner.feed_for(&reader.document) {
                Some(feed) if new || reader.known.get().is_none() => {
                    news.push((reader, FeedUpdate::Loaded(feed, now)));
                }
                Some(_) => news.push((reader, FeedUpdate::Unchanged(now))),
                None => unserved = true,
            }
        }
        drop(inner);
        for (reader, action) in news {
            reader.known.set(Some(now));
            reader.done.emit(action);
        }
        if unserved {
            self.send(None);
        } else {
            self.sleep();
        }
    }

    fn handle_error(self: &Rc<Self>, mut failure: LoadError) {
        let now = clock::now();
        let mut inner = self.inner.borrow_mut();
        inner.request = None;
        inner.good_at = None;
        inner.plan(Outcome::Failure(failure.retry_after), now);
        failure.retry_at = inner.due;
        let readers = inner.readers();
        drop(inner);
        for reader in readers {
            reader.done.emit(FeedUpdate::Failed(failure.clone()));
        }
        self.sleep();
    }

    /// Sleeps until the next request is due, for as long as there is somebody to see it.
    fn sleep(self: &Rc<Self>) {
        let mut inner = self.inner.borrow_mut();
        inner.timer = None;
        let Some(due) = inner
            .due
            .filter(|_| inner.request.is_none() && page_lifecycle::is_active())
        else {
            return;
        };
        let this = Rc::downgrade(self);
        let delay = due.since(clock::now()).clamp(0, Timestamp::DAY);
        inner.timer = Some(Timeout::new(delay as u32, move || {
            if let Some(poller) = this.upgrade() {
                poller.send(None);
            }
        }));
    }

    /// The page is left, or comes back: then it is refreshed at once, unless a server has sent it
    /// away.
    fn on_visibility_change(self: &Rc<Self>, left: bool) {
        let mut inner = self.inner.borrow_mut();
        if left {
            inner.interrupted |= inner.request.take().is_some();
            inner.timer = None;
            return;
        }
        if inner.interrupted && page_lifecycle::is_active() {
            drop(inner);
            self.send(None);
            return;
        }
        if !inner.retry_after && inner.timer.is_none() {
            let soon = inner.answered.plus(MIN_INTERVAL);
            inner.due = inner.due.map(|due| due.min(soon));
        }
        drop(inner);
        self.sleep();
    }
}

impl Inner {
    fn readers(&self) -> Vec<Rc<Subscriber>> {
        self.readers.iter().filter_map(Weak::upgrade).collect()
    }

    fn feed_for(&self, document: &FeedReader) -> Option<Rc<Feed>> {
        let mut feeds = self.feeds.iter();
        let (_, feed) = feeds.find(|(format, _)| *format == document.format)?;
        (!document.lacks_headlines(feed)).then(|| Rc::clone(feed))
    }

    /// Decides when to ask next.
    fn plan(&mut self, answer: Outcome, now: Timestamp) {
        self.readers.retain(|reader| reader.strong_count() > 0);
        let intervals = self.readers().into_iter().map(|reader| reader.interval);
        let interval = intervals.filter(|interval| *interval > 0).min();
        let ended = answer == Outcome::Success && self.feeds.iter().any(|(_, feed)| feed.ended);
        self.answered = now;
        self.retry_after = matches!(answer, Outcome::Failure(Some(_)));
        self.due = interval
            .filter(|_| !ended)
            .map(|interval| now.plus(self.poll.delay(answer, interval, clock::random())));
    }
}

/// Tells a request that the page's policy forbids from one that the network failed.
async fn explain(failure: LoadError, host: Option<Rc<Host>>) -> LoadError {
    match host {
        Some(host) if host.refused(&failure.url).await => {
            let message = "the page's Content Security Policy forbids the request (connect-src)";
            LoadError::new(LoadErrorKind::Blocked, message, &failure.url)
        }
        _ => failure,
    }
}

/// Tells bodies apart; as FNV-1a does (Fowler, Noll, Vo), but by eight bytes at a time.
fn body_hash(text: &str) -> BodyHash {
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let rest = rest.iter().map(|byte| u64::from(*byte));
    let hash = words.chain(rest).fold(0xcbf2_9ce4_8422_2325, mix);
    (text.len(), hash)
}
