//! Polling keeps a timeline up to date.

use std::time::{SystemTime, UNIX_EPOCH};

use key_events_e2e::{Engine, FakeClock, Gate, MockResponse, Page, TestSite, feed, scenarios};
use serde_json::{Value, json};

scenarios![
    an_unchanged_feed_is_requested_again_and_renders_nothing,
    what_is_new_edited_and_gone_is_merged,
    fifty_elements_make_one_request_per_interval,
    nothing_is_requested_while_the_page_is_hidden_and_one_request_follows,
    a_feed_that_has_ended_and_one_without_refresh_are_not_requested_again,
    a_removed_element_requests_nothing,
    a_refresh_does_not_wait_for_a_response_from_before,
    a_wrong_clock_is_corrected_by_the_servers,
    an_old_date_of_a_cache_does_not_change_the_clock,
    a_feed_is_polled_although_the_browser_says_that_it_is_offline,
    a_response_to_a_request_from_before_does_not_make_the_page_online,
    a_reader_who_saves_data_gets_less,
];

fn page(site: &TestSite, body: &str) {
    site.page("/", &FakeClock::default().page(body));
}

async fn wait_for_state(page: &Page, state: &str) {
    page.wait_for("document.querySelector('key-events').state", state)
        .await;
}

fn numbered(count: usize) -> MockResponse {
    MockResponse::json(&feed::numbered(count).to_string())
}

