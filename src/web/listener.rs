//! Event listeners that end when they are dropped.

pub use gloo_events::EventListener;
use gloo_events::EventListenerOptions;
use web_sys::{Event, EventTarget};

/// Listens for an event, whose default action can be prevented.
pub fn listen(
    target: &EventTarget,
    event: &'static str,
    callback: impl FnMut(&Event) + 'static,
) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, event, options, callback)
}

/// Listens for an event of the page or anything in it, before anyone can stop it, and without holding up a
/// scroll.
pub fn watch(event: &'static str, callback: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    let options = EventListenerOptions::run_in_capture_phase();
    let window = web_sys::window()?;
    Some(EventListener::new_with_options(
        &window, event, options, callback,
    ))
}
