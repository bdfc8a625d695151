//! The lazy chunk of the wasm.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_events;
use crate::app::state::{Action, State};
use crate::lazy_chunk::{self, LazyChunk};
use crate::time::timestamp::Timestamp;
use crate::web::host::Host;
use crate::web::{loader, spawn_local};

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
        let (retry_at, retry) = host.wait_for_retry(interval);
        if !is_reported.replace(true) {
            let mut failure = loader::lazy_chunk_failure();
            failure.retry_at = Some(retry_at);
            use_events::dispatch_error(host, &failure);
        }
        retry.await;
    }
    None
}
