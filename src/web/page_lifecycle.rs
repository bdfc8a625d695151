//! The lifecycle of the page: visible or hidden, online or offline.

use std::cell::Cell;
use std::rc::Rc;

use super::listener::{EventListener, watch};

thread_local! {
    /// Whether a response has arrived while the browser said that it is offline.
    static IS_WRONGLY_OFFLINE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the page is visible, and online as far as the browser and the responses indicate.
///
/// `navigator.onLine` is wrong behind some VPNs and virtual network adapters.
pub fn is_active() -> bool {
    web_sys::window().is_some_and(|window| {
        let is_visible = window.document().is_some_and(|document| !document.hidden());
        is_visible && (IS_WRONGLY_OFFLINE.get() || window.navigator().on_line())
    })
}

/// Whether the browser says that it is offline.
pub fn is_said_offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

/// Notes that a request that was sent while the browser said that it is offline has a response, so that the
/// page is online whatever the browser says.
pub fn note_response() {
    if is_said_offline() {
        IS_WRONGLY_OFFLINE.set(true);
    }
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
            watch(name, move |_| {
                if name == "offline" {
                    IS_WRONGLY_OFFLINE.set(false);
                }
                callback(name == "pagehide");
            })
        };
        Self(names.into_iter().map(listen).collect())
    }
}
