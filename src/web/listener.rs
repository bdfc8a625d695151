//! Event listeners that are removed when they are dropped.

pub use gloo_events::EventListener;
use gloo_events::EventListenerOptions;
use web_sys::{Event, EventTarget};

/// Adds a listener that can prevent the default action.
pub fn listen(
    target: &EventTarget,
    event: &'static str,
    callback: impl FnMut(&Event) + 'static,
) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, event, options, callback)
}

/// Adds a passive listener to the window. It runs in the capture phase, so the page cannot stop the
/// propagation of the event before it.
pub fn watch(event: &'static str, callback: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    let options = EventListenerOptions::run_in_capture_phase();
    let window = web_sys::window()?;
    Some(EventListener::new_with_options(
        &window, event, options, callback,
    ))
}
