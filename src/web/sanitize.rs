//! Sanitizes the HTML of feeds, which is untrusted.
//!
//! With `setHTML` where the browser supports it, else with DOMPurify, which is loaded on demand.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DocumentFragment, Element};

use super::{history, log, object};
use crate::feed::html;
use crate::feed::limits::MAX_SPAN;

/// The allowed elements.
const ELEMENTS: &str = "a abbr b blockquote br cite code dd del dfn dl dt em figcaption figure hr i ins kbd li mark ol p pre q s samp small strong sub sup table tbody td tfoot th thead time tr u ul var";

/// Elements that are replaced by their children, because boxes and headings would disturb the list.
const UNWRAPPED: &str = "address article aside center details div font footer h1 h2 h3 h4 h5 h6 header main nav section span summary";

/// The allowed attributes.
const ATTRIBUTES: &str = "href datetime cite colspan rowspan lang dir title";

/// The allowed attributes of images.
const IMAGE_ATTRIBUTES: &str = "src alt width height";

/// The warning if no sanitizer can be used.
const TEXT_ONLY: &str = "key-events: bodies are shown as text, because DOMPurify cannot be loaded or run. \
    A Content Security Policy must allow the folder of the script in script-src, and the Trusted Types \
    policy with trusted-types dompurify";

thread_local! {
    static IS_LOGGED: Cell<bool> = const { Cell::new(false) };
}

/// Fills an element with sanitized HTML, or with its text if there is no sanitizer. `purify` loads DOMPurify.
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
    let unwrapped: Array = UNWRAPPED.split(' ').map(JsValue::from).collect();
    let sanitizer = object(&[
        ("elements", &elements),
        ("attributes", &attributes),
        ("replaceWithChildrenElements", &unwrapped),
    ]);
    let native: &Native = element.unchecked_ref();
    // It throws if the browser has no `setHTML`, or if a script of the page has broken it.
    let filled = native.set_html(html, &object(&[("sanitizer", &sanitizer)]));
    if filled.is_err() {
        let options = object(&[
            ("ALLOWED_TAGS", &elements),
            ("ALLOWED_ATTR", &attributes),
            ("ALLOW_DATA_ATTR", &JsValue::FALSE),
            ("ALLOW_ARIA_ATTR", &JsValue::FALSE),
            ("RETURN_DOM_FRAGMENT", &JsValue::TRUE),
        ]);
        let purify = JsFuture::from(purify()).await.ok();
        let clean = purify.and_then(|purify| purified(purify.unchecked_ref(), html, &options));
        element.set_text_content(None);
        match clean {
            // Appending a fragment to an element never fails.
            Some(clean) => drop(element.append_child(&clean)),
            None => fill_paragraphs(element, html),
        }
    }
    restrict_urls(element);
    restrict_spans(element);
}

/// HTML that DOMPurify has sanitized. `None`: it cannot be used.
fn purified(purify: &Purify, html: &str, options: &js_sys::Object) -> Option<DocumentFragment> {
    let clean = purify.sanitize(html, options).ok()?;
    // A script of the page may have broken DOMPurify, so its result is checked.
    let disallowed = [":not(", &ELEMENTS.replace(' ', ","), ",img)"].concat();
    let found = clean.query_selector(&disallowed).ok()?;
    // Trusted Types may forbid what DOMPurify parses with. Its result is empty then.
    let text = clean.text_content().unwrap_or_default();
    let is_blank = text.trim().is_empty() && !html::text(html, 1).is_empty();
    (found.is_none() && !is_blank).then_some(clean)
}

/// Fills an element with the text of HTML: a paragraph for each line of a block.
fn fill_paragraphs(element: &Element, html: &str) {
    if !IS_LOGGED.replace(true) {
        log::warn(TEXT_ONLY);
    }
    let Some(document) = element.owner_document() else {
        return;
    };
    for line in html::text(html, usize::MAX).lines() {
        if let Ok(paragraph) = document.create_element("p") {
            paragraph.set_text_content(Some(line));
            // A new node can be appended anywhere.
            let _ = element.append_child(&paragraph);
        }
    }
}

/// Fills an element with a text and a link: its URL and its label.
pub fn fill_text(element: &Element, text: &str, link: Option<(&str, Rc<str>)>) {
    let create = |name: &str, text: &str| {
        let child = element.owner_document()?.create_element(name).ok()?;
        child.set_text_content(Some(text));
        Some(child)
    };
    element.set_text_content(None);
    // These names are valid, so creating, setting and appending never fail.
    if let Some(paragraph) = create("p", text) {
        paragraph.set_class_name("plain");
        let _ = element.append_child(&paragraph);
    }
    if let Some((href, label)) = link
        && let (Some(paragraph), Some(link)) = (create("p", ""), create("a", &label))
    {
        let _ = link.set_attribute("href", href);
        let _ = paragraph.append_child(&link);
        let _ = element.append_child(&paragraph);
    }
}

/// Removes the spans of table cells that are too large: the time for the layout of a table grows with them.
fn restrict_spans(element: &Element) {
    for name in ["colspan", "rowspan"] {
        let Ok(found) = element.query_selector_all(&["[", name, "]"].concat()) else {
            return;
        };
        for index in 0..found.length() {
            let Some(node) = found.get(index) else { break };
            let node: Element = node.unchecked_into();
            let span = node.get_attribute(name).and_then(|span| span.parse().ok());
            if !span.is_some_and(|span| (1..=MAX_SPAN).contains(&span)) {
                // Removing an attribute never fails.
                let _ = node.remove_attribute(name);
            }
        }
    }
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
    #[wasm_bindgen(method, catch, js_name = setHTML)]
    fn set_html(this: &Native, html: &str, options: &js_sys::Object) -> Result<(), JsValue>;

    /// DOMPurify.
    type Purify;
    #[wasm_bindgen(method, catch)]
    fn sanitize(
        this: &Purify,
        html: &str,
        options: &js_sys::Object,
    ) -> Result<DocumentFragment, JsValue>;
}
