//! The lazy chunk loads once the list is rendered. A list that does not need it does not wait for
//! it.

use key_events_e2e::{
    FakeClock, Gate, MockResponse, Page, TestSite, feed, live_blog::Blog, scenarios,
};
use serde_json::{Value, json};

scenarios![
    also in development:
    the_lazy_chunk_is_requested_once_the_list_is_rendered,
    actions_before_the_lazy_chunk_is_loaded_are_done_then,
    a_list_without_the_lazy_chunk_is_plain_until_it_loads,
    a_lazy_chunk_that_fails_is_reported_once_and_requested_again,
    a_lazy_chunk_that_never_comes_times_out_and_is_requested_again,
    a_lazy_chunk_that_failed_is_requested_when_the_network_is_back,
    a_page_that_is_older_than_the_server_gets_an_error,
    attributes_that_change_before_the_lazy_chunk_is_loaded_apply_at_once,
    a_feed_of_another_format_waits_for_the_lazy_chunk,
    a_format_attribute_requests_the_lazy_chunk_with_the_feed,
    events_without_headlines_wait_for_the_lazy_chunk_and_other_entries_do_not,
    a_feed_that_needs_the_lazy_chunk_is_an_error_until_it_loads,
    entries_that_are_selected_later_get_their_headlines_then,
];

async fn the_lazy_chunk_is_requested_once_the_list_is_rendered(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let blog = Blog::new(4);
    blog.serve(&site);
    let feed = MockResponse::json(&blog.feed().to_string());
    site.respond("/feed.json", feed.behind(&gate));
    page.open("/").await;
    page.widget().wait_count(".skeleton", 1).await;
    assert_eq!(site.status(&TestSite::wasm()), Some(200));
    assert_eq!(site.count(&TestSite::lazy_chunk()), 0);
    gate.open();
    page.widget().wait_count("li", 4).await;
    site.wait_for_requests(&TestSite::lazy_chunk(), 1).await;
    page.wait_for_lazy_chunk().await;
    assert_eq!(site.count(&TestSite::lazy_chunk()), 1);
}

async fn actions_before_the_lazy_chunk_is_loaded_are_done_then(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    let blog = Blog::new(4);
    blog.serve(&site);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    // Buttons work and keep the focus.
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
    assert!(widget.is_focused("[part=toggle]").await);
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", true).await;
    // The refresh finishes. Its events are shown later.
    site.json("/feed.json", feed::numbered(5));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    assert_eq!(widget.count("li").await, 4);
    widget.click("[part=next]").await;
    assert_eq!(page.run("return scrollY").await, 0);
    gate.open();
    widget.wait_count("li", 5).await;
    page.wait_until("scrollY > 0").await;
}

async fn a_list_without_the_lazy_chunk_is_plain_until_it_loads(site: TestSite, page: Page) {
    page.expect_console("jumps and updates are not available yet");
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(
        &lazy_chunk,
        MockResponse::new("text/plain", "gone").status(404),
    );
    Blog::new(4).serve(&site);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    page.wait_for("window.__recorder.console.length", 1).await;
    // The second request says why the hash of the first is wrong.
    site.wait_for_requests(&lazy_chunk, 2).await;
    widget.click("[data-id=e3] a").await;
    page.wait_for("location.hash", "#block-e3").await;
    assert_eq!(widget.count("[part~=current]").await, 0);
    let go = "return document.querySelector('key-events').goTo('e2')";
    assert_eq!(page.run(go).await, false);
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk));
    assert_eq!(page.run(go).await, true);
    widget
        .wait_attribute("[data-id=e2] a", "aria-current", "location")
        .await;
}

