//! What a reader sees while there is no list, and which events the page gets.

use key_events_e2e::{
    Engine, Gate, MockResponse, Page, TestSite, feed, live_blog::fail_refresh, scenarios,
};
use serde_json::json;

scenarios![
    the_fallback_stays_when_the_feed_fails,
    a_retry_recovers,
    a_feed_that_takes_too_long_times_out,
    a_feed_that_is_too_large_is_aborted,
    a_feed_without_events_says_so,
    an_empty_list_says_when_it_was_loaded_and_an_error_when_it_loads_again,
    slots_replace_the_messages,
    a_wasm_that_is_missing_leaves_the_fallback,
    a_wasm_that_is_cut_off_leaves_the_fallback_and_can_be_requested_again,
    a_policy_that_forbids_wasm_leaves_the_fallback;
    also in development:
    the_fallback_stays_until_there_is_a_list,
    each_failure_has_its_kind_and_one_line_in_the_console,
    a_failed_refresh_keeps_the_list,
    a_retry_shows_what_it_brings_although_the_pointer_is_on_a_row,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
const ELEMENT: &str = r#"<key-events src="/feed.json"><p id="fallback">Fallback</p></key-events>"#;

fn with_element(site: &TestSite) {
    site.page("/", &format!("{MODULE}{ELEMENT}"));
}

/// The path of the entry chunk, and its size in bytes.
fn wasm() -> (String, usize) {
    let path = TestSite::wasm();
    let length = TestSite::file(path.rsplit('/').next().unwrap()).len();
    (path, length)
}

fn good_feed() -> MockResponse {
    MockResponse::json(&feed::numbered(3).to_string())
}

async fn wait_for_state(page: &Page, state: &str) {
    page.wait_for("document.querySelector('key-events').state", state)
        .await;
}

async fn the_fallback_stays_until_there_is_a_list(site: TestSite, page: Page) {
    let (feed, wasm) = (Gate::closed(), Gate::closed());
    site.respond("/feed.json", good_feed().behind(&feed));
    site.respond(
        &TestSite::wasm(),
        TestSite::original(&TestSite::wasm()).behind(&wasm),
    );
    with_element(&site);
    page.open("/").await;
    site.wait_for_requests(&TestSite::wasm(), 1).await;
    assert!(page.document().is_visible("#fallback").await);
    wait_for_state(&page, "loading").await;
    wasm.open();
    page.widget().wait_count("section", 1).await;
    assert!(page.document().is_visible("#fallback").await);
    wait_for_state(&page, "loading").await;
    feed.open();
    page.widget().wait_count("li", 3).await;
    assert!(!page.document().is_visible("#fallback").await);
    wait_for_state(&page, "ready").await;
}

async fn the_fallback_stays_when_the_feed_fails(site: TestSite, page: Page) {
    site.respond("/feed.json", MockResponse::json("").status(503));
    with_element(&site);
    page.expect_console("/feed.json");
    page.open("/").await;
    page.widget().wait_visible("[part=error]", true).await;
    assert!(page.document().is_visible("#fallback").await);
    wait_for_state(&page, "error").await;
}

async fn each_failure_has_its_kind_and_one_line_in_the_console(site: TestSite, page: Page) {
    let good = feed::numbered(3).to_string();
    let responses = [
        ("not-a-feed", MockResponse::json("Not found")),
        ("not-a-feed", MockResponse::json(r#"{"items": "none"}"#)),
        (
            "not-a-feed",
            MockResponse::json("<!doctype html><title>Sign in</title>"),
        ),
        ("not-a-feed", MockResponse::json("")),
        ("not-a-feed", MockResponse::json(&good[..good.len() / 2])),
        ("http", MockResponse::json("{}").status(404)),
        ("http", good_feed().status(500)),
        (
            "network",
            MockResponse::json(&good).cut_after(good.len() / 2),
        ),
        ("network", MockResponse::none()),
    ];
    let mut feeds = vec![("network", site.closed_url("/feed.json"))];
    for (number, (kind, response)) in responses.into_iter().enumerate() {
        let path = format!("/{number}.json");
        site.respond(&path, response);
        feeds.push((kind, path));
    }
    for (kind, url) in feeds {
        site.page(
            "/",
            &format!(r#"{MODULE}<key-events src="{url}"></key-events>"#),
        );
        page.open("/").await;
        let events = page.wait_for_events("key-events-error", 1).await;
        let detail = &events[0]["detail"];
        assert_eq!(detail["kind"], kind, "{url}: {detail}");
        assert_eq!(detail["url"], url);
        assert_ne!(detail["message"], "");
        let message = page.widget().text("[part=error] p").await;
        assert_eq!(message, "Key events can’t be loaded right now.");
        assert_eq!(page.widget().text("[part=retry]").await, "Try again");
        wait_for_state(&page, "error").await;
        page.expect_console(&url);
        assert_eq!(page.broken_invariants().await.0, [""; 0], "{kind} {url}");
    }
}

async fn a_retry_recovers(site: TestSite, page: Page) {
    site.respond("/feed.json", MockResponse::json("").status(500));
    with_element(&site);
    page.expect_console("/feed.json");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=retry]", 1).await;

    page.expect_console("/feed.json");
    widget.click("[part=retry]").await;
    page.wait_for_events("key-events-error", 2).await;
    widget.wait_count("[part=retry]", 1).await;
    site.wait_for_requests("/feed.json", 2).await;

    site.respond("/feed.json", good_feed());
    widget.click("[part=retry]").await;
    widget.wait_count("li", 3).await;
    assert_eq!(widget.count("[part=error]").await, 0);
    assert!(!page.document().is_visible("#fallback").await);
    site.wait_for_requests("/feed.json", 3).await;
    page.wait_for_events("key-events-ready", 1).await;
}

async fn a_feed_that_takes_too_long_times_out(site: TestSite, page: Page) {
    // Ten seconds pass at once.
    let hurry = "<script>
        const { setTimeout } = window;
        window.setTimeout = (call, delay, ...rest) => setTimeout(call, delay == 10000 ? 1 : delay, ...rest);
        </script>";
    let (never, late) = (Gate::closed(), good_feed());
    let late = late.paused_after(100, &never);
    site.respond("/feed.json", late);
    site.page("/", &format!("{hurry}{MODULE}{ELEMENT}"));
    page.expect_console("/feed.json");
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["kind"], "timeout");
    page.widget().wait_visible("[part=error]", true).await;
}

async fn a_feed_that_is_too_large_is_aborted(site: TestSite, page: Page) {
    let mut large = feed::numbered(3);
    large["padding"] = "x".repeat(8_000_000).into();
    site.json("/feed.json", large);
    with_element(&site);
    page.expect_console("/feed.json");
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["kind"], "too-large");
    assert!(page.document().is_visible("#fallback").await);
}

async fn a_failed_refresh_keeps_the_list(site: TestSite, page: Page) {
    site.respond("/feed.json", good_feed());
    with_element(&site);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;

    fail_refresh(&site, &page).await;
    widget.wait_visible("[part~=stale]", true).await;
    assert_eq!(widget.count("li").await, 3);
    assert!(widget.text("[part~=stale]").await.ends_with("Try again"));
    wait_for_state(&page, "stale").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["kind"], "http");

    site.json("/feed.json", feed::numbered(4));
    widget.click("[part=retry]").await;
    widget.wait_count("li", 4).await;
    widget.wait_visible("[part~=stale]", false).await;
    wait_for_state(&page, "ready").await;
    page.wait_for_events("key-events-ready", 1).await;
}

