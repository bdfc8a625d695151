//! Telling the page what happened: the widget's events, and a line in the console for a failure.

use wasm_bindgen::JsValue;

use crate::browser::host::Host;
use crate::browser::log;
use crate::widget::state::State;

/// Fires the events that a change of state stands for.
pub fn announce(host: &Host, before: &State, now: &State, total: usize, shown: usize) {
    if let Some(failure) = now
        .failure
        .as_ref()
        .filter(|_| now.load_ended_since(before))
    {
        log::warn(&failure.log_line());
        let detail = [
            ("kind", failure.kind.name().into()),
            ("message", (&*failure.message).into()),
            ("url", (&*failure.url).into()),
            ("retryIn", JsValue::NULL),
        ];
        host.fire("error", &detail, false);
    }
    if now.feed.is_some() && before.feed.is_none() {
        let detail = [
            ("total", (total as f64).into()),
            ("shown", (shown as f64).into()),
        ];
        host.fire("ready", &detail, false);
    }
    if now.open != before.open {
        host.fire("toggle", &[("open", now.open.into())], false);
    }
}
