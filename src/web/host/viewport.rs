//! What of a widget is in view: in the viewport, and in a list with its own scrollbar.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, ShadowRoot};

use super::{Host, row_selector};
use crate::web::observers::{IntersectionChange, IntersectionWatcher};

impl Host {
    /// Reports whether the element is in the viewport, now and when that changes.
    pub fn watch_visibility(
        &self,
        callback: impl Fn(bool) + 'static,
    ) -> Option<IntersectionWatcher> {
        let on_change = Box::new(move |change: Option<IntersectionChange>| {
            if let Some(change) = change {
                callback(change.is_intersecting);
            }
        });
        IntersectionWatcher::observe(&[&self.element], None, "0px", 0.0, on_change)
    }

    /// Calls back when half of the element gets in or out of the viewport. Of an element that is higher than the
    /// viewport, half of the viewport counts.
    pub fn watch_half(
        &self,
        callback: impl Fn(bool) + 'static,
    ) -> [Option<IntersectionWatcher>; 2] {
        let in_view = Rc::new((Cell::new([false; 2]), callback));
        // What covers the middle of the viewport fills half of it, or half of what covers it is in view.
        [(0, "0px", 0.5), (1, "-50% 0px", 0.0)].map(|(index, margin, threshold)| {
            let in_view = Rc::clone(&in_view);
            let on_change = Box::new(move |change: Option<IntersectionChange>| {
                let Some(change) = change else { return };
                let (state, callback) = &*in_view;
                let before = state.get();
                let mut now = before;
                if let Some(one) = now.get_mut(index) {
                    *one = change.is_intersecting;
                }
                state.set(now);
                let is_in_view = now.contains(&true);
                if is_in_view != before.contains(&true) {
                    callback(is_in_view);
                }
            });
            IntersectionWatcher::observe(&[&self.element], None, margin, threshold, on_change)
        })
    }

    /// Reports which of these rows enter or leave the viewport. `margin` and `threshold` are those of
    /// [`IntersectionWatcher::observe`].
    pub fn watch_rows(
        &self,
        ids: &[Rc<str>],
        margin: &str,
        threshold: f64,
        callback: impl Fn(usize, bool) + 'static,
    ) -> Option<IntersectionWatcher> {
        let rows: Vec<_> = ids
            .iter()
            .map(|id| self.root.query_selector(&row_selector(id)).ok().flatten())
            .collect();
        let rendered: Vec<_> = rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.as_ref()?)))
            .collect();
        let elements: Vec<_> = rendered.iter().map(|(_, row)| *row).collect();
        let indexes: Vec<_> = rendered.iter().map(|(index, _)| *index).collect();
        let on_change = Box::new(move |change: Option<IntersectionChange>| {
            if let Some(change) = change
                && let Some(index) = indexes.get(change.index)
            {
                callback(*index, change.is_intersecting);
            }
        });
        IntersectionWatcher::observe(&elements, None, margin, threshold, on_change)
    }

    /// Whether a higher list would shift the visible content of the page: the widget ends in the viewport,
    /// with content below it.
    pub fn would_shift_content(&self) -> bool {
        // While a prerendered list is shown, the widget is not in the page.
        let is_connected = self.root.is_connected();
        // A list that already scrolls keeps its height.
        let scrolls = || {
            let list = self.list();
            list.is_some_and(|list| list.scroll_height() > list.client_height())
        };
        is_connected && !scrolls() && self.visible_end().is_some()
    }

    /// The position of the element, if it is in the viewport.
    pub fn position(&self) -> Option<HostPosition> {
        let height = viewport_height()?;
        let rect = self.element.get_bounding_client_rect();
        let (top, bottom) = (rect.top(), rect.bottom());
        let has_content_below = self.visible_end().is_some();
        (bottom > 0.0 && top < height).then_some(HostPosition {
            top,
            bottom,
            has_content_below,
        })
    }

    /// The bottom of the element, if it is in the viewport and content of the page is below it.
    fn visible_end(&self) -> Option<f64> {
        let height = viewport_height()?;
        let end = self.end();
        let is_visible = end > 0.0 && end < height;
        (is_visible && self.has_content_below(end, height)?).then_some(end)
    }

    /// Whether a list with its own scrollbar is scrolled.
    pub fn list_is_scrolled(&self) -> bool {
        self.list().is_some_and(|list| list.scroll_top() > 0)
    }

    /// Scrolls a list with its own scrollbar to its start.
    pub fn scroll_list_to_start(&self) {
        if let Some(list) = self.list() {
            list.set_scroll_top(0);
        }
    }

    /// Scrolls a row into view in a list that scrolls, also sideways, without scrolling the page.
    pub fn scroll_row_into_view(&self, id: &str) -> Option<IntersectionWatcher> {
        let list = self.list()?;
        let row = self.root.query_selector(&row_selector(id)).ok()??;
        let root = list.clone();
        let mut is_done = false;
        let scroll = Box::new(move |change: Option<IntersectionChange>| match change {
            // A reader with the focus in another row has moved the list since, or reads there.
            Some(_) if has_focus_in_row(&list) => {}
            Some(change) if !is_done => {
                let distance = |(before, after): (f64, f64)| {
                    if before > 0.0 {
                        -before
                    } else {
                        after.max(0.0)
                    }
                };
                let (x, y) = (distance(change.sideways), distance(change.overflow));
                if x != 0.0 || y != 0.0 {
                    list.scroll_by_with_x_and_y(x, y);
                }
            }
            // Only once: after that, the reader scrolls the list.
            _ => is_done = true,
        });
        IntersectionWatcher::observe(&[&row], Some(&root), "0px", 1.0, scroll)
    }
}

/// Whether a row of the list has the focus. Not with `:focus`, which matches nothing in WebKit until its window is
/// active.
fn has_focus_in_row(list: &Element) -> bool {
    let root: Option<ShadowRoot> = list.get_root_node().dyn_into().ok();
    let focused = root.and_then(|root| root.active_element());
    focused.is_some_and(|focused| focused.closest(".item").is_ok_and(|row| row.is_some()))
}

/// The position of the element in the viewport, in CSS pixels.
pub struct HostPosition {
    pub(in crate::web) top: f64,
    pub(in crate::web) bottom: f64,
    /// Whether visible content of the page is below it.
    pub(in crate::web) has_content_below: bool,
}

/// The height of the viewport, in CSS pixels.
fn viewport_height() -> Option<f64> {
    web_sys::window()?.inner_height().ok()?.as_f64()
}
