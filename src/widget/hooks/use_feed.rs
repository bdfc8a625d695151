//! Getting the feed of a widget, once or for as long as it is there.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::effect::use_effect_with;
use crate::browser::clock::{self, TimeoutFuture};
use crate::browser::host::Host;
use crate::effects::document::Document;
use crate::effects::poller::{Poller, Reader};
use crate::instant::Instant;
use crate::later;
use crate::settings::Source;
use crate::widget::state::{Action, State};

/// Loads the feed that the settings name, now and as often as they say, and dispatches
/// [`Action::Loaded`], [`Action::Same`] or [`Action::Failed`] after each request.
#[hook]
pub fn use_feed(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let load = use_mut_ref(|| None);
    {
        let (host, state, load) = (Rc::clone(host), state.clone(), Rc::clone(&load));
        use_effect_with((state.load, state.settings.refresh), move |_| {
            let ended = state.feed.as_ref().is_some_and(|feed| feed.ended);
            let next = (!ended || state.again).then(|| Load::start(&host, &state));
            // The old one goes after the new one is there, so that a request of both goes on.
            load.replace(next);
        });
    }
    use_effect_with((), move |()| move || drop(load.take()));
}

/// What keeps a widget served; that ends when this is dropped.
struct Load {
    _reader: Rc<Reader>,
    _poller: Option<Rc<Poller>>,
}

impl Load {
    fn start(host: &Rc<Host>, state: &UseReducerHandle<State>) -> Self {
        let (settings, again) = (&state.settings, state.again);
        let known = state.good_at.filter(|_| state.feed.is_some());
        let reader = Rc::new(Reader {
            document: Rc::new(Document::new(settings, state.order())),
            host: Rc::clone(host),
            interval: i64::from(settings.refresh) * Instant::SECOND,
            known: Cell::new(known),
            done: state.dispatcher().to_callback(),
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
    while let Some(document) = wanted.upgrade().map(|reader| Rc::clone(&reader.document)) {
        let rest = document.rest().await;
        let Some(reader) = wanted.upgrade() else {
            return;
        };
        let mut failure = match rest.map(|rest| (rest.of_page)(&document)) {
            Ok(Ok(feed)) => {
                return reader
                    .done
                    .emit(Action::Loaded(Rc::new(feed), clock::now()));
            }
            Ok(Err(failure)) => return reader.done.emit(Action::Failed(failure)),
            Err(failure) => failure,
        };
        let delay = later::retry_in(reader.interval);
        failure.retry_at = Some(clock::now().plus(delay));
        reader.done.emit(Action::Failed(failure));
        drop(reader);
        TimeoutFuture::new(delay as u32).await;
    }
}
