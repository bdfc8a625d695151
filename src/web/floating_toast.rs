//! The button that floats over the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::anchor_element::{AnchorElement, Focus};
use super::host::Host;
use super::list_keys::plain_key;
use super::listener::{EventListener, watch};
use super::scroll_padding::ScrollPadding;

/// How far the reader scrolls on before the button goes, in heights of the viewport.
const PATIENCE: f64 = 2.0;

/// What watches the button as long as it floats.
pub struct FloatingToast {
    _padding: Option<ScrollPadding>,
    _escape: Option<EventListener>,
    _scroll: Option<EventListener>,
    _focus: EventListener,
    origin: Rc<RefCell<Option<Element>>>,
    toast: Element,
}

impl Host {
    /// Whether a button floats over the page.
    pub fn has_floating_toast(&self) -> bool {
        self.floating_toast().is_some()
    }

    /// The button, unless the reading bar takes its place.
    fn floating_toast(&self) -> Option<Element> {
        let toast = self.root.query_selector(".floating").ok()?;
        toast.filter(|toast| toast.get_bounding_client_rect().height() > 0.0)
    }

    /// Watches the button that floats over the page. `close` is called when the reader presses Escape or has
    /// scrolled on. `is_jumping`: the page scrolls by itself.
    pub fn watch_floating_toast(
        &self,
        is_jumping: impl Fn() -> bool + 'static,
        close: impl Fn() + 'static,
    ) -> Option<FloatingToast> {
        let toast = self.floating_toast()?;
        let close = Rc::new(close);
        let on_escape = Rc::clone(&close);
        let escape = EventListener::new(&web_sys::window()?.into(), "keydown", move |event| {
            if plain_key(event).as_deref() == Some("Escape") {
                on_escape();
            }
        });
        let (distance, last) = (Cell::new(0.0), RefCell::new(None));
        let watched = toast.clone();
        let scroll = watch("scroll", move |event| {
            let Some(window) = web_sys::window() else {
                return;
            };
            let scroller = event.target().and_then(|target| target.dyn_into().ok());
            let position = match &scroller {
                Some(element) => f64::from(Element::scroll_top(element)),
                None => window.scroll_y().unwrap_or_default(),
            };
            if let Some((known, before)) = last.replace(Some((scroller.clone(), position)))
                && known == scroller
                && !is_jumping()
            {
                distance.set(distance.get() + f64::abs(position - before));
            }
            let height = window
                .inner_height()
                .ok()
                .and_then(|height| height.as_f64());
            let is_past = height.is_some_and(|height| distance.get() > PATIENCE * height);
            // Not while the reader is at it.
            if is_past && watched.matches(":hover, :focus-within") == Ok(false) {
                close();
            }
        });
        let origin = Rc::new(RefCell::new(None));
        let focused = Rc::clone(&origin);
        let focus = EventListener::new(&toast, "focusin", move |event| {
            let related = js_sys::Reflect::get(event, &"relatedTarget".into());
            let related = related.ok().and_then(|it| it.dyn_into::<Element>().ok());
            let is_inside =
                |element: &Element| element.closest(".floating").is_ok_and(|it| it.is_some());
            if let Some(element) = related.filter(|element| !is_inside(element)) {
                focused.replace(Some(element));
            }
        });
        Some(FloatingToast {
            _padding: ScrollPadding::below(&toast),
            _escape: Some(escape),
            _scroll: scroll,
            _focus: focus,
            origin,
            toast,
        })
    }
}

impl FloatingToast {
    /// Returns the focus to where it was before the button had it, if the button has it.
    pub fn return_focus(&self) -> Option<Focus> {
        let has_focus = self.toast.matches(":focus-within") == Ok(true);
        let origin = self.origin.take().filter(|_| has_focus)?;
        AnchorElement::of(origin).focus()
    }
}
