//! Wraps the web platform and gloo. No other module uses `web-sys` or a clock, so all others can be tested
//! without a browser.
#![allow(
    clippy::disallowed_methods,
    reason = "this module wraps the web platform"
)]

pub mod anchor_element;
pub mod animation_frame;
pub mod character_reference;
pub mod click;
pub mod clock;
mod document;
pub mod fetch;
pub mod flat_tree;
pub mod floating_toast;
pub mod history;
pub mod host;
pub mod intl;
pub mod layout_stability;
pub mod list_keys;
pub mod listener;
pub mod loader;
pub mod log;
pub mod lower_edge;
pub mod observers;
pub mod overview_strip;
pub mod page_lifecycle;
pub mod page_lookup;
pub mod pause;
pub mod sanitize;
pub mod scripts;
pub mod scroll;
pub mod scroll_padding;
pub mod share;
pub mod static_render;
pub mod storage;
pub mod url;
pub mod warnings;

pub use wasm_bindgen::JsValue;
pub use wasm_bindgen_futures::spawn_local;

/// A plain object of options. One function for all of them is smaller in wasm than a setter for each.
pub fn object(entries: &[(&str, &JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (key, value) in entries {
        // Setting a property of a plain object never fails.
        let _ = js_sys::Reflect::set(&object, &(*key).into(), value);
    }
    object
}

/// An array of strings.
pub fn texts(texts: &[std::rc::Rc<str>]) -> JsValue {
    let array: js_sys::Array = texts.iter().map(|text| JsValue::from(&**text)).collect();
    array.into()
}
