//! The builder: a page that shows a timeline with the settings of a form, and writes its markup.
//!
//! The pure modules also run outside the browser, for tests. The app is compiled for `wasm32` only.

#[cfg(target_arch = "wasm32")]
mod app;
pub mod catalog;
pub mod css;
pub mod escape;
pub mod options;
pub mod snippet;

// The table of the widget. The library itself would bring the widget into the builder's wasm.
#[allow(dead_code, reason = "the widget uses more of the table")]
#[path = "../../src/settings/attribute.rs"]
pub mod attribute;

/// Starts the app.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    app::start();
}
