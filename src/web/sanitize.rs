//! Rich text of feeds: hostile until it is cleaned.
//!
//! The browser's own `setHTML` does it where there is one, else DOMPurify, which is loaded then.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DocumentFragment, Element};

use super::{history, object};
use crate::feed::html;

/// What a body may consist of.
const ELEMENTS: &str = "a abbr b blockquote br cite code dd del dfn dl dt em figcaption figure hr i ins kbd li mark ol p pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var";

/// What is taken off, but not what is in it: boxes and headings that would disturb the list.
const UNWRAPPED: &str = "address article aside center details div font footer h1 h2 h3 h4 h5 h6 header main nav section span summary";

/// What an element may say of itself.
const ATTRIBUTES: &str = "href datetime cite colspan rowspan lang dir title";

/// What an image may say of itself.
const OF_IMAGES: &str = "src alt width height";

/// Fills an element with what is harmless in a piece of HTML; `purify` loads DOMPurify.
///
/// Links lead to `http`, `https` or `mailto` addresses, or nowhere. Without `images` there are none.
pub async fn fill(element: &Element, html: &str, images: bool, purify: impl FnOnce() -> Promise) {
    let with = |names: &str, more: &str| {
        let names = names.split(' ');
        let more = more.split(' ').filter(|_| images);
        names.chain(more).map(JsValue::from).collect::<Array>()
    };
    let elements = with(ELEMENTS, "img");
    let attributes = with(ATTRIBUTES, OF_IMAGES);
    let native: &Native = element.unchecked_ref();
    if native.can_set_html().is_undefined() {
        let Ok(purify) = JsFuture::from(purify()).await else {
            // Without a cleaner the text alone is shown.
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
        // Something in the page may have put it out of action.
        let others = [":not(", &ELEMENTS.replace(' ', ","), ",img)"].concat();
        let clean = clean
            .ok()
            .filter(|clean| matches!(clean.query_selector(&others), Ok(None)));
        let Some(clean) = clean else {
            element.set_text_content(Some(&html::text(html, usize::MAX)));
            return;
        };
        element.set_text_content(None);
        // A fragment can always be appended to an element.
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
    tidy(element);
}

/// Takes away addresses that lead elsewhere than to pages and mail, and holds back images until
/// they come near.
fn tidy(element: &Element) {
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
        let address = node.get_attribute(name);
        let address = address.map(|address| history::resolve(&address));
        let fits = |address: &String| schemes.iter().any(|scheme| address.starts_with(scheme));
        // Names like these can always be set and removed.
        if address.as_ref().is_none_or(|address| !fits(address)) {
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
    /// An element of a browser that can clean HTML itself.
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
