//! Getting the feed of a widget, once or for as long as it is there.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::document::Document;
use super::poller::{Poller, Reader};
use crate::browser::clock;
use crate::browser::host::Host;
use crate::instant::Instant;
use crate::poll::{self, Answer, Poll};
use crate::settings::{Order, Settings, Source};
use crate::widget::state::Action;

/// What keeps a widget served; that ends when this is dropped.
pub struct Load {
    _reader: Rc<Reader>,
    _poller: Option<Rc<Poller>>,
}

impl Load {
    /// Starts to load what the settings name; `done` gets [`Action::Loaded`], [`Action::Same`] or
    /// [`Action::Failed`], now and after each request that follows.
    ///
    /// `order`: which end the list starts with. `known`: when the feed was loaded that is there already. `again`: ask in any case.
    pub fn start(
        host: &Rc<Host>,
        settings: &Settings,
        order: Order,
        known: Option<Instant>,
        again: bool,
        done: Callback<Action>,
    ) -> Self {
        let reader = Rc::new(Reader {
            document: Rc::new(Document::new(host, settings, order)),
            host: Rc::clone(host),
            interval: i64::from(settings.refresh) * Instant::SECOND,
            known: Cell::new(known),
            done,
        });
        if let Source::Url(url) = &settings.src {
            let poller = Poller::of(url);
            poller.serve(&reader, again);
            if reader.document.waits() {
                let document = Rc::clone(&reader.document);
                // What it takes to read the answer comes at the same time.
                spawn_local(async move {
                    let _ = document.rest().await;
                });
            }
            return Self {
                _reader: reader,
                _poller: Some(poller),
            };
        }
        if again || known.is_none() {
            spawn_local(read_page(Rc::downgrade(&reader)));
        }
        Self {
            _reader: reader,
            _poller: None,
        }
    }
}

/// Reads the feed of the page for a reader that is still there, as soon as there is what it takes.
async fn read_page(wanted: Weak<Reader>) {
    let mut poll = Poll::default();
    while let Some(document) = wanted.upgrade().map(|reader| Rc::clone(&reader.document)) {
        let rest = document.rest().await;
        let Some(reader) = wanted.upgrade() else {
            return;
        };
        let mut failure = match rest.map(|rest| document.of_page(rest)) {
            Ok(Ok(feed)) => {
                return reader
                    .done
                    .emit(Action::Loaded(Rc::new(feed), clock::now()));
            }
            Ok(Err(failure)) => return reader.done.emit(Action::Failed(failure)),
            Err(failure) => failure,
        };
        let interval = reader.interval.max(poll::SHORTEST);
        let delay = poll.delay(Answer::Bad(None), interval, clock::chance());
        failure.retry_at = Some(clock::now().plus(delay));
        reader.done.emit(Action::Failed(failure));
        drop(reader);
        clock::sleep(delay as i32).await;
    }
}
