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

/// The style sheets of the prerendered markup, in the order of `styles/prerendered.css`. For the command.
#[cfg(not(target_arch = "wasm32"))]
pub const PRERENDERED_STYLES: [&str; 14] = [
    include_str!("../styles/box.css"),
    include_str!("../styles/tokens.css"),
    include_str!("../styles/base.css"),
    include_str!("../styles/header.css"),
    include_str!("../styles/list.css"),
    include_str!("../styles/row.css"),
    include_str!("../styles/buttons.css"),
    include_str!("../styles/placeholder.css"),
    include_str!("../styles/story.css"),
    include_str!("../styles/toast.css"),
    include_str!("../styles/overview.css"),
    include_str!("../styles/reading-bar.css"),
    include_str!("../styles/print.css"),
    include_str!("../styles/prerender-only.css"),
];
