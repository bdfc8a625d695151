//! The browser compares each file that the loader requests with its hash. Nothing of a changed file runs.

use bytes::Bytes;
use key_events_e2e::{Engine, FakeClock, MockResponse, Page, TestSite, feed, prerender, scenarios};
use serde_json::{Value, json};

scenarios![
    a_changed_glue_does_not_run,
    a_glue_that_is_changed_for_imports_only_does_not_run,
    a_preloaded_glue_is_checked_too,
    a_changed_entry_chunk_does_not_run,
    a_changed_lazy_chunk_leaves_the_list,
    a_changed_lazy_chunk_is_why_a_feed_of_another_format_is_not_shown,
    a_changed_file_of_labels_leaves_the_list_in_english,
    a_changed_sanitizer_leaves_the_text_of_the_body,
    a_changed_upgrade_leaves_the_prerendered_list,
    a_changed_glue_does_not_run_under_trusted_types,
    the_integrity_of_a_tag_covers_the_loader,
    the_pinned_tags_show_the_feed;
    also in development:
    a_glue_that_was_changed_for_a_moment_is_loaded_again,
    an_entry_chunk_that_was_changed_for_a_moment_is_loaded_again,
];

const FALLBACK: &str = r#"<key-events src="/feed.json"><p id="fallback">Fallback</p></key-events>"#;

/// A built file with one other byte. A script also says that it ran.
fn changed(path: &str) -> MockResponse {
    let name = path
        .strip_prefix(&TestSite::cdn_path(""))
        .expect("a path on the CDN");
    let file = TestSite::file(name);
    let mut bytes = file.to_vec();
    let mime = match name.rsplit('.').next() {
        Some("js") => {
            bytes = [b"globalThis.changedFileRan = true;", &*file].concat();
            "text/javascript"
        }
        Some("wasm") => {
            // In a text, so that it is still valid.
            let text = b"key-events";
            let at = bytes.windows(text.len()).position(|found| found == text);
            bytes[at.expect("the wasm has its name")] = b'K';
            "application/wasm"
        }
        _ => {
            // The last letter of a label.
            let at = bytes.len() - 3;
            bytes[at] = b'X';
            "application/json"
        }
    };
    MockResponse::new(mime, Bytes::from(bytes)).header("access-control-allow-origin", "*")
}

/// Asserts that there is one event of the kind `integrity`, which names the file, and that no changed script ran.
async fn assert_reported(site: &TestSite, page: &Page, path: &str) -> Value {
    let events = page.wait_for_events("key-events-error", 1).await;
    let detail = &events[0]["detail"];
    let url = site.cdn_url(path);
    assert_eq!(detail["kind"], "integrity", "{detail}");
    assert_eq!(detail["url"], *url, "{detail}");
    let message = detail["message"].as_str().unwrap();
    assert!(
        message.contains("hash is wrong") && message.contains(&url),
        "{message}"
    );
    assert_nothing_ran(page).await;
    detail.clone()
}

async fn assert_nothing_ran(page: &Page) {
    let ran = page.run("return 'changedFileRan' in window").await;
    assert_eq!(ran, false);
}

/// Allows what browsers log themselves when a hash is wrong.
fn expect_own_logs(page: &Page) {
    for part in [
        "integrity",
        "Loading failed for the module",
        "Failed to load resource",
        "Cannot load",
    ] {
        page.expect_own_log(part);
    }
}

/// Expects that the element in which a browser checks a script fails.
fn expect_unloadable(page: &Page, path: &str) {
    if !path.contains(".wasm") {
        page.expect_unloadable(path);
    }
}

/// Opens a page whose element cannot start because of a changed file.
async fn fails_to_start(site: &TestSite, page: &Page, path: &str) {
    expect_own_logs(page);
    page.expect_console("the timeline can't start (integrity)");
    expect_unloadable(page, path);
    page.open("/").await;
    let detail = assert_reported(site, page, path).await;
    assert!(detail["retryIn"].is_number(), "{detail}");
    page.wait_for("document.querySelector('key-events').state", "error")
        .await;
    assert!(page.document().is_visible("#fallback").await);
    assert_eq!(page.widget().count("[part=base]").await, 0);
}

