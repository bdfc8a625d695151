//! The page's address.

use wasm_bindgen::prelude::*;
use web_sys::{HashChangeEvent, Url};

use super::object;

/// The address, with its fragment.
pub fn address() -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The address without its fragment.
pub fn page() -> String {
    let mut address = address();
    if let Some(at) = address.find('#') {
        address.truncate(at);
    }
    address
}

/// The full address that a link leads to; empty if it is no address.
pub fn resolve(href: &str) -> String {
    let base = || web_sys::window()?.document()?.base_uri().ok()?;
    base()
        .and_then(|base| Url::new_with_base(href, &base).ok())
        .map(|url| url.href())
        .unwrap_or_default()
}

/// Makes the fragment of `href` part of the address, as a click on the link would, but without a
/// scroll; the page's own listeners for the fragment hear of it.
///
/// Returns the address before and after, or `None` if it is there already.
pub fn push(href: &str) -> Option<(String, String)> {
    let window = web_sys::window()?;
    let from = address();
    let there = resolve(href);
    // Without a state, as with any link to a fragment: a router knows such an entry for none of its own.
    let pushed = from != there
        && window
            .history()
            .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&there)))
            .is_ok();
    let to = address();
    if !pushed || to == from {
        return None;
    }
    let init = object(&[("oldURL", &(&*from).into()), ("newURL", &(&*to).into())]);
    if let Ok(event) = HashChangeEvent::new_with_event_init_dict("hashchange", init.unchecked_ref())
    {
        // What the page's listeners do is theirs.
        let _ = window.dispatch_event(&event);
    }
    Some((from, to))
}
