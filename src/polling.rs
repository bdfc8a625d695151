//! Polling of a feed: when it is requested, and how the response is read.

pub mod backoff;
#[cfg(target_arch = "wasm32")]
pub(crate) mod embedded_feed;
#[cfg(target_arch = "wasm32")]
pub(crate) mod feed_reader;
pub mod feed_update;
#[cfg(target_arch = "wasm32")]
pub(crate) mod poller;
