//! Scroll containers: the page, or an element in it.

mod headers;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Document, DomRect, Element, HtmlBodyElement, HtmlFormElement};

use super::anchor_element::AnchorElement;
use super::flat_tree;
use super::object;
use headers::sticky_bottom;

/// The scroll container of a target.
#[derive(Clone)]
pub struct Scroller {
    element: Element,
    /// Whether it is the page itself.
    is_page: bool,
}

/// How far a container scrolls for a target.
#[derive(Clone, Copy)]
pub struct Distance {
    /// The distance that brings the target to the line of the container.
    pub wanted: f64,
    /// The distance limited to the scroll range.
    pub possible: f64,
}

impl Scroller {
    /// The container that scrolls to a target: the innermost one that does not merely overflow.
    pub fn of(target: &AnchorElement) -> Option<Self> {
        let is_main = |scroller: &Self| scroller.is_page || scroller.is_main().unwrap_or_default();
        Self::all(target)?.into_iter().find(is_main)
    }

    /// The scroll containers around a target, from the inside out. The last one is the page.
    pub fn all(target: &AnchorElement) -> Option<Vec<Self>> {
        let document = web_sys::window()?.document()?;
        let root = document.document_element()?;
        let mut scrollers = Vec::new();
        for element in flat_tree::ancestors(target.element()) {
            if element == root {
                break;
            }
            // Named controls of a form shadow its properties.
            if !element.is_instance_of::<HtmlFormElement>()
                && !has_viewport_overflow(&element, &root)?
                && element.scroll_height() > element.client_height()
                && matches!(
                    &*style(&element, "overflow-y")?,
                    "auto" | "scroll" | "overlay"
                )
            {
                scrollers.push(Self {
                    element,
                    is_page: false,
                });
            }
        }
        scrollers.push(Self {
            element: document.scrolling_element().unwrap_or(root),
            is_page: true,
        });
        Some(scrollers)
    }

    /// Whether it is a scroll container by design: it fits into the viewport and scrolls by a part of its
    /// height. `overflow-x: hidden` makes a scroll container of any box whose content is a few pixels too high.
    fn is_main(&self) -> Option<bool> {
        let view = web_sys::window()?.document()?.document_element()?;
        let height = self.element.client_height();
        let range = self.element.scroll_height() - height;
        Some(height <= view.client_height() && range.saturating_mul(8) >= height)
    }

    /// The scroll position, in CSS pixels.
    pub fn position(&self) -> f64 {
        f64::from(self.element.scroll_top())
    }

    /// The largest scroll position.
    pub fn end(&self) -> f64 {
        f64::from(self.element.scroll_height() - self.element.client_height())
    }

    /// Scrolls without animation, even if the page sets `scroll-behavior: smooth`.
    pub fn scroll_to(&self, position: f64) {
        let options = object(&[("top", &position.into()), ("behavior", &"instant".into())]);
        self.element
            .scroll_to_with_scroll_to_options(options.unchecked_ref());
    }

    /// Whether the browser supports scroll anchoring and the page has not disabled it here.
    pub fn has_scroll_anchoring(&self) -> Option<bool> {
        if self.is_page {
            page_has_scroll_anchoring()
        } else {
            Some(has_scroll_anchoring(&self.element))
        }
    }

    /// Scrolls by a distance without animation. Unlike a scroll position here, it may be fractional.
    pub fn scroll_by(&self, distance: f64) {
        let options = object(&[("top", &distance.into()), ("behavior", &"instant".into())]);
        self.element
            .scroll_by_with_scroll_to_options(options.unchecked_ref());
    }

    /// The line that the top of a target scrolls to, from the top of the viewport: below sticky and fixed
    /// headers, or `offset` below the top of the container.
    pub fn scroll_margin(&self, target: &AnchorElement, offset: Option<u32>) -> Option<f64> {
        let edge = if self.is_page {
            0.0
        } else {
            let top = self.element.get_bounding_client_rect().top();
            (top + f64::from(self.element.client_top())).max(0.0)
        };
        if let Some(offset) = offset {
            return Some(edge + f64::from(offset));
        }
        let margin = pixels(&self.element, "scroll-padding-top")?
            + pixels(target.element(), "scroll-margin-top")?;
        Some(sticky_bottom(target.element(), edge)?.max(edge + margin))
    }

