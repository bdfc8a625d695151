//! The longest task of the main thread for a feed of the maximum size, of many shapes, and for a refresh.

use std::{fmt::Write, sync::Arc};

use serde_json::json;

use crate::{
    browser::{Browser, Engine, Preference},
    feed,
    page::Page,
    site::{MockResponse, TestSite},
    trace,
};

/// Just below the limit on the size of a feed, in bytes.
const SIZE: usize = 7_900_000;

/// How long a task may take while a feed of the maximum size is read and shown, in milliseconds of a slow processor.
const MAX_LOAD: f64 = 200.0;

/// How long a task may take during a refresh with one change, in the same milliseconds.
const MAX_REFRESH: f64 = 50.0;

/// How much slower a slow processor is. The times are multiplied by it, because Chromium's own throttling needs an
/// idle machine.
const RATE: f64 = 4.0;

const PAGE: &str = r#"<script>
        for (const name of ['key-events-ready', 'key-events-error']) {
            addEventListener(name, () => (window.isShown = true), true);
        }
    </script>
    <script type="module" src="{cdn}/key-events.js"></script>
    <key-events src="/feeds/feed.json" select="all" limit="20000"></key-events>"#;

/// Measures the shapes whose name contains `only`. Returns a line for each.
///
/// # Errors
/// When Chromium can't be started or driven, or when a task takes longer than it may.
pub async fn run(only: &str) -> Result<String, String> {
    let mut report = Report::default();
    let shapes = shapes();
    for (name, text) in shapes.iter().filter(|(name, _)| name.contains(only)) {
        let (page, site) = start().await?;
        let longest = trace::longest_task(&page, async || {
            open(&page, &site, text).await;
            assert_eq!(page.run(SHOWN).await, true, "{name}");
            page.run(SETTLED).await;
        });
        report.add(name, longest.await * RATE, MAX_LOAD);
        page.browser().close().await;
    }
    if REFRESH.contains(only) {
        let (page, site) = start().await?;
        let mut document = feed::numbered(1_000);
        open(&page, &site, &document.to_string()).await;
        page.widget().wait_count("li", 200).await;
        page.wait_for_lazy_chunk().await;
        page.run(SETTLED).await;
        document["items"][5]["title"] = "Changed".into();
        let response = MockResponse::new("application/json", document.to_string());
        site.respond("/feeds/feed.json", response);
        let longest = trace::longest_task(&page, async || {
            page.run("return document.querySelector('key-events').refresh()")
                .await;
            page.widget()
                .wait_text("[data-id=e995] .title", "Changed")
                .await;
            page.run(SETTLED).await;
        });
        report.add(REFRESH, longest.await * RATE, MAX_REFRESH);
        page.browser().close().await;
    }
    report.finish()
}

/// The name of the measurement of a refresh.
const REFRESH: &str = "refresh of 1,000 events with a change";

/// The longest task of each measurement.
#[derive(Debug, Default)]
struct Report {
    lines: String,
    /// The measurements with a task that takes too long.
    too_long: Vec<String>,
}

impl Report {
    /// Adds a measurement, in milliseconds, and prints it.
    fn add(&mut self, name: &str, longest: f64, limit: f64) {
        let line = format!("{longest:>6.0}  {name}");
        eprintln!("    {line}");
        let _ = writeln!(self.lines, "{line}");
        if longest > limit {
            self.too_long
                .push(format!("{name}: {longest:.1} ms of {limit}"));
        }
    }

    /// All measurements.
    ///
    /// # Errors
    /// When one of them has a task that takes too long, or there is none.
    fn finish(self) -> Result<String, String> {
        let Self { lines, too_long } = self;
        if lines.is_empty() {
            return Err("no feed has this name".to_owned());
        }
        let report =
            format!("Longest task in ms of a processor that is four times as slow\n{lines}");
        if too_long.is_empty() {
            Ok(report)
        } else {
            Err(format!("{report}too long:\n  {}", too_long.join("\n  ")))
        }
    }
}

/// A browser of its own for each measurement: it has one trace.
async fn start() -> Result<(Page, TestSite), String> {
    let browser = Browser::start(Engine::Chromium, &[Preference::NoFrameLimit]).await?;
    let site = TestSite::start();
    let page = Page::new(Arc::new(browser), site.clone());
    page.browser().reset().await?;
    let limit = json!({ "script": 100_000, "pageLoad": 100_000 });
    page.browser().send("POST", "/timeouts", limit).await?;
    Ok((page, site))
}

