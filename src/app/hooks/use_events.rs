//! Telling the page what happened: the widget's events, and a line in the console for a failure.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::error::LoadError;
use crate::time::timestamp::Timestamp;
use crate::timeline::merge::Diff;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::log;
use crate::web::texts;

/// Fires the events that a change of state stands for.
#[hook]
pub fn use_events(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    // Where a visit goes on is how it starts: nothing that the page is told of.
    let told = use_mut_ref(|| (**state).clone());
    // What is rendered: another effect may have changed the state by then.
    let (host, now) = (Rc::clone(host), (**state).clone());
    use_effect(move || {
        let before = told.replace(now);
        tell(&host, &before, &told.borrow());
    });
}

/// Tells the page which events of the timeline came, changed and went, from one feed to the next.
#[hook]
pub fn use_update_announcer(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let told = use_mut_ref(|| (state.feed.clone(), Rc::clone(&state.events)));
    let host = Rc::clone(host);
    let (feed, events) = (state.feed.clone(), Rc::clone(&state.events));
    use_effect(move || {
        let (before, old) = told.replace((feed.clone(), Rc::clone(&events)));
        if before.is_some() && feed.is_some() && before != feed {
            update(&host, &Diff::between(&old, &events));
        }
    });
}

/// Tells the page that the reader has passed on an event.
pub fn share(host: &Host, id: &str, address: &str, method: &str) {
    let detail = [
        ("id", &id.into()),
        ("url", &address.into()),
        ("method", &method.into()),
    ];
    host.dispatch("share", &detail, false);
}

/// Tells the page of a failure.
pub fn fail(host: &Host, failure: &LoadError) {
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

fn tell(host: &Host, before: &State, now: &State) {
    let asked = now.load_ended_since(before);
    if let Some(failure) = &now.failure
        && (asked || now.failure != before.failure)
    {
        // A feed that fails for hours in the same way fills no console.
        let last = before.failure.as_ref().map(|failure| &failure.message);
        if asked || last != Some(&failure.message) {
            log::warn(&failure.log_line());
        }
        fail(host, failure);
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

/// Tells the page which events of the timeline came, changed and went.
fn update(host: &Host, difference: &Diff) {
    if !difference.is_empty() {
        let detail = [
            ("added", &texts(&difference.added)),
            ("changed", &texts(&difference.changed)),
            ("removed", &texts(&difference.removed)),
        ];
        host.dispatch("update", &detail, false);
    }
}
