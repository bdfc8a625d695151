//! Scroll containers: the page, or an element in it.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlBodyElement, Node};

use super::anchor_element::AnchorElement;
use super::object;

/// The scroll container of a target.
#[derive(Clone)]
pub struct Scroller {
    element: Element,
    /// Whether it is the page itself.
    is_page: bool,
}

impl Scroller {
    /// The nearest scroll container around a target.
    pub fn of(target: &AnchorElement) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let root = document.document_element()?;
        let mut parent = target.element().parent_element();
        // A limit, because a form with a control named `parentElement` would make this an endless loop.
        for _ in 0..MAX_ANCESTORS {
            let Some(element) = parent.filter(|element| *element != root) else {
                break;
            };
            // The overflow of the body propagates to the viewport, unless the root element has its own.
            let is_body =
                element.is_instance_of::<HtmlBodyElement>() && overflow(&root)? == "visible";
            if !is_body
                && element.scroll_height() > element.client_height()
                && matches!(overflow(&element)?.as_str(), "auto" | "scroll" | "overlay")
            {
                return Some(Self {
                    element,
                    is_page: false,
                });
            }
            parent = element.parent_element();
        }
        Some(Self {
            element: document.scrolling_element().unwrap_or(root),
            is_page: true,
        })
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

    /// Scrolls the container itself into view, if it is not the page. In a frame, scrolls the target into
    /// view, because the frame may be as high as its content.
    pub fn bring_into_view(&self, target: &AnchorElement) {
        let is_framed = web_sys::window().is_some_and(|window| {
            window
                .parent()
                .ok()
                .flatten()
                .is_some_and(|parent| parent != window)
        });
        let (element, block) = if is_framed {
            (target.element(), "start")
        } else {
            (&self.element, "nearest")
        };
        if is_framed || !self.is_page {
            let options = object(&[("block", &block.into()), ("behavior", &"instant".into())]);
            element.scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
        }
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

/// How many ancestors of a target are searched.
const MAX_ANCESTORS: usize = 1_000;

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

/// The bottom of the sticky and fixed boxes at the top of the viewport, in the column of `target`.
fn sticky_bottom(target: &Element, edge: f64) -> Option<f64> {
    let document = web_sys::window()?.document()?;
    let view = document.document_element()?;
    let column = target.get_bounding_client_rect();
    let middle = column.left() + column.width() / 2.0;
    let middle = middle.clamp(1.0, f64::from(view.client_width()).max(2.0) - 1.0);
    let max_bottom = f64::from(view.client_height()) / 2.0;
    let mut line = edge;
    // Headers may stack. A box over more than half of the viewport is not a header.
    for _ in 0..8 {
        let before = line;
        for element in document.elements_from_point(middle as f32, line as f32 + 1.0) {
            let element: Element = element.unchecked_into();
            let position = target.compare_document_position(&element);
            let is_ancestor =
                element == *target || position & Node::DOCUMENT_POSITION_CONTAINS != 0;
            if is_ancestor || !is_sticky(&element)? {
                continue;
            }
            let bottom = element.get_bounding_client_rect().bottom();
            if bottom <= max_bottom {
                line = line.max(bottom);
            }
        }
        if line <= before {
            break;
        }
    }
    Some(line)
}

/// Whether an element is sticky or fixed.
fn is_sticky(element: &Element) -> Option<bool> {
    let position = style(element, "position")?;
    Some(matches!(position.as_str(), "sticky" | "fixed"))
}

fn overflow(element: &Element) -> Option<String> {
    style(element, "overflow-y")
}

/// A length of the computed style. 0 for keywords such as `auto`.
fn pixels(element: &Element, property: &str) -> Option<f64> {
    Some(js_sys::parse_float(&style(element, property)?).max(0.0))
}

/// A property of the computed style.
pub fn style(element: &Element, property: &str) -> Option<String> {
    let style = web_sys::window()?.get_computed_style(element).ok()??;
    style.get_property_value(property).ok()
}