async fn open(page: &Page, site: &TestSite, text: &str) {
    let response = MockResponse::new("application/json", text.to_owned());
    site.respond("/feeds/feed.json", response);
    site.page("/", PAGE);
    let url = json!({ "url": site.url("/") });
    let _ = page.browser().send("POST", "/url", url).await;
}

/// Waits for the list or an error.
const SHOWN: &str = "return new Promise((resolve) => {
        const check = () => (window.isShown || performance.now() > 60_000 ? resolve(isShown) : setTimeout(check, 200));
        check();
    })";

/// Waits for what a list does after it is shown: until the lazy chunk is mounted, which is when `goTo()` reports a
/// missing event, and the browser was idle some times in a row without a change in the widget. An error has no such
/// chunk, so it is not waited for then.
const SETTLED: &str = "const element = document.querySelector('key-events');
    let idle = 0;
    new MutationObserver(() => (idle = 0))
        .observe(element.shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
    const mounted = element.state == 'error' || element.goTo('no such event');
    return Promise.resolve(mounted).then(() => new Promise((resolve) => {
        idle = 0;
        const next = () => (idle++ < 20 ? requestAnimationFrame(() => requestIdleCallback(next)) : resolve());
        next();
    }));";

/// A feed of items until it has the maximum size.
fn filled(start: &str, end: &str, item: impl Fn(usize) -> String) -> String {
    let mut text = start.to_owned();
    let mut number = 0;
    loop {
        let item = item(number);
        if text.len() + item.len() + end.len() > SIZE {
            return text + end;
        }
        if number > 0 {
            text.push(',');
        }
        text.push_str(&item);
        number += 1;
    }
}

const START: &str =
    r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": ["#;

fn json_feed(item: impl Fn(usize) -> String) -> String {
    filled(START, "]}", item)
}

/// A feed of one item with one field.
fn one(before: &str, part: &str, after: &str) -> String {
    let count = (SIZE - 300 - before.len() - after.len()) / part.len();
    [
        START,
        r#"{"id": "1", "title": "One", "date_published": "2026-01-09T16:00:00Z", "#,
        before,
        &part.repeat(count),
        after,
        "}]}",
    ]
    .concat()
}

fn date(number: usize) -> String {
    format!(
        "2026-01-{:02}T{:02}:{:02}:00Z",
        number / 1440 % 28 + 1,
        number / 60 % 24,
        number % 60
    )
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn shapes() -> Vec<(&'static str, String)> {
    let head = |n: usize| format!(r#""id": "{n}", "date_published": "{}""#, date(n));
    let titled = |n: usize| format!(r#"{}, "title": "Event number {n}""#, head(n));
    let html =
        "<p>The wind eases &amp; the <a href='harbour?a=1'>harbour</a> opens. Ferries leave.</p>";
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    vec![
        (
            "one text",
            one("\"content_text\": \"", "The wind eases. ", "\""),
        ),
        (
            "one text with escapes",
            one("\"content_text\": \"", r"The\nwind\u00e9 ", "\""),
        ),
        ("one text of HTML", one("\"content_html\": \"", html, "\"")),
        (
            "one text of control characters",
            one("\"content_text\": \"", "\u{1}", "\""),
        ),
        (
            "one text of line breaks",
            one("\"content_text\": \"", "a\n", "\""),
        ),
        (
            "many small entries",
            json_feed(|n| format!("{{{}}}", titled(n))),
        ),
        ("many empty entries", json_feed(|_| "{}".to_owned())),
        (
            "entries of 800 bytes",
            json_feed(|n| {
                format!(
                    r#"{{{}, "content_text": "{}"}}"#,
                    titled(n),
                    "Ferries leave. ".repeat(46)
                )
            }),
        ),
        (
            "HTML without titles",
            json_feed(|n| format!(r#"{{{}, "content_html": "{}"}}"#, head(n), html.repeat(8))),
        ),
        (
            "HTML in few entries",
            json_feed(|n| {
                format!(
                    r#"{{{}, "content_html": "{}"}}"#,
                    head(n),
                    html.repeat(3_000)
                )
            }),
        ),
        (
            "entries with everything",
            json_feed(|n| {
                format!(
                    r#"{{{}, "content_html": "{}", "url": "a/{n}", "image": "i/{n}.jpg", "authors": [{{"name": "A &amp; B", "avatar": "a.jpg"}}], "tags": ["key-event", "a", "b"], "date_modified": "{}", "_key_events": {{"key": true, "pinned": false}}}}"#,
                    titled(n),
                    html.repeat(3),
                    date(n + 60)
                )
            }),
        ),
        (
            "control characters in every entry",
            json_feed(|n| {
                format!(
                    r#"{{{}, "content_text": "{}"}}"#,
                    titled(n),
                    "a\u{1}\n".repeat(200)
                )
            }),
        ),
        (
            "lone surrogates in every entry",
            json_feed(|n| {
                format!(
                    r#"{{{}, "content_text": "{}"}}"#,
                    titled(n),
                    r"a\ud83d ".repeat(80)
                )
            }),
        ),
        (
            "deep arrays in every entry",
            json_feed(|n| format!(r#"{{{}, "x": {}}}"#, titled(n), deep(120))),
        ),
        (
            "arrays nested too deep in every entry",
            json_feed(|n| format!(r#"{{{}, "x": {}}}"#, titled(n), deep(140))),
        ),
        (
            "objects nested too deep in every entry",
            json_feed(|n| format!(r#"{{{}, "x": {}}}"#, titled(n), objects(140))),
        ),
        ("one value of millions of levels", {
            let levels = SIZE / 2 - 200;
            format!(r#"{START}{{{}, "x": {}}}]}}"#, titled(1), deep(levels))
        }),
        ("numbers in an entry", one("\"x\": [", "1,", "1]")),
        ("NaN in an entry", one("\"x\": [", "NaN,", "1]")),
        ("empty arrays in an entry", one("\"x\": [", "[],", "1]")),
        ("fields of an entry", one("", "\"a\": 1, ", "\"b\": 1")),
        (
            "tags of an entry",
            one("\"tags\": [", "\"abc\",", "\"key-event\"]"),
        ),
        (
            "tags with references of an entry",
            one("\"tags\": [", "\"a&amp;b\",", "\"key-event\"]"),
        ),
        ("related links", {
            let link =
                |n: usize| format!(r#"{{"title": "Link number {n}", "url": "/related/{n}"}}"#);
            let (before, after) = START.split_at(START.len() - "\"items\": [".len());
            let start = format!(r#"{before}"_key_events": {{"related": ["#);
            let end = format!("]}}, {after}{{{}}}]}}", titled(1));
            filled(&start, &end, link)
        }),
        ("authors of an entry", {
            let start = format!(r#"{START}{{{}, "authors": ["#, titled(1));
            filled(&start, "]}]}", |n| format!(r#"{{"name": "Author {n}"}}"#))
        }),
        (
            "authors with references of entries",
            json_feed(|n| {
                let author = r#"{"name": "A &amp; B", "url": "/a", "avatar": "/a.jpg"},"#;
                let authors = author.repeat(25);
                format!(r#"{{{}, "authors": [{authors}"C"]}}"#, titled(n))
            }),
        ),
        (
            "images of entries",
            json_feed(|n| {
                format!(
                    r#"{{{}, "image": "https://a.example/same.jpg"}}"#,
                    titled(n)
                )
            }),
        ),
        (
            "JSON-LD",
            filled(
                r#"{"@type": "LiveBlogPosting", "headline": "Blog", "liveBlogUpdate": ["#,
                "]}",
                |n| {
                    format!(
                        r#"{{"@type": "BlogPosting", "@id": "https://news.example/live#{}", "headline": "Update {n}", "datePublished": "{}", "articleBody": "{}", "image": {{"@type": "ImageObject", "url": "https://news.example/{n}.jpg"}}, "author": [{{"@type": "Person", "name": "News desk"}}]}}"#,
                        n * 7919 % 100_003,
                        date(n),
                        "Ferries leave. ".repeat(20)
                    )
                },
            ),
        ),
        (
            "JSON-LD of small updates",
            filled(
                r#"{"@type": "LiveBlogPosting", "headline": "Blog", "liveBlogUpdate": ["#,
                "]}",
                |n| {
                    format!(
                        r#"{{"@id": "{}", "headline": "Update {n}"}}"#,
                        n * 7919 % 1_000_003
                    )
                },
            ),
        ),
        (
            "JSON-LD with references",
            filled(
                r#"{"@graph": [{"@type": "LiveBlogPosting", "headline": "Blog", "liveBlogUpdate": [{"@id": "5"}, {"@id": "77"}]}, "#,
                "]}",
                |n| {
                    format!(
                        r#"{{"@id": "{}", "headline": "Update {n}"}}"#,
                        n * 7919 % 1_000_003
                    )
                },
            ),
        ),
        (
            "JSON-LD of HTML",
            filled(
                r#"{"@type": "LiveBlogPosting", "headline": "Blog", "liveBlogUpdate": ["#,
                "]}",
                |n| {
                    format!(
                        r#"{{"@type": "BlogPosting", "datePublished": "{}", "articleBody": "{}"}}"#,
                        date(n),
                        html.repeat(8)
                    )
                },
            ),
        ),
        (
            "WordPress Liveblog",
            filled(r#"{"entries": ["#, r#"], "pages": 1}"#, |n| {
                format!(
                    r#"{{"id": "{n}", "type": "new", "render": "{html}", "content": "{html}", "timestamp": {}, "entry_time": {}, "authors": [{{"id": 7, "name": "News desk"}}], "key_event": true}}"#,
                    1_767_974_460 + n * 60,
                    1_767_974_460 + n * 60
                )
            }),
        ),
        (
            "WordPress posts",
            filled("[", "]", |n| {
                format!(
                    r#"{{"id": {n}, "date_gmt": "{}", "link": "https://news.example/{n}", "title": {{"rendered": "Headline &#8211; {n}"}}, "content": {{"rendered": "{}"}}, "tags": [1, 2]}}"#,
                    date(n).trim_end_matches('Z'),
                    html.repeat(4)
                )
            }),
        ),
        (
            "Guardian page",
            filled(
                r#"{"webTitle": "T", "webURL": "https://news.example/live", "keyEvents": ["#,
                r#"], "blocks": []}"#,
                |n| {
                    format!(
                        r#"{{"id": "b{n}", "title": "Headline {n}", "elements": [{{"html": "{html}"}}], "attributes": {{"keyEvent": true}}, "blockFirstPublished": {}000}}"#,
                        1_767_974_460 + n * 60
                    )
                },
            ),
        ),
        (
            "Sourcefabric",
            filled(r#"{"_items": ["#, "]}", |n| {
                format!(
                    r#"{{"_id": "urn:{n}", "published_date": "{}", "lb_highlight": true, "post_status": "open", "order": {n}, "groups": [{{"id": "main", "refs": [{{"item": {{"item_type": "text", "text": "{html}"}}}}]}}]}}"#,
                    date(n)
                )
            }),
        ),
        ("entries that are not objects", json_feed(|n| n.to_string())),
        (
            "the same entry",
            json_feed(|_| format!("{{{}}}", titled(1))),
        ),
        (
            "dates in other formats",
            json_feed(|n| {
                format!(
                    r#"{{"id": "{n}", "title": "T {n}", "date_published": "Fri, 09 Jan 2026 16:{:02}:00 GMT"}}"#,
                    n % 60
                )
            }),
        ),
        ("truncated", {
            let mut text = json_feed(|n| format!("{{{}}}", titled(n)));
            text.truncate(text.len() - 2);
            text
        }),
        ("not JSON at the end", {
            let mut text = json_feed(|n| format!("{{{}}}", titled(n)));
            text.push('x');
            text
        }),
        (
            "an unknown format",
            filled("{\"a\": [", "]}", |n| n.to_string()),
        ),
        (
            "nested arrays of no format",
            filled("[", "]", |_| deep(100)),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_takes_too_long_is_an_error() {
        let mut report = Report::default();
        report.add("one text", 200.0, MAX_LOAD);
        report.add(REFRESH, 50.1, MAX_REFRESH);
        let error = report.finish().unwrap_err();
        assert!(error.contains("   200  one text\n"), "{error}");
        assert!(
            error.ends_with("too long:\n  refresh of 1,000 events with a change: 50.1 ms of 50"),
            "{error}"
        );
    }

    #[test]
    fn tasks_within_the_limits_are_reported() {
        let mut report = Report::default();
        report.add("one text", 200.0, MAX_LOAD);
        report.add(REFRESH, 50.0, MAX_REFRESH);
        let lines = report.finish().unwrap();
        assert!(
            lines.ends_with("    50  refresh of 1,000 events with a change\n"),
            "{lines}"
        );
        assert!(Report::default().finish().is_err());
    }

    #[test]
    fn every_feed_has_nearly_the_maximum_size() {
        for (name, text) in shapes() {
            assert!(
                (SIZE - 300_000..=SIZE).contains(&text.len()),
                "{name}: {}",
                text.len()
            );
        }
    }
}
