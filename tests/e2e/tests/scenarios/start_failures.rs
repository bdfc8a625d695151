//! A widget that can't start reports it, leaves the page alone, and starts once it can.

use key_events_e2e::{Engine, FakeClock, Gate, MockResponse, Page, TestSite, feed, scenarios};
use serde_json::Value;

scenarios![
    a_feed_in_the_page_is_read_once_the_lazy_chunk_is_loaded,
    the_buttons_are_rendered_once_the_lazy_chunk_is_loaded,
    a_folder_that_is_not_shared_with_the_page_is_named,
    a_script_that_can_not_be_imported_is_named,
    a_policy_that_blocks_a_file_is_told_what_to_allow;
    also in development:
    a_widget_starts_by_itself_once_the_wasm_is_there,
    a_widget_starts_by_itself_once_the_glue_is_there,
    a_widget_starts_by_itself_once_the_wasm_is_whole,
    a_widget_starts_by_itself_once_the_wasm_is_no_longer_a_web_page,
    a_start_that_keeps_failing_backs_off_and_logs_once,
    a_start_that_fails_releases_the_reserved_space,
    a_list_that_starts_late_above_the_viewport_moves_nothing_in_it,
    a_start_is_retried_when_the_network_is_back,
    a_start_that_is_overtaken_by_another_is_no_error,
    a_start_that_several_wait_for_fails_once,
    a_removed_element_does_not_start,
];

const ELEMENT: &str = r#"<key-events src="/feed.json"><p id="fallback">Fallback</p></key-events>"#;

/// The response of a server that has another release, or none.
fn gone() -> MockResponse {
    MockResponse::new("text/html", "gone").status(404)
}

/// Asserts that the list renders once `path` is available, whatever its first response is, without
/// a script's help.
async fn recovers(site: &TestSite, page: &Page, path: &str, bad: MockResponse, kind: &str) {
    site.json("/feed.json", feed::numbered(3));
    // Only a response with `Last-Modified` may be cached by heuristics.
    site.respond(
        path,
        bad.header("last-modified", "Mon, 01 Jun 2026 00:00:00 GMT"),
    );
    site.page("/", &FakeClock::default().page(&ELEMENT.repeat(2)));
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 2).await;
    // One message for all elements.
    page.expect_console(&format!("the timeline can't start ({kind})"));
    for event in &events {
        let detail = &event["detail"];
        assert_eq!(detail["kind"], kind, "{detail}");
        let wait = detail["retryIn"].as_f64().unwrap();
        assert!((54.0..=66.0).contains(&wait), "{detail}");
    }
    page.wait_for("document.querySelector('key-events').state", "error")
        .await;
    assert!(page.document().is_visible("#fallback").await);
    site.respond(path, TestSite::original(path));
    page.nth_widget(0).wait_count("li", 3).await;
    page.nth_widget(1).wait_count("li", 3).await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
    assert!(!page.document().is_visible("#fallback").await);
    page.wait_for_lazy_chunk().await;
}

async fn a_widget_starts_by_itself_once_the_wasm_is_there(site: TestSite, page: Page) {
    recovers(&site, &page, &TestSite::wasm(), gone(), "network").await;
}

async fn a_widget_starts_by_itself_once_the_glue_is_there(site: TestSite, page: Page) {
    // Firefox logs this itself.
    page.expect_own_log("Loading failed for the module");
    let gone = MockResponse::new("text/javascript", "").status(404);
    page.expect_unloadable(&TestSite::glue());
    recovers(&site, &page, &TestSite::glue(), gone, "network").await;
}

async fn a_widget_starts_by_itself_once_the_wasm_is_whole(site: TestSite, page: Page) {
    let wasm = TestSite::wasm();
    let half = TestSite::original(&wasm).cut_after(10_000);
    recovers(&site, &page, &wasm, half, "network").await;
}

async fn a_widget_starts_by_itself_once_the_wasm_is_no_longer_a_web_page(
    site: TestSite,
    page: Page,
) {
    // As a server that sends one page for every URL.
    let app = MockResponse::new("text/html", "<!doctype html><title>App</title>");
    recovers(&site, &page, &TestSite::wasm(), app, "integrity").await;
}

async fn a_start_that_keeps_failing_backs_off_and_logs_once(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.respond(&TestSite::wasm(), gone());
    let body = format!(
        "{ELEMENT}<script>
        window.waits = [];
        addEventListener('key-events-error', ({{ detail }}) => waits.push(detail.retryIn));
        </script>"
    );
    site.page(
        "/",
        &FakeClock {
            times: 400,
            limit: 10_000,
        }
        .page(&body),
    );
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_until("waits.length >= 5").await;
    let waits: Value = page.run("return waits").await;
    let waits = waits.as_array().unwrap().iter();
    let waits: Vec<f64> = waits.map(|wait| wait.as_f64().unwrap()).collect();
    for (wait, usual) in waits.iter().zip([60.0, 120.0, 240.0, 300.0, 300.0]) {
        assert!((usual * 0.89..=usual * 1.11).contains(wait), "{waits:?}");
    }
}

