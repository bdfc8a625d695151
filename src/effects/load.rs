//! Getting and reading the feed.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::fetch::{self, Abort, AbortController, Early};
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
use crate::widget::state::Action;

/// A load under way; it ends when this is dropped.
pub struct Load {
    _abort: Rc<Abort>,
}

impl Load {
    /// Starts to load what the settings name; `done` gets [`Action::Loaded`] or
    /// [`Action::Failed`].
    pub fn start(host: &Rc<Host>, settings: &Settings, done: Callback<Action>) -> Option<Self> {
        let early = match &settings.src {
            Source::Url(url) => host.claim(url),
            _ => None,
        };
        let abort = Rc::new(match &early {
            Some(early) => Abort::of(early),
            None => Abort::new()?,
        });
        let controller = abort.controller();
        let wanted = Rc::downgrade(&abort);
        let host = Rc::clone(host);
        let document = Document {
            src: settings.src.clone(),
            format: settings.format,
            debug: settings.debug,
            select: settings.select.clone(),
            order: settings.order,
            limit: settings.limit,
        };
        spawn_local(async move {
            let feed = match &document.src {
                Source::Url(url) => document.of_url(&host, url, early, controller).await,
                Source::Script(_) | Source::Page => document.of_page(&host),
            };
            if wanted.strong_count() > 0 {
                done.emit(match feed {
                    Ok(feed) => Action::Loaded(Rc::new(feed), clock::now()),
                    Err(failure) => Action::Failed(failure),
                });
            }
        });
        Some(Self { _abort: abort })
    }
}

/// Tells a request that the page's policy forbids from one that the network failed.
async fn explain(mut text: Result<String, Failure>, host: &Host) -> Result<String, Failure> {
    if let Err(failure) = &mut text
        && failure.kind == FailureKind::Network
        && host.refused(&failure.url).await
    {
        let message = "the page's Content Security Policy forbids the request (connect-src)";
        *failure = Failure::new(FailureKind::Blocked, message, &failure.url);
    }
    text
}

/// Where the text comes from, what it is read as, and how much of it is needed.
struct Document {
    src: Source,
    format: Option<&'static Dialect>,
    debug: bool,
    select: Select,
    order: Order,
    limit: usize,
}

impl Document {
    fn of_page(&self, host: &Host) -> Result<Feed, Failure> {
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

    /// Gets and reads the feed, and what it goes on with until there are enough rows.
    ///
    /// A later document that can't be had costs only what would have been in it.
    async fn of_url(
        &self,
        host: &Host,
        url: &Rc<str>,
        mut early: Option<Early>,
        controller: AbortController,
    ) -> Result<Feed, Failure> {
        let mut url = Rc::clone(url);
        let mut feed = Feed::default();
        for documents in 1.. {
            let text = fetch::text(&url, early.take(), controller.clone()).await;
            match explain(text, host).await.and_then(|text| self.read(&text)) {
                Ok(first) if documents == 1 => feed = first,
                Ok(page) => {
                    // A document that adds nothing was read before.
                    if !feed.append(page) {
                        break;
                    }
                }
                Err(failure) if documents == 1 => return Err(failure),
                Err(failure) => {
                    self.tell(&failure.log_line());
                    break;
                }
            }
            if documents == limits::DOCUMENTS || !self.needs_more(&feed) {
                break;
            }
            match address::of_next(feed.next.as_deref(), &url) {
                Some(next) => url = next,
                None => break,
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
