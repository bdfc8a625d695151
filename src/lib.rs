//! key-events
#![allow(missing_docs)]
pub mod feed;
pub mod instant;
pub mod settings;
