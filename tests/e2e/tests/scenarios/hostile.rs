//! Feeds with attacks in every string: the widget shows them, and neither runs nor loads anything.
//!
//! `cargo xtask test --hostile` runs them with many more payloads.

#![allow(
    clippy::disallowed_methods,
    reason = "a native program has a clock of its own"
)]

use std::time::{Duration, Instant};

use key_events_e2e::{
    Engine, Key, MockResponse, Page, Scenario, TestSite, feed,
    hostile::{DETECTOR, Extent, HostileFeed, Payload, feeds},
    prerender, scenario,
};
use serde_json::{Value, json};

/// Long enough for all payloads.
const LIMIT: Duration = Duration::from_mins(15);

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(payloads_do_nothing_on_a_page_without_a_policy).within(LIMIT),
    scenario!(payloads_do_nothing_under_the_documented_policy).within(LIMIT),
    scenario!(payloads_do_nothing_where_no_policy_for_markup_can_be_created).within(LIMIT),
    scenario!(prerendered_payloads_do_nothing_before_and_after_the_upgrade).within(LIMIT),
    scenario!(the_same_payloads_in_unsanitized_html_are_detected).within(LIMIT),
];

/// All elements of the page, even if a name shadows the method.
const ELEMENTS: &str = "Document.prototype.querySelectorAll.call(document, 'key-events')";

/// What a page with hostile feeds has.
#[derive(Default)]
struct Setup<'a> {
    /// Its Content Security Policy.
    policy: &'a str,
    /// Whether the widgets have all features that an attribute enables, on a small screen.
    with_all_features: bool,
    /// Whether the lists are prerendered.
    prerendered: bool,
    /// The starts of the policy violations that may be reported.
    violations: &'a [&'a str],
}

/// Opens a page with a healthy widget and one for each feed, and checks that the feeds do no harm.
async fn check(site: &TestSite, page: &Page, setup: &Setup<'_>) {
    // Browsers log the violations, which are checked below, and what they parse but do not load.
    for part in [
        "Content Security Policy",
        "Content-Security-Policy",
        "Media load paused",
        "MathML",
    ] {
        page.expect_own_log(part);
    }
    let start = Instant::now();
    let extent = Extent::of_this_run();
    if setup.with_all_features {
        page.resize(360, 640).await;
    }
    let (mut rows, mut bodies) = (0, 0);
    for round in 0..extent.rounds {
        let feeds = feeds(extent, round);
        serve(site, setup, &feeds);
        page.open("/").await;
        page.nth_widget(feeds.len()).wait_count("li", 3).await;
        if setup.prerendered {
            // Also as long as no script has touched the lists.
            assert_eq!(inspect(page).await, json!([]), "before the upgrade");
        }
        for (index, feed) in feeds.iter().enumerate() {
            let ready = format!("{ELEMENTS}[{index}].state == 'ready'");
            page.wait_until(&ready).await;
            let widget = page.nth_widget(index);
            widget.wait_count("button[part=toggle]", 1).await;
            assert!(widget.count("li").await > 0, "{}", feed.format);
        }
        if setup.with_all_features {
            read(page, &feeds).await;
        }
        let found = page
            .run(&format!("return detector.expand({})", extent.entries))
            .await;
        assert_eq!(found["empty"], json!([]));
        let count = |name: &str, index: usize| found[name][index].as_u64().unwrap();
        for (index, feed) in feeds.iter().enumerate() {
            let entries = extent.entries as u64;
            assert_eq!(count("rows", index), entries, "rows of {}", feed.format);
            assert_eq!(count("bodies", index), entries, "bodies of {}", feed.format);
            rows += count("rows", index);
            bodies += count("bodies", index);
        }
        assert_unharmed(site, page, setup, feeds.len()).await;
        if setup.with_all_features {
            assert_next_visit_unharmed(page, feeds.len()).await;
        }
    }
    println!(
        "{}: {} payloads, {rows} rows, {bodies} bodies in {:.1?}",
        page.engine(),
        extent.payloads(),
        start.elapsed()
    );
}

/// Reads the page until each widget has had a reading bar, with the headline of its current event.
async fn read(page: &Page, feeds: &[HostileFeed]) {
    for (index, feed) in feeds.iter().enumerate() {
        let widget = page.nth_widget(index);
        widget.wait_count(".overview", 1).await;
        page.run_with("detector.read(arguments[0])", json!([block_id(feed)]))
            .await;
        let bar =
            format!("{ELEMENTS}[{index}].shadowRoot.querySelector('.bar-headline')?.textContent");
        page.wait_until(&bar).await;
        let needle = widget.count(".overview .needle").await;
        assert_eq!(needle, 1, "{}", feed.format);
    }
    assert_eq!(inspect(page).await, json!([]), "reading");
    page.run("scrollTo({ top: 0, behavior: 'instant' })").await;
    for index in 0..feeds.len() {
        page.nth_widget(index).wait_count(".reading-bar", 0).await;
    }
}

