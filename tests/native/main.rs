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
mod docs_links;
mod docs_security;
mod editor_data;
mod guardian_api;
mod guardian_page;
mod hostile_sinks;
mod invariants;
mod json_feed;
mod languages;
mod live_blog_posting;
mod paced_reading;
mod properties;
mod reading;
mod repair;
mod server_load;
mod sourcefabric;
mod wordpress_liveblog;
mod wordpress_posts;
