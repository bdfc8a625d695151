//! The key-events timeline for live blogs, in one straight line:
//!
//! attributes → [`settings`] → fetch (text) → [`feed::format`] → [`feed::Feed`] → [`timeline`] →
//! [`widget::state`] → [`widget::present`] → [`widget::view`] → DOM
//!
//! Everything up to `widget::view` is pure and runs anywhere; `effects`, `browser` and `element` are
//! there in the browser only.

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

/// Lighter than the standard allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
