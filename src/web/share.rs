//! Passing an address on.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::object;

/// How an address was passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// By the system's own sheet.
    Native,
    /// It is in the clipboard.
    Copied,
    /// The reader thought better of it.
    Cancelled,
    /// It can't be.
    Failed,
}

/// Opens the system's sheet for an address where there is one, else copies it.
pub async fn share(title: &str, address: &str) -> Shared {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return Shared::Failed;
    };
    let system: &Sharer = navigator.unchecked_ref();
    let data = object(&[("title", &title.into()), ("url", &address.into())]);
    if !system.share_function().is_undefined()
        && let Ok(done) = system.share(&data)
    {
        match JsFuture::from(done).await {
            Ok(_) => return Shared::Native,
            Err(error) if error.unchecked_ref::<Named>().name() == "AbortError" => {
                return Shared::Cancelled;
            }
            // Refused: copied instead.
            Err(_) => {}
        }
    }
    let clipboard = system.clipboard();
    let Some(Ok(copy)) = clipboard.map(|clipboard| clipboard.write_text(address)) else {
        return Shared::Failed;
    };
    match JsFuture::from(copy).await {
        Ok(_) => Shared::Copied,
        Err(_) => Shared::Failed,
    }
}

#[wasm_bindgen]
extern "C" {
    type Sharer;
    #[wasm_bindgen(method, getter, js_name = share)]
    fn share_function(this: &Sharer) -> JsValue;
    #[wasm_bindgen(method, catch)]
    fn share(this: &Sharer, data: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn clipboard(this: &Sharer) -> Option<Clipboard>;

    type Clipboard;
    #[wasm_bindgen(method, catch, js_name = writeText)]
    fn write_text(this: &Clipboard, text: &str) -> Result<Promise, JsValue>;

    type Named;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Named) -> String;
}
