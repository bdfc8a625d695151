//! Reads a feed: where it is, its format, and how many pages of it.

use std::cell::Cell;
use std::rc::Rc;
use std::slice;

use crate::error::{LoadError, LoadErrorKind};
use crate::feed::limits;
use crate::feed::pace::{self, Pace};
use crate::feed::{Feed, ReadWarnings, Subject, Warning, character_reference, format};
use crate::lazy_chunk::{self, LazyChunk, Pages, Parsed, Response};
use crate::settings::{Order, Select, Settings, Source};
use crate::timeline;
use crate::web::character_reference as browser;
use crate::web::fetch::{self, Controller, Fetched};
use crate::web::loader;
use crate::web::log;
use crate::web::pause;
use crate::web::scripts;
use crate::web::spawn_local;
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

    /// The texts of the script elements that may have the embedded feed.
    pub fn embedded_texts(&self) -> Vec<String> {
        match &self.src {
            Source::Script(id) => scripts::text_of(id).into_iter().collect(),
            _ => scripts::structured_data(),
        }
    }

    /// Reads the feed that is embedded in the page. `None`: the page has none.
    ///
    /// # Errors
    /// The text is not a feed.
    pub fn read_embedded(&self, texts: &[String]) -> Result<Option<Feed>, LoadError> {
        character_reference::set_decoder(browser::decode);
        if let Source::Script(_) = &self.src {
            let text = texts.first();
            return text
                .map(|text| self.read_whole(Feed::from_script(text, self.format)))
                .transpose();
        }
        let read =
            Feed::from_page(texts).map_err(|reason| LoadError::not_a_feed(reason, &self.url()))?;
        Ok(read.map(|read| self.with_warnings(read)))
    }

    /// The error if the page has no embedded feed.
    pub fn missing(&self) -> LoadError {
        let message = match &self.src {
            Source::Script(_) => "the page has no such script element",
            _ => "the page has no LiveBlogPosting in a script element",
        };
        LoadError::new(LoadErrorKind::NotAFeed, message, &self.url())
    }

    /// Reads a response without the lazy chunk. `None`: only that can read it, or say what is wrong with it.
    fn read_eagerly(self: &Rc<Self>, fetched: &Fetched, readers: &[Rc<Self>]) -> Option<Feed> {
        // Only the lazy chunk can pause.
        let max_bytes = match lazy_chunk::loaded() {
            Some(_) => pace::SLICE,
            None => limits::MAX_EAGER_BYTES,
        };
        if self.needs_lazy_chunk.get() || fetched.bytes.len() > max_bytes {
            return None;
        }
        let same_origin = url::is_own(&fetched.url);
        // Other encodings are rare.
        let text = str::from_utf8(&fetched.bytes).ok();
        let read = text.and_then(|text| Feed::read_eagerly(text, self.format, same_origin));
        let is_complete = |feed: &Feed| !readers.iter().any(|reader| reader.lacks_headlines(feed));
        let Some((mut feed, warnings)) = read.filter(|(feed, _)| is_complete(feed)) else {
            self.needs_lazy_chunk.set(true);
            return None;
        };
        feed.base = Some(Rc::clone(&fetched.url));
        feed.ended |= feed.ends.is_some_and(|end| end <= clock::now());
        feed.warnings = ReadWarnings(Rc::new(warnings));
        if self.debug && !feed.warnings.0.is_empty() {
            spawn_local(Rc::clone(self).log_warnings_later(feed.warnings.clone()));
        }
        Some(feed)
    }

    async fn log_warnings_later(self: Rc<Self>, warnings: ReadWarnings) {
        if let Some(chunk) = lazy_chunk::load().await {
            (chunk.log_warnings)(&self, &warnings.0);
        }
    }

    /// Reads a response in any format, and resolves its relative links. It pauses, so that the page stays
    /// responsive.
    ///
    /// # Errors
    /// The response is not a feed.
    async fn read_any(&self, fetched: &Fetched) -> Result<Feed, LoadError> {
        character_reference::set_decoder(browser::decode);
        let pace = Pace::with(pace::SLICE, pause::pause);
        let format = self.format.and_then(format::by_name);
        let text = fetched.decode();
        let read = Feed::read_paced(&text, format, &pace).await;
        let (_, mut feed, warnings) =
            read.map_err(|reason| LoadError::not_a_feed(reason, &self.url()))?;
        let absolute = url::absolute_elsewhere(&fetched.url);
        feed.resolve_paced(&absolute, &pace).await;
        feed.base = Some(Rc::clone(&fetched.url));
        Ok(self.with_warnings((feed, warnings)))
    }

    fn read_whole(&self, read: Parsed) -> Result<Feed, LoadError> {
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
        chunk.ok_or_else(|| match loader::lazy_chunk_failure() {
            failure if failure.kind == LoadErrorKind::Integrity => failure,
            failure => LoadError::new(failure.kind, lazy_chunk::LOAD_FAILED, &self.url()),
        })
    }

    /// Reads a feed for several readers of one format, with as many of its next pages as they need.
    ///
    /// If a next page fails to load, the feed consists of the pages before it.
    ///
    /// # Errors
    /// The response is not a feed.
    pub async fn read_pages(
        readers: Vec<Rc<Self>>,
        fetched: &Rc<Fetched>,
        controller: &Controller,
    ) -> Result<Feed, LoadError> {
        let first = readers.iter().find(|reader| reader.debug);
        let Some(first) = first.or(readers.first()).map(Rc::clone) else {
            return Ok(Feed::default());
        };
        let eager = match first.read_eagerly(fetched, &readers) {
            Some(feed) if !Self::need_more(&readers, &feed) => return Ok(feed),
            eager => eager,
        };
        match first.load_lazy_chunk().await {
            Ok(chunk) => {
                let response = (Rc::clone(fetched), readers, controller.clone());
                (chunk.read_rest)(first, eager, response).await
            }
            Err(failure) => eager.ok_or(failure),
        }
    }

    /// Continues [`Self::read_pages`] with the lazy chunk: reads what is not read yet, and the next pages.
    pub fn read_rest(
        self: Rc<Self>,
        eager: Option<Feed>,
        (fetched, readers, controller): Response,
    ) -> Pages {
        Box::pin(async move {
            let feed = match eager {
                Some(feed) => feed,
                None => self.read_any(&fetched).await?,
            };
            let url = Rc::clone(&fetched.url);
            Ok(self.load_next_pages(feed, &readers, url, &controller).await)
        })
    }

    /// Appends the next pages of a feed until each reader has enough. They have the origin of the first one:
    /// a feed cannot make its readers request anything else.
    async fn load_next_pages(
        self: &Rc<Self>,
        mut feed: Feed,
        readers: &[Rc<Self>],
        mut url: Rc<str>,
        controller: &Controller,
    ) -> Feed {
        let origin = Rc::clone(&url);
        for _ in 1..limits::MAX_PAGES {
            let Some(next) = feed
                .next
                .as_ref()
                .filter(|_| Self::need_more(readers, &feed))
            else {
                break;
            };
            let Some(next) = url::page(next, &url, &origin) else {
                let warning = Warning {
                    subject: Subject::Feed,
                    field: "next_url".into(),
                    value: None,
                    problem: limits::FOREIGN_PAGE,
                };
                self.log_warnings(slice::from_ref(&warning));
                Rc::make_mut(&mut feed.warnings.0).push(warning);
                break;
            };
            url = next;
            let page = match fetch::fetch(&url, None, controller.clone()).await {
                Ok(fetched) => {
                    url = Rc::clone(&fetched.url);
                    match self.read_eagerly(&fetched, readers) {
                        Some(feed) => Ok(feed),
                        None => self.read_any(&fetched).await,
                    }
                }
                Err(failure) => Err(failure),
            };
            match page {
                Ok(mut page) => {
                    // It can be in another folder than the first one.
                    page.resolve(&url::absolute_elsewhere(&url));
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
    }

    /// Whether one of the readers needs the next page.
    fn need_more(readers: &[Rc<Self>], feed: &Feed) -> bool {
        let needs_more = |reader: &Rc<Self>| {
            timeline::needs_more(feed, &reader.select, reader.order, reader.limit)
        };
        feed.next.is_some() && readers.iter().any(needs_more)
    }

    /// Whether the list needs headlines that were not derived for the feed.
    pub fn lacks_headlines(&self, feed: &Feed) -> bool {
        timeline::lacks_headlines(feed, &self.select, self.order)
    }

    fn with_warnings(&self, (mut feed, warnings): (Feed, Vec<Warning>)) -> Feed {
        feed.ended |= feed.ends.is_some_and(|end| end <= clock::now());
        self.log_warnings(&warnings);
        feed.warnings = ReadWarnings(Rc::new(warnings));
        feed
    }

    /// Logs the warnings about a feed. It is in the lazy chunk.
    pub fn log_warnings(&self, warnings: &[Warning]) {
        if !warnings.is_empty() {
            let mut lines = ["key-events: ", &self.url()].concat();
            for warning in warnings {
                lines.push('\n');
                lines.push_str(&warning.message());
            }
            self.warn(&lines);
        }
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