/// The id of the element of an entry in the page. Parsers would change that of other entries.
fn block_id(feed: &HostileFeed) -> String {
    let is_kept = |id: &&String| id.trim() == *id && !id.contains(char::is_control);
    format!("read-{}", feed.ids.iter().find(is_kept).unwrap())
}

/// Serves a page with a healthy widget and one for each feed.
fn serve(site: &TestSite, setup: &Setup<'_>, feeds: &[HostileFeed]) {
    site.respond(
        "/detector.js",
        MockResponse::new("text/javascript", DETECTOR),
    );
    site.respond(
        "/prerendered.css",
        TestSite::original(&TestSite::cdn_path("prerendered.css")),
    );
    site.json("/healthy.json", healthy_feed(3));
    let mut body = String::from(r#"<script src="{cdn-origin}/detector.js"></script>"#);
    let mut blocks = String::new();
    for feed in feeds {
        let HostileFeed {
            format, document, ..
        } = feed;
        let src = format!("/{format}.json");
        site.json(&src, document.clone());
        let list = if setup.prerendered {
            let stylesheet = ["--stylesheet", "/prerendered.css"];
            let options = [
                &["--src", &src, "--loading", "eager", "--jsonld"],
                &stylesheet[..],
            ];
            prerender(document, &options.concat())
        } else {
            let mut attributes = "";
            if setup.with_all_features {
                attributes = ALL_FEATURES;
                let id = block_id(feed).replace('&', "&amp;").replace('"', "&quot;");
                let lines = "<br>".repeat(40);
                blocks.extend([r#"<p id=""#, &id, r#"">Block"#, &lines, "</p>"]);
            }
            format!(r#"<key-events src="{src}" loading="eager" {attributes}></key-events>"#)
        };
        body.push_str(&list);
    }
    body.push_str(
        r#"<key-events src="/healthy.json" loading="eager"></key-events>
        <script type="module" src="{cdn}/key-events.js"></script>"#,
    );
    body.push_str(&blocks);
    if setup.policy.is_empty() {
        site.page("/", &body);
    } else {
        site.page_with_policy("/", &body, setup.policy);
    }
}

/// What enables every feature.
const ALL_FEATURES: &str =
    r#"images overview reading-bar remember debug refresh="0" anchor="read-{id}""#;

/// The feed of the healthy widget.
fn healthy_feed(count: usize) -> Value {
    let mut document = feed::numbered(count);
    for item in document["items"].as_array_mut().unwrap() {
        item["content_html"] = json!("<p>A <b>bold</b> move</p>");
    }
    document
}

async fn inspect(page: &Page) -> Value {
    page.run("return detector.inspect()").await
}

/// Checks that nothing of the page has changed, and that the healthy widget still works.
async fn assert_unharmed(site: &TestSite, page: &Page, setup: &Setup<'_>, hostile: usize) {
    assert_eq!(inspect(page).await, json!([]));
    assert_eq!(page.run("return detector.hits").await, json!([]));
    if setup.with_all_features {
        let changes = page.run("return detector.changes('stored')").await;
        assert_eq!(changes, json!([]));
        assert_stored(page).await;
        // Most feeds have something to warn of, which is logged as text.
        let warnings = page.run("return detector.takeWarnings()").await;
        assert!(warnings.as_u64() >= Some(5), "{warnings} warnings");
    } else {
        assert_eq!(page.run("return detector.changes()").await, json!([]));
    }
    let requests = site.requests();
    let canary = requests.iter().find(|one| one.path.contains("canary"));
    assert!(canary.is_none(), "{}", canary.unwrap());

    let healthy = page.nth_widget(hostile);
    assert_eq!(healthy.count("li").await, 3);
    site.json("/healthy.json", healthy_feed(4));
    page.run(&format!("return {ELEMENTS}[{hostile}].refresh()"))
        .await;
    healthy.wait_count("li", 4).await;
    // Not with the mouse: images above it that are not loaded lose their space once they are near.
    healthy.focus("[part=more]").await;
    page.press(Key::Enter).await;
    healthy.wait_text(".rich", "A bold move").await;
    page.wait_for(&format!("{ELEMENTS}[{hostile}].state"), "ready")
        .await;

    let violations = page.run("return __recorder.violations").await;
    for violation in violations.as_array().unwrap() {
        let text = violation.as_str().unwrap();
        let expected = setup
            .violations
            .iter()
            .find(|start| text.starts_with(**start));
        page.expect_violation(expected.unwrap_or_else(|| panic!("{text}")));
    }
    // Hundreds of rows change their size at once, so WebKit reports some sizes a frame later, and says so.
    page.run(
        "const { errors } = __recorder;
        errors.push(...errors.splice(0).filter((error) => !error.startsWith('ResizeObserver loop')));",
    )
    .await;
}

/// Checks that nothing of a feed is stored.
async fn assert_stored(page: &Page) {
    let stored = page.run("return detector.stored()").await;
    assert_eq!(stored["wrong"], json!([]));
    assert!(stored["count"].as_u64() > Some(0), "{stored}");
}

/// Opens the page again, with what it has stored, and checks that it is as before.
async fn assert_next_visit_unharmed(page: &Page, hostile: usize) {
    // Browsers restore the scroll position.
    page.run("scrollTo({ top: 0, behavior: 'instant' })").await;
    page.reload().await;
    for index in 0..=hostile {
        let ready = format!("{ELEMENTS}[{index}].state == 'ready'");
        page.wait_until(&ready).await;
    }
    page.wait_until(&format!(
        "{ELEMENTS}[0].shadowRoot.querySelector('.overview')"
    ))
    .await;
    assert_eq!(inspect(page).await, json!([]));
    assert_eq!(page.run("return detector.hits").await, json!([]));
    let changes = page.run("return detector.changes('stored')").await;
    assert_eq!(changes, json!([]));
    assert_stored(page).await;
    page.run("detector.takeWarnings()").await;
}

async fn payloads_do_nothing_on_a_page_without_a_policy(site: TestSite, page: Page) {
    check(&site, &page, &Setup::default()).await;
}

/// What Chromium reports while it parses a body, before the sanitizer removes it. Nothing of it runs.
const REPORTED: [&str; 2] = ["script-src-attr: inline", "style-src-attr: inline"];

async fn payloads_do_nothing_under_the_documented_policy(site: TestSite, page: Page) {
    let setup = Setup {
        policy: &TestSite::documented_policy(),
        violations: &REPORTED,
        ..Setup::default()
    };
    check(&site, &page, &setup).await;
}

async fn payloads_do_nothing_where_no_policy_for_markup_can_be_created(site: TestSite, page: Page) {
    if page.engine() == Engine::Webkit {
        // It has no sanitizer of its own.
        for _ in 0..Extent::of_this_run().rounds {
            page.expect_console("bodies are shown as text");
        }
    }
    // No image is loaded, so that any request for one is an attack.
    let policy = TestSite::STRICT.replace("img-src 'self'", "img-src 'none'");
    let setup = Setup {
        policy: &format!("{policy}; trusted-types 'none'"),
        with_all_features: true,
        violations: &[
            "img-src: ",
            "trusted-types: ",
            "require-trusted-types-for: ",
            REPORTED[0],
            REPORTED[1],
        ],
        ..Setup::default()
    };
    check(&site, &page, &setup).await;
}

async fn prerendered_payloads_do_nothing_before_and_after_the_upgrade(site: TestSite, page: Page) {
    let setup = Setup {
        policy: &TestSite::documented_policy(),
        prerendered: true,
        violations: &REPORTED,
        ..Setup::default()
    };
    check(&site, &page, &setup).await;
}

/// The positive control.
async fn the_same_payloads_in_unsanitized_html_are_detected(site: TestSite, page: Page) {
    let start = Instant::now();
    let extent = Extent::of_this_run();
    site.respond(
        "/detector.js",
        MockResponse::new("text/javascript", DETECTOR),
    );
    site.respond("/canary", MockResponse::new("text/plain", "").status(404));
    site.json("/healthy.json", json!({}));
    let body = r#"<script src="{cdn-origin}/detector.js"></script>"#;
    site.page("/", body);
    // The browsers log what the payloads do.
    page.expect_own_log("");
    let payloads: Vec<String> = (0..extent.payloads())
        .map(|n| Payload(n).markup())
        .collect();
    let (mut calls, mut links) = (0, 0);
    for some in payloads.chunks(800) {
        page.open("/").await;
        page.run_with("return detector.control(arguments[0])", json!([some]))
            .await;
        let hits = page.run("return detector.hits").await;
        let hits = hits.as_array().unwrap();
        let is_link = |hit: &&Value| hit.as_str().unwrap().starts_with("link");
        links += hits.iter().filter(is_link).count();
        calls += hits.iter().filter(|hit| !is_link(hit)).count();
    }
    let requests = site.count("/canary");
    println!(
        "{}: {} payloads, {calls} calls, {links} links, {requests} requests in {:.1?}",
        page.engine(),
        payloads.len(),
        start.elapsed()
    );
    let expected = payloads.len() / 5;
    assert!(calls > expected, "{calls} calls");
    assert!(links > 0, "{links} links");
    assert!(requests > expected / 5, "{requests} requests");
}
