//! Live-blog pages for scenarios that jump and scroll.

use std::fmt::Write;

use serde_json::Value;

use crate::{
    Page, feed,
    site::{MockResponse, TestSite},
};

/// The height of the sticky header of every page, in CSS pixels.
pub const HEADER: f64 = 60.0;

/// A live blog with a sticky header, the widget, and one block per event, the latest first.
#[derive(Clone, Debug)]
pub struct Blog {
    /// Attributes of the widget, in addition to `src`.
    pub attributes: &'static str,
    /// The height of each block, latest first, in CSS pixels.
    pub heights: Vec<u32>,
    /// Additional styles of the page.
    pub style: &'static str,
    /// The content of each block.
    pub block: &'static str,
    /// What follows the blocks.
    pub after: &'static str,
    /// Whether the first block is the earliest event.
    pub oldest_first: bool,
}

impl Blog {
    /// A blog of so many events, in blocks of 700 px. `e1` is the earliest.
    pub fn new(events: usize) -> Self {
        Self {
            attributes: "",
            heights: vec![700; events],
            style: "",
            block: "<p>Text of a block.</p>",
            after: r#"<footer style="height: 1500px">The end</footer>"#,
            oldest_first: false,
        }
    }

    /// Serves the blog, opens it, and waits for its list and for the lazy chunk.
    pub async fn open(&self, site: &TestSite, page: &Page) {
        self.serve(site);
        page.open("/").await;
        // A longer list renders no more rows until the reader scrolls near its end.
        let rows = self.heights.len().min(200);
        page.widget().wait_count("li", rows).await;
        page.wait_for_lazy_chunk().await;
    }

    /// Serves the page at `/` and its feed at `/feed.json`.
    pub fn serve(&self, site: &TestSite) {
        site.json("/feed.json", self.feed());
        site.page("/", &self.page());
    }

    /// The feed.
    pub fn feed(&self) -> Value {
        feed::numbered(self.heights.len())
    }

    /// The body of the page.
    pub fn page(&self) -> String {
        let mut blocks = String::new();
        let count = self.heights.len();
        for (index, height) in self.heights.iter().enumerate() {
            let number = if self.oldest_first {
                index + 1
            } else {
                count - index
            };
            let block = self.block;
            write!(
                blocks,
                r#"<article id="block-e{number}" style="min-height: {height}px"><h2>Event {number}</h2>{block}</article>"#
            )
            .unwrap();
        }
        format!(
            r#"<script type="module" src="{{cdn}}/key-events.js"></script>
            <style>
              body {{ margin: 0; font: 16px/1.5 sans-serif; }}
              .top {{ position: sticky; top: 0; z-index: 1; height: {HEADER}px; background: #ddd; }}
              article {{ border-top: 1px solid; box-sizing: border-box; }}
              {style}
            </style>
            <div class="top">Header</div>
            <key-events src="/feed.json" {attributes} limit="500" loading="eager"></key-events>
            <main>{blocks}</main>{after}"#,
            style = self.style,
            attributes = self.attributes,
            after = self.after,
        )
    }
}

/// A script for the distance of a block's top edge from the viewport's.
pub fn top(id: &str) -> String {
    format!("document.getElementById('{id}').getBoundingClientRect().top")
}

/// A condition: the top edge of a block is at this distance from the viewport's, ± 2 px.
pub fn is_at(id: &str, distance: f64) -> String {
    format!("Math.abs({} - {distance}) <= 2", top(id))
}

/// Refreshes the first widget of the page, and `/feed.json` fails.
pub async fn fail_refresh(site: &TestSite, page: &Page) {
    site.respond("/feed.json", MockResponse::json("").status(500));
    page.expect_console("key-events: ");
    page.run("return document.querySelector('key-events').refresh()")
        .await;
}

/// A script element that stores the reader's last visit to `/feed.json` at a time of RFC 3339, as `remember` does.
pub fn last_visit(time: &str) -> String {
    format!(
        r#"<script>
        const visit = JSON.stringify([0, null, Date.parse("{time}"), 1, null]);
        localStorage["key-events:" + new URL("/feed.json", location)] = visit;
        </script>"#
    )
}
