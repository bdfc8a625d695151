//! The URL of the page and the session history.

use wasm_bindgen::prelude::*;
use web_sys::{Document, HashChangeEvent, History, PopStateEvent, Url};

use super::{object, url};

/// The URL of the page, with its fragment.
pub fn url() -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The URL of the page, without its fragment.
pub fn page() -> String {
    let mut url = url();
    if let Some(at) = url.find('#') {
        url.truncate(at);
    }
    url
}

/// The absolute URL of a link. Empty if `href` is not a valid URL.
pub fn resolve(href: &str) -> String {
    let url = Url::new_with_base(href, &url::base());
    url.map(|url| url.href()).unwrap_or_default()
}

/// Whether the fragment of the page's URL is the route of a router, such as `#/live`, `#!live` or `#page=live`:
/// it is not that of an element.
pub fn has_route_in_fragment() -> bool {
    let url = url();
    let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
    let is_route = fragment.len() > 1 && fragment.contains(ROUTE);
    is_route && {
        let document = web_sys::window().and_then(|window| window.document());
        let is_id = |document: &Document, id: &str| document.get_element_by_id(id).is_some();
        document.is_none_or(|document| {
            let decoded = || js_sys::decode_uri_component(fragment).map(String::from);
            !is_id(&document, fragment) && !decoded().is_ok_and(|id| is_id(&document, &id))
        })
    }
}

/// The characters of a fragment that tell the route of a router from an id.
pub const ROUTE: [char; 3] = ['/', '=', '!'];

/// Adds an entry to the session history with the URL and the state of the page, so that Back returns from a
/// jump and the router of the page sees no change. Returns the URL before and after.
pub fn push_same() -> Option<(String, String)> {
    let history = web_sys::window()?.history().ok()?;
    let state = history.state().unwrap_or(JsValue::NULL);
    let url = url();
    history.push_state_with_url(&state, "", Some(&url)).ok()?;
    Some((url.clone(), url))
}

/// Navigates to the fragment of `href` as a click on the link does, but without a scroll. `hashchange` is
/// dispatched for the listeners of the page.
///
/// Returns the URLs before and after, or `None` if the URL is the same.
pub fn push(href: &str) -> Option<(String, String)> {
    let window = web_sys::window()?;
    let from = url();
    let target = resolve(href);
    // Without a state, as a link to a fragment does, so that a router does not take the entry for its own.
    let history = window.history();
    let has_turbo = history.as_ref().is_ok_and(has_turbo);
    let pushed = from != target
        && history
            .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&target)))
            .is_ok();
    let to = url();
    if !pushed || to == from {
        return None;
    }
    if has_turbo {
        let init = object(&[("state", &JsValue::NULL)]);
        if let Ok(event) = PopStateEvent::new_with_event_init_dict("popstate", init.unchecked_ref())
        {
            // The event is not cancelable, so the result does not matter, here and below.
            let _ = window.dispatch_event(&event);
        }
    }
    let init = object(&[("oldURL", &(&*from).into()), ("newURL", &(&*to).into())]);
    if let Ok(event) = HashChangeEvent::new_with_event_init_dict("hashchange", init.unchecked_ref())
    {
        let _ = window.dispatch_event(&event);
    }
    Some((from, to))
}

/// Whether the page is one of Turbo's. Turbo stores a scroll position for each history entry, and learns of a
/// new one from the `popstate` that browsers dispatch when a link to a fragment is followed.
fn has_turbo(history: &History) -> bool {
    let state = history.state().unwrap_or_default();
    state.is_object() && js_sys::Reflect::has(&state, &"turbo".into()).unwrap_or_default()
}
