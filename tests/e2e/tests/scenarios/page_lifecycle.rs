//! No reader: the element is removed, the page is left, or the network is offline.

use key_events_e2e::{
    Engine, FakeClock, Gate, MockResponse, Page, Scenario, TestSite, feed, scenario,
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(a_request_in_flight_is_aborted_with_its_element),
    scenario!(a_request_in_flight_is_aborted_when_src_changes),
    scenario!(a_request_in_flight_continues_for_the_remaining_elements),
    scenario!(a_page_that_was_left_requests_nothing_until_it_returns),
    // WebKit can't be set offline.
    scenario!(nothing_is_requested_offline_and_one_request_follows_online)
        .except(&[Engine::Webkit]),
];

fn numbered(count: usize) -> MockResponse {
    MockResponse::json(&feed::numbered(count).to_string())
}

fn element(src: &str, refresh: u32) -> String {
    format!(r#"<key-events src="{src}" refresh="{refresh}" loading="eager"></key-events>"#)
}

fn page(site: &TestSite, body: &str) {
    // Requests do not time out.
    let patient = FakeClock {
        limit: 60_000,
        ..FakeClock::default()
    };
    // Side by side, because an update that moves another list is deferred.
    let body = format!(r#"<div style="display: flex">{body}</div>"#);
    site.page("/", &patient.page(&body));
}

/// Serves a feed whose first response comes at once, and whose second never ends.
async fn wait_for_second_request(site: &TestSite, page: &Page, path: &str) {
    site.respond_in_turn(
        path,
        [numbered(2), numbered(2).paused_after(100, &Gate::closed())],
    );
    page.open("/").await;
    site.wait_for_requests(path, 2).await;
    assert!(!site.requests().iter().any(|request| request.given_up));
}

async fn a_request_in_flight_is_aborted_with_its_element(site: TestSite, page: Page) {
    self::page(&site, &element("/feed.json", 5));
    wait_for_second_request(&site, &page, "/feed.json").await;
    page.run("document.querySelector('key-events').remove()")
        .await;
    site.wait_for_end_of_request("/feed.json").await;
    page.wait_for_events("key-events-error", 0).await;
}

async fn a_request_in_flight_is_aborted_when_src_changes(site: TestSite, page: Page) {
    site.respond("/other.json", numbered(3));
    self::page(&site, &element("/feed.json", 5));
    wait_for_second_request(&site, &page, "/feed.json").await;
    page.run("document.querySelector('key-events').setAttribute('src', '/other.json')")
        .await;
    site.wait_for_end_of_request("/feed.json").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_events("key-events-error", 0).await;
}

async fn a_request_in_flight_continues_for_the_remaining_elements(site: TestSite, page: Page) {
    let gate = Gate::closed();
    site.respond_in_turn(
        "/feed.json",
        [numbered(2), numbered(3).paused_after(100, &gate)],
    );
    self::page(&site, &element("/feed.json", 5).repeat(2));
    page.open("/").await;
    site.wait_for_requests("/feed.json", 2).await;
    page.run("document.querySelector('key-events').remove()")
        .await;
    // The removed element has had time to unsubscribe.
    page.run("return new Promise((done) => setTimeout(done))")
        .await;
    gate.open();
    page.widget().wait_count("li", 3).await;
    let given_up = |request: &key_events_e2e::Request| request.given_up;
    assert!(!site.requests().iter().any(given_up));
}

/// Long enough for many requests. It is too short for the fake clock to divide it.
const LATER: &str = "new Promise((done) => setTimeout(done, 1000))";

async fn a_page_that_was_left_requests_nothing_until_it_returns(site: TestSite, page: Page) {
    // One feed has a request in flight. The other waits an hour for its next one.
    let never = Gate::closed();
    site.respond_in_turn(
        "/busy.json",
        [numbered(2), numbered(2).behind(&never), numbered(3)],
    );
    site.respond("/seldom.json", numbered(2));
    self::page(
        &site,
        &format!(
            "{}{}",
            element("/busy.json", 5),
            element("/seldom.json", 3_600)
        ),
    );
    site.page("/other", "");
    page.open("/").await;
    site.wait_for_requests("/busy.json", 2).await;
    page.nth_widget(1).wait_count("li", 2).await;
    page.open("/other").await;
    site.wait_for_end_of_request("/busy.json").await;
    page.run(&format!("return {LATER}")).await;
    assert_eq!(
        (site.count("/busy.json"), site.count("/seldom.json")),
        (2, 1)
    );
    page.back().await;
    page.wait_for("location.pathname", "/").await;
    page.nth_widget(0).wait_count("li", 3).await;
    // A page that is not in the back-forward cache starts anew.
    if page.run("return window.__recorder.restored").await == true {
        // By its interval, the request would come in half a minute at the earliest.
        page.wait_until("requested['/seldom.json'] == 2").await;
    }
    page.wait_for_events("key-events-error", 0).await;
}

async fn nothing_is_requested_offline_and_one_request_follows_online(site: TestSite, page: Page) {
    site.respond_in_turn("/often.json", [numbered(2), numbered(3)]);
    site.respond("/seldom.json", numbered(2));
    self::page(
        &site,
        &format!(
            "{}{}",
            element("/often.json", 200),
            element("/seldom.json", 3_600)
        ),
    );
    page.open("/").await;
    page.nth_widget(1).wait_count("li", 2).await;
    // No request is in progress then: it would fail.
    page.nth_widget(0).wait_count("li", 3).await;
    page.set_offline(true).await;
    page.wait_for("navigator.onLine", false).await;
    let requested = "return [requested['/often.json'], requested['/seldom.json']]";
    let before = page.run(requested).await;
    // Three intervals.
    page.run("return new Promise((done) => setTimeout(done, 600000))")
        .await;
    assert_eq!(page.run(requested).await, before);
    page.set_offline(false).await;
    // By its interval, the request would come in half a minute at the earliest.
    page.wait_until("requested['/seldom.json'] == 2").await;
    page.wait_for_events("key-events-error", 0).await;
}
