//! Failing servers and networks: what is reported, what stays, and how the list recovers.

use std::time::Duration;

use key_events_e2e::{
    FakeClock, Gate, MockResponse, Page, TestSite, feed, scenarios, site::http_date,
};
use serde_json::Value;

scenarios![
    a_server_in_trouble_leaves_a_stale_list_or_an_error_and_recovers,
    a_damaged_body_leaves_a_stale_list_or_an_error_and_recovers,
    a_silent_or_slow_server_leaves_a_stale_list_or_an_error_and_recovers,
    a_feed_without_cors_leaves_a_stale_list_or_an_error_and_recovers,
    a_retry_after_header_is_obeyed,
    a_slow_feed_within_the_time_limit_is_read,
    invalid_utf_8_is_replaced,
    a_body_that_is_too_large_is_aborted,
    a_src_that_is_no_url_is_an_error_that_names_it,
    a_src_that_becomes_no_url_is_an_error_until_it_is_one_again,
    a_fetch_that_the_page_has_broken_is_an_error_until_it_works,
    a_start_whose_fetch_rejects_with_anything_is_an_error,
];

/// The name of a fault, the kind of its error, and its response.
type Fault = (&'static str, &'static str, MockResponse);

fn good(count: usize) -> MockResponse {
    MockResponse::json(&feed::numbered(count).to_string())
}

/// The length of the body of [`good`] with two events.
fn length() -> usize {
    feed::numbered(2).to_string().len()
}

async fn a_server_in_trouble_leaves_a_stale_list_or_an_error_and_recovers(
    site: TestSite,
    page: Page,
) {
    let html = MockResponse::new("text/html", "<!doctype html><title>Down</title>");
    let faults = [
        ("error", "http", good(2).status(500)),
        ("busy", "http", good(2).status(429)),
        ("down", "http", MockResponse::json("").status(503)),
        ("html", "not-a-feed", html),
        ("broken", "not-a-feed", MockResponse::json("{\"version\":")),
        (
            "loop",
            "network",
            good(2).status(302).header("location", "?again"),
        ),
    ];
    for fault in faults {
        assert_recovers(&site, &page, FakeClock::default(), &site.url(""), fault).await;
    }
}

async fn a_damaged_body_leaves_a_stale_list_or_an_error_and_recovers(site: TestSite, page: Page) {
    let body = feed::numbered(2).to_string();
    let claim = |length: usize| {
        MockResponse::raw(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: no-cache\r\n\
             content-length: {length}\r\n\r\n{body}"
        ))
    };
    let faults = [
        ("cut", "network", good(2).cut_after(length() / 2)),
        ("reset", "network", good(2).reset_after(length() / 2)),
        ("longer", "network", claim(length() + 100)),
        ("shorter", "not-a-feed", claim(length() - 100)),
        ("gzip", "not-a-feed", truncated_gzip()),
    ];
    for fault in faults {
        assert_recovers(&site, &page, FakeClock::default(), &site.url(""), fault).await;
    }
}

/// The start of a gzip stream (RFC 1952): its header, and a stored block (RFC 1951) that declares
/// more bytes than it has.
fn truncated_gzip() -> MockResponse {
    let mut body = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    body.extend([1, 100, 0, 155, 255]);
    body.extend(b"{\"version\":");
    MockResponse::new("application/json", body).header("content-encoding", "gzip")
}

async fn a_silent_or_slow_server_leaves_a_stale_list_or_an_error_and_recovers(
    site: TestSite,
    page: Page,
) {
    // Two seconds are enough for any good response.
    let speed = FakeClock {
        limit: 2_000,
        ..FakeClock::default()
    };
    let never = Gate::closed();
    let faults = [
        ("hang", "timeout", good(2).behind(&never)),
        ("stop", "timeout", good(2).paused_after(100, &never)),
        (
            "drip",
            "timeout",
            good(2).dripping(Duration::from_millis(50)),
        ),
    ];
    for fault in faults {
        let name = fault.0;
        assert_recovers(&site, &page, speed, &site.url(""), fault).await;
        // The widget did not wait for them, and closed their connections.
        for (path, number) in [("first", 0), ("later", 1)] {
            let path = format!("/{path}/{name}.json");
            let requests = site.requests();
            let mut requests = requests.iter().filter(|request| request.path == path);
            assert!(requests.nth(number).unwrap().given_up, "{path}");
        }
    }
}

