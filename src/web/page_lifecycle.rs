//! The lifecycle of the page: visible or hidden, online or offline.

use std::rc::Rc;

use super::listener::{EventListener, watch};

/// Whether the page is visible, and online as far as the browser knows.
pub fn is_active() -> bool {
    web_sys::window().is_some_and(|window| {
        let is_visible = window.document().is_some_and(|document| !document.hidden());
        is_visible && window.navigator().on_line()
    })
}

/// Watches the lifecycle of the page until it is dropped.
pub struct PageLifecycle(
    #[expect(dead_code, reason = "listens as long as it is kept")] Vec<Option<EventListener>>,
);

impl PageLifecycle {
    /// Calls back when it may have changed: with `true` on `pagehide`, perhaps for the back/forward cache.
    pub fn watch(callback: impl Fn(bool) + 'static) -> Self {
        let callback = Rc::new(callback);
        let names = [
            "visibilitychange",
            "online",
            "offline",
            "pageshow",
            "pagehide",
        ];
        let listen = |name: &'static str| {
            let callback = Rc::clone(&callback);
            watch(name, move |_| callback(name == "pagehide"))
        };
        Self(names.into_iter().map(listen).collect())
    }
}
