//! Whether anyone is there: the page is in sight and on line.

use std::rc::Rc;

use super::listener::{EventListener, watch};

/// Whether the page is in sight, and on line as far as the browser knows.
pub fn is_active() -> bool {
    web_sys::window().is_some_and(|window| {
        let seen = window.document().is_some_and(|document| !document.hidden());
        seen && window.navigator().on_line()
    })
}

/// Watches the page come and go until it is dropped.
pub struct PageLifecycle(
    #[expect(dead_code, reason = "listens as long as it is kept")] Vec<Option<EventListener>>,
);

impl PageLifecycle {
    /// Calls back when that may have changed; with `true` when the page is left, perhaps for the
    /// back-forward cache.
    pub fn watch(callback: impl Fn(bool) + 'static) -> Self {
        let callback = Rc::new(callback);
        let names = [
            "visibilitychange",
            "online",
            "offline",
            "pageshow",
            "pagehide",
        ];
        let listener = |name: &'static str| {
            let callback = Rc::clone(&callback);
            watch(name, move |_| callback(name == "pagehide"))
        };
        Self(names.into_iter().map(listener).collect())
    }
}
