//! The key-events timeline for live blogs, in one straight line:
//!
//! attributes → [`settings`] → fetch (text) → [`feed::dialect`] → [`feed::Feed`] → [`timeline`] →
//! [`widget::state`] → [`widget::present`] → [`widget::view`] → DOM
//!
//! Everything up to `widget::view` is pure and runs anywhere; `effects`, `browser` and `element` are
//! there in the browser only.

#[cfg(target_arch = "wasm32")]
mod browser;
pub mod decimal;
#[cfg(target_arch = "wasm32")]
mod effects;
#[cfg(target_arch = "wasm32")]
pub mod element;
pub mod failure;
pub mod feed;
pub mod fill;
pub mod format;
pub mod instant;
pub mod labels;
#[cfg(target_arch = "wasm32")]
mod later;
pub mod limits;
pub mod place;
pub mod poll;
pub mod settings;
pub mod spy;
pub mod time_label;
pub mod timeline;
pub mod trail;
pub mod visit;
pub mod widget;

/// Lighter than the standard allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