async fn a_feed_without_cors_leaves_a_stale_list_or_an_error_and_recovers(
    site: TestSite,
    page: Page,
) {
    // For a page of the CDN the publisher is another origin, which allows no other by default.
    let fault = ("alone", "network", good(2));
    assert_recovers(&site, &page, FakeClock::default(), &site.cdn_url(""), fault).await;
}

/// Serves a fault at the first load of one feed and after the first load of another, to a page of
/// an origin. Asserts that both recover.
async fn assert_recovers(
    site: &TestSite,
    page: &Page,
    speed: FakeClock,
    origin: &str,
    (name, kind, fault): Fault,
) {
    let shared = |count| good(count).header("access-control-allow-origin", "*");
    let [first, later] = ["first", "later"].map(|when| format!("/{when}/{name}.json"));
    site.respond(&first, fault.clone());
    site.respond_in_turn(&later, [shared(2), fault]);
    let element = |id: &str, path: &str| {
        format!(
            r#"<key-events id="{id}" src="{}" refresh="5" loading="eager"><p>Fallback</p></key-events>"#,
            site.url(path)
        )
    };
    // Side by side, because an update that moves another list is deferred.
    let elements = element("first", &first) + &element("later", &later);
    let elements = format!(r#"<div style="display: flex">{elements}</div>"#);
    site.page("/", &speed.page(&elements));
    page.expect_console(&first);
    page.expect_console(&later);
    page.open_url(&format!("{origin}/")).await;
    wait_for_states(page, name, ["error", "stale"]).await;
    let widgets = [page.nth_widget(0), page.nth_widget(1)];
    widgets[0].wait_visible("[part=error]", true).await;
    assert!(page.document().is_visible("#first > p").await, "{name}");
    widgets[1].wait_visible("[part~=stale]", true).await;
    assert_eq!(widgets[1].count("li").await, 2, "{name}");
    let errors = page.events("key-events-error").await;
    for path in [&first, &later] {
        let errors = errors.iter().map(|error| &error["detail"]);
        let errors = errors.filter(|error| error["url"] == site.url(path));
        let errors: Vec<&Value> = errors.collect();
        assert!(!errors.is_empty(), "{name}: {path}");
        assert!(
            errors.iter().all(|error| error["kind"] == kind),
            "{name}: {errors:?}"
        );
        // Twice the interval, ± 10 %. With a fake clock, the next request may come before the
        // render, so the first failure that is reported may be a later one. That waits twice as long.
        let wait = errors[0]["retryIn"].as_f64().unwrap();
        let doubled = [1.0, 2.0, 4.0].map(|times| 9.0 * times..=11.0 * times);
        assert!(
            doubled.iter().any(|range| range.contains(&wait)),
            "{name}: {wait}"
        );
    }
    site.respond(&first, shared(3));
    site.respond(&later, shared(3));
    wait_for_states(page, name, ["ready", "ready"]).await;
    for widget in widgets {
        widget.wait_count("li", 3).await;
        widget.wait_visible("[part=error]", false).await;
        widget.wait_visible("[part~=stale]", false).await;
    }
}

/// Waits for the states of both elements.
async fn wait_for_states(page: &Page, name: &str, states: [&str; 2]) {
    let [first, later] = states;
    page.wait_for(
        &format!("'{name}: ' + first.state + ', ' + later.state"),
        format!("{name}: {first}, {later}"),
    )
    .await;
}

async fn a_retry_after_header_is_obeyed(site: TestSite, page: Page) {
    site.page("/away", "");
    for (status, in_seconds) in [(429, true), (429, false), (503, true), (503, false)] {
        // The previous page requests the feed as long as it is open.
        page.open("/away").await;
        let value = if in_seconds {
            "60".to_owned()
        } else {
            http_date(Duration::from_secs(61))
        };
        let name = format!("{status}, {value}");
        let away = MockResponse::json("").status(status);
        site.respond_in_turn(
            "/feed.json",
            [good(2), away.header("retry-after", &value), good(3)],
        );
        let element = r#"<key-events src="/feed.json" refresh="5"></key-events>"#;
        site.page("/", &FakeClock::default().page(element));
        page.expect_console("/feed.json");
        page.open("/").await;
        page.widget().wait_count("li", 3).await;
        let errors = page.wait_for_events("key-events-error", 1).await;
        assert_eq!(errors[0]["detail"]["kind"], "http", "{name}");
        let wait = errors[0]["detail"]["retryIn"].as_f64().unwrap();
        assert!((55.0..=66.0).contains(&wait), "{name}: {wait}");
        let slept = page
            .run("return delays.filter((delay) => delay >= 55000 && delay <= 66000).length")
            .await;
        assert_eq!(slept, 1, "{name}");
    }
}

async fn invalid_utf_8_is_replaced(site: TestSite, page: Page) {
    let items = [
        feed::event("a", "Tor für Köln 🎉", 2),
        feed::event("b", "caf?", 1),
    ];
    let text = feed::of(items).to_string();
    let mut body = "\u{feff}".as_bytes().to_vec();
    body.extend(text.bytes());
    // An é in ISO 8859-1, in each of the two fields.
    for index in 0..body.len() - 3 {
        if body[index..].starts_with(b"caf?") {
            body[index + 3] = 0xe9;
        }
    }
    site.respond("/feed.json", MockResponse::new("application/json", body));
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &FakeClock::default().page(element));
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    let titles = page.widget().texts("[part~=title]").await;
    assert_eq!(titles, ["Tor für Köln 🎉", "caf\u{fffd}"]);
}

