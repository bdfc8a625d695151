//! Getting the feed of a widget, once or for as long as it is there.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::State;
use crate::lazy_chunk;
use crate::polling::feed_reader::FeedReader;
use crate::polling::feed_update::FeedUpdate;
use crate::polling::poller::{Poller, Subscriber};
use crate::settings::Source;
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, TimeoutFuture};
use crate::web::host::Host;

/// Loads the feed that the settings name, now and as often as they say, and dispatches
/// what each request gives.
#[hook]
pub fn use_feed(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let load = use_mut_ref(|| None);
    {
        let (host, state, load) = (Rc::clone(host), state.clone(), Rc::clone(&load));
        use_effect_with((state.load, state.settings.refresh), move |_| {
            let ended = state.feed.as_ref().is_some_and(|feed| feed.ended);
            let next = (!ended || state.fresh).then(|| FeedSubscription::start(&host, &state));
            // The old one goes after the new one is there, so that a request of both goes on.
            load.replace(next);
        });
    }
    use_effect_with((), move |()| move || drop(load.take()));
}

/// What keeps a widget served; that ends when this is dropped.
struct FeedSubscription {
    _reader: Rc<Subscriber>,
    _poller: Option<Rc<Poller>>,
}

impl FeedSubscription {
    fn start(host: &Rc<Host>, state: &UseReducerHandle<State>) -> Self {
        let (settings, again) = (&state.settings, state.fresh);
        let dispatcher = state.dispatcher();
        let known = state.good_at.filter(|_| state.feed.is_some());
        let reader = Rc::new(Subscriber {
            document: Rc::new(FeedReader::new(settings, state.order())),
            host: Rc::clone(host),
            interval: i64::from(settings.refresh) * Timestamp::SECOND,
            known: Cell::new(known),
            done: Callback::from(move |update: FeedUpdate| dispatcher.dispatch(update.into())),
        });
        if let Source::Url(url) = &settings.src {
            let poller = Poller::of(url);
            poller.subscribe(&reader, again);
            if reader.document.needs_lazy_chunk() {
                let document = Rc::clone(&reader.document);
                // What it takes to read the answer comes at the same time.
                spawn_local(async move {
                    let _ = document.load_lazy_chunk().await;
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
async fn read_page(wanted: Weak<Subscriber>) {
    while let Some(document) = wanted.upgrade().map(|reader| Rc::clone(&reader.document)) {
        let rest = document.load_lazy_chunk().await;
        let Some(reader) = wanted.upgrade() else {
            return;
        };
        let mut failure = match rest.map(|rest| (rest.of_page)(&document)) {
            Ok(Ok(feed)) => {
                return reader
                    .done
                    .emit(FeedUpdate::Loaded(Rc::new(feed), clock::now()));
            }
            Ok(Err(failure)) => return reader.done.emit(FeedUpdate::Failed(failure)),
            Err(failure) => failure,
        };
        let delay = lazy_chunk::retry_in(reader.interval);
        failure.retry_at = Some(clock::now().plus(delay));
        reader.done.emit(FeedUpdate::Failed(failure));
        drop(reader);
        TimeoutFuture::new(delay as u32).await;
    }
}
