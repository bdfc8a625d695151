//! Requesting a feed once and again: when, how, and what of it is read.

pub mod backoff;
#[cfg(target_arch = "wasm32")]
pub(crate) mod feed_reader;
pub mod feed_update;
#[cfg(target_arch = "wasm32")]
pub(crate) mod poller;
