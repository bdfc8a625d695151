//! Looks up the elements of events: what the reader can see, in the shadow trees around the widget and in the
//! document.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{
    Document, DocumentFragment, Element, HtmlFormElement, Node, NodeList, ShadowRoot, Url,
};

use super::anchor_element::{Lookup, UNTIL_FOUND};
use super::flat_tree;
use super::history;
use super::scroll::{rect, style};
use crate::feed::page_url;

/// The number of lookups by id after which the ids of the page are listed: from then on, that is faster.
const MANY_LOOKUPS: usize = 6_000;

/// Looks up elements in the shadow trees around an element, from the inside out, then in the document.
pub struct PageLookup {
    roots: Vec<DocumentFragment>,
    document: Document,
    /// The URL of the page, and its canonical URL.
    urls: Vec<String>,
    /// The last parent of an element, and whether nothing in it can be seen.
    clipped: RefCell<(Option<Node>, bool)>,
    /// The number of lookups by id, and after many of them the ids of the page, sorted.
    ids: RefCell<(usize, Vec<String>)>,
}

impl PageLookup {
    /// The lookup of a widget. `None`: there is no document.
    pub fn new(widget: &Element) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let canonical = document.query_selector("link[rel~=canonical i][href]");
        let canonical = canonical.ok().flatten();
        let canonical = canonical.and_then(|link| link.get_attribute("href"));
        let canonical = canonical.map(|href| history::resolve(&href));
        Some(Self {
            roots: shadow_roots(widget),
            document,
            urls: canonical.into_iter().chain(Some(history::page())).collect(),
            clipped: RefCell::default(),
            ids: RefCell::default(),
        })
    }

    fn visibility(&self, element: &Element) -> Visibility {
        let visibility = Visibility::of(element);
        if visibility != Visibility::Visible {
            return visibility;
        }
        let boxed = self.box_of(element.clone());
        let parent = flat_tree::parent(&boxed);
        let mut known = self.clipped.borrow_mut();
        // Most events have the same parent.
        if known.0 != parent {
            let is_clipped = flat_tree::ancestors(&boxed).any(|ancestor| clips(&ancestor));
            *known = (parent, is_clipped);
        }
        if known.1 || is_blank(&boxed) {
            Visibility::Blank
        } else {
            visibility
        }
    }

    /// Whether an element may have this id. The page does not change during the lookups.
    fn may_have(&self, id: &str) -> bool {
        let (lookups, ids) = &mut *self.ids.borrow_mut();
        *lookups += 1;
        if *lookups < MANY_LOOKUPS {
            return true;
        }
        if *lookups == MANY_LOOKUPS {
            for list in self.all("[id]") {
                let nodes = (0..list.length()).filter_map(|index| list.get(index));
                ids.extend(nodes.map(|node| node.unchecked_into::<Element>().id()));
            }
            ids.sort_unstable();
        }
        ids.binary_search_by(|known| (**known).cmp(id)).is_ok()
    }

    /// The elements that match, for each tree from the inside out.
    fn all(&self, selector: &str) -> Vec<NodeList> {
        let within = |root: &DocumentFragment| root.query_selector_all(selector).ok();
        let roots = self.roots.iter().map(within);
        let document = self.document.query_selector_all(selector).ok();
        roots.chain([document]).flatten().collect()
    }
}

/// The shadow roots around an element, from the inside out.
pub fn shadow_roots(element: &Element) -> Vec<DocumentFragment> {
    let mut roots = Vec::new();
    let mut root = element.get_root_node();
    while let Some(shadow) = root.dyn_ref::<ShadowRoot>() {
        let next = shadow.host().get_root_node();
        roots.push(shadow.clone().into());
        root = next;
    }
    roots
}

impl Lookup for PageLookup {
    fn by_id(&self, id: &str) -> Option<Element> {
        if !self.may_have(id) {
            return None;
        }
        // Nearly always this one, and the selector takes longer.
        let first = self
            .roots
            .iter()
            .find_map(|root| root.get_element_by_id(id));
        let first = first.or_else(|| self.document.get_element_by_id(id))?;
        if self.visibility(&first) == Visibility::Visible {
            return Some(first);
        }
        self.by_selector(&["#", &web_sys::css::escape(id)].concat())
    }

    fn by_selector(&self, selector: &str) -> Option<Element> {
        let mut best = (Visibility::Hidden, None);
        for list in self.all(selector) {
            let nodes = (0..list.length()).filter_map(|index| list.get(index));
            for element in nodes.filter_map(|node| node.dyn_into().ok()) {
                let visibility = self.visibility(&element);
                if visibility > best.0 {
                    best = (visibility, Some(element));
                    if visibility == Visibility::Visible {
                        break;
                    }
                }
            }
            // An outer tree is searched only for what an inner one does not render.
            if best.0 >= Visibility::Blank {
                break;
            }
        }
        best.1
    }

