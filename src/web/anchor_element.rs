//! Where an entry is in the page.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, Node, Url};

use super::history;
use super::listener::EventListener;
use super::object;
use crate::feed::Entry;
use crate::labels::interpolate::fill;

/// An element of the page that an entry is in.
#[derive(Clone, PartialEq)]
pub struct AnchorElement(Element);

impl AnchorElement {
    /// The element of an entry, tried in the order of the contract: the page's template, the
    /// feed's anchor, the fragment of the entry's own address, where entries of its format
    /// usually are.
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
            // The names of its controls shadow whatever is read of a form.
            .filter(|element| !element.is_instance_of::<HtmlFormElement>())
            .map(Self)
    }

    /// The element itself.
    pub fn of(element: Element) -> Self {
        Self(element)
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The address that leads to the element: a fragment, after the page's own address where a
    /// `<base>` would make something else of a lone fragment. An element without an id goes by
    /// that of its entry.
    pub fn href(&self, entry: &Entry) -> String {
        let own = self.0.id();
        let id = if own.is_empty() { &*entry.id } else { &own };
        // Browsers decode a fragment before they compare it, so only the per cent sign needs care.
        let fragment = ["#", &id.replace('%', "%25")].concat();
        let page = history::page();
        let resolved = history::resolve("");
        if resolved.is_empty() || resolved == page {
            fragment
        } else {
            [&*page, &fragment].concat()
        }
    }

    /// Whether the element comes before another in the page.
    pub fn is_before(&self, other: &Self) -> bool {
        self.0.compare_document_position(&other.0) & Node::DOCUMENT_POSITION_FOLLOWING != 0
    }

    /// The distance of its upper edge from the viewport's, in CSS pixels.
    pub fn top(&self) -> f64 {
        self.0.get_bounding_client_rect().top()
    }

    /// Opens what the element is folded away in.
    pub fn open_ancestor_details(&self) {
        while let Ok(Some(details)) = self.0.closest("details:not([open])") {
            // `open` is an attribute name like any other.
            let _ = details.set_attribute("open", "");
        }
    }

    /// Moves the focus to the element without scrolling to it.
    pub fn focus(&self) -> Option<Focus> {
        let element = self.0.dyn_ref::<HtmlElement>()?;
        let borrowed = element.tab_index() < 0 && !element.has_attribute("tabindex");
        if borrowed {
            element.set_tab_index(-1);
        }
        let options = object(&[("preventScroll", &JsValue::TRUE)]);
        // An element that can't be focused stays unfocused.
        let _ = element.focus_with_options(options.unchecked_ref());
        borrowed.then(|| {
            let element = element.clone();
            Focus {
                _blur: EventListener::new(&element.clone(), "blur", move |_| {
                    let _ = element.remove_attribute("tabindex");
                }),
            }
        })
    }
}

/// The focus on an element that takes none by itself; the element is as before when it leaves.
pub struct Focus {
    _blur: EventListener,
}

fn by_template(document: &Document, template: &str, id: &str) -> Option<Element> {
    document
        .get_element_by_id(&fill(template, "id", id))
        .or_else(|| {
            // A name alone would select elements of that name, not the one with that id.
            if !template.contains(['[', '#', '.']) {
                return None;
            }
            // A template that is no valid selector was an id that isn't in the page.
            let selector = fill(template, "id", &web_sys::css::escape(id));
            document.query_selector(&selector).ok().flatten()
        })
}

/// The fragment of an address, percent-decoded, if the address is about this very page.
fn own_fragment(document: &Document, address: &str) -> Option<String> {
    if !address.bytes().any(|byte| byte == b'#') {
        return None;
    }
    let base = document.base_uri().ok()??;
    let there = Url::new_with_base(address, &base).ok()?;
    let here = web_sys::window()?.location().pathname().ok()?;
    let hash = there.hash();
    let fragment = hash.get(1..).filter(|_| there.pathname() == here)?;
    // What can't be decoded is meant as it stands.
    let decoded = js_sys::decode_uri_component(fragment);
    Some(decoded.map_or_else(|_| fragment.to_owned(), String::from))
}