async fn a_retry_shows_what_it_brings_although_the_pointer_is_on_a_row(site: TestSite, page: Page) {
    site.respond("/feed.json", good_feed());
    with_element(&site);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    fail_refresh(&site, &page).await;
    widget.wait_visible("[part~=stale]", true).await;
    site.json("/feed.json", feed::numbered(4));
    let [x, y, width, height] = widget.rectangle("li").await;
    let there = json!({
        "type": "pointerMove", "duration": 0, "origin": "viewport",
        "x": (x + width / 2.0).round(), "y": (y + height / 2.0).round(),
    });
    page.act(json!([{ "type": "pointer", "id": "mouse", "actions": [there] }]))
        .await;
    page.run(
        "document.querySelector('key-events').shadowRoot.querySelector('[part=retry]').click()",
    )
    .await;
    widget.wait_count("li", 4).await;
}

async fn a_feed_without_events_says_so(site: TestSite, page: Page) {
    site.json("/feed.json", feed::of([]));
    with_element(&site);
    page.open("/").await;
    page.widget()
        .wait_text("[part=empty]", "No key events yet.")
        .await;
    assert!(page.document().is_visible("#fallback").await);
    let events = page.wait_for_events("key-events-ready", 1).await;
    assert_eq!(events[0]["detail"], json!({ "total": 0, "shown": 0 }));
}

