//! The reader's clock.

use std::cell::Cell;

pub use gloo_timers::callback::Timeout;
pub use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::*;

use crate::time::timestamp::Timestamp;

/// How far a reader's clock may be wrong, in milliseconds: less is not told from a slow answer.
const TOLERANCE: i64 = 90 * Timestamp::SECOND;

thread_local! {
    static CORRECTION: Cell<i64> = const { Cell::new(0) };
}

/// The current time: by the reader's clock, unless a server has shown that to be wrong.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64 + CORRECTION.get())
}

/// Takes note of the time by a server's clock.
pub fn sync_with_server(server: Timestamp) {
    let off = server.since(Timestamp(js_sys::Date::now() as i64));
    CORRECTION.set(if off.abs() > TOLERANCE { off } else { 0 });
}

/// What the reader's clocks show at a moment, as if they stood in UTC.
pub fn local(at: Timestamp) -> Timestamp {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    let behind = date.get_timezone_offset() * Timestamp::MINUTE as f64;
    at.plus(-behind as i64)
}

/// The moment that an HTTP date names.
pub fn http_date(text: &str) -> Option<Timestamp> {
    let time = js_sys::Date::parse(text);
    (!time.is_nan()).then_some(Timestamp(time as i64))
}

/// A random number from 0 up to 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Whether the reader can see the page at all.
pub fn page_is_visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_none_or(|document| !document.hidden())
}
