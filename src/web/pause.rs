//! Pauses in long work, so that the page can respond to input and render.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::clock::TimeoutFuture;
use crate::feed::pace;

/// Lets the page do what is waiting.
pub fn pause() -> pace::Pause {
    Box::pin(async {
        let scheduler =
            web_sys::window().and_then(|window| window.unchecked_into::<Window>().scheduler());
        match scheduler.and_then(|scheduler| scheduler.yield_now().ok()) {
            Some(promise) => drop(JsFuture::from(Promise::resolve(&promise)).await),
            None => TimeoutFuture::new(0).await,
        }
    })
}

#[wasm_bindgen]
extern "C" {
    /// A `window`, perhaps with a scheduler.
    type Window;

    #[wasm_bindgen(method, getter)]
    fn scheduler(this: &Window) -> Option<Scheduler>;

    /// A `Scheduler`, which Safari does not have.
    type Scheduler;

    #[wasm_bindgen(method, catch, js_name = yield)]
    fn yield_now(this: &Scheduler) -> Result<JsValue, JsValue>;
}