async fn a_slow_feed_within_the_time_limit_is_read(site: TestSite, page: Page) {
    let title = "Tor für Köln 🎉";
    let body = feed::of([feed::event("a", title, 1)]).to_string();
    site.respond(
        "/feed.json",
        MockResponse::json(&body).dripping(Duration::from_millis(2)),
    );
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &FakeClock::default().page(element));
    page.open("/").await;
    page.widget().wait_text("[part~=title]", title).await;
    page.wait_for_events("key-events-error", 0).await;
}

async fn a_body_that_is_too_large_is_aborted(site: TestSite, page: Page) {
    // The rest is never sent, so the end of the body can't be what ends it.
    let never = Gate::closed();
    let body = " ".repeat(9_000_000);
    site.respond(
        "/feed.json",
        MockResponse::json(&body).paused_after(8_100_000, &never),
    );
    let element = r#"<key-events src="/feed.json" refresh="0"></key-events>"#;
    site.page("/", &FakeClock::default().page(element));
    page.expect_console("/feed.json");
    page.open("/").await;
    let errors = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(errors[0]["detail"]["kind"], "too-large");
    site.wait_for_end_of_request("/feed.json").await;
    page.wait_for("document.querySelector('key-events').state", "error")
        .await;
}

/// Asserts that the first element has failed with an error that names the attribute and its value.
async fn assert_names_src(page: &Page, src: &str) {
    page.wait_for("document.querySelector('key-events').state", "error")
        .await;
    let events = page.events("key-events-error").await;
    let detail = &events.last().unwrap()["detail"];
    assert_eq!(
        (&detail["kind"], &detail["url"]),
        (&"network".into(), &src.into())
    );
    assert_eq!(
        detail["message"],
        format!("src is not a valid URL: {src}"),
        "{detail}"
    );
    page.widget().wait_visible("[part=error]", true).await;
    page.document().wait_visible("key-events > p", true).await;
}

async fn a_src_that_is_no_url_is_an_error_that_names_it(site: TestSite, page: Page) {
    for src in ["http://[", "https://", "http://a:b/", "//:"] {
        let element =
            format!(r#"<key-events src="{src}" refresh="0"><p>Fallback</p></key-events>"#);
        let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
        let tag = format!(
            r#"<script>new MutationObserver(() => {{
                const element = document.querySelector("key-events");
                if (element && !element.firstChild) element.innerHTML = "<p>Fallback</p>";
            }}).observe(document, {{ childList: true, subtree: true }})</script>
            <script async src="{{cdn}}/embed.js" data-feed="{src}" data-refresh="0"></script>"#
        );
        for body in [format!("{module}{element}"), tag] {
            site.page("/", &body);
            page.open("/").await;
            assert_names_src(&page, src).await;
            page.expect_console(src);
        }
    }
}

