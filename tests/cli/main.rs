//! Tests of the compiled command `key-events`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod check;
mod convert;
mod documents;
mod hostile;
mod prerender;
mod program;
mod server;
mod source;
mod usage;
