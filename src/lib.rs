//! key-events
#![allow(missing_docs)]
pub mod failure;
pub mod feed;
pub mod instant;
pub mod settings;
pub mod time_label;
pub mod timeline;
pub mod widget;
