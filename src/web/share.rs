//! Shares a URL.

use js_sys::{Object, Promise};
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
    if !sharer.share_function().is_undefined()
        && let Ok(done) = sharer.share(&data)
    {
        match JsFuture::from(done).await {
            Ok(_) => return ShareOutcome::Native,
            Err(error) if error.unchecked_ref::<Named>().name() == "AbortError" => {
                return ShareOutcome::Canceled;
            }
            // The browser refused to share, so the URL is copied.
            Err(_) => {}
        }
    }
    let clipboard = sharer.clipboard();
    let Some(Ok(copy)) = clipboard.map(|clipboard| clipboard.write_text(url)) else {
        return ShareOutcome::Failed;
    };
    match JsFuture::from(copy).await {
        Ok(_) => ShareOutcome::Copied,
        Err(_) => ShareOutcome::Failed,
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
