//! Sticky and fixed headers, which cover what scrolls below them.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlFormElement};

use super::{elements_from_point, rect, style};
use crate::web::flat_tree;

/// The bottom of the sticky and fixed boxes at the top of the viewport, in the column of `target`.
pub(super) fn sticky_bottom(target: &Element, edge: f64) -> Option<f64> {
    let document = web_sys::window()?.document()?;
    let view = document.document_element()?;
    let column = target.get_bounding_client_rect();
    let middle = column.left() + column.width() / 2.0;
    let middle = middle.clamp(1.0, f64::from(view.client_width()).max(2.0) - 1.0);
    let max_bottom = f64::from(view.client_height()) / 2.0;
    let around: Vec<_> = Some(target.clone())
        .into_iter()
        .chain(flat_tree::ancestors(target))
        .collect();
    let mut line = edge;
    // Headers may stack. A box over more than half of the viewport is not a header.
    for _ in 0..8 {
        let before = line;
        let mut seen = around.clone();
        for element in elements_from_point(&document, middle as f32, line as f32 + 1.0) {
            let hidden = || hidden_bottom(&document, &element, (middle, before), max_bottom);
            let bottom = bottom_of_bar(&element, max_bottom, &mut seen).or_else(hidden);
            line = line.max(bottom.unwrap_or_default());
        }
        if line <= before {
            break;
        }
    }
    Some(line)
}

/// The bottom of the bar that an element is in: that of the highest box up to the one that is sticky or fixed.
/// A bar that lets pointers through is not found itself, only what is in it. `None`: it is in no bar.
fn bottom_of_bar(element: &Element, max_bottom: f64, seen: &mut Vec<Element>) -> Option<f64> {
    let mut bar = None;
    let mut bottom: Option<f64> = None;
    for element in Some(element.clone())
        .into_iter()
        .chain(flat_tree::ancestors(element))
    {
        // Also the ancestors of the target.
        if seen.contains(&element) {
            break;
        }
        let own = rect(&element)?.bottom();
        if own <= max_bottom {
            let clips = style(&element, "overflow-y")? != "visible";
            let inner = bottom.filter(|_| !clips);
            bottom = Some(inner.map_or(own, |inner| inner.max(own)));
        }
        if matches!(&*style(&element, "position")?, "sticky" | "fixed") {
            bar = bottom;
        }
        seen.push(element);
    }
    bar
}

/// The bottom of what a custom element with a closed shadow tree shows outside of its own box. Such a tree cannot
/// be searched, so this tests one pixel after another.
fn hidden_bottom(
    document: &Document,
    element: &Element,
    (x, y): (f64, f64),
    max_bottom: f64,
) -> Option<f64> {
    if element.is_instance_of::<HtmlFormElement>() {
        return None;
    }
    let is_outside = || {
        let rect = element.get_bounding_client_rect();
        rect.bottom() <= y || rect.top() > y + 1.0
    };
    if !element.local_name().contains('-') || element.shadow_root().is_some() || !is_outside() {
        return None;
    }
    let mut bottom = y + 1.0;
    while bottom <= max_bottom {
        let hits = document.elements_from_point(x as f32, bottom as f32);
        if !hits.includes(element, 0) {
            return Some(bottom);
        }
        bottom += 1.0;
    }
    None
}