    /// The root of an intersection observer. `None`: the viewport.
    pub fn root(&self) -> Option<&Element> {
        (!self.is_page).then_some(&self.element)
    }

    /// The height of its visible area.
    pub fn height(&self) -> f64 {
        f64::from(self.element.client_height())
    }

    /// Its top and its bottom in the viewport.
    fn view(&self) -> Option<(f64, f64)> {
        if self.is_page {
            let view = web_sys::window()?.document()?.document_element()?;
            return Some((0.0, f64::from(view.client_height())));
        }
        let start = self.top() + f64::from(self.element.client_top());
        Some((start, start + self.height()))
    }

    /// Its top in the viewport.
    pub fn top(&self) -> f64 {
        if self.is_page {
            0.0
        } else {
            self.element.get_bounding_client_rect().top()
        }
    }

    /// The element whose end is the end of the scrollable content.
    pub fn content(&self) -> Option<Element> {
        if self.is_page {
            web_sys::window()?.document()?.document_element()
        } else {
            self.element.last_element_child()
        }
    }
}

/// Whether the page has scroll anchoring, which both the root element and the body can disable.
pub fn page_has_scroll_anchoring() -> Option<bool> {
    let document = web_sys::window()?.document()?;
    let body = document.body();
    let is_enabled = |element: &Element| has_scroll_anchoring(element);
    Some(is_enabled(&document.document_element()?) && body.is_none_or(|body| is_enabled(&body)))
}

fn has_scroll_anchoring(element: &Element) -> bool {
    style(element, "overflow-anchor").is_some_and(|value| value == "auto")
}

/// How far each of the containers around a target scrolls, so that the target is at the line of the one that
/// scrolls to it, and in view in the others.
pub fn distances(
    scrollers: &[Scroller],
    target: &AnchorElement,
    offset: Option<u32>,
) -> Option<Vec<Distance>> {
    let mut top = target.top();
    // The box of the container that has the target at its line.
    let mut settled: Option<(f64, f64)> = None;
    let mut distances = Vec::new();
    for scroller in scrollers {
        let line = scroller.scroll_margin(target, offset)?;
        let (start, end) = scroller.view()?;
        let is_main = scroller.is_page || scroller.is_main()?;
        let wanted = match settled {
            Some(inner) => nearest(inner, (line, end)),
            None if is_main => top - line,
            None => nearest((top, top), (start, end)),
        };
        let position = scroller.position();
        let possible = wanted.clamp(-position.max(0.0), (scroller.end() - position).max(0.0));
        top -= possible;
        settled = match settled {
            Some((start, end)) => Some((start - possible, end - possible)),
            None => (is_main && (top - line).abs() <= 1.0).then_some((start, end)),
        };
        distances.push(Distance { wanted, possible });
    }
    Some(distances)
}

/// The shortest distance that brings a box into view.
fn nearest((start, end): (f64, f64), (top, bottom): (f64, f64)) -> f64 {
    if start < top || end - start > bottom - top {
        start - top
    } else {
        (end - bottom).max(0.0)
    }
}

/// In a frame, scrolls a target into view in the page around it, because the frame may be as high as its
/// content.
pub fn bring_frame_into_view(target: &AnchorElement) {
    let is_framed = web_sys::window().is_some_and(|window| {
        let parent = window.parent().ok().flatten();
        parent.is_some_and(|parent| parent != window)
    });
    if is_framed {
        let options = object(&[("block", &"start".into()), ("behavior", &"instant".into())]);
        let options = options.unchecked_ref();
        let element = target.element();
        element.scroll_into_view_with_scroll_into_view_options(options);
    }
}

/// Scrolls an element to the start of the boxes around it that scroll sideways.
pub(super) fn show_at_start(element: &Element) {
    let options = object(&[
        ("block", &"nearest".into()),
        ("inline", &"start".into()),
        ("behavior", &"instant".into()),
    ]);
    element.scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
}

