//! The warnings about a feed, as scripts of the page get them.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::feed::Warning;

/// An array of plain objects.
pub type WarningList = Array;

/// The warnings, in order.
pub fn to_js(warnings: &[Warning]) -> WarningList {
    warnings.iter().map(object).collect()
}

fn object(warning: &Warning) -> JsValue {
    let object = Object::new();
    let entry = warning.subject.name();
    for (key, value) in [
        ("entry", entry.map_or(JsValue::NULL, |name| (&*name).into())),
        ("field", (&*warning.field).into()),
        ("message", warning.message().into()),
        ("leftOut", warning.leaves_out_entry().into()),
    ] {
        // Setting a property of a plain object never fails.
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}
