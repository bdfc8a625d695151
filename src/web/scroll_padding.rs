//! The space that the page reserves for a bar of the widget at the lower edge of the viewport.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{CssStyleDeclaration, Element, HtmlElement};

use crate::fmt::itoa;

/// The space that is reserved above a bar, in CSS pixels.
const MARGIN: f64 = 8.0;

const PROPERTY: &str = "scroll-padding-bottom";

thread_local! {
    /// The padding of the page, as long as a bar of a widget floats.
    static SHARED: RefCell<Option<(u32, Padding)>> = const { RefCell::new(None) };
}

/// Keeps what gets the focus from being scrolled to a place below a bar, until it is dropped.
pub struct ScrollPadding;

struct Padding {
    style: CssStyleDeclaration,
    root: Element,
    had_style: bool,
    before: [String; 2],
    value: String,
}

impl ScrollPadding {
    /// Keeps the space from the top of `bar` to the lower edge of the viewport free.
    pub fn below(bar: &Element) -> Option<Self> {
        let window = web_sys::window()?;
        let height = window.inner_height().ok()?.as_f64()?;
        let space = height - bar.get_bounding_client_rect().top() + MARGIN;
        SHARED.with_borrow_mut(|shared| {
            match shared {
                Some((count, _)) => *count += 1,
                None => *shared = Some((1, Padding::add(space)?)),
            }
            Some(Self)
        })
    }
}

impl Drop for ScrollPadding {
    fn drop(&mut self) {
        SHARED.with_borrow_mut(|shared| match shared {
            Some((count, _)) if *count > 1 => *count -= 1,
            _ => {
                if let Some((_, padding)) = shared.take() {
                    padding.remove();
                }
            }
        });
    }
}

impl Padding {
    /// Adds to the padding that the page has.
    fn add(space: f64) -> Option<Self> {
        let window = web_sys::window()?;
        let root: HtmlElement = window.document()?.document_element()?.dyn_into().ok()?;
        let style = root.style();
        let get = |name: &str| style.get_property_value(name).unwrap_or_default();
        let before = [get(PROPERTY), style.get_property_priority(PROPERTY)];
        let computed = window.get_computed_style(&root).ok()??;
        let own = computed.get_property_value(PROPERTY).unwrap_or_default();
        let own = if own.is_empty() || own == "auto" {
            "0px"
        } else {
            &own
        };
        // Not with `format!`, which is large.
        let space = itoa(space.ceil() as i64);
        let value = ["calc(", own, " + ", &space, "px)"].concat();
        let had_style = style.length() > 0;
        style
            .set_property_with_priority(PROPERTY, &value, "important")
            .ok()?;
        Some(Self {
            value: get(PROPERTY),
            root: root.into(),
            style,
            had_style,
            before,
        })
    }

    /// Restores the padding of the page, unless the page has changed it.
    fn remove(self) {
        let now = self.style.get_property_value(PROPERTY).unwrap_or_default();
        if now != self.value {
            return;
        }
        let [value, priority] = &self.before;
        // An empty value removes the property. A value that was there is valid.
        let _ = self
            .style
            .set_property_with_priority(PROPERTY, value, priority);
        if !self.had_style && self.style.length() == 0 {
            // Removing an attribute never fails.
            let _ = self.root.remove_attribute("style");
        }
    }
}
