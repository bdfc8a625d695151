//! The URL of the page and the session history.

use wasm_bindgen::prelude::*;
use web_sys::{HashChangeEvent, Url};

use super::object;

/// The URL of the page, with its fragment.
pub fn address() -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The URL of the page, without its fragment.
pub fn page() -> String {
    let mut address = address();
    if let Some(at) = address.find('#') {
        address.truncate(at);
    }
    address
}

/// The absolute URL of a link. Empty if `href` is not a valid URL.
pub fn resolve(href: &str) -> String {
    let base = || web_sys::window()?.document()?.base_uri().ok()?;
    base()
        .and_then(|base| Url::new_with_base(href, &base).ok())
        .map(|url| url.href())
        .unwrap_or_default()
}

/// Navigates to the fragment of `href` as a click on the link does, but without a scroll. `hashchange` is
/// dispatched for the listeners of the page.
///
/// Returns the URLs before and after, or `None` if the URL is the same.
pub fn push(href: &str) -> Option<(String, String)> {
    let window = web_sys::window()?;
    let from = address();
    let target = resolve(href);
    // Without a state, as a link to a fragment does, so that a router does not take the entry for its own.
    let pushed = from != target
        && window
            .history()
            .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&target)))
            .is_ok();
    let to = address();
    if !pushed || to == from {
        return None;
    }
    let init = object(&[("oldURL", &(&*from).into()), ("newURL", &(&*to).into())]);
    if let Ok(event) = HashChangeEvent::new_with_event_init_dict("hashchange", init.unchecked_ref())
    {
        // The event is not cancelable, so the result does not matter.
        let _ = window.dispatch_event(&event);
    }
    Some((from, to))
}
