use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Dispatcher;
use crate::browser::fetch::{self, Abort};
use crate::browser::host::Host;
use crate::browser::log;
use crate::failure::{Failure, FailureKind};
use crate::feed::Feed;
use crate::feed::dialect::Dialect;
use crate::settings::{Settings, Source};
use crate::widget::state::Action;

/// Loads the feed: at first, when its source changes, and whenever `load` does.
#[hook]
pub fn use_feed(host: &Rc<Host>, settings: &Settings, load: u32, dispatcher: Dispatcher) {
    let host = Rc::clone(host);
    let source = (settings.src.clone(), settings.format, settings.debug);
    use_effect_with((source, load), move |((src, format, debug), _)| {
        let request = Request { src: src.clone(), format: *format, debug: *debug };
        let end = request.start(host, dispatcher);
        move || drop(end)
    });
}

struct Request {
    src: Source,
    format: Option<&'static Dialect>,
    debug: bool,
}

impl Request {
    /// Starts to load; what is returned ends it when dropped.
    fn start(self, host: Rc<Host>, dispatcher: Dispatcher) -> Option<Rc<Abort>> {
        let early = match &self.src {
            Source::Url(url) => host.claim(url),
            _ => None,
        };
        let abort = Rc::new(match &early {
            Some(early) => Abort::of(early),
            None => Abort::new().ok()?,
        });
        let wanted = Rc::downgrade(&abort);
        spawn_local(async move {
            let text = match &self.src {
                Source::Url(url) => match wanted.upgrade() {
                    Some(abort) => fetch::text(url, early, abort.controller()).await,
                    None => return,
                },
                Source::Script(id) => script(&host, id),
                Source::Page => script(&host, ""),
            };
            let feed = text.and_then(|text| self.read(&text));
            if wanted.strong_count() > 0 {
                dispatcher.dispatch(match feed {
                    Ok(feed) => Action::Loaded(feed),
                    Err(failure) => Action::Failed(failure),
                });
            }
        });
        Some(abort)
    }

    fn read(&self, text: &str) -> Result<Rc<Feed>, Failure> {
        let (feed, warnings) = Feed::read(text, self.format)
            .map_err(|reason| Failure::not_a_feed(reason, &self.address()))?;
        if self.debug && !warnings.is_empty() {
            let mut lines = String::from("key-events: ");
            lines.push_str(&self.address());
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

fn script(host: &Host, id: &str) -> Result<String, Failure> {
    host.script(id).ok_or_else(|| {
        let message = "the page has no such script element";
        Failure::new(FailureKind::NotAFeed, message, &["#", id].concat().into())
    })
}