    fn is_this_page(&self, url: &Url) -> bool {
        let url = url.href();
        self.urls.iter().any(|own| page_url::is_same(own, &url))
    }

    fn box_of(&self, mut element: Element) -> Element {
        while has_no_box(&element) {
            let Some(child) = element.first_element_child() else {
                break;
            };
            element = child;
        }
        element
    }
}

/// Whether a reader can see an element.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Visibility {
    /// Nothing that a jump does shows it.
    Hidden,
    /// It is visible once its ancestors are opened.
    Revealable,
    /// It is rendered, and there is nothing to see, as of an empty anchor.
    Blank,
    Visible,
}

impl Visibility {
    fn of(element: &Element) -> Self {
        if element.is_instance_of::<HtmlFormElement>() {
            return Self::Hidden;
        }
        let is = |element: &Element, selector: &str| element.matches(selector).unwrap_or_default();
        let is_until_found = element
            .closest(UNTIL_FOUND)
            .is_ok_and(|found| found.is_some());
        if !is_until_found && is_rendered(element) {
            let is_hidden = |element: &Element| {
                style(element, "visibility").is_some_and(|value| value != "visible")
            };
            // Some pages hide their whole body while they load.
            let body = || element.owner_document()?.body();
            return if is_hidden(element) && !body().is_some_and(|body| is_hidden(&body)) {
                Self::Hidden
            } else {
                Self::Visible
            };
        }
        let own = Some(element.clone()).into_iter();
        let line: Vec<_> = own.chain(flat_tree::ancestors(element)).collect();
        let is_closed = |element: &Element| is(element, "details:not([open])");
        // A browser that does not know `until-found` does not render such an element.
        let is_hidden = |element: &Element| {
            let has = |name, hidden| style(element, name).is_some_and(|value| value == hidden);
            !is(element, UNTIL_FOUND)
                && (has("display", "none") || has("content-visibility", "hidden"))
        };
        let is_revealable = is_until_found || line.iter().any(is_closed);
        if !is_revealable || line.iter().any(is_hidden) {
            Self::Hidden
        } else {
            Self::Revealable
        }
    }
}

/// Whether an element has no area, or an area that is out of reach or not painted.
fn is_blank(element: &Element) -> bool {
    let rect = element.get_bounding_client_rect();
    let document = element.owner_document();
    let root = document.and_then(|document| document.document_element());
    let is_outside = root.is_some_and(|root| {
        let page = root.get_bounding_client_rect();
        let width = f64::from(root.client_width());
        rect.right() <= page.left().min(0.0)
            || rect.left() >= page.right().max(width)
            || rect.bottom() <= page.top()
    });
    rect.width() <= 1.0 || rect.height() <= 1.0 || is_outside || is_transparent(element)
}

/// Whether nothing in an element can be seen.
fn clips(element: &Element) -> bool {
    let Some(rect) = rect(element) else {
        return false;
    };
    let is_small = |size: f64, overflow| {
        size <= 1.0 && style(element, overflow).is_some_and(|value| value != "visible")
    };
    is_small(rect.width(), "overflow-x")
        || is_small(rect.height(), "overflow-y")
        || is_transparent(element)
}

fn is_transparent(element: &Element) -> bool {
    let is = |property, test: fn(&str) -> bool| {
        style(element, property).is_some_and(|value| test(&value))
    };
    is("opacity", |value| value == "0")
        || is("clip-path", |value| {
            ["inset(50%", "inset(100%"]
                .iter()
                .any(|clip| value.starts_with(clip))
        })
}

fn has_no_box(element: &Element) -> bool {
    style(element, "display").is_some_and(|value| value == "contents")
}

fn is_rendered(element: &Element) -> bool {
    // Browsers without the method are older than what it is for.
    if element
        .unchecked_ref::<Checked>()
        .check_visibility()
        .unwrap_or(true)
    {
        return true;
    }
    let child = element.first_element_child();
    has_no_box(element) && child.is_some_and(|child| is_rendered(&child))
}

#[wasm_bindgen]
extern "C" {
    /// An element with `checkVisibility`, which web-sys lacks.
    #[wasm_bindgen(extends = Element)]
    type Checked;

    #[wasm_bindgen(method, catch, js_name = checkVisibility)]
    fn check_visibility(this: &Checked) -> Result<bool, JsValue>;
}
