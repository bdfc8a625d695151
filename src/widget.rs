//! The Yew component.

#[cfg(target_arch = "wasm32")]
pub(crate) mod hooks;
#[cfg(target_arch = "wasm32")]
pub(crate) mod interactions;
pub mod present;
#[cfg(target_arch = "wasm32")]
mod root;
pub mod state;
pub mod view;
pub mod wish;

#[cfg(target_arch = "wasm32")]
pub use root::{KeyEvents, KeyEventsProps};
