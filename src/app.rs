//! The Yew application.

pub mod command;
#[cfg(target_arch = "wasm32")]
pub(crate) mod handle;
#[cfg(target_arch = "wasm32")]
pub(crate) mod hooks;
#[cfg(target_arch = "wasm32")]
pub(crate) mod interactions;
#[cfg(target_arch = "wasm32")]
mod root;
pub mod state;
pub mod view;
pub mod view_model;

#[cfg(target_arch = "wasm32")]
pub use root::{KeyEvents, KeyEventsProps};
