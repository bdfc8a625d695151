//! The second file of the wasm.

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

/// What is in the second file, which is requested as soon as there is a list, or something that was asked
/// for. A file that cannot be had is requested again with the back-off of a feed, when the page is back in sight
/// or on line, and when something else is asked for.
#[hook]
pub fn use_lazy_chunk(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
) -> Option<&'static LazyChunk> {
    let later = use_state(|| None);
    let is_wanted = state.feed.is_some() || state.arrived.is_some() || state.command_count > 0;
    let is_told = use_mut_ref(|| false);
    let (host, state, setter) = (Rc::clone(host), state.clone(), later.setter());
    let is_there = later.is_some();
    // The first list that comes late waits for the decision.
    let is_urgent = state.feed.is_none() && state.arrived.is_some();
    let deps = (is_wanted, is_urgent, state.command_count);
    use_effect_with(deps, move |(is_wanted, ..)| {
        let wanted = (*is_wanted && !is_there).then(|| Rc::new(()));
        if let Some(wanted) = &wanted {
            let wanted = Rc::downgrade(wanted);
            spawn_local(async move {
                if let Some(later) = load(&wanted, &host, &state, &is_told).await {
                    setter.set(Some(later));
                }
            });
        }
        move || drop(wanted)
    });
    *later
}

async fn load(
    wanted: &Weak<()>,
    host: &Host,
    state: &UseReducerHandle<State>,
    is_told: &RefCell<bool>,
) -> Option<&'static LazyChunk> {
    while wanted.strong_count() > 0 {
        let later = lazy_chunk::load().await;
        // Something else was asked for, or the widget has gone.
        if wanted.strong_count() == 0 {
            break;
        }
        if later.is_some() {
            return later;
        }
        let state = state.clone();
        state.dispatch(Action::Reject);
        // Nobody would draw the rest of a long list bit by bit, or decide about the first one.
        state.dispatch(Action::Render(usize::MAX));
        if state.feed.is_none() {
            state.dispatch(Action::Show);
        }
        let interval = i64::from(state.settings.refresh) * Timestamp::SECOND;
        let delay = lazy_chunk::retry_in(interval);
        if !is_told.replace(true) {
            let (url, reason) = host.missing_file();
            let mut failure = LoadError::new(LoadErrorKind::Network, &reason, &url.into());
            failure.retry_at = Some(clock::now().plus(delay));
            use_events::fail(host, &failure);
        }
        pause(delay as u32).await;
    }
    None
}

/// Waits for some milliseconds, or until the page is back in sight or on line, and in any case until it is.
async fn pause(delay: u32) {
    let mut sleep = TimeoutFuture::new(delay);
    let waiting = Rc::new((Cell::new(false), Cell::new(None::<Waker>)));
    let told = Rc::clone(&waiting);
    let _watch = PageLifecycle::watch(move |left| {
        let (is_back, waker) = &*told;
        is_back.set(is_back.get() || (!left && lazy_chunk::may_hurry()));
        if let Some(waker) = waker.take() {
            waker.wake();
        }
    });
    let mut is_over = false;
    poll_fn(|context| {
        let (is_back, waker) = &*waiting;
        waker.set(Some(context.waker().clone()));
        is_over = is_over || Pin::new(&mut sleep).poll(context).is_ready();
        if (is_over || is_back.get()) && page_lifecycle::is_active() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}
