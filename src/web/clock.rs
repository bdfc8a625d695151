//! The clock of the reader's device, and timers.

use std::cell::Cell;

pub use gloo_timers::callback::Timeout;
pub use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::*;

use crate::time::timestamp::Timestamp;

/// The smallest change of a correction, in milliseconds. Less may be due to the latency of a response.
const MIN_CHANGE: i64 = 10 * Timestamp::SECOND;

thread_local! {
    static OFFSET: Cell<i64> = const { Cell::new(0) };
}

/// The current time. If the clock of the device is off, that of the server.
pub fn now() -> Timestamp {
    device().plus(OFFSET.get())
}

/// The current time of the device, corrected or not.
pub fn device() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Corrects the clock of the device by so many milliseconds. Returns by how many its time changes: 0 for a
/// small change, so that times do not jump with each response.
pub fn sync_with_server(offset: i64) -> i64 {
    let change = offset - OFFSET.get();
    if offset != 0 && change.abs() < MIN_CHANGE {
        return 0;
    }
    OFFSET.set(offset);
    change
}

/// The local time of the reader, as a timestamp whose UTC fields are the local ones.
pub fn local(at: Timestamp) -> Timestamp {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    let behind = date.get_timezone_offset() * Timestamp::MINUTE as f64;
    at.plus(-behind as i64)
}

/// Parses an HTTP date.
pub fn http_date(text: &str) -> Option<Timestamp> {
    let time = js_sys::Date::parse(text);
    (!time.is_nan()).then_some(Timestamp(time as i64))
}

/// A random number from 0 up to 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Whether the page is visible, rather than in a background tab.
pub fn page_is_visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_none_or(|document| !document.hidden())
}
