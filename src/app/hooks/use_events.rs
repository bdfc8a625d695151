//! Dispatches the events of the widget, and logs failures.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::error::LoadError;
use crate::time::timestamp::Timestamp;
use crate::timeline::merge::Diff;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::log;
use crate::web::{JsValue, texts};

/// Dispatches the events of a state change.
#[hook]
pub fn use_events(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    // The initial state, restored from the last visit or not, is not a change.
    let previous = use_mut_ref(|| (**state).clone());
    // The rendered state, because another effect may have changed the state since.
    let (host, now) = (Rc::clone(host), (**state).clone());
    use_effect(move || {
        let before = previous.replace(now);
        dispatch_changes(&host, &before, &previous.borrow());
    });
}

/// Dispatches `key-events-update` when a feed replaces another.
#[hook]
pub fn use_update_event(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let previous = use_mut_ref(|| (state.feed.clone(), Rc::clone(&state.events)));
    let host = Rc::clone(host);
    let (feed, events) = (state.feed.clone(), Rc::clone(&state.events));
    use_effect(move || {
        let (old_feed, old_events) = previous.replace((feed.clone(), Rc::clone(&events)));
        if old_feed.is_some() && feed.is_some() && old_feed != feed {
            dispatch_update(&host, &Diff::between(&old_events, &events));
        }
    });
}

/// Dispatches `key-events-share`.
pub fn dispatch_share(host: &Host, id: &str, url: &str, method: &str) {
    let detail = [
        ("id", &id.into()),
        ("url", &url.into()),
        ("method", &method.into()),
    ];
    host.dispatch("share", &detail, false);
}

/// Dispatches `key-events-error`.
pub fn dispatch_error(host: &Host, failure: &LoadError) {
    let seconds = |at: Timestamp| (at.since(clock::now()).max(0) as f64 / 1000.0).round();
    let retry_in = failure.retry_at.map(seconds);
    let detail = [
        ("kind", &failure.kind.name().into()),
        ("message", &(&*failure.message).into()),
        ("url", &(&*failure.url).into()),
        ("retryIn", &retry_in.map_or(JsValue::NULL, Into::into)),
    ];
    host.dispatch("error", &detail, false);
}

fn dispatch_changes(host: &Host, before: &State, now: &State) {
    let is_requested = now.load_ended_since(before);
    if let Some(failure) = &now.failure
        && (is_requested || now.failure != before.failure)
    {
        // A repeated failure is logged once, so that it does not fill the console.
        let last = before.failure.as_ref().map(|failure| &failure.message);
        if is_requested || last != Some(&failure.message) {
            log::warn(&failure.log_line());
        }
        dispatch_error(host, failure);
    }
    if now.feed.is_some() && before.feed.is_none() {
        let detail = [
            ("total", &(now.events.len() as f64).into()),
            ("shown", &(now.rows() as f64).into()),
        ];
        host.dispatch("ready", &detail, false);
    }
    if now.open != before.open {
        host.dispatch("toggle", &[("open", &now.open.into())], false);
    }
}

fn dispatch_update(host: &Host, diff: &Diff) {
    if !diff.is_empty() {
        let detail = [
            ("added", &texts(&diff.added)),
            ("changed", &texts(&diff.changed)),
            ("removed", &texts(&diff.removed)),
        ];
        host.dispatch("update", &detail, false);
    }
}
