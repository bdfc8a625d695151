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
mod guardian_api;
mod guardian_page;
mod json_feed;
mod languages;
mod live_blog_posting;
mod promises;
mod properties;
mod reading;
mod reference;
mod repair;
mod repository;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;
