//! Reads a feed: where it is, its format, and how many pages of it.

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

/// The source of a feed, its format, and what a list needs of it.
pub struct FeedReader {
    src: Source,
    /// The format. `None`: detected from the content.
    pub format: Option<&'static str>,
    /// Whether the format is parsed by the lazy chunk.
    needs_lazy_chunk: Cell<bool>,
    debug: bool,
    select: Select,
    order: Order,
    limit: usize,
}

impl FeedReader {
    /// A reader for the feed of the settings and a list in this order.
    pub fn new(settings: &Settings, order: Order) -> Self {
        Self {
            needs_lazy_chunk: Cell::new(
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

    /// Reads the feed that is embedded in the page.
    ///
    /// # Errors
    /// The page has no such script element, or its text is not a feed.
    pub fn read_embedded(&self) -> Result<Feed, LoadError> {
        let (read, missing) = match &self.src {
            Source::Script(id) => {
                let script = scripts::text_of(id);
                let read = script.map(|text| self.read_whole(&text, Feed::from_script));
                let read = read.transpose()?;
                (read, "the page has no such script element")
            }
            _ => {
                let read = Feed::from_page(&scripts::structured_data())
                    .map_err(|reason| LoadError::not_a_feed(reason, &self.url()))?;
                let read = read.map(|read| self.with_warnings(read));
                (read, "the page has no LiveBlogPosting in a script element")
            }
        };
        read.ok_or_else(|| LoadError::new(LoadErrorKind::NotAFeed, missing, &self.url()))
    }

    async fn read(&self, text: &str, readers: &[Rc<Self>]) -> Result<Feed, LoadError> {
        let fail = |reason| LoadError::not_a_feed(reason, &self.url());
        if !self.needs_lazy_chunk.get() {
            let read = Feed::read_eagerly(text, self.format).map_err(fail)?;
            let is_incomplete =
                |feed: &Feed| readers.iter().any(|reader| reader.lacks_headlines(feed));
            if let Some(read) = read.filter(|(feed, _)| !is_incomplete(feed)) {
                return Ok(self.with_warnings(read));
            }
            self.needs_lazy_chunk.set(true);
        }
        let chunk = self.load_lazy_chunk().await?;
        self.read_whole(text, chunk.read_any)
    }

    fn read_whole(&self, text: &str, read_any: lazy_chunk::ReadAny) -> Result<Feed, LoadError> {
        let read = read_any(text, self.format);
        let read = read.map_err(|reason| LoadError::not_a_feed(reason, &self.url()))?;
        Ok(self.with_warnings(read))
    }

    /// Whether the feed is known to need the lazy chunk.
    pub fn needs_lazy_chunk(&self) -> bool {
        self.needs_lazy_chunk.get()
    }

    /// Loads the lazy chunk.
    ///
    /// # Errors
    /// The load failed.
    pub async fn load_lazy_chunk(&self) -> Result<&'static LazyChunk, LoadError> {
        let chunk = lazy_chunk::load().await;
        chunk.ok_or_else(|| {
            LoadError::new(LoadErrorKind::Network, lazy_chunk::LOAD_FAILED, &self.url())
        })
    }

    /// Reads a feed for several readers of one format, with as many of its next pages as they need.
    ///
    /// If a next page fails to load, the feed consists of the pages before it.
    ///
    /// # Errors
    /// The text is not a feed.
    pub async fn read_pages(
        readers: &[Rc<Self>],
        text: &str,
        url: &Rc<str>,
        controller: &AbortController,
    ) -> Result<Feed, LoadError> {
        let first = readers.iter().find(|reader| reader.debug);
        let Some(first) = first.or(readers.first()) else {
            return Ok(Feed::default());
        };
        let feed = first.read(text, readers).await?;
        let needs_more =
            feed.next.is_some() && readers.iter().any(|reader| reader.needs_more(&feed));
        if !needs_more {
            return Ok(feed);
        }
        let Ok(chunk) = first.load_lazy_chunk().await else {
            return Ok(feed);
        };
        let request = (Rc::clone(url), controller.clone());
        Ok((chunk.load_next_pages)(Rc::clone(first), feed, readers.to_vec(), request).await)
    }

    /// Appends the next pages of a feed until each reader has enough.
    pub fn load_next_pages(
        self: Rc<Self>,
        mut feed: Feed,
        readers: Vec<Rc<Self>>,
        (mut url, controller): (Rc<str>, AbortController),
    ) -> Pages {
        Box::pin(async move {
            for _ in 1..limits::MAX_PAGES {
                if !readers.iter().any(|reader| reader.needs_more(&feed)) {
                    break;
                }
                match url::resolve_next(feed.next.as_deref(), &url) {
                    Some(next) => url = next,
                    None => break,
                }
                let text = fetch::fetch_text(&url, None, controller.clone()).await;
                let page = match text {
                    Ok(text) => self.read(&text, &readers).await,
                    Err(failure) => Err(failure),
                };
                match page {
                    Ok(page) => {
                        // A page without new entries means a cycle of links.
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

    /// Whether the list needs headlines that were not derived for the feed.
    pub fn lacks_headlines(&self, feed: &Feed) -> bool {
        timeline::lacks_headlines(feed, &self.select, self.order)
    }

    fn with_warnings(&self, (mut feed, warnings): (Feed, Vec<Warning>)) -> Feed {
        feed.ended |= feed.ends.is_some_and(|end| end <= clock::now());
        if !warnings.is_empty() {
            let mut lines = ["key-events: ", &self.url()].concat();
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

    fn url(&self) -> Rc<str> {
        match &self.src {
            Source::Url(url) => Rc::clone(url),
            Source::Script(id) => ["#", id].concat().into(),
            Source::Page => "application/ld+json".into(),
        }
    }
}
