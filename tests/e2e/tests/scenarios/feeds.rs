//! Unusual feeds: large, odd, hostile.

use key_events_e2e::{MockResponse, Page, TestSite, feed, scenarios};
use serde_json::json;

scenarios![
    ten_thousand_events_show_ten_rows_and_then_render_incrementally,
    an_id_that_comes_twice_is_one_row,
    of_the_numbers_only_whole_ones_up_to_2_to_the_53_are_ids,
    odd_ids_have_rows_that_lead_to_their_entries,
    markup_in_a_feed_is_shown_as_text,
    a_url_that_could_run_a_script_is_no_link,
    a_feed_in_a_script_of_the_page_is_read;
    also in development:
    a_feed_in_a_script_is_found_whatever_else_has_its_id,
    invalid_json_is_repaired_and_no_entry_is_skipped,
    a_feed_that_flags_nothing_but_summaries_shows_every_headline,
];

const WIDGET: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>
    <key-events src="/feed.json"></key-events>"#;

async fn ten_thousand_events_show_ten_rows_and_then_render_incrementally(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(10_000));
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 10).await;
    assert_eq!(widget.text("[part=show-all]").await, "Show all 10,000");
    assert!(widget.text("[part=count]").await.starts_with("10,000"));
    let events = page.wait_for_events("key-events-ready", 1).await;
    let detail = json!({ "total": 10_000, "shown": 10 });
    assert_eq!(events[0]["detail"], detail);

    widget.click("[part=show-all]").await;
    widget.wait_count("li", 200).await;
    assert_eq!(widget.count("[part=show-all]").await, 0);
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
}

async fn an_id_that_comes_twice_is_one_row(site: TestSite, page: Page) {
    let items = [
        feed::event("b", "B", 3),
        feed::event("a", "A", 2),
        feed::event("a", "A again", 1),
    ];
    site.json("/feed.json", feed::of(items));
    site.page("/", WIDGET);
    page.open("/").await;
    page.widget().wait_texts("[part=title]", &["B", "A"]).await;
}

