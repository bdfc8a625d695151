//! Getting and reading the feed.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::clock;
use crate::browser::fetch::{self, Abort};
use crate::browser::host::Host;
use crate::browser::log;
use crate::failure::{Failure, FailureKind};
use crate::feed::Feed;
use crate::feed::dialect::Dialect;
use crate::settings::{Settings, Source};
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
        };
        spawn_local(async move {
            let text = match &document.src {
                Source::Url(url) => explain(fetch::text(url, early, controller).await, &host).await,
                Source::Script(_) | Source::Page => document.of_page(&host),
            };
            let feed = text.and_then(|text| document.read(&text));
            if wanted.strong_count() > 0 {
                done.emit(match feed {
                    Ok(feed) => Action::Loaded(feed, clock::now()),
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

/// Where the text comes from and what it is read as.
struct Document {
    src: Source,
    format: Option<&'static Dialect>,
    debug: bool,
}

impl Document {
    fn of_page(&self, host: &Host) -> Result<String, Failure> {
        let text = match &self.src {
            Source::Script(id) => host.script(id),
            _ => None,
        };
        text.ok_or_else(|| {
            let message = "the page has no such script element";
            Failure::new(FailureKind::NotAFeed, message, &self.address())
        })
    }

    fn read(&self, text: &str) -> Result<Rc<Feed>, Failure> {
        let (feed, warnings) = Feed::read(text, self.format)
            .map_err(|reason| Failure::not_a_feed(reason, &self.address()))?;
        if self.debug && !warnings.is_empty() {
            let mut lines = ["key-events: ", &self.address()].concat();
            for warning in &warnings {
                lines.push('\n');
                lines.push_str(&warning.message());
            }
            log::warn(&lines);
        }
        Ok(Rc::new(feed))
    }

    fn address(&self) -> Rc<str> {
        match &self.src {
            Source::Url(url) => Rc::clone(url),
            Source::Script(id) => ["#", id].concat().into(),
            Source::Page => "application/ld+json".into(),
        }
    }
}
