//! The key-events timeline for live blogs, a one-way data flow:
//!
//! attributes → [`settings`] → fetch (text) → [`feed::format`] → [`feed::Feed`] → [`timeline`] →
//! [`app::state`] → [`app::view_model`] → [`app::view`] → DOM
//!
//! These modules are pure and also run outside the browser, for tests and for the command. What needs the
//! browser is compiled for `wasm32` only.

pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod element;
pub mod error;
pub mod feed;
pub mod fmt;
pub mod labels;
#[cfg(target_arch = "wasm32")]
mod lazy_chunk;
pub mod navigation;
pub mod polling;
pub mod settings;
pub mod time;
pub mod timeline;
pub mod visit;
#[cfg(target_arch = "wasm32")]
mod web;

/// Smaller than the standard allocator.
#[cfg(all(target_arch = "wasm32", not(feature = "probe")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The same, and it counts the bytes in use.
#[cfg(all(target_arch = "wasm32", feature = "probe"))]
#[global_allocator]
static ALLOCATOR: cap::Cap<talc::wasm::WasmDynamicTalc> =
    cap::Cap::new(talc::wasm::new_wasm_dynamic_allocator(), usize::MAX);
