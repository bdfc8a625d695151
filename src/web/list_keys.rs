//! The keys of the list: ↑, ↓, Home and End move between its rows, → and ← expand and collapse one.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

use super::host::Host;
use super::listener::{EventListener, listen};

/// What has the focus when a key is for the list. Not what is in a story, which may scroll with the keys.
const STOPS: &str = ".link, .text > button";

/// The listeners of the list.
pub struct ListKeys {
    _keys: EventListener,
    _blur: EventListener,
}

/// The key of an event without modifier keys. `None`: the event is not for the widget, or has no key, as those
/// that the autofill of browsers dispatches.
pub fn plain_key(event: &Event) -> Option<String> {
    let get = |name: &str| js_sys::Reflect::get(event, &name.into()).ok();
    let is_set = |name: &&str| get(name).is_some_and(|value| value.is_truthy());
    let modifiers = ["ctrlKey", "altKey", "metaKey", "shiftKey"];
    if event.default_prevented() || modifiers.iter().any(is_set) {
        return None;
    }
    get("key")?.as_string()
}

impl Host {
    /// Handles the keys of the list. `toggle` gets the id of the row to expand or collapse.
    pub fn on_list_key(self: &Rc<Self>, toggle: impl Fn(String) + 'static) -> ListKeys {
        let host = Rc::clone(self);
        let keys = listen(&self.root, "keydown", move |event| {
            let target = event.target().and_then(|target| target.dyn_into().ok());
            if let Some(target) = target
                && let Some(key) = plain_key(event)
                && handle(&host, &target, &key, &toggle) == Some(true)
            {
                event.prevent_default();
            }
        });
        let blur = EventListener::new(&self.root, "focusout", |event| {
            let target = event.target().and_then(|target| target.dyn_into().ok());
            let Some(target): Option<Element> = target else {
                return;
            };
            let attribute = if is(&target, ".link") {
                EXPANDED
            } else if is(&target, END) {
                "tabindex"
            } else {
                return;
            };
            // Removing an attribute never fails.
            let _ = target.remove_attribute(attribute);
        });
        ListKeys {
            _keys: keys,
            _blur: blur,
        }
    }

    /// Describes the keys to screen readers.
    pub fn describe_lists(&self) {
        while let Ok(Some(list)) = self.root.query_selector(".rows:not([aria-describedby])") {
            if list.set_attribute("aria-describedby", "keys").is_err() {
                return;
            }
        }
    }

    /// Moves the focus to the end of the widget.
    pub fn focus_end(&self) {
        let end = self.root.query_selector(END).ok().flatten();
        if let Some(end) = end.and_then(|end| end.dyn_into::<HtmlElement>().ok()) {
            // Until it loses the focus. From an element with -1, Chromium and WebKit would go to the first stop of
            // the shadow tree.
            end.set_tab_index(0);
            // It is focusable, so this never fails.
            let _ = end.focus();
        }
    }
}

/// The last element of the widget that is always rendered.
const END: &str = "#content ~ [role=status]";

/// The attribute of a link that has the focus: whether its row is expanded. Screen readers announce changes of the
/// focused element only.
const EXPANDED: &str = "aria-expanded";

/// Whether the key did something.
fn handle(host: &Host, target: &Element, key: &str, toggle: &impl Fn(String)) -> Option<bool> {
    if !is(target, STOPS) {
        return None;
    }
    let row = target.closest(".item").ok()??;
    let opens = match key {
        "ArrowUp" | "ArrowDown" | "Home" | "End" => {
            let stop = neighbor(&host.root, &row, key)?;
            let stop: HtmlElement = stop.dyn_into().ok()?;
            let is_focused = stop.focus().is_ok();
            // In WebKit, a focus that follows one of a script or a click is not visible, so that `show_focused_rows`
            // leaves it where it is.
            host.show_sideways(&stop.closest(".item").ok()??);
            return Some(is_focused);
        }
        "ArrowRight" => !is_right_to_left(&row),
        "ArrowLeft" => is_right_to_left(&row),
        _ => return None,
    };
    let is_open = row.query_selector(".body").ok()?.is_some();
    if opens == is_open {
        return None;
    }
    toggle(row.get_attribute("data-id")?);
    if is(target, ".link") {
        // `aria-expanded` is a valid attribute name, so setting it never fails.
        let _ = target.set_attribute(EXPANDED, if opens { "true" } else { "false" });
    }
    Some(true)
}

/// The link of the row that a key leads to, or its button if it has no link.
fn neighbor(root: &Element, row: &Element, key: &str) -> Option<Element> {
    let rows = root.query_selector_all(".item").ok()?;
    let row_at = |index: u32| rows.get(index)?.dyn_into::<Element>().ok();
    let index = (0..rows.length()).find(|index| row_at(*index).as_ref() == Some(row))?;
    let stop = |index: u32| row_at(index)?.query_selector(STOPS).ok()?;
    match key {
        "ArrowUp" => (0..index).rev().find_map(stop),
        "ArrowDown" => (index + 1..rows.length()).find_map(stop),
        "Home" => (0..index).find_map(stop),
        _ => (index + 1..rows.length()).rev().find_map(stop),
    }
}

fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or_default()
}

fn is_right_to_left(element: &Element) -> bool {
    let style = web_sys::window().and_then(|window| window.get_computed_style(element).ok()?);
    style.is_some_and(|style| {
        style
            .get_property_value("direction")
            .is_ok_and(|it| it == "rtl")
    })
}
