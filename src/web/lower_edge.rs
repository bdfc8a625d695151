//! What the page has fixed at the lower edge of the viewport, and the room for a bar above it.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::flat_tree;
use super::host::Host;
use super::layout_stability::set_length;
use super::scroll::{elements_from_point, rect, style};
use super::scroll_padding::ScrollPadding;

/// A bar with this custom property on it is so far from the lower edge.
const INSET: &str = "--lower-edge";

/// Bars may stack.
const MAX_BARS: usize = 4;

impl Host {
    /// Puts the bar that matches a selector above what the page has fixed at the lower edge of the viewport, and
    /// keeps its place free. `None`: there is no such bar, or it is hidden.
    pub fn keep_above_lower_edge(&self, selector: &str) -> Option<ScrollPadding> {
        let bar = self.root.query_selector(selector).ok()??;
        if bar.get_bounding_client_rect().height() <= 0.0 {
            return None;
        }
        let inset = fixed_height(&self.element)?;
        set_length(&bar.unchecked_ref::<HtmlElement>().style(), INSET, inset);
        ScrollPadding::below(&bar)
    }
}

/// The height of the sticky and fixed boxes of the page at the lower edge of the viewport, without those of
/// `widget`. A box over more than half of the viewport is not a bar.
fn fixed_height(widget: &Element) -> Option<f64> {
    let document = web_sys::window()?.document()?;
    let view = document.document_element()?;
    let (width, height) = (
        f64::from(view.client_width()),
        f64::from(view.client_height()),
    );
    let mut edge = height;
    for _ in 0..MAX_BARS {
        let before = edge;
        for element in elements_from_point(&document, (width / 2.0) as f32, edge as f32 - 1.0) {
            let own = Some(element.clone()).into_iter();
            let line: Vec<_> = own.chain(flat_tree::ancestors(&element)).collect();
            if line.contains(widget) {
                continue;
            }
            let mut bars = line.iter().filter(|element| {
                style(element, "position").is_some_and(|it| matches!(&*it, "sticky" | "fixed"))
            });
            let top = bars.find_map(rect).map(|bar| bar.top());
            edge = top
                .filter(|top| *top > height / 2.0)
                .map_or(edge, |top| edge.min(top));
        }
        if edge >= before {
            break;
        }
    }
    Some(height - edge)
}