async fn a_lazy_chunk_that_fails_is_reported_once_and_requested_again(site: TestSite, page: Page) {
    let lazy_chunk = TestSite::lazy_chunk();
    // Each page requests it.
    let good = || TestSite::original(&lazy_chunk).header("cache-control", "no-store");
    let half = TestSite::file(lazy_chunk.rsplit('/').next().unwrap()).len() / 2;
    for (kind, fault) in [
        ("network", good().status(503)),
        ("network", good().cut_after(half)),
        ("network", good().reset_after(half)),
        // It must not come from the cache again.
        (
            "integrity",
            MockResponse::new("text/html", "<!doctype html><title>Sign in</title>")
                .header("cache-control", "max-age=3600"),
        ),
    ] {
        page.expect_console("jumps and updates are not available yet");
        site.respond(&lazy_chunk, fault);
        site.json("/feed.json", feed::numbered(60));
        let widget = r#"<key-events src="/feed.json" limit="60"></key-events>"#;
        site.page("/", &FakeClock::default().page(widget));
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count("li", 60).await;
        let events = page.wait_for_events("key-events-error", 1).await;
        assert_eq!(events[0]["detail"]["kind"], kind);
        let url = events[0]["detail"]["url"].as_str().unwrap();
        assert!(url.ends_with("_lazy.wasm"), "{url}");
        // It is requested repeatedly, until it loads.
        let requested = site.count(&lazy_chunk);
        site.wait_for_more_requests(&lazy_chunk, requested + 2)
            .await;
        site.respond(&lazy_chunk, good());
        site.json("/feed.json", feed::numbered(61));
        widget.wait_count("li", 60).await;
        widget
            .wait_texts("[data-id=e61] [part=title]", &["Event 61"])
            .await;
        assert_eq!(page.events("key-events-error").await.len(), 1);
    }
}

async fn a_lazy_chunk_that_never_comes_times_out_and_is_requested_again(
    site: TestSite,
    page: Page,
) {
    page.expect_console("jumps and updates are not available yet");
    let lazy_chunk = TestSite::lazy_chunk();
    let never = Gate::closed();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&never));
    site.json("/feed.json", feed::numbered(3));
    // A minute is half a second here.
    let hurry = "<script>{
        const { timeout } = AbortSignal;
        AbortSignal.timeout = (time) => timeout.call(AbortSignal, time / 120);
    }</script>";
    let widget =
        FakeClock::default().page(r#"<key-events src="/feed.json" refresh="0"></key-events>"#);
    site.page("/", &format!("{hurry}{widget}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["kind"], "network");
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk));
    // It loads by itself, and the update is shown with it.
    site.json("/feed.json", feed::numbered(4));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    page.widget().wait_count("li", 4).await;
    assert_eq!(page.events("key-events-error").await.len(), 1);
    never.open();
}

async fn a_lazy_chunk_that_failed_is_requested_when_the_network_is_back(
    site: TestSite,
    page: Page,
) {
    page.expect_console("jumps and updates are not available yet");
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).status(503));
    site.json("/feed.json", feed::numbered(3));
    let script = "<script>
        window.comeBack = () => {
            const { now } = Date;
            Date.now = () => now() + 6_000;
            dispatchEvent(new Event('online'));
        };
    </script>";
    let widget = WIDGET.replace("refresh=\"0\"", "refresh=\"300\"");
    site.page("/", &format!("{script}{widget}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_events("key-events-error", 1).await;
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk));
    // Long before the back-off ends, which is about ten minutes.
    page.run("comeBack()").await;
    site.wait_for_requests(&lazy_chunk, 2).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_page_that_is_older_than_the_server_gets_an_error(site: TestSite, page: Page) {
    page.expect_console("is gone: the server has another version; reload the page");
    site.respond(
        &TestSite::lazy_chunk(),
        MockResponse::new("text/plain", "").status(404),
    );
    site.json("/feed.json", feed::numbered(3));
    site.page("/", WIDGET);
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    let events = page.wait_for_events("key-events-error", 1).await;
    let message = events[0]["detail"]["message"].as_str().unwrap();
    assert!(message.contains("another version"), "{message}");
    assert_eq!(page.widget().count("li").await, 3);
}

