//! Event listeners that end when they are dropped.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

use super::object;

/// Listens until it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    capture: bool,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens for an event.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        callback: impl FnMut(Event) + 'static,
    ) -> Self {
        Self::with(target, event, false, Box::new(callback))
    }

    /// Listens for an event of the page or anything in it, before anyone can stop it, and without
    /// holding up a scroll.
    pub fn watch(event: &'static str, callback: impl FnMut(Event) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        Some(Self::with(&window, event, true, Box::new(callback)))
    }

    fn with(
        target: &EventTarget,
        event: &'static str,
        capture: bool,
        callback: Box<dyn FnMut(Event)>,
    ) -> Self {
        let callback = Closure::wrap(callback);
        let flag = capture.into();
        let options = object(&[("capture", &flag), ("passive", &flag)]);
        // Adding a listener to an event target can't fail.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            event,
            callback.as_ref().unchecked_ref(),
            options.unchecked_ref(),
        );
        Self {
            target: target.clone(),
            event,
            capture,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.event,
            self.callback.as_ref().unchecked_ref(),
            self.capture,
        );
    }
}
