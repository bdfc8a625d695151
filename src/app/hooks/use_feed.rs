//! The subscription of a widget to its feed.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::polling::feed_reader::FeedReader;
use crate::polling::feed_update::FeedUpdate;
use crate::polling::poller::{Poller, Subscriber};
use crate::settings::Source;
use crate::time::timestamp::Timestamp;
use crate::web::host::Host;
use crate::web::spawn_local;

/// Subscribes to the feed of the settings, and dispatches the result of each request.
#[hook]
pub fn use_feed(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let subscription = use_mut_ref(|| None);
    {
        let (host, state, subscription) =
            (Rc::clone(host), state.clone(), Rc::clone(&subscription));
        use_effect_with((state.load, state.settings.refresh), move |_| {
            let ended = state.feed.as_ref().is_some_and(|feed| feed.ended);
            let next = (!ended || state.fresh).then(|| FeedSubscription::start(&host, &state));
            // The old subscription is dropped after the new one is created, so that a request that both
            // need continues.
            subscription.replace(next);
        });
    }
    use_effect_with((), move |()| move || drop(subscription.take()));
}

/// Subscribes to a feed until it is dropped.
struct FeedSubscription {
    _subscriber: Rc<Subscriber>,
    _poller: Option<Rc<Poller>>,
}

impl FeedSubscription {
    fn start(host: &Rc<Host>, state: &UseReducerHandle<State>) -> Self {
        let (settings, load, reload) = (&state.settings, state.load, state.fresh);
        let dispatcher = state.dispatcher();
        let loaded_at = state.last_success.filter(|_| state.feed.is_some());
        let subscriber = Rc::new(Subscriber {
            reader: Rc::new(FeedReader::new(settings, state.order())),
            host: Rc::clone(host),
            interval: i64::from(settings.refresh) * Timestamp::SECOND,
            loaded_at: Cell::new(loaded_at),
            on_update: Callback::from(move |update| {
                dispatcher.dispatch(Action::Updated(load, update));
            }),
            watch: RefCell::default(),
        });
        if let Source::Url(url) = &settings.src {
            let poller = Poller::of(url);
            poller.subscribe(&subscriber, reload);
            if subscriber.reader.needs_lazy_chunk() {
                let reader = Rc::clone(&subscriber.reader);
                // In parallel with the request for the feed.
                spawn_local(async move {
                    let _ = reader.load_lazy_chunk().await;
                });
            }
            return Self {
                _subscriber: subscriber,
                _poller: Some(poller),
            };
        }
        let read_now = reload || loaded_at.is_none();
        spawn_local(watch_embedded(Rc::downgrade(&subscriber), read_now));
        Self {
            _subscriber: subscriber,
            _poller: None,
        }
    }
}

/// Watches the feed that is embedded in the page, as soon as the lazy chunk is loaded, until the subscriber is
/// dropped.
async fn watch_embedded(subscriber: Weak<Subscriber>, read_now: bool) {
    while let Some(reader) = subscriber
        .upgrade()
        .map(|subscriber| Rc::clone(&subscriber.reader))
    {
        let chunk = reader.load_lazy_chunk().await;
        let Some(subscriber) = subscriber.upgrade() else {
            return;
        };
        let mut failure = match chunk {
            Ok(chunk) => return (chunk.watch_embedded)(&subscriber, read_now),
            Err(failure) => failure,
        };
        let (retry_at, retry) = subscriber.host.wait_for_retry(subscriber.interval);
        failure.retry_at = Some(retry_at);
        if read_now {
            subscriber.on_update.emit(FeedUpdate::Failed(failure));
        }
        drop(subscriber);
        retry.await;
    }
}
