//! Tests of the built widget on real pages, in Chromium, Firefox and WebKit.
//!
//! - [`TestSite`] serves the publisher's pages and feeds on one origin and the built files on
//!   another. It can simulate faults of servers and networks.
//! - [`Page`] is a page in a browser. It navigates, queries, clicks, types and waits.
//! - [`runner`] runs every scenario in every engine. After each it asserts that there are no
//!   [`BrokenInvariants`]: console messages, errors, policy violations and unknown requests.
//! - [`Browser`] starts and drives one browser through WebDriver.
//!
//! The scenarios are in `tests/scenarios/`, one file per topic. For example:
//!
//! ```no_run
//! # use key_events_e2e::{Page, TestSite, feed};
//! async fn one_tag_shows_the_feed(site: TestSite, page: Page) {
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
pub mod browser;
pub mod fake_clock;
pub mod feed;
pub mod gallery;
pub mod hostile;
mod invariants;
pub mod live_blog;
pub mod memory;
mod npm_project;
pub mod page;
mod prerender;
pub mod runner;
pub mod screenshot;
pub mod site;
pub mod trace;

pub use browser::{Browser, Engine, Preference};
pub use fake_clock::FakeClock;
pub use invariants::BrokenInvariants;
pub use npm_project::{NpmProject, PACKAGE, documented, installed_script};
pub use page::{Key, Page, Scope};
pub use prerender::{Watching, prerender};
pub use runner::Scenario;
pub use screenshot::{Screenshot, contrast};
pub use site::{Build, Gate, MockResponse, Nginx, Request, TestSite, WordPress};
