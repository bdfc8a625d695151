//! The Yew component.

pub mod present;
#[cfg(target_arch = "wasm32")]
mod root;
pub mod state;
pub mod view;

#[cfg(target_arch = "wasm32")]
pub use root::{KeyEvents, KeyEventsProps};
