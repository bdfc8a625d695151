//! A timeline that keeps itself up to date.

use std::sync::atomic::{AtomicUsize, Ordering};

use key_events_e2e::{Answer, Engine, Page, Site, feed, scenarios};
use serde_json::{Value, json};

scenarios![
    an_unchanged_feed_is_asked_for_again_and_draws_nothing,
    what_is_new_edited_and_gone_is_merged,
    fifty_elements_make_one_request_at_a_time,
    nothing_is_asked_while_the_page_is_hidden_and_once_when_it_returns,
    a_feed_that_has_ended_and_one_without_refresh_are_not_asked_again,
    a_removed_element_asks_no_more,
    every_fault_leaves_a_stale_list_that_recovers_by_itself,
    a_server_that_sends_readers_away_is_obeyed,
    a_wrong_clock_is_corrected_by_the_servers,
];

/// A page where long sleeps take a hundredth of their time, but for the limit of a request.
const FAST: &str = r#"<script>
    (() => {
      const [sleep, get] = [setTimeout, fetch];
      window.delays = [];
      window.asked = {};
      window.setTimeout = (call, delay = 0, ...rest) => {
        delays.push(delay);
        return sleep(call, delay >= 2000 && delay != 10000 ? delay / 100 : delay, ...rest);
      };
      window.fetch = (request, ...rest) => {
        const path = new URL(request.url ?? request, location).pathname;
        asked[path] = (asked[path] ?? 0) + 1;
        return get(request, ...rest);
      };
    })();
    </script>
    <script type="module" src="{cdn}/key-events.js"></script>"#;

fn page(site: &Site, body: &str) {
    site.page("/", &format!("{FAST}{body}"));
}

async fn wait_for_state(page: &Page, state: &str) {
    page.wait_for("document.querySelector('key-events').state", state)
        .await;
}

/// The detail of the first error; more may follow until the fault is over.
async fn first_error(page: &Page) -> Value {
    page.wait_until("window.__recorder.events['key-events:error'].length >= 1")
        .await;
    page.events("key-events:error").await.swap_remove(0)["detail"].take()
}

/// Answers one after the other; the last again and again.
fn in_turn(site: &Site, path: &str, answers: Vec<Answer>) {
    let next = AtomicUsize::new(0);
    site.respond(path, move |_| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        answers[number.min(answers.len() - 1)].clone()
    });
}

fn numbered(count: usize) -> Answer {
    Answer::json(&feed::numbered(count).to_string())
}

async fn an_unchanged_feed_is_asked_for_again_and_draws_nothing(site: Site, page: Page) {
    let body = feed::numbered(3).to_string();
    site.respond("/feed.json", move |request| {
        let known = request.headers.get("if-none-match");
        let answer = match known.map(String::as_str) {
            Some("\"1\"") => Answer::json("").status(304),
            _ => Answer::json(&body),
        };
        answer.header("etag", "\"1\"")
    });
    self::page(
        &site,
        "<key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.run(
        "window.changes = [];
        const root = document.querySelector('key-events').shadowRoot;
        const said = ({ type, target, attributeName }) =>
            [type, target.localName ?? target.data, attributeName && target.getAttribute(attributeName)].join(' ');
        new MutationObserver((list) => window.changes.push(...list.map(said)))
            .observe(root, { subtree: true, childList: true, attributes: true, characterData: true });",
    )
    .await;
    page.wait_until("window.asked['/feed.json'] >= 30").await;
    assert_eq!(page.run("return window.changes").await, json!([]));
    assert_eq!(page.events("key-events:update").await.len(), 0);
    let answers: Vec<_> = site
        .requests()
        .into_iter()
        .filter(|request| request.path == "/feed.json")
        .filter_map(|request| request.status)
        .collect();
    assert_eq!(answers.first(), Some(&200));
    assert!(answers.len() >= 29, "{answers:?}");
    // A session of WebKit that is driven has no cache to ask by.
    if page.engine() != Engine::Webkit {
        assert!(
            answers.iter().skip(1).all(|status| *status == 304),
            "{answers:?}"
        );
    }
}

