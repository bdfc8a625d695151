//! The reader's clock.

use wasm_bindgen::prelude::*;

use crate::instant::Instant;

/// The current time by the reader's clock.
pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// Whether the reader can see the page at all.
pub fn page_is_visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_none_or(|document| !document.hidden())
}

/// Drops something when the current task is over.
pub fn after_this(thing: impl Sized + 'static) {
    let drop_it = Closure::once_into_js(move || drop(thing));
    if let Some(window) = web_sys::window() {
        // Where there is no timer, the page is gone and the thing with it.
        let _ = window.set_timeout_with_callback(drop_it.unchecked_ref());
    }
}

/// Calls a function once after some milliseconds, unless it is dropped before.
pub struct Timer {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Starts the timer; `delay` is in milliseconds, at most about 24 days.
    pub fn start(delay: i32, callback: impl FnOnce() + 'static) -> Option<Self> {
        let callback = Closure::once(callback);
        let id = web_sys::window()?
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                callback.as_ref().unchecked_ref(),
                delay,
            )
            .ok()?;
        Some(Self {
            id,
            _callback: callback,
        })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
