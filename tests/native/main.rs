//! Native tests: reading documents, and rules of the repository.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    missing_docs
)]

mod architecture;
mod codegen;
mod dates;
mod docs_feeds;
mod guardian_api;
mod guardian_page;
mod invariants;
mod json_feed;
mod languages;
mod large_feeds;
mod live_blog_posting;
mod properties;
mod reading;
mod repair;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;
