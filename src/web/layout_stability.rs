//! Keeps the visible content of the page in place when the height of the element changes.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{CssStyleDeclaration, Element, HtmlElement, Node};

use super::flat_tree;
use super::host::{Host, HostPosition};
use super::observers::ResizeWatcher;
use super::scroll::{Scroller, page_has_scroll_anchoring, style, visible_content};

/// The smallest height of a list with a locked height, in CSS pixels: a row of one line.
const MIN_LIST_HEIGHT: f64 = 48.0;

/// How many ancestors of the widget are searched, and how many siblings on each side of them.
const MAX_ANCESTORS: u32 = 50;
const MAX_SIBLINGS: u32 = 50;

impl Host {
    /// Locks the height that the element had `before`, if another one would shift visible content: a higher
    /// list scrolls, a lower one has a space below it. [`Host::unlock_height`] ends it.
    pub fn lock_height(&self, before: &HostPosition) {
        self.unlock_height();
        let now = self.element.get_bounding_client_rect();
        let differs = |now: f64, before: f64| (now - before).abs() > 0.5;
        // The top moves if the element is aligned with the end of its container.
        let shifts = differs(now.top(), before.top)
            || (before.has_content_below && differs(now.bottom(), before.bottom));
        if !shifts {
            return;
        }
        let growth = now.height() - (before.bottom - before.top);
        let list = self.list();
        self.is_locked.set(true);
        if growth > 0.5
            && let Some(list) = list
        {
            let height = (list.get_bounding_client_rect().height() - growth).max(MIN_LIST_HEIGHT);
            let style = list.unchecked_ref::<HtmlElement>().style();
            set_length(&style, "max-block-size", height);
            // The property names are valid, so setting them never fails, here and below.
            let _ = style.set_property("overflow-y", "auto");
        } else if growth < -0.5 {
            let style = self.root.style();
            set_length(
                &style,
                "min-block-size",
                self.root.get_bounding_client_rect().height() - growth,
            );
            // The space is below the rows, not between them.
            let _ = style.set_property("align-content", "start");
        }
    }

    /// Unlocks the height, so that the list has the height of its rows.
    pub fn unlock_height(&self) {
        if !self.is_locked.take() {
            return;
        }
        let list = self.list();
        let locked = [list.as_ref().map(JsCast::unchecked_ref), Some(&self.root)];
        let end = self.end_above();
        for style in locked.into_iter().flatten().map(HtmlElement::style) {
            for name in [
                "max-block-size",
                "overflow-y",
                "min-block-size",
                "align-content",
            ] {
                let _ = style.remove_property(name);
            }
        }
        if let Some(end) = end {
            self.restore_end(end);
        }
    }

    /// Whether content of the page is visible below the widget, in its column: a sibling of the element or of
    /// an ancestor, or text.
    ///
    /// It compares boxes, because `elementFromPoint` finds neither text nodes nor elements without pointer
    /// events.
    pub(super) fn has_content_below(&self, end: f64, height: f64) -> Option<bool> {
        let range = web_sys::window()?.document()?.create_range().ok()?;
        let column = self.element.get_bounding_client_rect();
        let is_below = |node: &Node| {
            let rect = match node.dyn_ref::<Element>() {
                Some(element) => {
                    let position = style(element, "position");
                    if position.is_some_and(|value| matches!(&*value, "absolute" | "fixed")) {
                        return false;
                    }
                    self.loader.rect_of(element)
                }
                None if node.node_type() == Node::TEXT_NODE => {
                    if range.select_node(node).is_err() {
                        return false;
                    }
                    range.get_bounding_client_rect()
                }
                None => return false,
            };
            rect.width() > 0.0
                && rect.height() > 0.0
                && rect.left() < column.right()
                && rect.right() > column.left()
                && rect.bottom() > end + 1.0
                && rect.top() < height
        };
        let mut ancestor = Some(self.element.clone().unchecked_into::<Node>());
        for _ in 0..MAX_ANCESTORS {
            let Some(node) = ancestor else { break };
            for next in [Node::next_sibling, Node::previous_sibling] {
                let mut sibling = next(&node);
                for _ in 0..MAX_SIBLINGS {
                    let Some(node) = sibling else { break };
                    if is_below(&node) {
                        return Some(true);
                    }
                    sibling = next(&node);
                }
            }
            ancestor = flat_tree::parent(&node);
        }
        Some(false)
    }

    /// The bottom of the element, if it is above the viewport and scroll anchoring of the browser does not
    /// keep the visible content in place.
    pub fn end_above(&self) -> Option<f64> {
        let is_first_list = self.loader.is_retry() && self.list().is_none();
        // Checked first, because it takes no layout and is true on nearly every page.
        if (page_has_scroll_anchoring()? || self.height.get().is_some()) && !is_first_list {
            return None;
        }
        let end = self.end();
        let scroller = Scroller::of(&self.target())?;
        (end <= scroller.top().max(0.0) && (is_first_list || !scroller.has_scroll_anchoring()?))
            .then_some(end)
    }

