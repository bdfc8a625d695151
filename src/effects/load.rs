//! Getting the feed of a widget, once or for as long as it is there.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::document::Document;
use super::poller::{Poller, Reader};
use crate::browser::clock;
use crate::browser::host::Host;
use crate::instant::Instant;
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
            let wanted = Rc::downgrade(&reader);
            let document = Rc::clone(&reader.document);
            spawn_local(async move {
                let read = document.rest().await;
                let read = read.and_then(|rest| document.of_page(rest));
                if let Some(reader) = wanted.upgrade() {
                    reader.done.emit(match read {
                        Ok(feed) => Action::Loaded(Rc::new(feed), clock::now()),
                        Err(failure) => Action::Failed(failure),
                    });
                }
            });
        }
        Self {
            _reader: reader,
            _poller: None,
        }
    }
}
