//! Watches a feed that is embedded in the page. It is in the lazy chunk.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::feed_update::FeedUpdate;
use super::poller::Subscriber;
use crate::web::clock::{self, Timeout};
use crate::web::observers::MutationWatcher;

/// The delay after the first change of a burst, in milliseconds.
const DELAY: u32 = 100;

/// How long a page that has no feed yet may take to add it before that is an error, in milliseconds.
const MISSING_TIMEOUT: u32 = 3_000;

/// The feed of a subscriber, until it is dropped.
struct EmbeddedFeed {
    subscriber: Weak<Subscriber>,
    /// The texts of the last read.
    texts: RefCell<Vec<String>>,
    /// Whether a missing feed is an error.
    is_due: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    missing_timeout: RefCell<Option<Timeout>>,
}

/// Updates a subscriber with the feed that is embedded in the page, now if `read_now`, and whenever a script of
/// the page adds or changes it.
pub fn watch(subscriber: &Rc<Subscriber>, read_now: bool) {
    // A refresh ends at once, and keeps the list.
    let is_refresh = read_now && subscriber.loaded_at.get().is_some();
    let feed = Rc::new(EmbeddedFeed {
        subscriber: Rc::downgrade(subscriber),
        texts: RefCell::new(subscriber.reader.embedded_texts()),
        is_due: Cell::new(!read_now || is_refresh),
        timer: RefCell::default(),
        missing_timeout: RefCell::default(),
    });
    if read_now {
        feed.read(subscriber, is_refresh);
    }
    if read_now && !is_refresh {
        let this = Rc::downgrade(&feed);
        feed.missing_timeout
            .replace(Some(Timeout::new(MISSING_TIMEOUT, move || {
                if let Some(feed) = this.upgrade() {
                    feed.is_due.set(true);
                    if let Some(subscriber) = feed.subscriber.upgrade() {
                        feed.report_failure(&subscriber);
                    }
                }
            })));
    }
    let watcher = MutationWatcher::observe_scripts(move || feed.schedule());
    let watcher = watcher.map(|watcher| Box::new(watcher) as Box<_>);
    subscriber.watch.replace(watcher);
}

impl EmbeddedFeed {
    fn schedule(self: &Rc<Self>) {
        let mut timer = self.timer.borrow_mut();
        if timer.is_none() {
            let this = Rc::downgrade(self);
            *timer = Some(Timeout::new(DELAY, move || {
                if let Some(feed) = this.upgrade() {
                    feed.timer.take();
                    feed.check();
                }
            }));
        }
    }

    /// Reads the feed again if its text has changed.
    fn check(&self) {
        if let Some(subscriber) = self.subscriber.upgrade() {
            let texts = subscriber.reader.embedded_texts();
            if self.texts.replace(texts) != *self.texts.borrow() {
                self.read(&subscriber, false);
            }
        }
    }

    fn read(&self, subscriber: &Subscriber, is_refresh: bool) {
        let read = subscriber.reader.read_embedded(&self.texts.borrow());
        match read {
            Ok(Some(feed)) => {
                let now = clock::now();
                subscriber.loaded_at.set(Some(now));
                let update = FeedUpdate::Loaded(Rc::new(feed), now);
                subscriber.on_update.emit(update);
            }
            // An unrelated script may be broken, and the feed still to come.
            Ok(None) | Err(_) if !self.is_due.get() => {}
            Ok(None) if is_refresh => {
                let failure = subscriber.reader.missing();
                subscriber.on_update.emit(FeedUpdate::Failed(failure));
            }
            Ok(None) => self.report_failure(subscriber),
            Err(failure) => subscriber.on_update.emit(FeedUpdate::Failed(failure)),
        }
    }

    /// Reports that the page has no feed. One that is removed later, as by a change of the route, stays.
    fn report_failure(&self, subscriber: &Subscriber) {
        let read = subscriber.reader.read_embedded(&self.texts.borrow());
        if subscriber.loaded_at.get().is_none() {
            let failure = match read {
                Ok(Some(_)) => return,
                Ok(None) => subscriber.reader.missing(),
                Err(failure) => failure,
            };
            subscriber.on_update.emit(FeedUpdate::Failed(failure));
        }
    }
}
