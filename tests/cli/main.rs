//! Tests of the compiled command `key-events`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod check;
mod convert;
mod hostile;
mod pages;
mod prerender;
mod program;
mod server;
mod source;
mod usage;
