//! The element of an entry in the page.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, HtmlBodyElement, HtmlElement, HtmlFormElement, Node, Url};

use super::flat_tree;
use super::history;
use super::listener::EventListener;
use super::object;
use crate::feed::Entry;
use crate::labels::interpolate::interpolate;

/// The element of an entry in the page.
#[derive(Clone, PartialEq, Eq)]
pub struct AnchorElement {
    element: Element,
    /// The id of the element that was found, which may have no box of its own.
    id: String,
}

/// Looks up elements in the page.
pub trait Lookup {
    /// The element with an id.
    fn by_id(&self, id: &str) -> Option<Element>;

    /// The element that matches a selector. `None` if it is not a valid selector.
    fn by_selector(&self, selector: &str) -> Option<Element>;

    /// Whether a URL is that of this page, whatever its fragment is.
    fn is_this_page(&self, url: &Url) -> bool;

    /// The element that has the box of an element.
    fn box_of(&self, element: Element) -> Element {
        element
    }
}

/// The lookup of the first list: the first element of the document.
pub struct FirstInDocument(Document);

impl FirstInDocument {
    /// `None`: there is no document.
    pub fn new() -> Option<Self> {
        web_sys::window()?.document().map(Self)
    }
}

impl Lookup for FirstInDocument {
    fn by_id(&self, id: &str) -> Option<Element> {
        self.0.get_element_by_id(id)
    }

    fn by_selector(&self, selector: &str) -> Option<Element> {
        self.0.query_selector(selector).ok().flatten()
    }

    fn is_this_page(&self, url: &Url) -> bool {
        url.href().split('#').next() == Some(&*history::page())
    }
}

impl AnchorElement {
    /// Finds the element of an entry, in the documented order: by the `anchor` attribute, by the anchor in
    /// the feed, by the fragment of the entry's URL, by the usual ids of the format.
    pub fn resolve(entry: &Entry, template: Option<&str>, lookup: &dyn Lookup) -> Option<Self> {
        let by_template = |template: &str| by_template(lookup, template, &entry.id);
        template
            .and_then(by_template)
            .or_else(|| lookup.by_id(entry.anchor.as_deref()?))
            .or_else(|| lookup.by_id(&own_fragment(lookup, entry.url.as_deref()?)?))
            .or_else(|| {
                let mut templates = entry.anchors.iter();
                templates.find_map(|template| by_template(template))
            })
            // Named controls shadow the properties of a form.
            .filter(|element| !element.is_instance_of::<HtmlFormElement>())
            .map(|element| Self {
                id: element.id(),
                element: lookup.box_of(element),
            })
    }

    /// Wraps an element.
    pub fn of(element: Element) -> Self {
        Self {
            element,
            id: String::new(),
        }
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// The link to the element: a fragment. With a `<base>`, a fragment alone would resolve against that, so
    /// the URL of the page precedes it. For an element without an id, the id of the entry is the fragment.
    ///
    /// A fragment that is the route of a router stays. The link then leads to the entry's own URL, or to the
    /// page as it is.
    pub fn href(&self, entry: &Entry) -> String {
        if history::has_route_in_fragment() {
            let own = entry.url.as_deref().map(str::to_owned);
            return own.unwrap_or_else(history::url);
        }
        // Browsers percent-decode a fragment before they look it up, so only the percent sign is encoded.
        let escape = |id: &str| ["#", &id.replace('%', "%25")].concat();
        let fragment = if self.id.is_empty() {
            // No element has the id, so what looks like a route is encoded too.
            let [slash, equals, mark] = history::ROUTE;
            let id = escape(&entry.id).replace(slash, "%2F");
            id.replace(equals, "%3D").replace(mark, "%21")
        } else {
            escape(&self.id)
        };
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
        self.element.compare_document_position(&other.element) & Node::DOCUMENT_POSITION_FOLLOWING
            != 0
    }

    /// The top of the element in the viewport, in CSS pixels.
    pub fn top(&self) -> f64 {
        self.element.get_bounding_client_rect().top()
    }

    /// Opens what hides the element until it is found: `<details>` and `hidden="until-found"`.
    ///
    /// Source: HTML Standard, “ancestor revealing algorithm”.
    pub fn reveal(&self) {
        let own = Some(self.element.clone()).into_iter();
        for element in own.chain(flat_tree::ancestors(&self.element)) {
            let is = |selector: &str| element.matches(selector).unwrap_or_default();
            if is("details:not([open])") {
                // `open` is a valid attribute name, so setting it never fails.
                let _ = element.set_attribute("open", "");
            } else if is(UNTIL_FOUND) {
                let init = object(&[("bubbles", &JsValue::TRUE)]);
                if let Ok(event) =
                    Event::new_with_event_init_dict("beforematch", init.unchecked_ref())
                {
                    // The event is not cancelable, so the result does not matter.
                    let _ = element.dispatch_event(&event);
                }
                let _ = element.remove_attribute("hidden");
            }
        }
    }

    /// Whether the element is in the page.
    pub fn is_connected(&self) -> bool {
        self.element.is_connected()
    }

    /// Moves the focus to the element without scrolling to it.
    pub fn focus(&self) -> Option<Focus> {
        let element = self.element.dyn_ref::<HtmlElement>()?;
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

/// Whether nothing has the focus, or only the target of the page's fragment has it: a browser moves the focus
/// there when it has traversed the history.
pub fn is_focus_lost() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    focused.is_none_or(|focused| {
        let id = focused.id();
        let is_target = || {
            let url = history::url();
            let fragment = url.split_once('#').map(|(_, fragment)| fragment);
            fragment == Some(&*id.replace('%', "%25"))
        };
        focused.is_instance_of::<HtmlBodyElement>() || (!id.is_empty() && is_target())
    })
}

/// What is hidden until it is found.
pub const UNTIL_FOUND: &str = "[hidden=until-found i]";

/// The focus on an element that is not focusable itself. Its `tabindex` is removed on blur.
pub struct Focus {
    _blur: EventListener,
}

fn by_template(lookup: &dyn Lookup, template: &str, id: &str) -> Option<Element> {
    lookup.by_id(&interpolate(template, "id", id)).or_else(|| {
        // A template that is only a name is an id, not a type selector.
        if !template.contains(['[', '#', '.']) {
            return None;
        }
        // A template that is not a valid selector is an id without an element.
        lookup.by_selector(&interpolate(template, "id", &web_sys::css::escape(id)))
    })
}

/// The percent-decoded fragment of a URL, if it is a URL of this page.
fn own_fragment(lookup: &dyn Lookup, url: &str) -> Option<String> {
    if !url.bytes().any(|byte| byte == b'#') {
        return None;
    }
    let target = Url::new(&history::resolve(url)).ok()?;
    let hash = target.hash();
    let fragment = hash.get(1..).filter(|_| lookup.is_this_page(&target))?;
    // A text directive is no part of the id. Not with `str::split`, which makes the wasm larger.
    let mut windows = fragment.as_bytes().windows(3);
    let end = windows.position(|bytes| bytes == b":~:");
    let fragment = fragment.get(..end.unwrap_or(fragment.len()))?;
    // A fragment that cannot be decoded is taken literally.
    let decoded = js_sys::decode_uri_component(fragment);
    Some(decoded.map_or_else(|_| fragment.to_owned(), String::from))
}