fn body(element: &str) -> String {
    format!(r#"<script type="module" src="{{cdn}}/key-events.js"></script>{element}"#)
}

async fn a_changed_glue_does_not_run(site: TestSite, page: Page) {
    let glue = TestSite::glue();
    site.json("/feed.json", feed::numbered(3));
    site.respond(&glue, changed(&glue));
    site.page("/", &body(FALLBACK));
    fails_to_start(&site, &page, &glue).await;
}

async fn a_glue_that_is_changed_for_imports_only_does_not_run(site: TestSite, page: Page) {
    let glue = TestSite::glue();
    site.json("/feed.json", feed::numbered(3));
    let (good, bad) = (TestSite::original(&glue), changed(&glue));
    site.respond_with(&glue, move |request| {
        let destination = request.headers.get("sec-fetch-dest");
        let is_import = destination.is_some_and(|destination| destination == "script");
        let response = if is_import { &bad } else { &good };
        response.clone().header("cache-control", "no-store")
    });
    site.page("/", &body(FALLBACK));
    expect_own_logs(&page);
    page.expect_console("the timeline can't start");
    expect_unloadable(&page, &glue);
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    assert_nothing_ran(&page).await;
    assert!(page.document().is_visible("#fallback").await);
}

async fn a_preloaded_glue_is_checked_too(site: TestSite, page: Page) {
    let glue = TestSite::glue();
    site.json("/feed.json", feed::numbered(3));
    site.respond(
        &glue,
        changed(&glue).header("cache-control", "max-age=3600"),
    );
    let preload = format!(
        r#"<link rel="modulepreload" href="{}">"#,
        site.cdn_url(&glue)
    );
    site.page("/", &format!("{preload}{}", body(FALLBACK)));
    fails_to_start(&site, &page, &glue).await;
}

async fn a_changed_entry_chunk_does_not_run(site: TestSite, page: Page) {
    let wasm = TestSite::wasm();
    site.json("/feed.json", feed::numbered(3));
    site.respond(&wasm, changed(&wasm));
    site.page("/", &body(FALLBACK));
    fails_to_start(&site, &page, &wasm).await;
}

async fn a_changed_lazy_chunk_leaves_the_list(site: TestSite, page: Page) {
    let lazy_chunk = TestSite::lazy_chunk();
    site.json("/feed.json", feed::numbered(3));
    site.respond(&lazy_chunk, changed(&lazy_chunk));
    site.page("/", &body(FALLBACK));
    expect_own_logs(&page);
    page.expect_console("jumps and updates are not available yet: its hash is wrong");
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    assert_reported(&site, &page, &lazy_chunk).await;
    assert_eq!(page.widget().count("li").await, 3);
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

async fn a_changed_lazy_chunk_is_why_a_feed_of_another_format_is_not_shown(
    site: TestSite,
    page: Page,
) {
    let lazy_chunk = TestSite::lazy_chunk();
    let post = json!({"id": 1, "date_gmt": "2026-03-04T13:10:00", "link": "https://news.example/1",
        "title": {"rendered": "Ferries sail"}, "content": {"rendered": "<p>They sail.</p>"}});
    site.json("/feed.json", json!([post]));
    site.respond(&lazy_chunk, changed(&lazy_chunk));
    site.page("/", &body(FALLBACK));
    expect_own_logs(&page);
    page.expect_console("jumps and updates are not available yet: its hash is wrong");
    page.expect_console("its hash is wrong, so this file is not used");
    page.open("/").await;
    page.widget().wait_count("[part=error]", 1).await;
    assert_reported(&site, &page, &lazy_chunk).await;
    assert!(page.document().is_visible("#fallback").await);
}

async fn a_changed_file_of_labels_leaves_the_list_in_english(site: TestSite, page: Page) {
    let labels = TestSite::built("locales/de.", ".json");
    site.json("/feed.json", feed::numbered(12));
    site.respond(&labels, changed(&labels));
    let element = FALLBACK.replace(" src", r#" lang="de" src"#);
    site.page("/", &body(&element.repeat(2)));
    expect_own_logs(&page);
    page.expect_console("its hash is wrong, so this file is not used");
    page.open("/").await;
    for number in 0..2 {
        let widget = page.nth_widget(number);
        widget.wait_text("[part=show-all]", "Show all 12").await;
    }
    assert_reported(&site, &page, &labels).await;
    site.respond(&labels, TestSite::original(&labels));
}

async fn a_changed_sanitizer_leaves_the_text_of_the_body(site: TestSite, page: Page) {
    let purify = TestSite::built("purify-", ".js");
    let mut entries = feed::numbered(2);
    for item in entries["items"].as_array_mut().unwrap() {
        item["content_html"] = json!("<p>One <b>bold</b> word</p>");
    }
    site.json("/feed.json", entries);
    site.respond(&purify, changed(&purify));
    site.page("/", &body(FALLBACK));
    expect_own_logs(&page);
    page.expect_console("its hash is wrong, so this file is not used");
    page.expect_console("bodies are shown as text");
    expect_unloadable(&page, &purify);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.run("delete Element.prototype.setHTML; delete ShadowRoot.prototype.setHTML")
        .await;
    widget.click("li:first-child [part=more]").await;
    widget
        .wait_text("li:first-child .rich p", "One bold word")
        .await;
    widget.click("li:last-child [part=more]").await;
    widget
        .wait_text("li:last-child .rich p", "One bold word")
        .await;
    assert_eq!(widget.count(".rich b").await, 0);
    assert_reported(&site, &page, &purify).await;
}

async fn a_changed_upgrade_leaves_the_prerendered_list(site: TestSite, page: Page) {
    let upgrade = TestSite::built("upgrade-", ".js");
    let feed = feed::numbered(3);
    site.json("/feed.json", feed.clone());
    site.respond(&upgrade, changed(&upgrade));
    let list = prerender(&feed, &["--src", "/feed.json"]);
    site.page("/", &body(&list));
    expect_own_logs(&page);
    page.expect_console("the timeline can't start (integrity)");
    expect_unloadable(&page, &upgrade);
    page.open("/").await;
    assert_reported(&site, &page, &upgrade).await;
    let widget = page.widget();
    assert_eq!(widget.count("[data-id]").await, 3);
    assert!(widget.is_visible("li").await);
}

async fn a_changed_glue_does_not_run_under_trusted_types(site: TestSite, page: Page) {
    let documented = TestSite::documented_policy();
    let short = documented.replace(" key-events", "");
    assert_ne!(documented, short);
    under_trusted_types(&site, &page, &documented, true).await;
    // WebKit reports the name that is missing, and checks a request of its own.
    let is_webkit = page.engine() == Engine::Webkit;
    if is_webkit {
        page.expect_own_log("policy");
    }
    under_trusted_types(&site, &page, &short, !is_webkit).await;
}

/// Asserts that a list is shown under a policy, and that a changed glue does not run. `is_checked`: the browser checks
/// the import, without a report.
async fn under_trusted_types(site: &TestSite, page: &Page, policy: &str, is_checked: bool) {
    let glue = TestSite::glue();
    let (good, bad) = (TestSite::original(&glue), changed(&glue));
    let uncached = |response: MockResponse| response.header("cache-control", "no-store");
    site.json("/feed.json", feed::numbered(3));
    site.page_with_policy("/", &body(FALLBACK), policy);
    site.respond(&glue, uncached(good));
    let expect = || {
        if !is_checked {
            page.expect_violation("trusted-types");
        }
    };
    expect();
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    site.respond(&glue, uncached(bad));
    page.open("/").await;
    expect_own_logs(page);
    expect();
    page.expect_console("the timeline can't start (integrity)");
    if is_checked {
        page.expect_unloadable(&glue);
    }
    assert_reported(site, page, &glue).await;
    assert!(page.document().is_visible("#fallback").await);
}

async fn a_glue_that_was_changed_for_a_moment_is_loaded_again(site: TestSite, page: Page) {
    recovers(&site, &page, &TestSite::glue()).await;
}

async fn an_entry_chunk_that_was_changed_for_a_moment_is_loaded_again(site: TestSite, page: Page) {
    recovers(&site, &page, &TestSite::wasm()).await;
}

async fn recovers(site: &TestSite, page: &Page, path: &str) {
    site.json("/feed.json", feed::numbered(3));
    // It must not come from the cache again.
    let cached = changed(path).header("cache-control", "max-age=3600");
    site.respond(path, cached);
    site.page("/", &FakeClock::default().page(FALLBACK));
    expect_own_logs(page);
    expect_unloadable(page, path);
    page.expect_console("the timeline can't start (integrity)");
    page.open("/").await;
    assert_reported(site, page, path).await;
    site.respond(path, TestSite::original(path));
    page.widget().wait_count("li", 3).await;
    assert_nothing_ran(page).await;
    page.wait_for_lazy_chunk().await;
}

/// The integrity of a file of the folder, as `integrity.json` has it.
fn pinned(name: &str) -> String {
    let integrity: Value = serde_json::from_slice(&TestSite::file("integrity.json")).unwrap();
    let hash = integrity[name].as_str().unwrap();
    format!(r#"integrity="{hash}" crossorigin="anonymous""#)
}

/// Both forms, as the build prints them.
fn pinned_forms() -> [(&'static str, String); 2] {
    let tag = format!(
        r#"<script async src="{{cdn}}/embed.js" {} data-src="/feed.json"></script>"#,
        pinned("embed.js")
    );
    let module = format!(
        r#"<script type="module" src="{{cdn}}/key-events.js" {}></script>{FALLBACK}"#,
        pinned("key-events.js")
    );
    [("embed.js", tag), ("key-events.js", module)]
}

async fn the_pinned_tags_show_the_feed(site: TestSite, page: Page) {
    for (_, body) in pinned_forms() {
        site.json("/feed.json", feed::numbered(3));
        site.page("/", &body);
        page.open("/").await;
        page.widget().wait_count("li", 3).await;
        page.wait_for_lazy_chunk().await;
    }
}

async fn the_integrity_of_a_tag_covers_the_loader(site: TestSite, page: Page) {
    expect_own_logs(&page);
    page.expect_own_log("Loading failed for the <script>");
    for (name, body) in pinned_forms() {
        let path = TestSite::cdn_path(name);
        site.json("/feed.json", feed::numbered(3));
        site.respond(&path, changed(&path));
        expect_unloadable(&page, &path);
        let done = "<script>addEventListener('error', ({ target }) => (window.failed = target.src), true)</script>";
        site.page("/", &format!("{done}{body}"));
        page.open("/").await;
        page.wait_for("window.failed", site.cdn_url(&path)).await;
        assert_nothing_ran(&page).await;
        assert_eq!(
            page.run("return customElements.get('key-events') === undefined")
                .await,
            true
        );
        assert_eq!(site.count("/feed.json"), 0);
    }
}
