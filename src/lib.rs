//! The key-events timeline for live blogs, a one-way data flow:
//!
//! attributes → [`settings`] → fetch (text) → [`feed::format`] → [`feed::Feed`] → [`timeline`] →
//! [`app::state`] → [`app::view_model`] → [`app::view`] → DOM
//!
//! These modules are pure and also run outside the browser, for tests and for the command. What needs the
//! browser is compiled for `wasm32` only.

#[cfg(target_arch = "wasm32")]
mod allocator;
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