async fn a_start_that_fails_releases_the_reserved_space(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    site.respond(&TestSite::wasm(), gone());
    let body = format!("{ELEMENT}<p id=\"text\">The text of the article.</p>");
    site.page(
        "/",
        &FakeClock {
            times: 1,
            limit: 10_000,
        }
        .page(&body),
    );
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    let height = "document.querySelector('key-events').getBoundingClientRect().height";
    let fallback = "fallback.getBoundingClientRect().height";
    page.wait_until(&format!("{height} < {fallback} + 40"))
        .await;
    assert!(page.document().is_visible("#fallback").await);
}

async fn a_list_that_starts_late_above_the_viewport_moves_nothing_in_it(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(12));
    site.respond(&TestSite::wasm(), gone());
    let text = r#"<p id="text" style="margin-block: 1000px 3000px">The text of the article.</p>"#;
    site.page("/", &FakeClock::default().page(&format!("{ELEMENT}{text}")));
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    page.run("scrollTo({ top: text.offsetTop - 100, behavior: 'instant' })")
        .await;
    let top = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(Math.round(text.getBoundingClientRect().top)))))";
    let before = page.run(top).await.as_i64().unwrap();
    site.respond(&TestSite::wasm(), TestSite::original(&TestSite::wasm()));
    page.widget().wait_count("li", 10).await;
    let after = page.run(top).await.as_i64().unwrap();
    assert!((after - before).abs() <= 1, "{before} -> {after}");
}

async fn a_start_is_retried_when_the_network_is_back(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.respond(&TestSite::wasm(), gone());
    // Six seconds after the failure, by the page's clock.
    let clock = "<script>{ const { now } = Date; window.ahead = 0; Date.now = () => now() + ahead; }</script>";
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{clock}{module}{ELEMENT}"));
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    site.respond(&TestSite::wasm(), TestSite::original(&TestSite::wasm()));
    // WebKit's driver can't set the network offline.
    let has_network = page.engine() == Engine::Webkit;
    if has_network {
        page.run("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => !window.gone, configurable: true }); window.gone = true")
            .await;
    } else {
        page.set_offline(true).await;
    }
    page.wait_until("!navigator.onLine").await;
    page.run("window.ahead = 6000").await;
    if has_network {
        page.run("window.gone = false; dispatchEvent(new Event('online'))")
            .await;
    } else {
        page.set_offline(false).await;
    }
    page.widget().wait_count("li", 3).await;
}

async fn a_start_that_is_overtaken_by_another_is_no_error(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let wasm = TestSite::wasm();
    // The second response says why the hash of the first is wrong.
    site.respond_in_turn(&wasm, [gone(), gone(), TestSite::original(&wasm)]);
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{ELEMENT}"));
    page.open("/").await;
    site.wait_for_requests(&wasm, 2).await;
    // The first start is still finding out why it failed.
    page.run(
        "return new Promise((done) => setTimeout(done, 100)).then(() =>
        document.querySelector('key-events').refresh())",
    )
    .await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    page.run("return new Promise((done) => setTimeout(done, 1000))")
        .await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
    page.wait_for_events("key-events-error", 0).await;
}

async fn a_start_that_several_wait_for_fails_once(site: TestSite, page: Page) {
    let gate = Gate::closed();
    site.json("/feed.json", feed::numbered(3));
    site.respond(&TestSite::wasm(), gone().behind(&gate));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{ELEMENT}"));
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    site.wait_for_requests(&TestSite::wasm(), 1).await;
    let go = "const element = document.querySelector('key-events');
        window.all = Promise.all([element.refresh(), element.expand(), element.goTo('e1'), element.showAll()])";
    page.run(go).await;
    gate.open();
    page.run("return all.then(() => 0)").await;
    page.wait_for_events("key-events-error", 1).await;
    page.run("return new Promise((done) => setTimeout(done, 1000))")
        .await;
    page.wait_for_events("key-events-error", 1).await;
}

async fn a_removed_element_does_not_start(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.respond(&TestSite::wasm(), gone());
    site.page("/", &FakeClock::default().page(ELEMENT));
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    let requested = site.count(&TestSite::wasm());
    page.run("const element = document.querySelector('key-events'); element.remove(); window.gone = element")
        .await;
    // The delay of the retry is over, and there was no element to start.
    page.run("return new Promise((done) => setTimeout(done, 90000))")
        .await;
    assert_eq!(site.count(&TestSite::wasm()), requested);
    site.respond(&TestSite::wasm(), TestSite::original(&TestSite::wasm()));
    page.run("document.body.append(window.gone)").await;
    page.widget().wait_count("li", 3).await;
}

