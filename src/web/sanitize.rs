//! Sanitizes the HTML of feeds, which is untrusted.
//!
//! With `setHTML` where the browser supports it, else with DOMPurify, which is loaded on demand.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DocumentFragment, Element};

use super::{history, object};
use crate::feed::html;

/// The allowed elements.
const ELEMENTS: &str = "a abbr b blockquote br cite code dd del dfn dl dt em figcaption figure hr i ins kbd li mark ol p pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var";

/// Elements that are replaced by their children, because boxes and headings would disturb the list.
const UNWRAPPED: &str = "address article aside center details div font footer h1 h2 h3 h4 h5 h6 header main nav section span summary";

/// The allowed attributes.
const ATTRIBUTES: &str = "href datetime cite colspan rowspan lang dir title";

/// The allowed attributes of images.
const IMAGE_ATTRIBUTES: &str = "src alt width height";

/// Fills an element with sanitized HTML. `purify` loads DOMPurify.
///
/// The URLs of links are `http`, `https` or `mailto`. Images are removed unless `images` is set.
pub async fn fill(element: &Element, html: &str, images: bool, purify: impl FnOnce() -> Promise) {
    let with = |names: &str, more: &str| {
        let names = names.split(' ');
        let more = more.split(' ').filter(|_| images);
        names.chain(more).map(JsValue::from).collect::<Array>()
    };
    let elements = with(ELEMENTS, "img");
    let attributes = with(ATTRIBUTES, IMAGE_ATTRIBUTES);
    let native: &Native = element.unchecked_ref();
    if native.can_set_html().is_undefined() {
        let Ok(purify) = JsFuture::from(purify()).await else {
            // Without a sanitizer, only the text is shown.
            element.set_text_content(Some(&html::text(html, usize::MAX)));
            return;
        };
        let options = object(&[
            ("ALLOWED_TAGS", &elements),
            ("ALLOWED_ATTR", &attributes),
            ("ALLOW_DATA_ATTR", &JsValue::FALSE),
            ("ALLOW_ARIA_ATTR", &JsValue::FALSE),
            ("RETURN_DOM_FRAGMENT", &JsValue::TRUE),
        ]);
        let clean = purify.unchecked_ref::<Purify>().sanitize(html, &options);
        // A script of the page may have broken DOMPurify, so its result is checked.
        let disallowed = [":not(", &ELEMENTS.replace(' ', ","), ",img)"].concat();
        let clean = clean
            .ok()
            .filter(|clean| matches!(clean.query_selector(&disallowed), Ok(None)));
        let Some(clean) = clean else {
            element.set_text_content(Some(&html::text(html, usize::MAX)));
            return;
        };
        element.set_text_content(None);
        // Appending a fragment to an element never fails.
        let _ = element.append_child(&clean);
    } else {
        let unwrapped: Array = UNWRAPPED.split(' ').map(JsValue::from).collect();
        let sanitizer = object(&[
            ("elements", &elements),
            ("attributes", &attributes),
            ("replaceWithChildrenElements", &unwrapped),
        ]);
        native.set_html(html, &object(&[("sanitizer", &sanitizer)]));
    }
    restrict_urls(element);
}

/// Removes URLs with other schemes, and loads images lazily.
fn restrict_urls(element: &Element) {
    let Ok(found) = element.query_selector_all("a, img") else {
        return;
    };
    for index in 0..found.length() {
        let Some(node) = found.get(index) else { break };
        let node: Element = node.unchecked_into();
        let (name, schemes): (_, &[&str]) = if node.local_name() == "a" {
            ("href", &["http:", "https:", "mailto:"])
        } else {
            ("src", &["http:", "https:"])
        };
        let url = node.get_attribute(name);
        let url = url.map(|url| history::resolve(&url));
        let is_allowed = |url: &String| schemes.iter().any(|scheme| url.starts_with(scheme));
        // The attribute names are valid, so setting and removing them never fails.
        if url.as_ref().is_none_or(|url| !is_allowed(url)) {
            let _ = node.remove_attribute(name);
        }
        let _ = match name {
            "href" => node.set_attribute("rel", "noopener"),
            _ => node.set_attribute("loading", "lazy"),
        };
    }
}

#[wasm_bindgen]
extern "C" {
    /// An element of a browser that may support the HTML Sanitizer API.
    type Native;
    #[wasm_bindgen(method, getter, js_name = setHTML)]
    fn can_set_html(this: &Native) -> JsValue;
    #[wasm_bindgen(method, js_name = setHTML)]
    fn set_html(this: &Native, html: &str, options: &js_sys::Object);

    /// DOMPurify.
    type Purify;
    #[wasm_bindgen(method, catch)]
    fn sanitize(
        this: &Purify,
        html: &str,
        options: &js_sys::Object,
    ) -> Result<DocumentFragment, JsValue>;
}