async fn of_the_numbers_only_whole_ones_up_to_2_to_the_53_are_ids(site: TestSite, page: Page) {
    let whole = [
        ("1e3", "1000"),
        ("12.50e1", "125"),
        ("70e-1", "7"),
        ("-0.4e1", "-4"),
        ("4503599627370496.0", "4503599627370496"),
        ("9007199254740993", "9007199254740993"),
        ("0.000000000000000000000005e24", "5"),
    ];
    let others = [
        "2.5",
        "1e16",
        "1e22",
        "1e23",
        "1e25",
        "1e99",
        "1e308",
        "123456789e-3",
        "5e-3",
        "18446744073709551616",
        "1e-2",
        "1e-30",
    ];
    let all = whole.iter().map(|(written, _)| written).chain(&others);
    let items = all.map(|id| format!(r#"{{"id": {id}, "title": "{id}", "content_text": ""}}"#));
    let items: Vec<_> = items.collect();
    let version = "https://jsonfeed.org/version/1.1";
    let text = format!(
        r#"{{"version": "{version}", "title": "", "items": [{}]}}"#,
        items.join(",")
    );
    site.respond("/feed.json", MockResponse::json(&text));
    site.page(
        "/",
        &WIDGET.replace("src=\"/feed", "limit=\"99\" src=\"/feed"),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", whole.len()).await;
    let found = widget.attributes("li", "data-id").await;
    let found: Vec<_> = found.into_iter().flatten().collect();
    assert_eq!(found, whole.map(|(_, id)| id));
}

async fn odd_ids_have_rows_that_lead_to_their_entries(site: TestSite, page: Page) {
    let ids = [
        r#"say "hello""#,
        "it's",
        "with a space",
        "urn:x:1:2",
        "Tor für 日本",
        "событие-5",
        "a.b#c",
        "100%",
        "<b>",
        "a/b?c=d&e",
        "\\",
    ];
    let items = ids.iter().enumerate();
    let items = items.map(|(n, id)| feed::event(id, &format!("Event {n}"), n));
    site.json("/feed.json", feed::of(items));
    let element = r#"<key-events src="/feed.json" order="oldest" limit="99"></key-events>"#;
    site.page(
        "/",
        &WIDGET.replace(r#"<key-events src="/feed.json">"#, element),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", ids.len()).await;
    let found = widget.attributes("li", "data-id").await;
    let found: Vec<_> = found.iter().flatten().collect();
    assert_eq!(found, ids);
    assert_eq!(widget.count("li a[href^='/live?entry=']").await, ids.len());

    // Now with the entries in the page.
    let entries = "
        for (const id of arguments[0]) {
            const entry = document.createElement('article');
            entry.id = id;
            entry.textContent = id;
            document.body.append(entry);
        }
        const old = document.querySelector('key-events');
        old.replaceWith(old.cloneNode());";
    page.run_with(entries, json!([ids])).await;
    widget.wait_count("li a[href^='#']", ids.len()).await;
    let targets = "
        const { shadowRoot } = document.querySelector('key-events');
        const hrefs = [...shadowRoot.querySelectorAll('li a')].map((link) => link.href);
        return hrefs.map((href) => decodeURIComponent(new URL(href).hash.slice(1)));";
    assert_eq!(page.run(targets).await, json!(ids));
    for (n, id) in ids.iter().enumerate() {
        widget.click(&format!("li:nth-child({}) a", n + 1)).await;
        page.wait_for("decodeURIComponent(location.hash.slice(1))", *id)
            .await;
    }
}

async fn markup_in_a_feed_is_shown_as_text(site: TestSite, page: Page) {
    let title = "<b>Bold</b> &amp; <img src=x onerror=alert(1)><script>alert(1)</script>";
    let mut event = feed::event("a", title, 1);
    event["authors"] = json!([{ "name": "<i>Ann</i>" }]);
    event["content_html"] = json!("<img src=y onerror=alert(2)>");
    let untitled = json!({
        "id": "b", "content_text": "<u>No title</u>", "tags": ["key-event"],
        "date_published": "2024-07-01T12:00:00Z",
    });
    site.json("/feed.json", feed::of([event, untitled]));
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget
        .wait_texts("[part=title]", &[title, "<u>No title</u>"])
        .await;
    assert_eq!(widget.count("b, i, u, img, script").await, 0);
}

async fn a_url_that_could_run_a_script_is_no_link(site: TestSite, page: Page) {
    let addresses = [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:http://127.0.0.1/1",
        "file:///etc/hosts",
    ];
    let items = addresses.iter().enumerate().map(|(n, url)| {
        let mut event = feed::event(&format!("x{n}"), "No link", n);
        event["url"] = json!(url);
        event
    });
    let good = feed::event("good", "A link", 59);
    site.json("/feed.json", feed::of(items.chain([good])));
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", addresses.len() + 1).await;
    let links = widget.attributes("a", "href").await;
    assert_eq!(links, [Some("/live?entry=good".to_owned())]);
}

async fn a_feed_in_a_script_of_the_page_is_read(site: TestSite, page: Page) {
    let feed = feed::numbered(3);
    let body = format!(
        r##"<script id="feed" type="application/feed+json">{feed}</script>
        <script type="module" src="{{cdn}}/key-events.js"></script>
        <key-events src="#feed"></key-events>"##
    );
    site.page("/", &body);
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    let requests = site.requests();
    let of_page: Vec<_> = requests
        .iter()
        .filter(|request| !request.path.starts_with("/key-events/"))
        .collect();
    assert_eq!(of_page.len(), 1, "{of_page:?}");
}

async fn invalid_json_is_repaired_and_no_entry_is_skipped(site: TestSite, page: Page) {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let faults = [
        (
            r#""title": "Cheers \ud83d""#,
            "Cheers \u{fffd}",
            "half of a surrogate pair",
        ),
        (
            r#""title": "\udc00 cheers""#,
            "\u{fffd} cheers",
            "half of a surrogate pair",
        ),
        (
            "\"title\": \"Two\u{1}lines\"",
            "Two\u{fffd}lines",
            "a control character",
        ),
        (
            "\"title\": \"Two\nlines\"",
            "Two lines",
            "a line break or a tab",
        ),
        (
            r#""title": "Much", "_x": 1e400"#,
            "Much",
            "a number that is too large",
        ),
        (
            r#""title": "Nothing", "_x": [NaN, -Infinity]"#,
            "Nothing",
            "a number that is too large",
        ),
        (
            &format!(r#""title": "Deep", "_x": {deep}"#),
            "Deep",
            "nested more than 127 levels deep",
        ),
    ];
    for (fault, title, warning) in faults {
        let bad = format!(
            r#"{{"id": "bad", {fault}, "content_text": "Text", "date_published": "2024-07-01T12:02:00Z"}}"#
        );
        let good = r#"{"id": "good", "title": "Good", "content_text": "Text", "date_published": "2024-07-01T12:01:00Z"}"#;
        let body = format!(
            r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{bad}, {good}]}}"#
        );
        site.respond("/feed.json", MockResponse::json(&body));
        let element = r#"<key-events src="/feed.json" debug></key-events>"#;
        site.page(
            "/",
            &format!(r#"<script type="module" src="{{cdn}}/key-events.js"></script>{element}"#),
        );
        page.expect_console(warning);
        page.open("/").await;
        page.widget()
            .wait_texts("[part=title]", &[title, "Good"])
            .await;
        let lines = page.run("return window.__recorder.console.join()").await;
        let lines = lines.as_str().unwrap();
        assert!(lines.contains("entry bad: "), "{lines}");
        page.wait_for_lazy_chunk().await;
    }
}

async fn a_feed_that_flags_nothing_but_summaries_shows_every_headline(site: TestSite, page: Page) {
    let plain = |id: &str, minute| {
        let mut event = feed::event(id, id, minute);
        event["tags"] = json!([]);
        event
    };
    let mut summary = plain("So far", 2);
    summary["_key_events"] = json!({ "summary": true });
    site.json(
        "/feed.json",
        feed::of([plain("Late", 3), summary, plain("Early", 1)]),
    );
    site.page("/", WIDGET);
    page.open("/").await;
    page.widget()
        .wait_texts("[part=title]", &["Late", "So far", "Early"])
        .await;
    assert_eq!(page.widget().count("[part~=summary]").await, 1);
    page.wait_for_lazy_chunk().await;
}

async fn a_feed_in_a_script_is_found_whatever_else_has_its_id(site: TestSite, page: Page) {
    let script = format!(
        r#"<script id="feed" type="application/json">{}</script>"#,
        feed::numbered(2)
    );
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page(
        "/",
        &format!(r##"<img id="feed" name="feed" alt="">{script}{module}<key-events src="#feed"></key-events>"##),
    );
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
}