async fn what_is_new_edited_and_gone_is_merged(site: Site, page: Page) {
    let event = |id: &str, title: &str, minute| feed::event(id, title, minute);
    let first = feed::of([event("b", "B", 2), event("a", "A", 1)]);
    let second = feed::of([event("c", "C", 3), event("b", "B, edited", 2)]);
    in_turn(
        &site,
        "/feed.json",
        [first, second]
            .map(|feed| Answer::json(&feed.to_string()))
            .into(),
    );
    self::page(
        &site,
        "<key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    page.widget()
        .wait_texts("[part~=title]", &["C", "B, edited"])
        .await;
    let updates = page.wait_for_events("key-events:update", 1).await;
    let changes = json!({ "added": ["c"], "changed": ["b"], "removed": ["a"] });
    assert_eq!(updates[0]["detail"], changes);
}

async fn fifty_elements_make_one_request_at_a_time(site: Site, page: Page) {
    in_turn(&site, "/feed.json", (1..=9).map(numbered).collect());
    let elements =
        "<key-events src=\"/feed.json\" refresh=\"5\" loading=\"eager\"></key-events>".repeat(50);
    self::page(&site, &elements);
    page.open("/").await;
    page.wait_until(
        "[...document.querySelectorAll('key-events')].every((element) =>
            element.entries?.length == 9)",
    )
    .await;
    // The ninth answer has come, and perhaps those after it that are the same.
    let asked = page.run("return window.asked['/feed.json']").await;
    assert!((9..20).contains(&asked.as_u64().unwrap()), "{asked}");
}

