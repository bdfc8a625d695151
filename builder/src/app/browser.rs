//! What the app uses of the browser.

use gloo_net::http::Request;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, File, Node, Url, Window};

use crate::snippet::Hashes;

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Whether the preview is beside the form, as in the style sheet.
pub(crate) fn is_wide() -> bool {
    let query = window().and_then(|window| window.match_media("(min-width: 60rem)").ok()?);
    query.is_some_and(|query| query.matches())
}

/// The fragment of the page's address.
pub(crate) fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default()
}

/// Replaces the fragment of the page's address, without an entry in the session history.
pub(crate) fn set_fragment(fragment: &str) {
    if fragment == self::fragment().trim_start_matches('#') {
        return;
    }
    let history = window().and_then(|window| window.history().ok());
    let url = if fragment.is_empty() {
        absolute("")
            .split('#')
            .next()
            .unwrap_or_default()
            .to_owned()
    } else {
        format!("#{fragment}")
    };
    // A browser may refuse more than some hundred changes in a minute. The next one succeeds.
    let _ = history.map(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&url)));
}

/// The address of the page, with its settings.
pub(crate) fn address() -> String {
    let href = window().and_then(|window| window.location().href().ok());
    href.unwrap_or_default()
}

/// An address relative to the page. One that is not valid stays as it is.
pub(crate) fn absolute(url: &str) -> String {
    Url::new_with_base(url, &address()).map_or_else(|_| url.to_owned(), |url| url.href())
}

/// The folder with the files of this version.
pub(crate) fn folder() -> String {
    Url::new_with_base("../", &address()).map_or_else(|_| String::new(), |url| url.href())
}

/// The hashes of the files of this version.
pub(crate) async fn hashes() -> Option<Hashes> {
    let response = Request::get("../integrity.json").send().await.ok()?;
    serde_json::from_str(&response.text().await.ok()?).ok()
}

/// The text of a file.
pub(crate) async fn text_of(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// The name of a language in that language.
pub(crate) fn language_name(tag: &str) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let names: Function = Reflect::get(&intl, &"DisplayNames".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    let names = Reflect::construct(&names, &Array::of2(&tag.into(), &options)).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &tag.into()).ok()?.as_string()
}

/// Copies a text. Where scripts may not, selects the element that has it instead. Returns whether it is copied.
pub(crate) async fn copy(text: &str, element: Option<Element>) -> bool {
    if let Some(window) = window() {
        // Only pages with a secure origin have a clipboard.
        let clipboard = window.navigator().clipboard();
        if !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok() {
            return true;
        }
        if let (Some(element), Ok(Some(selection))) = (element, window.get_selection()) {
            let _ = selection.select_all_children(element.unchecked_ref::<Node>());
        }
    }
    false
}
