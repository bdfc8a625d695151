//! Reading a feed: what from, as what, and how much of it.

use std::cell::Cell;
use std::rc::Rc;
use std::slice;

use crate::browser::fetch::{self, AbortController};
use crate::browser::host::Host;
use crate::browser::later::Later;
use crate::browser::log;
use crate::browser::{address, clock};
use crate::failure::{Failure, FailureKind};
use crate::feed::Feed;
use crate::feed::Warning;
use crate::limits;
use crate::settings::{Order, Select, Settings, Source};
use crate::timeline;

/// Where the text comes from, what it is read as, and how much of it is needed.
pub struct Document {
    src: Source,
    /// The dialect; `None`: found from the content.
    pub format: Option<&'static str>,
    host: Rc<Host>,
    /// Whether it is of a dialect that the second file of the wasm reads.
    waits: Cell<bool>,
    debug: bool,
    select: Select,
    order: Order,
    limit: usize,
}

impl Document {
    /// What the settings name, for a list in this order.
    pub fn new(host: &Rc<Host>, settings: &Settings, order: Order) -> Self {
        Self {
            host: Rc::clone(host),
            waits: Cell::default(),
            src: settings.src.clone(),
            format: settings.format,
            debug: settings.debug,
            select: settings.select.clone(),
            order,
            limit: settings.limit,
        }
    }

    /// Reads the feed from the page.
    ///
    /// # Errors
    /// The page has none, or what it has is none.
    pub async fn of_page(self: &Rc<Self>) -> Result<Feed, Failure> {
        let missing = match &self.src {
            Source::Script(id) => {
                if let Some(text) = self.host.script(id) {
                    return self.read(&text, slice::from_ref(self)).await;
                }
                "the page has no such script element"
            }
            _ => {
                self.rest().await?;
                if let Some(read) = Feed::of_page(&self.host.structured_data()) {
                    return Ok(self.checked(read));
                }
                "the page has no LiveBlogPosting in a script element"
            }
        };
        Err(Failure::new(
            FailureKind::NotAFeed,
            missing,
            &self.address(),
        ))
    }

    async fn read(&self, text: &str, readers: &[Rc<Self>]) -> Result<Feed, Failure> {
        let fail = |reason| Failure::not_a_feed(reason, &self.address());
        if !self.waits.get() {
            let read = Feed::read_at_once(text, self.format).map_err(fail)?;
            let lacks = |feed: &Feed| readers.iter().any(|reader| reader.lacks_headlines(feed));
            if let Some(read) = read.filter(|(feed, _)| !lacks(feed)) {
                return Ok(self.checked(read));
            }
            self.waits.set(true);
        }
        self.rest().await?;
        let read = Feed::read_any(text, self.format).map_err(fail)?;
        Ok(self.checked(read))
    }

    /// Waits for the second file of the wasm.
    async fn rest(&self) -> Result<Later, Failure> {
        let missing = "a file of the widget can't be had";
        let later = self.host.later().await;
        later.ok_or_else(|| Failure::new(FailureKind::Network, missing, &self.address()))
    }

    /// Reads a feed for several documents of one dialect, and what it goes on with until there are
    /// enough rows for each.
    ///
    /// A later page that can't be had costs only what would have been in it.
    ///
    /// # Errors
    /// The text is no feed.
    pub async fn feed(
        wanted: &[Rc<Self>],
        text: &str,
        url: &Rc<str>,
        controller: &AbortController,
    ) -> Result<Feed, Failure> {
        let first = wanted.iter().find(|document| document.debug);
        let Some(first) = first.or(wanted.first()) else {
            return Ok(Feed::default());
        };
        let mut feed = first.read(text, wanted).await?;
        let mut url = Rc::clone(url);
        for _ in 1..limits::DOCUMENTS {
            if !wanted.iter().any(|document| document.needs_more(&feed)) {
                break;
            }
            match address::of_next(feed.next.as_deref(), &url) {
                Some(next) => url = next,
                None => break,
            }
            let text = fetch::text(&url, None, controller.clone()).await;
            let page = match text {
                Ok(text) => first.read(&text, wanted).await,
                Err(failure) => Err(failure),
            };
            match page {
                Ok(page) => {
                    // A page that adds nothing was read before.
                    if !feed.append(page) {
                        break;
                    }
                }
                Err(failure) => {
                    first.tell(&failure.log_line());
                    break;
                }
            }
        }
        Ok(feed)
    }

    fn needs_more(&self, feed: &Feed) -> bool {
        timeline::needs_more(feed, &self.select, self.order, self.limit)
    }

    /// Whether its list needs headlines that the feed was not given.
    pub fn lacks_headlines(&self, feed: &Feed) -> bool {
        timeline::lacks_headlines(feed, &self.select, self.order)
    }

    fn checked(&self, (mut feed, warnings): (Feed, Vec<Warning>)) -> Feed {
        feed.ended |= feed.ends.is_some_and(|end| end <= clock::now());
        if !warnings.is_empty() {
            let mut lines = ["key-events: ", &self.address()].concat();
            for warning in &warnings {
                lines.push('\n');
                lines.push_str(&warning.message());
            }
            self.tell(&lines);
        }
        feed
    }

    fn tell(&self, line: &str) {
        if self.debug {
            log::warn(line);
        }
    }

    fn address(&self) -> Rc<str> {
        match &self.src {
            Source::Url(url) => Rc::clone(url),
            Source::Script(id) => ["#", id].concat().into(),
            Source::Page => "application/ld+json".into(),
        }
    }
}