/// Whether a part of an element is in view: in the viewport, and not cut off by a box around it.
pub fn is_in_view(target: &AnchorElement) -> Option<bool> {
    let root = web_sys::window()?.document()?.document_element()?;
    let rect = target.element().get_bounding_client_rect();
    let (mut left, mut right) = (rect.left(), rect.right());
    let (mut top, mut bottom) = (rect.top(), rect.bottom());
    let mut clip = |view: [f64; 4]| {
        left = left.max(view[0]);
        right = right.min(view[1]);
        top = top.max(view[2]);
        bottom = bottom.min(view[3]);
    };
    for element in flat_tree::ancestors(target.element()) {
        if element == root {
            break;
        }
        let clips = style(&element, "overflow-y")? != "visible";
        if clips && !has_viewport_overflow(&element, &root)? {
            let rect = element.get_bounding_client_rect();
            clip([rect.left(), rect.right(), rect.top(), rect.bottom()]);
        }
    }
    let (width, height) = (root.client_width(), root.client_height());
    clip([0.0, width.into(), 0.0, height.into()]);
    // An empty element, such as `<a id>`, has no size.
    let is_empty = rect.width() <= 0.0 || rect.height() <= 0.0;
    Some(if is_empty {
        left <= right && top <= bottom
    } else {
        left < right && top < bottom
    })
}

/// Whether the overflow of an element is that of the viewport: the overflow of the body propagates, unless the
/// root element has its own.
fn has_viewport_overflow(element: &Element, root: &Element) -> Option<bool> {
    let is_body = element.is_instance_of::<HtmlBodyElement>();
    Some(is_body && style(root, "overflow-y")? == "visible")
}

/// Whether the reader prefers reduced motion.
pub fn reduced_motion() -> bool {
    web_sys::window()
        .and_then(|window| {
            window
                .match_media("(prefers-reduced-motion: reduce)")
                .ok()?
        })
        .is_some_and(|query| query.matches())
}

/// An element of the page that is in view, is not `widget`, and scrolls with the page.
pub fn visible_content(widget: &Element) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    let view = document.document_element()?;
    let around: Vec<_> = flat_tree::ancestors(widget).collect();
    let (width, height) = (view.client_width() as f32, view.client_height() as f32);
    let points = [0.5, 0.3, 0.7, 0.15, 0.85];
    let points = points
        .iter()
        .flat_map(|y| points.iter().map(move |x| (x, y)));
    for (x, y) in points {
        let hit = document.element_from_point(width * x, height * y);
        let is_content = |element: &Element| {
            let own = Some(element.clone()).into_iter();
            let mut line = own.chain(flat_tree::ancestors(element));
            element != widget
                && !around.contains(element)
                && line.all(|element| {
                    style(&element, "position")
                        .is_none_or(|value| !matches!(&*value, "sticky" | "fixed"))
                })
        };
        if let Some(element) = hit.filter(is_content) {
            return Some(element);
        }
    }
    None
}

/// The box of an element. Named controls of a form shadow its properties.
pub(super) fn rect(element: &Element) -> Option<DomRect> {
    if !element.is_instance_of::<HtmlFormElement>() {
        return Some(element.get_bounding_client_rect());
    }
    let range = web_sys::window()?.document()?.create_range().ok()?;
    range.select_node(element).ok()?;
    Some(range.get_bounding_client_rect())
}

/// The elements at a point of the viewport, those in shadow trees included.
pub(super) fn elements_from_point(document: &Document, x: f32, y: f32) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut found: Vec<Element> = in_array(&document.elements_from_point(x, y));
    while let Some(element) = found.pop() {
        // A form has no shadow tree, but a control of it may be named `shadowRoot`.
        let is_form = element.is_instance_of::<HtmlFormElement>();
        if let Some(root) = element.shadow_root().filter(|_| !is_form) {
            // Firefox also returns elements outside of the shadow tree.
            let inner = in_array(&root.elements_from_point(x, y)).into_iter();
            found.extend(inner.filter(|inner| root.contains(Some(inner))));
        }
        elements.push(element);
        if elements.len() == MAX_HITS {
            break;
        }
    }
    elements
}

/// The elements of an array, the last one first.
fn in_array(array: &Array) -> Vec<Element> {
    let elements = array.iter().map(JsCast::unchecked_into);
    elements.rev().collect()
}

/// How many elements at a point are searched.
const MAX_HITS: usize = 200;

/// A length of the computed style. 0 for keywords such as `auto`.
fn pixels(element: &Element, property: &str) -> Option<f64> {
    Some(js_sys::parse_float(&style(element, property)?).max(0.0))
}

/// A property of the computed style.
pub fn style(element: &Element, property: &str) -> Option<String> {
    let style = web_sys::window()?.get_computed_style(element).ok()??;
    style.get_property_value(property).ok()
}