async fn a_src_that_becomes_no_url_is_an_error_until_it_is_one_again(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let element = r#"<key-events src="/feed.json" refresh="0"><p>Fallback</p></key-events>"#;
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{element}"));
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.run("document.querySelector('key-events').setAttribute('src', 'http://[')")
        .await;
    assert_names_src(&page, "http://[").await;
    page.expect_console("http://[");
    page.run("document.querySelector('key-events').setAttribute('src', '/feed.json')")
        .await;
    page.widget().wait_count("li", 2).await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

/// What a page may make of `fetch`, by the name of the feed.
const BROKEN_FETCH: &str = "<script>
    const own = window.fetch.bind(window);
    const hostile = { get message() { throw 1 }, get name() { throw 2 }, get url() { throw 3 }, toString() { throw 4 } };
    const faults = {
        rejects_with_null: () => Promise.reject(null),
        rejects_with_nothing: () => Promise.reject(),
        rejects_with_text: () => Promise.reject('no'),
        rejects_with_getters: () => Promise.reject(hostile),
        throws: () => { throw new Error('no') },
        throws_null: () => { throw null },
        returns_nothing: () => undefined,
        returns_an_object: () => ({}),
        returns_text: () => '{}',
        resolves_with_null: async () => null,
        resolves_with_a_mock: async () => ({ ok: true, status: 200, json: async () => ({}), text: async () => '{}' }),
        returns_a_bad_thenable: () => ({ then() { throw null } }),
        has_read_the_body: async (...rest) => {
            const response = await own(...rest);
            response.body.getReader();
            return response;
        },
    };
    window.fetch = (url, ...rest) => (faults[/(\\w+)\\.json$/.exec(url)?.[1]] ?? own)(url, ...rest);
    window.repair = () => (window.fetch = own);
    </script>";

async fn a_fetch_that_the_page_has_broken_is_an_error_until_it_works(site: TestSite, page: Page) {
    let names = BROKEN_FETCH
        .lines()
        .filter_map(|line| line.strip_prefix("        ")?.split_once(": "))
        .map(|(name, _)| name)
        .collect::<Vec<_>>();
    assert_eq!(names.len(), 13);
    let elements = names.iter().map(|name| {
        let path = format!("/{name}.json");
        site.respond(&path, good(2));
        page.expect_console(&path);
        format!(
            r#"<key-events src="{path}" refresh="0" loading="eager"><p>Fallback</p></key-events>"#
        )
    });
    let elements = elements.collect::<String>();
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{BROKEN_FETCH}{module}{elements}"));
    page.open("/").await;
    let states = "[...new Set([...document.querySelectorAll('key-events')].map(({ state }) => state))].join()";
    page.wait_for(states, "error").await;
    let events = page.wait_for_events("key-events-error", names.len()).await;
    for event in &events {
        let detail = &event["detail"];
        // Of a body that is read there is nothing left.
        let kind = match detail["url"].as_str() {
            Some("/has_read_the_body.json") => "not-a-feed",
            _ => "network",
        };
        assert_eq!(detail["kind"], kind, "{detail}");
    }
    for index in 0..names.len() {
        page.nth_widget(index)
            .wait_visible("[part=error]", true)
            .await;
    }
    let hidden = "return [...document.querySelectorAll('key-events > p')].filter((text) => !text.offsetHeight).length";
    assert_eq!(page.run(hidden).await, 0);
    page.run(
        "repair(); document.querySelectorAll('key-events').forEach((element) => element.refresh())",
    )
    .await;
    page.wait_for(states, "ready").await;
}

async fn a_start_whose_fetch_rejects_with_anything_is_an_error(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let element = r#"<key-events src="/feed.json"><p>Fallback</p></key-events>"#;
    for fault in [
        "rejects_with_null",
        "rejects_with_getters",
        "throws_null",
        "returns_nothing",
        "resolves_with_a_mock",
    ] {
        let body = format!("{BROKEN_FETCH}<script>window.fetch = faults.{fault}</script>{element}");
        site.page("/", &FakeClock::default().page(&body));
        page.open("/").await;
        page.wait_for_events("key-events-error", 1).await;
        page.expect_console("the timeline can't start (network)");
        assert!(page.document().is_visible("key-events > p").await);
        page.run("repair()").await;
        page.widget().wait_count("li", 2).await;
    }
}