async fn a_feed_in_the_page_is_read_once_the_lazy_chunk_is_loaded(site: TestSite, page: Page) {
    site.respond(&TestSite::lazy_chunk(), gone());
    let script = format!(
        r#"<script id="feed" type="application/json">{}</script>"#,
        feed::numbered(3)
    );
    let body = format!(r##"{script}<key-events src="#feed"></key-events>"##);
    site.page("/", &FakeClock::default().page(&body));
    page.expect_console("jumps and updates are not available yet");
    page.expect_console("a file of the timeline cannot be loaded");
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    let wait = events[0]["detail"]["retryIn"].as_f64().unwrap();
    assert!((54.0..=66.0).contains(&wait), "{events:?}");
    site.respond(
        &TestSite::lazy_chunk(),
        TestSite::original(&TestSite::lazy_chunk()),
    );
    page.widget().wait_count("li", 3).await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

async fn the_buttons_are_rendered_once_the_lazy_chunk_is_loaded(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.respond(&TestSite::lazy_chunk(), gone());
    let body = r#"<key-events src="/feed.json" refresh="0"></key-events><p id="block-e2">Text</p>"#;
    site.page("/", &FakeClock::default().page(body));
    page.expect_console("jumps and updates are not available yet");
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_events("key-events-error", 1).await;
    site.respond(
        &TestSite::lazy_chunk(),
        TestSite::original(&TestSite::lazy_chunk()),
    );
    // No script requests it. The buttons that need it are rendered.
    page.widget().wait_count("[part=next]", 1).await;
}

/// A response that another origin cannot read.
fn not_shared(path: &str) -> MockResponse {
    TestSite::original(path).header("access-control-allow-origin", "https://other.example")
}

async fn a_folder_that_is_not_shared_with_the_page_is_named(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let wasm = TestSite::wasm();
    site.respond(&wasm, not_shared(&wasm));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{ELEMENT}"));
    let message = "no response: offline, refused, or not shared with this page (CORS): ";
    let message = [message, &site.cdn_url(&wasm)].concat();
    page.expect_console(&format!("the timeline can't start (network): {message}"));
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["message"], *message);
    assert_eq!(events[0]["detail"]["url"], site.cdn_url(&wasm));
}

async fn a_script_that_can_not_be_imported_is_named(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    // Firefox logs this itself.
    page.expect_own_log("Loading failed for the module");
    page.expect_own_log("Module source URI is not allowed");
    let glue = TestSite::glue();
    if page.engine() != Engine::Firefox {
        page.expect_unloadable(&glue);
    }
    site.respond(&glue, not_shared(&glue));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{ELEMENT}"));
    page.expect_console(&site.cdn_url(&glue));
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    let message = events[0]["detail"]["message"].as_str().unwrap();
    assert_eq!(message.matches(&glue).count(), 1, "{message}");
    assert_eq!(events[0]["detail"]["url"], site.cdn_url(&glue));
}

async fn a_policy_that_blocks_a_file_is_told_what_to_allow(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    // Firefox and Chromium log this themselves.
    page.expect_own_log("Loading failed for the module");
    page.expect_own_log("violates the following Content Security Policy directive");
    let folder = site.cdn_url(&TestSite::cdn_path(""));
    let loader = site.cdn_url(&TestSite::cdn_path("key-events.js"));
    let recorder = "{cdn-origin}/recorder.js";
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    for (allowed, narrowed, source) in [
        (
            "connect-src 'self' {cdn-origin}",
            "connect-src 'self'".to_owned(),
            "connect-src",
        ),
        (
            "script-src {cdn-origin}",
            format!("script-src {recorder} {loader}"),
            "script-src",
        ),
    ] {
        let policy = TestSite::STRICT.replace(allowed, &narrowed);
        site.page_with_policy("/", &format!("{module}{ELEMENT}"), &policy);
        let message = format!("the page's Content Security Policy must allow {source} {folder}");
        page.expect_console(&format!("the timeline can't start (blocked): {message}"));
        let is_script = source == "script-src";
        // Firefox reports no violation of the element in which the script is checked.
        if !is_script || page.engine() != Engine::Firefox {
            page.expect_violation(source);
        }
        if is_script {
            page.expect_unloadable(&TestSite::glue());
        }
        page.open("/").await;
        let events = page.wait_for_events("key-events-error", 1).await;
        assert_eq!(events[0]["detail"]["kind"], "blocked");
        assert_eq!(events[0]["detail"]["message"], *message);
    }
}
