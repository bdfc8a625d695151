//! Timestamps: parsing, formatting and labels.

pub mod date_format;
pub mod fallback_date_format;
pub mod label;
pub mod locale_format;
pub mod retry_after;
pub mod server_clock;
pub mod timestamp;
