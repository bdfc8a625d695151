//! The lazy chunk of the wasm.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_events;
use crate::app::state::{Action, State};
use crate::error::{LoadError, LoadErrorKind};
use crate::lazy_chunk::{self, LazyChunk};
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, TimeoutFuture};
use crate::web::host::Host;
use crate::web::page_lifecycle::{self, PageLifecycle};

/// The lazy chunk, which is requested as soon as there is a list or a command. After a failure it is
/// requested again with the back-off of a feed, when the page is visible or online again, and at the next
/// command.
#[hook]
pub fn use_lazy_chunk(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
) -> Option<&'static LazyChunk> {
    let chunk = use_state(|| None);
    let is_wanted = state.feed.is_some() || state.arrived.is_some() || state.command_count > 0;
    let is_reported = use_mut_ref(|| false);
    let (host, state, setter) = (Rc::clone(host), state.clone(), chunk.setter());
    let is_loaded = chunk.is_some();
    // A first list that arrives late waits until it is applied or deferred.
    let is_urgent = state.feed.is_none() && state.arrived.is_some();
    let deps = (is_wanted, is_urgent, state.command_count);
    use_effect_with(deps, move |(is_wanted, ..)| {
        let alive = (*is_wanted && !is_loaded).then(|| Rc::new(()));
        if let Some(alive) = &alive {
            let alive = Rc::downgrade(alive);
            spawn_local(async move {
                if let Some(chunk) = load(&alive, &host, &state, &is_reported).await {
                    setter.set(Some(chunk));
                }
            });
        }
        move || drop(alive)
    });
    *chunk
}

async fn load(
    alive: &Weak<()>,
    host: &Host,
    state: &UseReducerHandle<State>,
    is_reported: &RefCell<bool>,
) -> Option<&'static LazyChunk> {
    while alive.strong_count() > 0 {
        let chunk = lazy_chunk::load().await;
        // A later command has started another load, or the widget is unmounted.
        if alive.strong_count() == 0 {
            break;
        }
        if chunk.is_some() {
            return chunk;
        }
        let state = state.clone();
        state.dispatch(Action::Reject);
        // Without the chunk, a long list is not rendered in steps and a first list is not deferred.
        state.dispatch(Action::Render(usize::MAX));
        if state.feed.is_none() {
            state.dispatch(Action::Show);
        }
        let interval = i64::from(state.settings.refresh) * Timestamp::SECOND;
        let delay = lazy_chunk::retry_delay(interval);
        if !is_reported.replace(true) {
            let (url, reason) = host.lazy_chunk_failure();
            let mut failure = LoadError::new(LoadErrorKind::Network, &reason, &url.into());
            failure.retry_at = Some(clock::now().plus(delay));
            use_events::dispatch_error(host, &failure);
        }
        wait_for_retry(delay as u32).await;
    }
    None
}

/// Waits for `delay` milliseconds or until the page is active again, and in any case while it is hidden or
/// offline.
async fn wait_for_retry(delay: u32) {
    let mut timeout = TimeoutFuture::new(delay);
    let shared = Rc::new((Cell::new(false), Cell::new(None::<Waker>)));
    let notified = Rc::clone(&shared);
    let _watch = PageLifecycle::watch(move |is_hidden| {
        let (is_back, waker) = &*notified;
        is_back.set(is_back.get() || (!is_hidden && lazy_chunk::may_retry_now()));
        if let Some(waker) = waker.take() {
            waker.wake();
        }
    });
    let mut is_over = false;
    poll_fn(|context| {
        let (is_back, waker) = &*shared;
        waker.set(Some(context.waker().clone()));
        is_over = is_over || Pin::new(&mut timeout).poll(context).is_ready();
        if (is_over || is_back.get()) && page_lifecycle::is_active() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}