    /// Scrolls so that the bottom of the element is where it was before.
    pub fn restore_end(&self, before: f64) {
        let Some(scroller) = Scroller::of(&self.target()) else {
            return;
        };
        let mut shift = self.end() - before;
        // Firefox adjusts the scroll position during layout, for the first list by too much. Other browsers
        // adjust it later.
        if scroller.has_scroll_anchoring().unwrap_or_default() {
            shift = shift.min(0.0);
        }
        if shift != 0.0 {
            scroller.scroll_by(shift);
        }
        if self.height.get().is_some() {
            self.height.set(Some(self.rect().height()));
        }
    }

    /// Keeps the visible content in place until the watcher is dropped, whenever the height of the element
    /// changes above the viewport, in browsers without scroll anchoring.
    pub fn watch_height(self: &Rc<Self>) -> ResizeAnchoring {
        self.height.set(Some(self.rect().height()));
        self.is_mounted.set(self.root.is_connected());
        let this = Rc::downgrade(self);
        let watcher = ResizeWatcher::observe(&self.element, move || {
            if let Some(this) = this.upgrade() {
                this.check_height();
            }
        });
        ResizeAnchoring {
            host: Rc::clone(self),
            _watcher: watcher,
        }
    }

    /// Keeps the visible content in place if the height has changed since the last check. The observer would
    /// only do so in the next frame.
    pub fn check_height(&self) {
        let Some(before) = self.height.get() else {
            return;
        };
        let height = self.rect().height();
        self.height.set(Some(height));
        // The script that replaces a prerendered list keeps the content in place itself.
        let was_connected = self.is_mounted.replace(self.root.is_connected());
        if was_connected {
            self.undo_shift(height - before);
        }
    }

    /// Undoes the shift of the visible content after the height of the element above it has changed.
    fn undo_shift(&self, growth: f64) -> Option<()> {
        if growth.abs() < 0.5 {
            return None;
        }
        let scroller = Scroller::of(&self.target())?;
        if self.end() - growth > scroller.top().max(0.0) + 0.5 || scroller.has_scroll_anchoring()? {
            return None;
        }
        // The content may be in another column, or at the end of its box. So it is measured where it was before.
        if let Some(content) = visible_content(&self.element) {
            let top = || content.get_bounding_client_rect().top();
            let now = top() + self.rounding.take();
            let style = self.root.style();
            let height = self.root.get_bounding_client_rect().height() - growth;
            set_length(&style, "block-size", height.max(0.0));
            let shift = now - top();
            let _ = style.remove_property("block-size");
            scroller.scroll_by(shift);
            self.rounding.set(top() - (now - shift));
        } else {
            scroller.scroll_by(growth);
        }
        Some(())
    }

    /// The first row in view, and its top, if the list begins above the viewport. Scroll anchoring does not keep
    /// rows in place, because the list can have its own scrollbar.
    pub fn first_visible_row(&self) -> Option<VisibleRow> {
        let list = self.list()?;
        let edge = Scroller::of(&self.target())?.top().max(0.0);
        let rect = list.get_bounding_client_rect();
        if rect.top() >= edge || rect.bottom() <= edge || list.scroll_top() > 0 {
            return None;
        }
        let rows = list.query_selector_all("[data-id]").ok()?;
        let mut rows = (0..rows.length()).filter_map(|index| rows.get(index)?.dyn_into().ok());
        let rect = |row: &Element| row.get_bounding_client_rect();
        let row = rows.find(|row| rect(row).bottom() > edge)?;
        let top = rect(&row).top();
        Some(VisibleRow { row, top })
    }

    /// Scrolls so that a row is where it was before.
    pub fn restore_row(&self, before: &VisibleRow) {
        let shift = before.row.get_bounding_client_rect().top() - before.top;
        if before.row.is_connected()
            && shift != 0.0
            && let Some(scroller) = Scroller::of(&self.target())
        {
            scroller.scroll_by(shift);
        }
    }
}

/// Keeps the visible content in place until it is dropped. See [`Host::watch_height`].
pub struct ResizeAnchoring {
    host: Rc<Host>,
    _watcher: Option<ResizeWatcher>,
}

impl Drop for ResizeAnchoring {
    fn drop(&mut self) {
        self.host.height.take();
    }
}

/// A row, and its top in the viewport, in CSS pixels.
pub struct VisibleRow {
    row: Element,
    top: f64,
}

pub(super) fn set_length(style: &CssStyleDeclaration, name: &str, pixels: f64) {
    if let Ok(value) = js_sys::Number::from(pixels).to_string_with_radix(10) {
        let _ = style.set_property(name, &[&String::from(value), "px"].concat());
    }
}