async fn attributes_that_change_before_the_lazy_chunk_is_loaded_apply_at_once(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    site.json("/feed.json", feed::numbered(3));
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    page.run(
        "const element = document.querySelector('key-events');
        element.setAttribute('order', 'oldest');
        element.setAttribute('heading', 'As it happened');
        element.labels = { share: 'Pass on' };",
    )
    .await;
    site.wait_for_requests(&lazy_chunk, 1).await;
    widget
        .wait_texts("[part~=title]", &["Event 1", "Event 2", "Event 3"])
        .await;
    widget.wait_text("[part=heading]", "As it happened").await;
    let share = widget.label("[part=share]").await;
    assert!(share.starts_with("Pass on"), "{share}");
    gate.open();
    page.wait_for_lazy_chunk().await;
}

const WIDGET: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>
    <key-events src="/feed.json" refresh="0"></key-events>"#;

/// Posts as WordPress lists them.
fn posts() -> Value {
    json!([{
        "id": 7, "link": "/7", "date_gmt": "2024-07-01T12:00:00",
        "title": { "rendered": "Ferries sail &amp; wait" }, "content": { "rendered": "" },
    }])
}

/// A key event with or without a headline, and an entry that is no key event.
fn entries(titled: bool) -> Value {
    let mut event = feed::event("a", "Ferries sail", 1);
    if !titled {
        event.as_object_mut().unwrap().remove("title");
        event["content_text"] = json!("They wait. All day.");
    }
    let other = json!({ "id": "b", "content_html": "<p>The wind eases. It rains.</p>" });
    feed::of([event, other])
}

async fn a_feed_of_another_format_waits_for_the_lazy_chunk(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    site.json("/feed.json", posts());
    site.page("/", WIDGET);
    page.open("/").await;
    site.wait_for_requests(&lazy_chunk, 1).await;
    let widget = page.widget();
    assert_eq!(widget.count("li").await, 0);
    assert_eq!(widget.count(".skeleton").await, 1);
    gate.open();
    widget
        .wait_texts("[part=title]", &["Ferries sail & wait"])
        .await;
    assert_eq!(site.count("/feed.json"), 1);
}

async fn a_format_attribute_requests_the_lazy_chunk_with_the_feed(site: TestSite, page: Page) {
    let gate = Gate::closed();
    site.respond(
        "/feed.json",
        MockResponse::json(&posts().to_string()).behind(&gate),
    );
    site.page(
        "/",
        &WIDGET.replace(" refresh", " format=\"wordpress-posts\" refresh"),
    );
    page.open("/").await;
    site.wait_for_requests(&TestSite::lazy_chunk(), 1).await;
    gate.open();
    page.widget()
        .wait_texts("[part=title]", &["Ferries sail & wait"])
        .await;
}

async fn events_without_headlines_wait_for_the_lazy_chunk_and_other_entries_do_not(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    let widget = page.widget();
    site.json("/feed.json", entries(true));
    site.page("/", WIDGET);
    page.open("/").await;
    widget.wait_texts("[part=title]", &["Ferries sail"]).await;

    site.json("/feed.json", entries(false));
    page.open("/").await;
    site.wait_for_requests(&lazy_chunk, 2).await;
    assert_eq!(widget.count("li").await, 0);
    gate.open();
    widget.wait_texts("[part=title]", &["They wait."]).await;
}

async fn a_feed_that_needs_the_lazy_chunk_is_an_error_until_it_loads(site: TestSite, page: Page) {
    page.expect_console("jumps and updates are not available yet");
    page.expect_console("a file of the timeline cannot be loaded (network, /feed.json)");
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(
        &lazy_chunk,
        MockResponse::new("text/plain", "gone").status(404),
    );
    site.json("/feed.json", posts());
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=error]", 1).await;
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk));
    widget.click("[part=retry]").await;
    widget
        .wait_texts("[part=title]", &["Ferries sail & wait"])
        .await;
}

async fn entries_that_are_selected_later_get_their_headlines_then(site: TestSite, page: Page) {
    site.json("/feed.json", entries(true));
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_texts("[part=title]", &["Ferries sail"]).await;
    page.run("document.querySelector('key-events').setAttribute('select', 'all')")
        .await;
    widget
        .wait_texts("[part=title]", &["Ferries sail", "The wind eases."])
        .await;
}
