//! Wraps the web platform and gloo. No other module uses `web-sys` or a clock, so all others can be tested
//! without a browser.
#![allow(
    clippy::disallowed_methods,
    reason = "this module wraps the web platform"
)]

pub mod anchor_element;
pub mod animation_frame;
pub mod clock;
pub mod fetch;
pub mod history;
pub mod host;
pub mod intl;
pub mod listener;
pub mod log;
pub mod observers;
pub mod page_lifecycle;
pub mod sanitize;
pub mod scripts;
pub mod scroll;
pub mod share;
pub mod storage;
pub mod url;

use wasm_bindgen::JsValue;

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
