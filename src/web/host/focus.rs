//! The focus and the pointer in a widget.

use std::rc::Rc;

use web_sys::Element;

use super::{Host, row_selector};
use crate::web::anchor_element::AnchorElement;
use crate::web::clock::Timeout;
use crate::web::listener::EventListener;
use crate::web::scroll;

impl Host {
    /// The row of an event in the list.
    pub fn row(&self, id: &str) -> Option<AnchorElement> {
        self.find(&row_selector(id)).map(AnchorElement::of)
    }

    /// The button to the next event, or to the previous one if `step` is negative.
    pub fn step_button(&self, step: isize) -> Option<AnchorElement> {
        let name = if step < 0 { "prev" } else { "next" };
        let selector = ["[data-action=", name, "]"].concat();
        self.find(&selector).map(AnchorElement::of)
    }

    /// Focuses the link of an event, or else the button that expands the list.
    pub fn focus_row(&self, id: Option<&str>) {
        let link = id.and_then(|id| self.find(&[&row_selector(id), " a"].concat()));
        if let Some(element) = link.or_else(|| self.find("[data-action=toggle]")) {
            AnchorElement::of(element).focus();
        }
    }

    /// Whether the focus is in the widget.
    pub fn has_focus(&self) -> bool {
        self.find(":focus").is_some()
    }

    /// Whether the focus is in what is hidden when the list is collapsed, slots included.
    pub fn has_focus_in_content(&self) -> bool {
        self.find("#content:focus-within").is_some()
    }

    /// The `data-action` of the button that has the focus.
    pub fn focused_action(&self) -> Option<String> {
        self.find("[data-action]:focus")?
            .get_attribute("data-action")
    }

    /// The id of the event whose row has the focus.
    pub fn focused_row(&self) -> Option<String> {
        self.find("[data-id]:focus-within")?
            .get_attribute("data-id")
    }

    /// Whether the reader is at the rows: a pointer that can hover is over them, or the focus is in them
    /// or on the button that shows what waits.
    pub fn is_in_use(&self) -> bool {
        self.find(".list:focus-within, .toast:focus").is_some() || self.is_hovered()
    }

    fn is_hovered(&self) -> bool {
        let can_hover = web_sys::window()
            .and_then(|window| window.match_media("(hover: hover)").ok()?)
            .is_some_and(|query| query.matches());
        can_hover
            && self
                .root
                .query_selector(".list:hover")
                .is_ok_and(|list| list.is_some())
    }

    /// Calls back when the pointer leaves the widget, or when the focus leaves an element of it.
    pub fn on_leave(&self, callback: impl Fn() + 'static) -> [EventListener; 2] {
        let callback = Rc::new(callback);
        ["pointerleave", "focusout"].map(|event| {
            let (callback, mut timer) = (Rc::clone(&callback), None);
            EventListener::new(&self.root, event, move |_| {
                let callback = Rc::clone(&callback);
                // The next element has the focus only after the event.
                timer.replace(Timeout::new(0, move || callback()));
            })
        })
    }

    /// Scrolls the row that gets the focus of the keyboard into view, in a list that scrolls sideways, until the
    /// result is dropped. Browsers leave a link where it is if some of it is in view.
    pub fn show_focused_rows(self: &Rc<Self>) -> EventListener {
        let host = Rc::clone(self);
        EventListener::new(&self.root, "focusin", move |_| {
            let focused = host.find(":focus-visible");
            let row = focused.and_then(|focused| focused.closest(".item").ok()?);
            if let Some(row) = row {
                host.show_sideways(&row);
            }
        })
    }

    /// Scrolls a row into view in a list that scrolls sideways.
    pub(in crate::web) fn show_sideways(&self, row: &Element) {
        let Some(list) = self.list() else { return };
        let (inner, outer) = (
            row.get_bounding_client_rect(),
            list.get_bounding_client_rect(),
        );
        if inner.left() < outer.left() || inner.right() > outer.right() {
            scroll::show_at_start(row);
        }
    }
}
