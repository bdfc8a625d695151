//! Reading whole documents, and rules of the repository.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    missing_docs
)]

mod crowd;
mod dates;
mod json_feed;
mod repository;
