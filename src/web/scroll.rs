//! Boxes that scroll: the page, or one in it.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlBodyElement, Node};

use super::anchor_element::AnchorElement;
use super::object;

/// The box that a target scrolls in.
#[derive(Clone)]
pub struct Scroller {
    element: Element,
    /// Whether it is the page itself.
    page: bool,
}

impl Scroller {
    /// The nearest box around a target that scrolls.
    pub fn of(target: &AnchorElement) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let root = document.document_element()?;
        let mut parent = target.element().parent_element();
        // A form around it may have a control named parentElement, whose parent is the form.
        for _ in 0..DEEPEST {
            let Some(element) = parent.filter(|element| *element != root) else {
                break;
            };
            // The page takes over how its body overflows, unless its root says it itself.
            let is_body =
                element.is_instance_of::<HtmlBodyElement>() && overflow(&root)? == "visible";
            if !is_body
                && element.scroll_height() > element.client_height()
                && matches!(overflow(&element)?.as_str(), "auto" | "scroll" | "overlay")
            {
                return Some(Self {
                    element,
                    page: false,
                });
            }
            parent = element.parent_element();
        }
        Some(Self {
            element: document.scrolling_element().unwrap_or(root),
            page: true,
        })
    }

    /// How far it is scrolled, in CSS pixels.
    pub fn position(&self) -> f64 {
        f64::from(self.element.scroll_top())
    }

    /// How far it can be scrolled.
    pub fn end(&self) -> f64 {
        f64::from(self.element.scroll_height() - self.element.client_height())
    }

    /// Scrolls at once, whatever the page's style says about smoothness.
    pub fn scroll_to(&self, position: f64) {
        let options = object(&[("top", &position.into()), ("behavior", &"instant".into())]);
        self.element
            .scroll_to_with_scroll_to_options(options.unchecked_ref());
    }

    /// Whether the browser keeps what is in sight where it is while what is above changes.
    pub fn anchors(&self) -> Option<bool> {
        if self.page {
            page_anchors()
        } else {
            Some(anchors(&self.element))
        }
    }

    /// Scrolls at once, by so many pixels, which need not be whole.
    pub fn scroll_by(&self, distance: f64) {
        let options = object(&[("top", &distance.into()), ("behavior", &"instant".into())]);
        self.element
            .scroll_by_with_scroll_to_options(options.unchecked_ref());
    }

    /// Brings a box that is not the page into view; in a frame that does not scroll itself, the
    /// target in the frame.
    pub fn bring_into_view(&self, target: &AnchorElement) {
        let framed = web_sys::window().is_some_and(|window| {
            window
                .parent()
                .ok()
                .flatten()
                .is_some_and(|up| up != window)
        });
        let (element, block) = if framed {
            (target.element(), "start")
        } else {
            (&self.element, "nearest")
        };
        if framed || !self.page {
            let options = object(&[("block", &block.into()), ("behavior", &"instant".into())]);
            element.scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
        }
    }

    /// Where the upper edge of a target belongs, from the top of the viewport: below everything
    /// that sticks there, or `offset` below the edge of the box.
    pub fn scroll_margin(&self, target: &AnchorElement, offset: Option<u32>) -> Option<f64> {
        let edge = if self.page {
            0.0
        } else {
            let top = self.element.get_bounding_client_rect().top();
            (top + f64::from(self.element.client_top())).max(0.0)
        };
        if let Some(offset) = offset {
            return Some(edge + f64::from(offset));
        }
        let wished = pixels(&self.element, "scroll-padding-top")?
            + pixels(target.element(), "scroll-margin-top")?;
        Some(covered(target.element(), edge)?.max(edge + wished))
    }

    /// The element to observe within: `None` for the page.
    pub fn root(&self) -> Option<&Element> {
        (!self.page).then_some(&self.element)
    }

    /// The height of what can be seen of it.
    pub fn height(&self) -> f64 {
        f64::from(self.element.client_height())
    }

    /// The distance of its upper edge from the viewport's.
    pub fn top(&self) -> f64 {
        if self.page {
            0.0
        } else {
            self.element.get_bounding_client_rect().top()
        }
    }

    /// What reaches from the start to the end of what it scrolls.
    pub fn content(&self) -> Option<Element> {
        if self.page {
            web_sys::window()?.document()?.document_element()
        } else {
            self.element.last_element_child()
        }
    }
}

/// Whether the browser does the same for the page, whose root and body can both turn it off.
pub fn page_anchors() -> Option<bool> {
    let document = web_sys::window()?.document()?;
    let body = document.body();
    Some(anchors(&document.document_element()?) && body.is_none_or(|body| anchors(&body)))
}

fn anchors(element: &Element) -> bool {
    style(element, "overflow-anchor").is_some_and(|value| value == "auto")
}

/// How many elements are looked at around a target.
const DEEPEST: usize = 1_000;

/// Whether the reader asked for less motion.
pub fn reduced_motion() -> bool {
    web_sys::window()
        .and_then(|window| {
            window
                .match_media("(prefers-reduced-motion: reduce)")
                .ok()?
        })
        .is_some_and(|query| query.matches())
}

/// How far from the top of the viewport sticky and fixed boxes reach over the column of `target`.
fn covered(target: &Element, edge: f64) -> Option<f64> {
    let document = web_sys::window()?.document()?;
    let view = document.document_element()?;
    let column = target.get_bounding_client_rect();
    let middle = column.left() + column.width() / 2.0;
    let middle = middle.clamp(1.0, f64::from(view.client_width()).max(2.0) - 1.0);
    let most = f64::from(view.client_height()) / 2.0;
    let mut line = edge;
    // Boxes may stack; a box over more than half of the viewport is no header.
    for _ in 0..8 {
        let above = line;
        for element in document.elements_from_point(middle as f32, line as f32 + 1.0) {
            let element: Element = element.unchecked_into();
            let position = target.compare_document_position(&element);
            let is_around = element == *target || position & Node::DOCUMENT_POSITION_CONTAINS != 0;
            if is_around || !sticks(&element)? {
                continue;
            }
            let bottom = element.get_bounding_client_rect().bottom();
            if bottom <= most {
                line = line.max(bottom);
            }
        }
        if line <= above {
            break;
        }
    }
    Some(line)
}

/// Whether an element sticks to the viewport.
fn sticks(element: &Element) -> Option<bool> {
    let position = style(element, "position")?;
    Some(matches!(position.as_str(), "sticky" | "fixed"))
}

fn overflow(element: &Element) -> Option<String> {
    style(element, "overflow-y")
}

/// A length of the computed style; 0 for words such as `auto`.
fn pixels(element: &Element, property: &str) -> Option<f64> {
    Some(js_sys::parse_float(&style(element, property)?).max(0.0))
}

/// A property of the computed style.
pub fn style(element: &Element, property: &str) -> Option<String> {
    let style = web_sys::window()?.get_computed_style(element).ok()??;
    style.get_property_value(property).ok()
}