async fn an_empty_list_says_when_it_was_loaded_and_an_error_when_it_loads_again(
    site: TestSite,
    page: Page,
) {
    site.json("/none.json", feed::of([]));
    site.respond("/bad.json", MockResponse::json("").status(503));
    let element = |src| format!(r#"<key-events src="{src}" loading="eager"></key-events>"#);
    let elements = ["/none.json", "/bad.json"].map(element).concat();
    site.page("/", &format!("{MODULE}{elements}"));
    page.expect_console("/bad.json");
    page.open("/").await;
    for (number, part, words) in [
        (0, "[part=empty]", "Last checked at "),
        (1, "[part=error]", "Trying again at "),
    ] {
        let widget = page.nth_widget(number);
        widget.wait_count(part, 1).await;
        widget.wait_visible(".hint", true).await;
        let hint = widget.text(".hint").await;
        assert!(hint.starts_with(words) && hint.contains(':'), "{hint}");
    }
}

async fn slots_replace_the_messages(site: TestSite, page: Page) {
    site.json("/none.json", feed::of([]));
    let own = r#"<p slot="empty">Kick-off is at 8</p><p slot="error">Out of order</p>"#;
    let elements = format!(
        r#"<key-events src="/none.json">{own}</key-events>
        <key-events src="/bad.json">{own}</key-events>"#
    );
    site.respond("/bad.json", MockResponse::json("{}"));
    site.page("/", &format!("{MODULE}{elements}"));
    page.expect_console("/bad.json");
    page.open("/").await;
    let document = page.document();
    document
        .wait_visible("key-events:first-of-type [slot=empty]", true)
        .await;
    document
        .wait_visible("key-events:last-of-type [slot=error]", true)
        .await;
    assert!(
        !document
            .is_visible("key-events:first-of-type [slot=error]")
            .await
    );
    assert!(
        !document
            .is_visible("key-events:last-of-type [slot=empty]")
            .await
    );
    for (number, part) in [(0, "[part=empty] p"), (1, "[part=error] p")] {
        assert!(!page.nth_widget(number).is_visible(part).await);
    }
}

async fn a_wasm_that_is_missing_leaves_the_fallback(site: TestSite, page: Page) {
    site.respond(
        &TestSite::wasm(),
        MockResponse::new("text/html", "gone").status(404),
    );
    site.respond("/feed.json", good_feed());
    with_element(&site);
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    let detail = &events[0]["detail"];
    assert_eq!(detail["kind"], "network");
    assert_eq!(detail["url"], site.cdn_url(&TestSite::wasm()));
    assert!(page.document().is_visible("#fallback").await);

    // An element that is inserted later is another try.
    site.respond(&TestSite::wasm(), TestSite::original(&TestSite::wasm()));
    let add = "document.body.append(document.querySelector('key-events').cloneNode())";
    page.run(add).await;
    page.nth_widget(1).wait_count("li", 3).await;
}

async fn a_wasm_that_is_cut_off_leaves_the_fallback_and_can_be_requested_again(
    site: TestSite,
    page: Page,
) {
    let (wasm, length) = wasm();
    site.respond("/feed.json", good_feed());
    site.page("/", &format!("{MODULE}{ELEMENT}{ELEMENT}"));
    // Near its beginning, and near its end.
    for end in [10_000, length - 10_000] {
        let response = TestSite::original(&wasm).header("cache-control", "no-store");
        site.respond(&wasm, response.clone().cut_after(end));
        page.open("/").await;
        let events = page.wait_for_events("key-events-error", 2).await;
        // One message for all elements.
        page.expect_console("the timeline can't start (network)");
        for event in &events {
            assert_eq!(event["detail"]["kind"], "network", "{event}");
        }
        for number in [0, 1] {
            let fallback = page.nth_widget(number);
            fallback.wait_count("slot:not([name])", 1).await;
            fallback.wait_count("[part]", 0).await;
        }
        assert!(page.document().is_visible("#fallback").await);

        site.respond(&wasm, response);
        page.run("document.querySelector('key-events').refresh()")
            .await;
        page.widget().wait_count("li", 3).await;
        page.wait_for_lazy_chunk().await;
    }
}

async fn a_policy_that_forbids_wasm_leaves_the_fallback(site: TestSite, page: Page) {
    site.respond("/feed.json", good_feed());
    let policy = TestSite::STRICT.replace("'wasm-unsafe-eval'", "");
    site.page_with_policy("/", &format!("{MODULE}{ELEMENT}"), &policy);
    page.expect_console(
        "the timeline can't start (blocked): the page's Content Security Policy must allow script-src 'wasm-unsafe-eval'",
    );
    if page.engine() != Engine::Webkit {
        page.expect_violation("script-src: wasm-eval");
    }
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["kind"], "blocked");
    assert!(page.document().is_visible("#fallback").await);
}