async fn an_unchanged_feed_is_requested_again_and_renders_nothing(site: TestSite, page: Page) {
    let body = feed::numbered(3).to_string();
    site.respond_with("/feed.json", move |request| {
        let known = request.headers.get("if-none-match");
        let response = match known.map(String::as_str) {
            Some("\"1\"") => MockResponse::json("").status(304),
            _ => MockResponse::json(&body),
        };
        response.header("etag", "\"1\"")
    });
    self::page(
        &site,
        "<key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    // By the second request, the first response is processed.
    page.wait_until("requested['/feed.json'] >= 2").await;
    page.watch_mutations().await;
    page.wait_until("window.requested['/feed.json'] >= 30")
        .await;
    assert_eq!(page.mutations().await, json!([]));
    assert_eq!(page.events("key-events-update").await.len(), 0);
    let statuses: Vec<_> = site
        .requests()
        .into_iter()
        .filter(|request| request.path == "/feed.json")
        .filter_map(|request| request.status)
        .collect();
    assert_eq!(statuses.first(), Some(&200));
    assert!(statuses.len() >= 29, "{statuses:?}");
    // WebKit has no HTTP cache in an automated session.
    if page.engine() != Engine::Webkit {
        assert!(
            statuses.iter().skip(1).all(|status| *status == 304),
            "{statuses:?}"
        );
    }
}

async fn what_is_new_edited_and_gone_is_merged(site: TestSite, page: Page) {
    let event = |id: &str, title: &str, minute| feed::event(id, title, minute);
    let first = feed::of([event("b", "B", 2), event("a", "A", 1)]);
    let second = feed::of([event("c", "C", 3), event("b", "B, edited", 2)]);
    site.respond_in_turn(
        "/feed.json",
        [first, second].map(|feed| MockResponse::json(&feed.to_string())),
    );
    self::page(
        &site,
        "<key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    page.widget()
        .wait_texts("[part~=title]", &["C", "B, edited"])
        .await;
    let updates = page.wait_for_events("key-events-update", 1).await;
    let changes = json!({ "added": ["c"], "changed": ["b"], "removed": ["a"] });
    assert_eq!(updates[0]["detail"], changes);
}

async fn fifty_elements_make_one_request_per_interval(site: TestSite, page: Page) {
    let count = 10;
    let gates: Vec<Gate> = (0..count).map(|_| Gate::closed()).collect();
    let responses = gates.iter().zip(1..);
    let responses: Vec<MockResponse> = responses
        .map(|(gate, number)| numbered(number).behind(gate))
        .collect();
    site.respond_in_turn("/feed.json", responses);
    site.respond("/other.json", numbered(1));
    let elements =
        "<key-events src=\"/feed.json\" refresh=\"5\" loading=\"eager\"></key-events>".repeat(50);
    let other = "<key-events src=\"/other.json\" refresh=\"5\" loading=\"eager\"></key-events>";
    // Side by side, because an update that moves another list is deferred.
    let elements = format!("<div style=\"display: flex\">{elements}{other}</div>");
    self::page(&site, &elements);
    page.open("/").await;
    // While a request is in flight there is no second one, however long it takes. Its response
    // reaches all elements, and one request follows.
    for (number, gate) in gates.iter().enumerate() {
        site.wait_for_requests("/feed.json", number + 1).await;
        page.run("window.until = (requested['/other.json'] ?? 0) + 4")
            .await;
        page.wait_until("requested['/other.json'] >= until").await;
        assert_eq!(site.count("/feed.json"), number + 1);
        gate.open();
        let all = format!(
            "[...document.querySelectorAll('[src=\"/feed.json\"]')].every((element) =>
                element.entries?.length == {})",
            number + 1
        );
        page.wait_until(&all).await;
    }
    // The next request comes an interval later: five seconds, which are 50 ms here.
    page.run("window.before = [requested['/feed.json'], performance.now()]")
        .await;
    page.wait_until("requested['/feed.json'] >= before[0] + 20")
        .await;
    let each = page
        .run("return (performance.now() - before[1]) / (requested['/feed.json'] - before[0] + 1)")
        .await;
    assert!(each.as_f64().unwrap() >= 45.0, "{each} ms");
}

async fn nothing_is_requested_while_the_page_is_hidden_and_one_request_follows(
    site: TestSite,
    page: Page,
) {
    for path in ["/feed.json", "/other.json"] {
        site.respond(path, numbered(2));
    }
    self::page(
        &site,
        "<script>
            window.away = false;
            Object.defineProperty(Document.prototype, 'hidden', { get: () => window.away });
            window.go = (away) => {
                window.away = away;
                document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
            };
        </script>
        <key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    page.wait_until("window.requested['/feed.json'] >= 3").await;
    page.run("window.go(true)").await;
    // A request in flight may end. Another timer shows that time passes.
    page.run(
        "window.before = window.requested['/feed.json'];
        setTimeout(() => (window.later = true), 150000);",
    )
    .await;
    page.wait_until("window.later").await;
    assert!(
        page.run("return window.requested['/feed.json'] == window.before")
            .await
            .as_bool()
            .unwrap()
    );
    page.run("window.delays.length = 0; window.go(false)").await;
    page.wait_until("window.requested['/feed.json'] > window.before")
        .await;
    let first = page.run("return window.delays[0]").await;
    assert!(
        first.as_f64().unwrap() <= 5000.0,
        "it comes promptly: {first}"
    );
}

async fn a_feed_that_has_ended_and_one_without_refresh_are_not_requested_again(
    site: TestSite,
    page: Page,
) {
    let mut ended = feed::numbered(2);
    ended["expired"] = json!(true);
    site.json("/ended.json", ended);
    site.respond("/still.json", numbered(2));
    site.respond("/live.json", numbered(2));
    self::page(
        &site,
        "<key-events src=\"/ended.json\" refresh=\"5\" loading=\"eager\"></key-events>
        <key-events src=\"/still.json\" refresh=\"0\" loading=\"eager\"></key-events>
        <key-events src=\"/live.json\" refresh=\"5\" loading=\"eager\"></key-events>",
    );
    page.open("/").await;
    page.wait_until("window.requested['/live.json'] >= 20")
        .await;
    assert_eq!(
        (site.count("/ended.json"), site.count("/still.json")),
        (1, 1)
    );
    wait_for_state(&page, "ended").await;
}

async fn a_removed_element_requests_nothing(site: TestSite, page: Page) {
    site.respond("/gone.json", numbered(2));
    site.respond("/live.json", numbered(2));
    self::page(
        &site,
        "<key-events src=\"/gone.json\" refresh=\"5\" loading=\"eager\"></key-events>
        <key-events src=\"/live.json\" refresh=\"5\" loading=\"eager\"></key-events>",
    );
    page.open("/").await;
    page.wait_until("window.requested['/gone.json'] >= 3").await;
    page.run(
        "document.querySelector('key-events').remove();
        window.before = window.requested['/gone.json'];
        window.until = window.requested['/live.json'] + 20;",
    )
    .await;
    page.wait_until("window.requested['/live.json'] >= window.until")
        .await;
    assert!(
        page.run("return window.requested['/gone.json'] == window.before")
            .await
            .as_bool()
            .unwrap()
    );
}

/// Responses for `/feed.json` in turn, with these times of the server.
fn respond_at(site: &TestSite, feed: &Value, times: &[String]) {
    let response = |time: &String| MockResponse::json(&feed.to_string()).header("date", time);
    let responses: Vec<_> = times.iter().map(response).collect();
    site.respond_in_turn("/feed.json", responses);
}

async fn a_refresh_does_not_wait_for_a_response_from_before(site: TestSite, page: Page) {
    let gate = Gate::closed();
    site.respond_in_turn(
        "/feed.json",
        [numbered(3), numbered(3).behind(&gate), numbered(5)],
    );
    self::page(
        &site,
        r#"<key-events src="/feed.json" refresh="5"></key-events>"#,
    );
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    site.wait_for_requests("/feed.json", 2).await;
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    page.widget().wait_count("li", 5).await;
    gate.open();
}

async fn a_wrong_clock_is_corrected_by_the_servers(site: TestSite, page: Page) {
    // By the server's clock the event was five minutes ago, by the reader's clock years ago.
    let times = ["00", "10", "20", "30", "40", "50"]
        .map(|second| format!("Mon, 01 Jul 2024 12:06:{second} GMT"));
    respond_at(&site, &feed::numbered(1), &times);
    self::page(
        &site,
        "<key-events src=\"/feed.json\" lang=\"en\" time=\"relative\"></key-events>",
    );
    page.open("/").await;
    page.widget().wait_text("[part=time]", "5m ago").await;
}

#[allow(clippy::disallowed_methods, reason = "not in a browser")]
async fn an_old_date_of_a_cache_does_not_change_the_clock(site: TestSite, page: Page) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let event = |id: &str, minutes: u64| {
        let mut event = feed::event(id, id, 0);
        let seconds = now.as_secs() - minutes * 60;
        event["date_published"] = seconds.into();
        event
    };
    let feed = feed::of([event("a", 5), event("b", 20), event("c", 200)]);
    let old = "Mon, 01 Jul 2024 12:06:00 GMT".to_owned();
    respond_at(&site, &feed, &[old]);
    self::page(
        &site,
        "<key-events src=\"/feed.json\" lang=\"en\" time=\"relative\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    let widget = page.widget();
    let first = "li:first-child [part=time]";
    for _ in 0..2 {
        widget.wait_text(first, "5m ago").await;
        let count = page.run("return requested['/feed.json']").await;
        page.wait_until(&format!("requested['/feed.json'] >= {count} + 2"))
            .await;
    }
}

async fn a_feed_is_polled_although_the_browser_says_that_it_is_offline(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(1));
    let offline = "<script>Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })</script>";
    let element = r#"<key-events src="/feed.json" refresh="5" loading="eager"></key-events>"#;
    self::page(&site, &format!("{offline}{element}"));
    page.open("/").await;
    page.widget().wait_count("li", 1).await;
    site.json("/feed.json", feed::numbered(2));
    page.widget().wait_count("li", 2).await;
    // One error: the next request may follow before the test sees the first one.
    let failed = MockResponse::json("").status(503);
    site.respond_in_turn("/feed.json", [failed, numbered(3)]);
    page.expect_console("503");
    page.expect_own_log("503");
    page.widget().wait_count("li", 3).await;
    page.wait_for_events("key-events-error", 1).await;
}

async fn a_response_to_a_request_from_before_does_not_make_the_page_online(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    site.respond_in_turn(
        "/feed.json",
        [numbered(1), numbered(2).behind(&gate), numbered(3)],
    );
    let online = "<script>
        let online = true;
        Object.defineProperty(Navigator.prototype, 'onLine', { get: () => online });
        window.setOnline = (is) => {
            online = is;
            dispatchEvent(new Event(is ? 'online' : 'offline'));
        };
        </script>";
    let element = r#"<key-events src="/feed.json" refresh="5" loading="eager"></key-events>"#;
    self::page(&site, &format!("{online}{element}"));
    page.open("/").await;
    page.widget().wait_count("li", 1).await;
    page.wait_until("requested['/feed.json'] == 2").await;
    page.run("setOnline(false)").await;
    gate.open();
    page.widget().wait_count("li", 2).await;
    // Some intervals.
    page.run("return new Promise((done) => setTimeout(done, 50000))")
        .await;
    assert_eq!(page.run("return requested['/feed.json']").await, 2);
    page.run("setOnline(true)").await;
    page.widget().wait_count("li", 3).await;
}

async fn a_reader_who_saves_data_gets_less(site: TestSite, page: Page) {
    let mut event = feed::event("a", "A", 1);
    event["image"] = "/image.svg".into();
    site.json("/feed.json", feed::of([event]));
    let saves = "<script>Object.defineProperty(navigator, 'connection', { value: { saveData: true } })</script>";
    let element = r#"<key-events src="/feed.json" refresh="10" images></key-events>"#;
    self::page(&site, &format!("{saves}{element}"));
    page.open("/").await;
    page.wait_until("requested['/feed.json'] >= 4").await;
    // The first delay is anywhere in the interval.
    let waits = page
        .run("return delays.filter((delay) => delay > 5000 && delay != 10000 && delay != 30000).slice(1)")
        .await;
    let waits = waits.as_array().unwrap();
    let is_slow = |wait: &Value| (36_000..=44_000).contains(&wait.as_u64().unwrap_or_default());
    assert!(waits.len() >= 2 && waits.iter().all(is_slow), "{waits:?}");
    assert_eq!(page.widget().count("img").await, 0);
    assert_eq!(site.count("/image.svg"), 0);
}
