//! Shares a URL.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::object;

/// The outcome of sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareOutcome {
    /// Shared with the share sheet of the system.
    Native,
    /// Copied to the clipboard.
    Copied,
    /// Canceled by the reader.
    Canceled,
    /// Neither is possible.
    Failed,
}

/// Opens the share sheet of the system where the browser supports it, else copies the URL.
pub async fn share(title: &str, url: &str) -> ShareOutcome {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return ShareOutcome::Failed;
    };
    let sharer: &Sharer = navigator.unchecked_ref();
    let data = object(&[("title", &title.into()), ("url", &url.into())]);
    // It throws if the browser has no `share`.
    if let Ok(done) = sharer.share(&data) {
        match settled(&done).await {
            Ok(_) => return ShareOutcome::Native,
            Err(error) if is_abort(&error) => return ShareOutcome::Canceled,
            // The browser refused to share, so the URL is copied.
            Err(_) => {}
        }
    }
    let copy = sharer
        .clipboard()
        .and_then(|clipboard| clipboard.write_text(url));
    let Ok(copy) = copy else {
        return ShareOutcome::Failed;
    };
    match settled(&copy).await {
        Ok(_) => ShareOutcome::Copied,
        Err(_) => ShareOutcome::Failed,
    }
}

/// Awaits a value that need not be a promise if a script of the page has replaced the function.
fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::resolve(value))
}

/// Whether an error is that of a reader who canceled. A rejection can have any value.
fn is_abort(error: &JsValue) -> bool {
    let name = Reflect::get(error, &"name".into());
    name.is_ok_and(|name| name == "AbortError")
}

#[wasm_bindgen]
extern "C" {
    type Sharer;
    #[wasm_bindgen(method, catch)]
    fn share(this: &Sharer, data: &Object) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn clipboard(this: &Sharer) -> Result<Clipboard, JsValue>;

    type Clipboard;
    #[wasm_bindgen(method, catch, js_name = writeText)]
    fn write_text(this: &Clipboard, text: &str) -> Result<JsValue, JsValue>;
}
