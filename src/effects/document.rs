//! Reading a feed: what from, as what, and how much of it.

use std::rc::Rc;

use crate::browser::fetch::{self, AbortController};
use crate::browser::host::Host;
use crate::browser::log;
use crate::browser::{address, clock};
use crate::failure::{Failure, FailureKind};
use crate::feed::Feed;
use crate::feed::Warning;
use crate::feed::dialect::Dialect;
use crate::limits;
use crate::settings::{Order, Select, Settings, Source};
use crate::timeline;

/// Where the text comes from, what it is read as, and how much of it is needed.
pub struct Document {
    src: Source,
    /// The dialect; `None`: found from the content.
    pub format: Option<&'static Dialect>,
    debug: bool,
    select: Select,
    order: Order,
    limit: usize,
}

impl Document {
    /// What the settings name, for a list in this order.
    pub fn new(settings: &Settings, order: Order) -> Self {
        Self {
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
    pub fn of_page(&self, host: &Host) -> Result<Feed, Failure> {
        let (read, missing) = match &self.src {
            Source::Script(id) => {
                let script = host.script(id);
                let read = script.map(|text| self.read(&text)).transpose()?;
                (read, "the page has no such script element")
            }
            _ => {
                let read = Feed::of_page(&host.structured_data());
                let read = read.map(|(feed, warnings)| self.checked(feed, &warnings));
                (read, "the page has no LiveBlogPosting in a script element")
            }
        };
        read.ok_or_else(|| Failure::new(FailureKind::NotAFeed, missing, &self.address()))
    }

    fn read(&self, text: &str) -> Result<Feed, Failure> {
        let (feed, warnings) = Feed::read(text, self.format)
            .map_err(|reason| Failure::not_a_feed(reason, &self.address()))?;
        Ok(self.checked(feed, &warnings))
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
        let mut feed = first.read(text)?;
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
            match text.and_then(|text| first.read(&text)) {
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

    fn checked(&self, mut feed: Feed, warnings: &[Warning]) -> Feed {
        feed.ended |= feed.ends.is_some_and(|end| end <= clock::now());
        if !warnings.is_empty() {
            let mut lines = ["key-events: ", &self.address()].concat();
            for warning in warnings {
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
