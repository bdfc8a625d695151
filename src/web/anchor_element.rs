//! The element of an entry in the page.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, Node, Url};

use super::history;
use super::listener::EventListener;
use super::object;
use crate::feed::Entry;
use crate::labels::interpolate::fill;

/// The element of an entry in the page.
#[derive(Clone, PartialEq)]
pub struct AnchorElement(Element);

impl AnchorElement {
    /// Finds the element of an entry, in the documented order: by the `anchor` attribute, by the anchor in
    /// the feed, by the fragment of the entry's URL, by the usual ids of the format.
    pub fn resolve(entry: &Entry, template: Option<&str>) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let by_template = |template: &str| by_template(&document, template, &entry.id);
        let by_id = |id: &str| document.get_element_by_id(id);
        template
            .and_then(by_template)
            .or_else(|| by_id(entry.anchor.as_deref()?))
            .or_else(|| by_id(&own_fragment(&document, entry.url.as_deref()?)?))
            .or_else(|| {
                let mut usual = entry.anchors.iter();
                usual.find_map(|template| by_template(template))
            })
            // Named controls shadow the properties of a form.
            .filter(|element| !element.is_instance_of::<HtmlFormElement>())
            .map(Self)
    }

    /// Wraps an element.
    pub fn of(element: Element) -> Self {
        Self(element)
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The link to the element: a fragment. With a `<base>`, a fragment alone would resolve against that, so
    /// the URL of the page precedes it. For an element without an id, the id of the entry is the fragment.
    pub fn href(&self, entry: &Entry) -> String {
        let own = self.0.id();
        let id = if own.is_empty() { &*entry.id } else { &own };
        // Browsers percent-decode a fragment before they look it up, so only the percent sign is encoded.
        let fragment = ["#", &id.replace('%', "%25")].concat();
        let page = history::page();
        let resolved = history::resolve("");
        if resolved.is_empty() || resolved == page {
            fragment
        } else {
            [&*page, &fragment].concat()
        }
    }

    /// Whether the element precedes another in document order.
    pub fn is_before(&self, other: &Self) -> bool {
        self.0.compare_document_position(&other.0) & Node::DOCUMENT_POSITION_FOLLOWING != 0
    }

    /// The top of the element in the viewport, in CSS pixels.
    pub fn top(&self) -> f64 {
        self.0.get_bounding_client_rect().top()
    }

    /// Opens the `<details>` elements around the element.
    pub fn open_ancestor_details(&self) {
        while let Ok(Some(details)) = self.0.closest("details:not([open])") {
            // `open` is a valid attribute name, so setting it never fails.
            let _ = details.set_attribute("open", "");
        }
    }

    /// Moves the focus to the element without scrolling to it.
    pub fn focus(&self) -> Option<Focus> {
        let element = self.0.dyn_ref::<HtmlElement>()?;
        let needs_tabindex = element.tab_index() < 0 && !element.has_attribute("tabindex");
        if needs_tabindex {
            element.set_tab_index(-1);
        }
        let options = object(&[("preventScroll", &JsValue::TRUE)]);
        // A failure means that the element is not focusable.
        let _ = element.focus_with_options(options.unchecked_ref());
        needs_tabindex.then(|| {
            let element = element.clone();
            Focus {
                _blur: EventListener::new(&element.clone(), "blur", move |_| {
                    let _ = element.remove_attribute("tabindex");
                }),
            }
        })
    }
}

/// The focus on an element that is not focusable itself. Its `tabindex` is removed on blur.
pub struct Focus {
    _blur: EventListener,
}

fn by_template(document: &Document, template: &str, id: &str) -> Option<Element> {
    document
        .get_element_by_id(&fill(template, "id", id))
        .or_else(|| {
            // A template that is only a name is an id, not a type selector.
            if !template.contains(['[', '#', '.']) {
                return None;
            }
            // A template that is not a valid selector is an id without an element.
            let selector = fill(template, "id", &web_sys::css::escape(id));
            document.query_selector(&selector).ok().flatten()
        })
}

/// The percent-decoded fragment of a URL, if its path is that of this page.
fn own_fragment(document: &Document, url: &str) -> Option<String> {
    if !url.bytes().any(|byte| byte == b'#') {
        return None;
    }
    let base = document.base_uri().ok()??;
    let target = Url::new_with_base(url, &base).ok()?;
    let here = web_sys::window()?.location().pathname().ok()?;
    let hash = target.hash();
    let fragment = hash.get(1..).filter(|_| target.pathname() == here)?;
    // A fragment that cannot be decoded is taken literally.
    let decoded = js_sys::decode_uri_component(fragment);
    Some(decoded.map_or_else(|_| fragment.to_owned(), String::from))
}
