//! The Yew component.

#[cfg(target_arch = "wasm32")]
mod follow;
#[cfg(target_arch = "wasm32")]
mod message;
pub mod present;
#[cfg(target_arch = "wasm32")]
mod root;
pub mod state;
pub mod view;

#[cfg(target_arch = "wasm32")]
pub use message::Go;
#[cfg(target_arch = "wasm32")]
pub use root::{KeyEvents, KeyEventsProps};
