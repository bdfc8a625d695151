//! Tests of the built widget on real pages, in Chromium, Firefox and WebKit.
//!
//! - [`Site`] serves what a scenario needs: the publisher's pages and feeds on one origin, the
//!   built files on another, with every kind of trouble that a network can make.
//! - [`Page`] is the reader in front of a browser: opens, looks, clicks, types, waits.
//! - [`suite`] runs every scenario in every engine and asserts after each what always has to hold,
//!   the [`Verdict`]: nothing in the console, no error, no policy violation, no request that
//!   nobody knows.
//! - [`Browser`] starts and drives one browser through WebDriver.
//!
//! The scenarios are in `tests/scenarios/`, one file per theme. One looks like this:
//!
//! ```no_run
//! # use key_events_e2e::{Page, Site, feed};
//! async fn one_tag_shows_the_feed(site: Site, page: Page) {
//!     site.json("/feed.json", feed::numbered(3));
//!     site.page("/", r#"<script async src="{cdn}/embed.js" data-src="/feed.json"></script>"#);
//!     page.open("/").await;
//!     page.widget().wait_count("li", 3).await;
//! }
//! ```

#![allow(
    clippy::disallowed_methods,
    reason = "a native program has a clock of its own"
)]

pub mod axe;
pub mod bench;
pub mod blog;
pub mod browser;
pub mod feed;
pub mod gallery;
pub mod memory;
pub mod pace;
pub mod page;
pub mod picture;
mod prerender;
pub mod site;
pub mod suite;
pub mod trace;
mod verdict;

pub use browser::{Browser, Engine, Preference};
pub use pace::Pace;
pub use page::{Key, Page, Scope};
pub use picture::Picture;
pub use prerender::{Watching, prerender};
pub use site::{Answer, Build, Gate, Nginx, Request, Site};
pub use suite::Scenario;
pub use verdict::Verdict;
