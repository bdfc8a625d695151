//! Reading whole documents, and rules of the repository.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod dates;
mod guardian_api;
mod guardian_page;
mod json_feed;
mod live_blog_posting;
mod properties;
mod reading;
mod repository;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;
