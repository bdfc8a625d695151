//! Telling the page what happened: the widget's events, and a line in the console for a failure.

use wasm_bindgen::JsValue;

use super::place::Place;
use crate::browser::clock;
use crate::browser::host::Host;
use crate::browser::log;
use crate::browser::texts;
use crate::instant::Instant;
use crate::timeline::merge::Difference;
use crate::widget::state::State;

/// Tells the page that the reader goes to an event; returns whether the page lets the widget do it.
pub fn jump(host: &Host, id: &str, place: &Place) -> bool {
    let Some(link) = &place.link else {
        return false;
    };
    let detail = [
        ("id", &id.into()),
        ("url", &(&*link.href).into()),
        ("inPage", &link.here.into()),
    ];
    host.fire("jump", &detail, true)
}

/// Tells the page that the reader has passed on an event.
pub fn share(host: &Host, id: &str, address: &str, method: &str) {
    let detail = [
        ("id", &id.into()),
        ("url", &address.into()),
        ("method", &method.into()),
    ];
    host.fire("share", &detail, false);
}

/// Tells the page which events of the timeline came, changed and went.
pub fn update(host: &Host, difference: &Difference) {
    if !difference.is_empty() {
        let detail = [
            ("added", &texts(&difference.added)),
            ("changed", &texts(&difference.changed)),
            ("removed", &texts(&difference.removed)),
        ];
        host.fire("update", &detail, false);
    }
}

/// Fires the events that a change of state stands for.
pub fn changes(host: &Host, before: &State, now: &State, total: usize, shown: usize) {
    let asked = now.load_ended_since(before);
    if let Some(failure) = &now.failure
        && (asked || now.failure != before.failure)
    {
        // A feed that fails for hours in the same way fills no console.
        let last = before.failure.as_ref().map(|failure| &failure.message);
        if asked || last != Some(&failure.message) {
            log::warn(&failure.log_line());
        }
        let seconds = |at: Instant| (at.since(clock::now()).max(0) as f64 / 1000.0).round();
        let retry_in = failure.retry_at.map(seconds);
        let detail = [
            ("kind", &failure.kind.name().into()),
            ("message", &(&*failure.message).into()),
            ("url", &(&*failure.url).into()),
            ("retryIn", &retry_in.map_or(JsValue::NULL, Into::into)),
        ];
        host.fire("error", &detail, false);
    }
    if now.feed.is_some() && before.feed.is_none() {
        let detail = [
            ("total", &(total as f64).into()),
            ("shown", &(shown as f64).into()),
        ];
        host.fire("ready", &detail, false);
    }
    if now.open != before.open {
        host.fire("toggle", &[("open", &now.open.into())], false);
    }
}