async fn nothing_is_asked_while_the_page_is_hidden_and_once_when_it_returns(
    site: Site,
    page: Page,
) {
    for path in ["/feed.json", "/other.json"] {
        site.answer(path, numbered(2));
    }
    self::page(
        &site,
        "<script>
            window.away = false;
            Object.defineProperty(document, 'hidden', { get: () => window.away });
            window.go = (away) => {
                window.away = away;
                document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
            };
        </script>
        <key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.open("/").await;
    page.wait_until("window.asked['/feed.json'] >= 3").await;
    page.run("window.go(true)").await;
    // What is under way may end; another timer shows that time goes by.
    page.run(
        "window.before = window.asked['/feed.json'];
        setTimeout(() => (window.later = true), 150000);",
    )
    .await;
    page.wait_until("window.later").await;
    assert!(
        page.run("return window.asked['/feed.json'] == window.before")
            .await
            .as_bool()
            .unwrap()
    );
    page.run("window.delays.length = 0; window.go(false)").await;
    page.wait_until("window.asked['/feed.json'] > window.before")
        .await;
    let first = page.run("return window.delays[0]").await;
    assert!(
        first.as_f64().unwrap() <= 5000.0,
        "it comes promptly: {first}"
    );
}

async fn a_feed_that_has_ended_and_one_without_refresh_are_not_asked_again(site: Site, page: Page) {
    let mut ended = feed::numbered(2);
    ended["expired"] = json!(true);
    site.json("/ended.json", ended);
    site.answer("/still.json", numbered(2));
    site.answer("/live.json", numbered(2));
    self::page(
        &site,
        "<key-events src=\"/ended.json\" refresh=\"5\" loading=\"eager\"></key-events>
        <key-events src=\"/still.json\" refresh=\"0\" loading=\"eager\"></key-events>
        <key-events src=\"/live.json\" refresh=\"5\" loading=\"eager\"></key-events>",
    );
    page.open("/").await;
    page.wait_until("window.asked['/live.json'] >= 20").await;
    assert_eq!(
        (site.count("/ended.json"), site.count("/still.json")),
        (1, 1)
    );
    wait_for_state(&page, "ended").await;
}

async fn a_removed_element_asks_no_more(site: Site, page: Page) {
    site.answer("/gone.json", numbered(2));
    site.answer("/live.json", numbered(2));
    self::page(
        &site,
        "<key-events src=\"/gone.json\" refresh=\"5\" loading=\"eager\"></key-events>
        <key-events src=\"/live.json\" refresh=\"5\" loading=\"eager\"></key-events>",
    );
    page.open("/").await;
    page.wait_until("window.asked['/gone.json'] >= 3").await;
    page.run(
        "document.querySelector('key-events').remove();
        window.before = window.asked['/gone.json'];
        window.until = window.asked['/live.json'] + 20;",
    )
    .await;
    page.wait_until("window.asked['/live.json'] >= window.until")
        .await;
    assert!(
        page.run("return window.asked['/gone.json'] == window.before")
            .await
            .as_bool()
            .unwrap()
    );
}

async fn every_fault_leaves_a_stale_list_that_recovers_by_itself(site: Site, page: Page) {
    let good = || numbered(2);
    let length = feed::numbered(2).to_string().len();
    let faults = [
        ("/error.json", "http", good().status(500)),
        ("/busy.json", "http", good().status(429)),
        ("/cut.json", "network", good().cut_after(length / 2)),
        (
            "/html.json",
            "not-a-feed",
            Answer::new("text/html", "<!doctype html><title>Down</title>"),
        ),
        ("/broken.json", "not-a-feed", Answer::json("{\"version\":")),
        (
            "/gzip.json",
            "not-a-feed",
            truncated_gzip().header("content-encoding", "gzip"),
        ),
        (
            "/loop.json",
            "network",
            good().status(302).header("location", "/loop.json"),
        ),
    ];
    for (path, kind, fault) in faults {
        in_turn(&site, path, vec![good(), fault.clone()]);
        self::page(
            &site,
            &format!("<key-events src=\"{path}\" refresh=\"5\"></key-events>"),
        );
        page.expect_console(path);
        page.open("/").await;
        wait_for_state(&page, "stale").await;
        page.widget().wait_count("li", 2).await;
        page.widget().wait_visible("[part~=stale]", true).await;
        let error = first_error(&page).await;
        assert_eq!(error["kind"], kind, "{path}");
        let retry = error["retryIn"].as_f64().unwrap();
        assert!((9.0..=11.0).contains(&retry), "{path}: {retry}");
        site.answer(path, numbered(3));
        wait_for_state(&page, "ready").await;
        page.widget().wait_count("li", 3).await;
    }
}

/// The start of a gzip stream (RFC 1952): its header, and a stored block (RFC 1951) that promises
/// more than there is.
fn truncated_gzip() -> Answer {
    let mut body = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    body.extend([1, 100, 0, 155, 255]);
    body.extend(b"{\"version\":");
    Answer::new("application/json", body)
}

async fn a_server_that_sends_readers_away_is_obeyed(site: Site, page: Page) {
    let away = Answer::json("").status(503).header("retry-after", "600");
    in_turn(&site, "/feed.json", vec![numbered(2), away, numbered(3)]);
    self::page(
        &site,
        "<key-events src=\"/feed.json\" refresh=\"5\"></key-events>",
    );
    page.expect_console("/feed.json");
    page.open("/").await;
    let error = first_error(&page).await;
    let retry = error["retryIn"].as_f64().unwrap();
    assert!((600.0..=605.0).contains(&retry), "{retry}");
    page.widget().wait_count("li", 3).await;
    let slept = page
        .run("return window.delays.some((delay) => delay >= 599000 && delay <= 606000)")
        .await;
    assert_eq!(slept, true);
}

async fn a_wrong_clock_is_corrected_by_the_servers(site: Site, page: Page) {
    // By the server's clock the one event was five minutes ago, by the reader's years.
    let answer = numbered(1).header("date", "Mon, 01 Jul 2024 12:06:00 GMT");
    site.answer("/feed.json", answer);
    self::page(
        &site,
        "<key-events src=\"/feed.json\" lang=\"en\" time=\"relative\"></key-events>",
    );
    page.open("/").await;
    page.widget().wait_text("[part=time]", "5m ago").await;
}
