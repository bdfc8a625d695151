//! Large, odd and hostile feeds.

use key_events_e2e::{MockResponse, Page, TestSite, feed, scenarios};
use serde_json::json;

scenarios![
    ten_thousand_events_show_ten_rows_and_then_render_incrementally,
    an_id_that_comes_twice_is_one_row,
    of_the_numbers_only_whole_ones_up_to_2_to_the_53_are_ids,
    odd_ids_have_rows_that_lead_to_their_entries,
    markup_in_a_feed_is_shown_as_text,
    a_url_that_could_run_a_script_is_no_link,
    a_feed_in_a_script_of_the_page_is_read,
    an_image_alone_has_its_alternative_text_or_a_word_as_headline,
    links_are_relative_to_the_url_of_the_response,
    a_redirected_feed_continues_relative_to_the_url_of_the_response,
    urls_in_a_story_are_relative_to_the_url_of_the_response,
    a_page_of_another_origin_is_not_requested,
    the_encoding_is_that_of_the_byte_order_mark_or_of_the_response,
    structured_data_that_a_template_has_damaged_is_read,
    structured_data_that_a_script_adds_and_changes_later_is_followed,
    structured_data_is_found_by_its_media_type_also_after_a_broken_script,
    a_feed_in_a_script_that_comes_after_an_error_replaces_it,
    every_character_reference_is_decoded_under_the_strictest_policy,
    an_edited_update_without_an_id_stays_the_same_event;
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
    let links = widget.attributes(".item a", "href").await;
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

async fn an_image_alone_has_its_alternative_text_or_a_word_as_headline(site: TestSite, page: Page) {
    let event = |id: &str, minute, html: &str| {
        let mut event = feed::event(id, "", minute);
        event["content_html"] = json!(html);
        event.as_object_mut().unwrap().remove("title");
        event
    };
    site.json(
        "/feed.json",
        feed::of([
            event("c", 3, r#"<figure><img src="" alt="The mayor"></figure>"#),
            event("b", 2, "<figure><img></figure>"),
            event("a", 1, "<video></video>"),
        ]),
    );
    site.page(
        "/",
        &WIDGET.replace("<key-events", "<key-events lang=\"de\""),
    );
    page.open("/").await;
    page.widget()
        .wait_texts("[part=title]", &["The mayor", "Bild", "Video"])
        .await;
    page.wait_for_lazy_chunk().await;
}

async fn every_character_reference_is_decoded_under_the_strictest_policy(
    site: TestSite,
    page: Page,
) {
    let names = htmlize::ENTITIES.keys();
    let mut references: Vec<_> = names
        .map(|name| String::from_utf8(name.to_vec()).unwrap())
        .collect();
    assert_eq!(references.len(), 2_231);
    references.sort_unstable();
    // Those of windows-1252, and what is around them.
    references.extend((1..0x100).map(|code| format!("&#{code};")));
    references.extend((0x80..0xA0).map(|code| format!("&#x{code:X}")));
    references.extend(["&notit;", "&unknown;", "&eacutex", "&#xD800;"].map(str::to_owned));
    // Fewer than the rows that are rendered before the reader scrolls.
    let headlines: Vec<_> = references
        .chunks(20)
        .map(|some| format!("|{}|", some.join("|")))
        .collect();
    let updates = headlines.iter().enumerate().map(|(n, headline)| {
        let date = format!("2024-07-01T{:02}:{:02}:00Z", n / 60, n % 60);
        json!({"@id": format!("e{n}"), "headline": headline, "datePublished": date})
    });
    let updates: Vec<_> = updates.collect();
    site.json(
        "/feed.json",
        json!({ "@type": "LiveBlogPosting", "liveBlogUpdate": updates }),
    );
    let element = WIDGET.replace("<key-events", "<key-events limit=\"1000\" order=\"oldest\"");
    site.page_with_policy("/", &element, TestSite::STRICT);
    page.open("/").await;
    let widget = page.widget();
    page.wait_for_lazy_chunk().await;
    widget.wait_count("[part=title]", headlines.len()).await;
    let shown = page
        .run(
            "const { shadowRoot } = document.querySelector('key-events');
            return [...shadowRoot.querySelectorAll('[part=title]')].map((title) => title.textContent);",
        )
        .await;
    // What the parser of the browser has for them, without a policy that forbids it.
    site.page("/parser", "");
    page.open("/parser").await;
    let expected = page
        .run_with(
            "const parse = (html) => {
                const area = document.createElement('textarea');
                area.innerHTML = html;
                return area.textContent.replace(/[\\t-\\r\\x85\\p{Z}]/gu, ' ').replace(/\\p{Cc}/gu, '').replace(/ +/g, ' ');
            };
            return arguments[0].map(parse);",
            json!([headlines]),
        )
        .await;
    let [shown, expected] = [shown, expected].map(|texts| texts.as_array().unwrap().clone());
    for ((headline, shown), expected) in headlines.iter().zip(shown).zip(expected) {
        assert_eq!(shown, expected, "{headline}");
    }
}

async fn links_are_relative_to_the_url_of_the_response(site: TestSite, page: Page) {
    let urls = [
        "entry/1",
        "/entry/2",
        "#entry-3",
        "../entry/4",
        "https://news.example/5",
    ];
    let items = urls.iter().enumerate().map(|(n, url)| {
        let mut event = feed::event(&format!("e{n}"), &format!("Event {n}"), 9 - n);
        event["url"] = json!(url);
        event
    });
    let mut document = feed::of(items);
    document["_key_events"] = json!({ "discussion_url": "talk" });
    let redirect = MockResponse::json("").status(302);
    site.respond(
        "/feed.json",
        redirect.header("location", "/2026/03/feed.json"),
    );
    site.json("/2026/03/feed.json", document.clone());
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", urls.len()).await;
    let hrefs = "const { shadowRoot } = document.querySelector('key-events');
        return [...shadowRoot.querySelectorAll('li a, [part~=discussion] a')].map((link) => link.href);";
    let expected = [
        site.url("/2026/03/entry/1"),
        site.url("/entry/2"),
        site.url("/#entry-3"),
        site.url("/2026/entry/4"),
        "https://news.example/5".to_owned(),
        site.url("/2026/03/talk"),
    ];
    assert_eq!(page.run(hrefs).await, json!(expected));
    page.wait_for_lazy_chunk().await;

    // On another origin.
    let moved = MockResponse::json(&document.to_string());
    site.respond(
        "/feed.json",
        moved.header("access-control-allow-origin", "*"),
    );
    site.page(
        "/",
        &WIDGET.replace("src=\"/feed", &format!("src=\"{}/feed", site.cdn_url(""))),
    );
    page.open("/").await;
    widget.wait_count("li", urls.len()).await;
    let expected = [
        site.cdn_url("/entry/1"),
        site.cdn_url("/entry/2"),
        site.url("/#entry-3"),
        site.cdn_url("/entry/4"),
        "https://news.example/5".to_owned(),
        site.cdn_url("/talk"),
    ];
    assert_eq!(page.run(hrefs).await, json!(expected));
    page.wait_for_lazy_chunk().await;
}

async fn urls_in_a_story_are_relative_to_the_url_of_the_response(site: TestSite, page: Page) {
    let mut event = feed::event("a", "Event a", 1);
    event["content_html"] = json!(
        "<a href=\"more?a=1&amp;b=2\">1</a><a href=/more>2</a><a href=\"#e1\">3</a>
        <a href=\"https://news.example/4\">4</a><img src=\"/a.svg\" alt=\"A\">"
    );
    // The URL of the second event makes the feed one for the lazy chunk.
    for url in ["https://news.example/b", "entry/b"] {
        let mut other = feed::event("b", "Event b", 2);
        other["url"] = json!(url);
        let document = feed::of([event.clone(), other]).to_string();
        let response = MockResponse::json(&document).header("access-control-allow-origin", "*");
        site.respond("/live/feed.json", response);
        let image = MockResponse::new("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        site.respond("/a.svg", image);
        let src = format!("src=\"{}\" images", site.cdn_url("/live/feed.json"));
        site.page("/", &WIDGET.replace("src=\"/feed.json\"", &src));
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count("li", 2).await;
        widget.click("[data-id=a] [part=more]").await;
        widget.wait_count("[part=body] img", 1).await;
        let urls = "const { shadowRoot } = document.querySelector('key-events');
            return [...shadowRoot.querySelectorAll('.rich :is(a, img)')].map((node) => node.href ?? node.src);";
        let expected = [
            site.cdn_url("/live/more?a=1&b=2"),
            site.cdn_url("/more"),
            site.url("/#e1"),
            "https://news.example/4".to_owned(),
            site.cdn_url("/a.svg"),
        ];
        assert_eq!(page.run(urls).await, json!(expected), "{url}");
    }
}

async fn a_redirected_feed_continues_relative_to_the_url_of_the_response(
    site: TestSite,
    page: Page,
) {
    let part = |ids: [usize; 2], next: Option<&str>| {
        let events = ids.map(|n| feed::event(&format!("e{n}"), &format!("Event {n}"), n));
        let mut part = feed::of(events);
        part["next_url"] = json!(next);
        part
    };
    let redirect = |to: &str| MockResponse::json("").status(302).header("location", to);
    site.respond("/feed.json", redirect("/2026/03/feed.json"));
    site.json("/2026/03/feed.json", part([6, 5], Some("page2.json")));
    site.respond("/2026/03/page2.json", redirect("/2026/02/page2.json"));
    site.json("/2026/02/page2.json", part([4, 3], Some("page3.json")));
    site.json("/2026/02/page3.json", part([2, 1], None));
    site.page("/", WIDGET);
    page.open("/").await;
    page.widget().wait_count("li", 6).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_page_of_another_origin_is_not_requested(site: TestSite, page: Page) {
    let part = |n: usize, next: &str| {
        let mut part = feed::of([feed::event(&format!("e{n}"), &format!("Event {n}"), n)]);
        part["next_url"] = json!(next);
        part
    };
    let other = site.cdn_url("/other.json");
    let shared = MockResponse::json(&part(1, "").to_string());
    let shared = shared.header("access-control-allow-origin", "*");
    site.respond("/other.json", shared);
    // By the feed itself, and by a page that the server of the feed redirects there.
    site.json("/feed.json", part(3, &other));
    site.page("/", &WIDGET.replace("<key-events", "<key-events debug"));
    page.open("/").await;
    page.expect_console("next_url is not a URL of the feed's own origin");
    page.widget().wait_count("li", 1).await;
    page.wait_for_lazy_chunk().await;
    assert_eq!(site.count("/other.json"), 0);

    let first = MockResponse::json(&part(2, "other.json").to_string());
    site.respond(
        "/first.json",
        first.header("access-control-allow-origin", "*"),
    );
    let redirect = MockResponse::json("").status(302);
    let redirect = redirect.header("location", &site.cdn_url("/first.json"));
    site.respond("/page2.json", redirect);
    site.json("/feed.json", part(3, "page2.json"));
    page.open("/").await;
    page.expect_console("next_url is not a URL of the feed's own origin");
    page.widget().wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    assert_eq!(site.count("/other.json"), 0);
}

async fn the_encoding_is_that_of_the_byte_order_mark_or_of_the_response(
    site: TestSite,
    page: Page,
) {
    let text = feed::of([feed::event("a", "café – ende", 1)]).to_string();
    let utf_16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        let text = text.encode_utf16().flat_map(bytes);
        mark.iter().copied().chain(text).collect::<Vec<_>>()
    };
    let windows: Vec<_> = text
        .replace('–', "\u{96}")
        .chars()
        .map(|char| char as u8)
        .collect();
    let json = "application/json";
    for (mime, body) in [
        ("application/json; charset=windows-1252", windows.clone()),
        (json, windows),
        (json, utf_16(b"\xff\xfe", u16::to_le_bytes)),
        (json, utf_16(b"\xfe\xff", u16::to_be_bytes)),
        (json, utf_16(b"", u16::to_le_bytes)),
        (
            "application/json; charset=iso-8859-1",
            text.clone().into_bytes(),
        ),
        (
            "application/json; charset=unheard-of",
            text.clone().into_bytes(),
        ),
    ] {
        site.respond("/feed.json", MockResponse::new(mime, body));
        site.page("/", WIDGET);
        page.open("/").await;
        page.widget()
            .wait_texts("[part=title]", &["café – ende"])
            .await;
        page.wait_for_lazy_chunk().await;
    }
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
        assert!(lines.contains("entry with id \"bad\": "), "{lines}");
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

/// The text of a live blog with updates without ids: minutes, headlines and texts.
fn live_blog(updates: &[(usize, &str, &str)]) -> String {
    let update = |(minute, headline, text): &(usize, &str, &str)| {
        json!({
            "@type": "BlogPosting",
            "headline": headline,
            "articleBody": text,
            "datePublished": format!("2024-07-01T12:{minute:02}:00Z"),
        })
    };
    let updates: Vec<_> = updates.iter().map(update).collect();
    json!({
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Live blog",
        "liveBlogUpdate": updates,
    })
    .to_string()
}

/// As templates damage it: escaped quotes, comments of CDATA, a semicolon after it, line breaks in texts.
async fn structured_data_that_a_template_has_damaged_is_read(site: TestSite, page: Page) {
    let blog = live_blog(&[(1, "A", "a"), (2, "B", "b")]);
    let broken_text = blog.replacen("\"A\"", "\"A\n\"", 1);
    for damaged in [
        blog.replace('"', "&quot;"),
        format!("//<![CDATA[\n{blog}\n//]]>"),
        format!("/*<![CDATA[*/{blog}/*]]>*/"),
        format!("{blog};"),
        broken_text,
    ] {
        let script = format!(r#"<script type="application/ld+json">{damaged}</script>"#);
        let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
        site.page(
            "/",
            &format!("{script}{module}<key-events loading=\"eager\"></key-events>"),
        );
        page.open("/").await;
        page.widget().wait_texts("[part=title]", &["B", "A"]).await;
    }
    let script =
        "<script type=\"application/ld+json\">\n{\"@type\": \"LiveBlogPosting\" \"b\"}</script>";
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page(
        "/",
        &format!("{script}{module}<key-events loading=\"eager\"></key-events>"),
    );
    page.expect_console("key-events: the feed is not JSON");
    page.open("/").await;
    let errors = page.wait_for_events("key-events-error", 1).await;
    let message = errors[0]["detail"]["message"].as_str().unwrap();
    assert!(message.contains("line 2"), "{message}");
}

async fn structured_data_that_a_script_adds_and_changes_later_is_followed(
    site: TestSite,
    page: Page,
) {
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element = r#"<key-events loading="eager" lang="en"></key-events>"#;
    site.page("/", &format!("{module}{element}"));
    page.open("/").await;
    page.wait_until("document.querySelector('key-events').state == 'loading' && performance.getEntriesByType('resource').some(({ name }) => name.includes('_lazy'))").await;
    let add = "const script = document.createElement('script');
        script.type = 'application/ld+json';
        script.textContent = arguments[0];
        document.head.append(script);
        window.added = script;";
    let replace = format!("window.added.remove(); {add}");
    let change = "window.added.firstChild.data = arguments[0]";
    let blogs = [
        live_blog(&[(1, "A", "a")]),
        live_blog(&[(2, "B", "b"), (1, "A", "a")]),
        live_blog(&[(3, "C", "c"), (2, "B!", "b"), (1, "A", "a")]),
    ];
    page.run_with(add, json!([blogs[0]])).await;
    let widget = page.widget();
    widget.wait_texts("[part=title]", &["A"]).await;
    page.wait_for_lazy_chunk().await;
    page.run_with(&replace, json!([blogs[1]])).await;
    widget.wait_texts("[part=title]", &["B", "A"]).await;
    page.run_with(change, json!([blogs[2]])).await;
    widget.wait_texts("[part=title]", &["C", "B!", "A"]).await;
    let updates = page.wait_for_events("key-events-update", 2).await;
    assert_eq!(
        updates[1]["detail"]["added"],
        json!(["2024-07-01T12:03:00Z C"])
    );
    assert_eq!(
        updates[1]["detail"]["changed"],
        json!(["2024-07-01T12:02:00Z B"])
    );
    // A feed that is removed, as by a change of the route, leaves the list.
    page.run("window.added.remove(); return new Promise((done) => setTimeout(done, 500))")
        .await;
    assert_eq!(widget.count("li").await, 3);
    page.wait_for_events("key-events-error", 0).await;
}

async fn structured_data_is_found_by_its_media_type_also_after_a_broken_script(
    site: TestSite,
    page: Page,
) {
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element = r#"<key-events loading="eager"></key-events>"#;
    let broken = r#"<script type="application/ld+json">{"@type": "Organization",</script>"#;
    let blog = live_blog(&[(1, "A", "a")]);
    for media_type in ["application/ld+json; charset=utf-8", "Application/LD+JSON"] {
        let own = format!(r#"<script type="text/plain" id="own">{blog}</script>"#);
        site.page("/", &format!("{module}{broken}{own}{element}"));
        page.open("/").await;
        page.wait_until("document.querySelector('key-events').state == 'loading' && performance.getEntriesByType('resource').some(({ name }) => name.includes('_lazy'))").await;
        page.run("return new Promise((done) => setTimeout(done, 500))")
            .await;
        let consent = "document.getElementById('own').type = arguments[0]";
        page.run_with(consent, json!([media_type])).await;
        page.widget().wait_texts("[part=title]", &["A"]).await;
        page.wait_for_events("key-events-error", 0).await;
    }
}

async fn a_feed_in_a_script_that_comes_after_an_error_replaces_it(site: TestSite, page: Page) {
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element = r##"<key-events src="#feed" loading="eager"></key-events>"##;
    site.page("/", &format!("{module}{element}"));
    page.expect_console("the page has no such script element");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    let add = "const script = document.createElement('script');
        script.type = 'application/json';
        script.id = 'feed';
        script.text = arguments[0];
        document.body.append(script);";
    let feed = feed::numbered(2).to_string();
    page.run_with(add, json!([feed])).await;
    page.widget().wait_count("li", 2).await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

async fn an_edited_update_without_an_id_stays_the_same_event(site: TestSite, page: Page) {
    let blog = |updates: &[(usize, &str, &str)]| {
        MockResponse::new("application/ld+json", live_blog(updates))
    };
    site.respond("/feed.json", blog(&[(2, "B", "More of b."), (1, "A", "a")]));
    site.page("/", WIDGET);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_texts("[part=title]", &["B", "A"]).await;
    page.wait_for_lazy_chunk().await;
    widget.click("li:first-child .more").await;
    widget.wait_visible("[part=body]", true).await;
    for (number, title) in ["B!", "B?"].iter().enumerate() {
        site.respond(
            "/feed.json",
            blog(&[(2, title, "More of b."), (1, "A", "a")]),
        );
        page.run("return document.querySelector('key-events').refresh()")
            .await;
        widget.wait_texts("[part=title]", &[title, "A"]).await;
        assert!(widget.is_visible("[part=body]").await);
        assert_eq!(widget.count("[part=new-badge]").await, 0);
        let updates = page.wait_for_events("key-events-update", number + 1).await;
        let detail = json!({ "added": [], "changed": ["2024-07-01T12:02:00Z B"], "removed": [] });
        assert_eq!(updates[number]["detail"], detail);
    }
}
