//! Reading a feed: what from, as what, and how much of it.

use std::cell::Cell;
use std::rc::Rc;

use crate::error::{LoadError, LoadErrorKind};
use crate::feed::limits;
use crate::feed::{Feed, Warning, format};
use crate::lazy_chunk::{self, LazyChunk, Pages};
use crate::settings::{Order, Select, Settings, Source};
use crate::timeline;
use crate::web::fetch::{self, AbortController};
use crate::web::log;
use crate::web::scripts;
use crate::web::{clock, url};

/// Where the text comes from, what it is read as, and how much of it is needed.
pub struct FeedReader {
    src: Source,
    /// The format; `None`: found from the content.
    pub format: Option<&'static str>,
    /// Whether it is of a format that the second file of the wasm reads.
    waits: Cell<bool>,
    debug: bool,
    select: Select,
    order: Order,
    limit: usize,
}

impl FeedReader {
    /// What the settings name, for a list in this order.
    pub fn new(settings: &Settings, order: Order) -> Self {
        Self {
            waits: Cell::new(
                settings
                    .format
                    .is_some_and(|format| !format::is_eager(format)),
            ),
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
    pub fn of_page(&self) -> Result<Feed, LoadError> {
        let (read, missing) = match &self.src {
            Source::Script(id) => {
                let script = scripts::text_of(id);
                let read = script.map(|text| self.read_whole(&text, Feed::read_any));
                let read = read.transpose()?;
                (read, "the page has no such script element")
            }
            _ => {
                let read = Feed::from_page(&scripts::structured_data());
                let read = read.map(|read| self.with_warnings(read));
                (read, "the page has no LiveBlogPosting in a script element")
            }
        };
        read.ok_or_else(|| LoadError::new(LoadErrorKind::NotAFeed, missing, &self.address()))
    }

    async fn read(&self, text: &str, readers: &[Rc<Self>]) -> Result<Feed, LoadError> {
        let fail = |reason| LoadError::not_a_feed(reason, &self.address());
        if !self.waits.get() {
            let read = Feed::read_eagerly(text, self.format).map_err(fail)?;
            let lacks = |feed: &Feed| readers.iter().any(|reader| reader.lacks_headlines(feed));
            if let Some(read) = read.filter(|(feed, _)| !lacks(feed)) {
                return Ok(self.with_warnings(read));
            }
            self.waits.set(true);
        }
        let later = self.load_lazy_chunk().await?;
        self.read_whole(text, later.read_any)
    }

    fn read_whole(&self, text: &str, read_any: lazy_chunk::ReadAny) -> Result<Feed, LoadError> {
        let read = read_any(text, self.format);
        let read = read.map_err(|reason| LoadError::not_a_feed(reason, &self.address()))?;
        Ok(self.with_warnings(read))
    }

    /// Whether its feed is known to be one that takes the second file of the wasm.
    pub fn needs_lazy_chunk(&self) -> bool {
        self.waits.get()
    }

    /// Waits for the second file of the wasm.
    pub async fn load_lazy_chunk(&self) -> Result<&'static LazyChunk, LoadError> {
        let later = lazy_chunk::load().await;
        later.ok_or_else(|| {
            LoadError::new(LoadErrorKind::Network, lazy_chunk::MISSING, &self.address())
        })
    }

    /// Reads a feed for several documents of one format, and what it goes on with until there are
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
    ) -> Result<Feed, LoadError> {
        let first = wanted.iter().find(|document| document.debug);
        let Some(first) = first.or(wanted.first()) else {
            return Ok(Feed::default());
        };
        let feed = first.read(text, wanted).await?;
        let more = feed.next.is_some() && wanted.iter().any(|reader| reader.needs_more(&feed));
        if !more {
            return Ok(feed);
        }
        let Ok(later) = first.load_lazy_chunk().await else {
            return Ok(feed);
        };
        let address = (Rc::clone(url), controller.clone());
        Ok((later.pages)(Rc::clone(first), feed, wanted.to_vec(), address).await)
    }

    /// The feed with the pages that it goes on with.
    pub fn pages(
        self: Rc<Self>,
        mut feed: Feed,
        wanted: Vec<Rc<Self>>,
        (mut url, controller): (Rc<str>, AbortController),
    ) -> Pages {
        Box::pin(async move {
            for _ in 1..limits::MAX_PAGES {
                if !wanted.iter().any(|reader| reader.needs_more(&feed)) {
                    break;
                }
                match url::resolve_next(feed.next.as_deref(), &url) {
                    Some(next) => url = next,
                    None => break,
                }
                let text = fetch::fetch_text(&url, None, controller.clone()).await;
                let page = match text {
                    Ok(text) => self.read(&text, &wanted).await,
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
                        self.warn(&failure.log_line());
                        break;
                    }
                }
            }
            feed
        })
    }

    fn needs_more(&self, feed: &Feed) -> bool {
        timeline::needs_more(feed, &self.select, self.order, self.limit)
    }

    /// Whether its list needs headlines that the feed was not given.
    pub fn lacks_headlines(&self, feed: &Feed) -> bool {
        timeline::lacks_headlines(feed, &self.select, self.order)
    }

    fn with_warnings(&self, (mut feed, warnings): (Feed, Vec<Warning>)) -> Feed {
        feed.ended |= feed.ends.is_some_and(|end| end <= clock::now());
        if !warnings.is_empty() {
            let mut lines = ["key-events: ", &self.address()].concat();
            for warning in &warnings {
                lines.push('\n');
                lines.push_str(&warning.message());
            }
            self.warn(&lines);
        }
        feed
    }

    fn warn(&self, line: &str) {
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
