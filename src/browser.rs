//! The only door to the browser: the rest of the crate names no `web-sys` and no clock.
#![allow(clippy::disallowed_methods, reason = "this is the door")]

pub mod address;
pub mod clock;
pub mod fetch;
pub mod host;
pub mod intl;
pub mod listener;
pub mod log;
pub mod target;
