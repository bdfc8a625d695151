//! The list and its header, as a reader uses them and as a page configures them.

use key_events_e2e::{Key, MockResponse, Page, TestSite, feed, scenarios};
use serde_json::json;

scenarios![
    what_changes_after_a_translation_is_rendered,
    the_header_has_the_heading_and_the_count,
    the_header_toggles_by_mouse_enter_and_space,
    the_tab_key_visits_the_header_each_row_once_and_the_button,
    times_are_exact_for_machines_and_short_for_readers,
    days_have_headings_when_there_are_several,
    summaries_are_marked,
    show_all_shows_all,
    every_attribute_can_change_at_any_time,
    a_bad_value_is_the_default_and_one_line_in_the_console,
    rows_link_to_their_anchors_in_the_page,
    a_row_without_an_anchor_in_the_page_links_to_its_own_url,
    a_click_on_a_row_scrolls_to_its_anchor,
    events_bubble_out_of_shadow_roots_with_their_details,
    the_script_api_reads_and_controls_the_timeline,
    labels_replace_the_text_of_the_interface,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// Opens a page with an element with these attributes, and waits for its list.
async fn open(site: &TestSite, page: &Page, attributes: &str) {
    let element = format!(r#"<key-events src="/feed.json" {attributes}></key-events>"#);
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    page.widget().wait_count("[part=count]", 1).await;
}

async fn set(page: &Page, name: &str, value: &str) {
    let script = "document.querySelector('key-events').setAttribute(...arguments)";
    page.run_with(script, json!([name, value])).await;
}

async fn the_header_has_the_heading_and_the_count(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    open(&site, &page, "").await;
    let widget = page.widget();
    assert_eq!(widget.text("h2 > button[part=toggle]").await, "Key events");
    assert!(widget.text("[part=count]").await.starts_with("12"));
    let spoken = widget.property("[part=count]", "textContent").await;
    assert_eq!(spoken.as_str().unwrap().trim(), "12 events");
    let button = "[part=toggle]";
    let expanded = widget.attribute(button, "aria-expanded").await;
    assert_eq!(expanded.as_deref(), Some("true"));
    let controls = widget.attribute(button, "aria-controls").await.unwrap();
    assert_eq!(widget.count(&format!("#{controls} li")).await, 10);
    let label = widget
        .attribute("section", "aria-labelledby")
        .await
        .unwrap();
    assert_eq!(widget.text(&format!("#{label}")).await, "Key events");
}

async fn the_header_toggles_by_mouse_enter_and_space(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    open(&site, &page, "").await;
    let (widget, button) = (page.widget(), "[part=toggle]");
    widget.click(button).await;
    widget
        .wait_attribute(button, "aria-expanded", "false")
        .await;
    assert!(!widget.is_visible("li").await);
    for (key, open) in [
        (Key::Enter, true),
        (Key::Enter, false),
        (Key::Space, true),
        (Key::Space, false),
    ] {
        widget.focus(button).await;
        page.press(key).await;
        let expanded = open.to_string();
        widget
            .wait_attribute(button, "aria-expanded", &expanded)
            .await;
        assert_eq!(widget.is_visible("li").await, open);
        assert!(widget.is_focused(button).await);
    }
    let events = page.wait_for_events("key-events-toggle", 5).await;
    let open: Vec<_> = events
        .iter()
        .map(|event| &event["detail"]["open"])
        .collect();
    assert_eq!(json!(open), json!([false, true, false, true, false]));
    // The whole header is the button.
    let [x, y, width, height] = widget.rectangle("[part=header]").await;
    let there = json!({
        "type": "pointerMove", "duration": 0, "origin": "viewport",
        "x": (x + width / 3.0).floor(), "y": (y + height - 4.0).floor(),
    });
    let down = json!({ "type": "pointerDown", "button": 0 });
    let up = json!({ "type": "pointerUp", "button": 0 });
    let actions = json!([{ "type": "pointer", "id": "mouse", "actions": [there, down, up] }]);
    page.act(actions).await;
    widget.wait_attribute(button, "aria-expanded", "true").await;
}

async fn the_tab_key_visits_the_header_each_row_once_and_the_button(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let element = r#"<key-events src="/feed.json" limit="2"></key-events>"#;
    let after = r#"<button id="after">After</button>"#;
    site.page("/", &format!("{MODULE}{element}{after}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    widget.focus("[part=toggle]").await;
    for next in [
        "[part=order]",
        "li:nth-child(1) a",
        "li:nth-child(2) a",
        "[part=show-all]",
    ] {
        page.press(Key::Tab).await;
        assert!(widget.is_focused(next).await, "{next}");
    }
    page.press(Key::Enter).await;
    widget.wait_count("li", 3).await;
    // A hidden row has no tab stop.
    widget.focus("[part=toggle]").await;
    page.press(Key::Enter).await;
    widget.wait_visible("li", false).await;
    page.press(Key::Tab).await;
    assert!(page.document().is_focused("#after").await);
}

async fn times_are_exact_for_machines_and_short_for_readers(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    open(&site, &page, r#"lang="en-GB" time-zone="Asia/Tokyo""#).await;
    let widget = page.widget();
    assert_eq!(widget.texts("time").await, ["21:02", "21:01"]);
    let exact = widget.attributes("time", "datetime").await;
    let exact: Vec<_> = exact.iter().flatten().collect();
    assert_eq!(exact, ["2024-07-01T12:02:00Z", "2024-07-01T12:01:00Z"]);
    let full = widget.attribute("time", "title").await.unwrap();
    assert!(
        full.contains("1 July 2024") && full.contains("21:02 GMT+9"),
        "{full}"
    );

    set(&page, "time", "relative").await;
    widget
        .wait_attribute("time", "datetime", "2024-07-01T12:02:00Z")
        .await;
    page.wait_until(
        "document.querySelector('key-events').shadowRoot.querySelector('time').textContent.includes('ago')",
    )
    .await;
}

async fn days_have_headings_when_there_are_several(site: TestSite, page: Page) {
    let mut earlier = feed::event("a", "Earlier", 0);
    earlier["date_published"] = json!("2023-12-31T12:00:00Z");
    site.json(
        "/feed.json",
        feed::of([feed::event("b", "Later", 0), earlier]),
    );
    open(
        &site,
        &page,
        r#"lang="en-GB" time-zone="UTC" heading-level="3""#,
    )
    .await;
    let widget = page.widget();
    let days = ["Monday 1 July 2024", "Sunday 31 December 2023"];
    let found = widget.texts("h4[part=day]").await;
    let found: Vec<_> = found.iter().map(|day| day.replace(',', "")).collect();
    assert_eq!(found, days);
    assert_eq!(widget.count("ol").await, 2);
}

async fn summaries_are_marked(site: TestSite, page: Page) {
    let mut summary = feed::event("s", "What we know", 1);
    summary["tags"] = json!([]);
    summary["_key_events"] = json!({ "summary": true });
    let mut other = feed::event("x", "Not key", 2);
    other["tags"] = json!([]);
    let items = [feed::event("b", "Event", 3), other, summary];
    site.json("/feed.json", feed::of(items));
    open(&site, &page, "").await;
    let widget = page.widget();
    let titles = ["Event", "What we know"];
    widget.wait_texts("[part=title]", &titles).await;
    let marked = "[part~=item][part~=summary]";
    assert_eq!(widget.count(marked).await, 1);
    let text = widget.text(&format!("{marked} .text")).await;
    assert!(text.starts_with("Summary What we know"), "{text}");
}

async fn show_all_shows_all(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    open(&site, &page, "").await;
    let widget = page.widget();
    assert_eq!(widget.count("li").await, 10);
    assert_eq!(widget.text("[part=show-all]").await, "Show all 12");
    widget.click("[part=show-all]").await;
    widget.wait_count("li", 12).await;
    assert_eq!(widget.count("[part=show-all]").await, 0);
    assert_eq!(site.count("/feed.json"), 1);
}

async fn every_attribute_can_change_at_any_time(site: TestSite, page: Page) {
    let mut tagged = feed::event("t", "Tagged", 9);
    tagged["tags"] = json!(["goal"]);
    let mut all = feed::numbered(3);
    all["items"].as_array_mut().unwrap().push(tagged);
    site.json("/feed.json", all);
    site.json("/other.json", feed::numbered(5));
    open(&site, &page, r#"lang="en-GB" time-zone="UTC""#).await;
    let widget = page.widget();
    let titles = "[part=title]";
    widget
        .wait_texts(titles, &["Event 3", "Event 2", "Event 1"])
        .await;
    set(&page, "order", "oldest").await;
    widget
        .wait_texts(titles, &["Event 1", "Event 2", "Event 3"])
        .await;
    set(&page, "limit", "1").await;
    widget.wait_texts(titles, &["Event 1"]).await;
    assert_eq!(widget.text("[part=show-all]").await, "Show all 3");
    set(&page, "select", "tag:goal").await;
    widget.wait_texts(titles, &["Tagged"]).await;
    set(&page, "select", "all").await;
    widget.wait_text("[part=show-all]", "Show all 4").await;
    set(&page, "heading", "So far").await;
    widget.wait_text("h2 [part=toggle]", "So far").await;
    set(&page, "heading-level", "4").await;
    widget
        .wait_text("h4[part=heading] [part=toggle]", "So far")
        .await;
    assert_eq!(widget.count("h5[part=day]").await, 1);
    set(&page, "lang", "de").await;
    widget.wait_text("[part=day]", "Montag, 1. Juli 2024").await;
    set(&page, "time-zone", "Asia/Tokyo").await;
    widget.wait_text("time", "21:01").await;
    set(&page, "collapsed", "").await;
    widget.wait_visible("li", false).await;
    page.run("document.querySelector('key-events').removeAttribute('collapsed')")
        .await;
    widget.wait_visible("li", true).await;
    set(&page, "theme", "dark").await;
    widget.wait_attribute("section", "data-theme", "dark").await;
    let [dark, light] = ["rgb(20, 22, 26)", "rgb(255, 255, 255)"];
    assert_eq!(widget.style("section", "background-color").await, dark);
    set(&page, "theme", "light").await;
    widget
        .wait_attribute("section", "data-theme", "light")
        .await;
    assert_eq!(widget.style("section", "background-color").await, light);
    assert_eq!(site.count("/feed.json"), 1);

    set(&page, "src", "/other.json").await;
    widget.wait_text("[part=show-all]", "Alle 5 anzeigen").await;
    assert_eq!(site.count("/other.json"), 1);
    assert_eq!(site.count("/feed.json"), 1);
}

async fn a_bad_value_is_the_default_and_one_line_in_the_console(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    page.expect_console(r#"order="up""#);
    open(&site, &page, r#"order="up""#).await;
    let titles = ["Event 3", "Event 2", "Event 1"];
    page.widget().wait_texts("[part=title]", &titles).await;
}

async fn rows_link_to_their_anchors_in_the_page(site: TestSite, page: Page) {
    let ids = [
        "own",
        "block",
        "liveblog",
        "wordpress",
        "anchored",
        "template",
    ];
    let items = ids.map(|id| feed::event(id, id, 0));
    let mut feed = feed::of(items);
    feed["items"][4]["_key_events"] = json!({ "anchor": "here-it-is" });
    feed["items"][5]["url"] = json!("/#elsewhere");
    let mut by_fragment = feed::event("fragment", "fragment", 0);
    by_fragment["url"] = json!("/?utm_source=news#its-%66ragment");
    feed["items"].as_array_mut().unwrap().push(by_fragment);
    site.json("/feed.json", feed);
    let entries = r#"<main>
        <p id="own"></p><p id="block-block"></p><p id="liveblog-entry-liveblog"></p>
        <p id="id_wordpress"></p><p id="here-it-is"></p>
        <p id="post-template"></p><p id="elsewhere"></p><p id="its-fragment"></p>
        <p data-post-id="own" id="by-selector"></p></main>"#;
    let element = r#"<key-events src="/feed.json" order="oldest" limit="99"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}{entries}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 7).await;
    let wait_href = async |id: &str, href: &str| {
        let selector = format!("li[data-id={id}] a");
        widget.wait_attribute(&selector, "href", href).await;
    };
    // The lazy chunk compares the URLs of this page that differ in more than their fragment.
    for (id, target) in [
        ("own", "#own"),
        ("block", "#block-block"),
        ("liveblog", "#liveblog-entry-liveblog"),
        ("wordpress", "#id_wordpress"),
        ("anchored", "#here-it-is"),
        ("template", "#elsewhere"),
        ("fragment", "#its-fragment"),
    ] {
        wait_href(id, target).await;
    }
    // A template takes precedence.
    set(&page, "anchor", "post-{id}").await;
    let template = "li[data-id=template] a";
    widget
        .wait_attribute(template, "href", "#post-template")
        .await;
    wait_href("own", "#own").await;
    set(&page, "anchor", "[data-post-id=\"{id}\"]").await;
    let own = "li[data-id=own] a";
    widget.wait_attribute(own, "href", "#by-selector").await;
    wait_href("template", "#elsewhere").await;
}

async fn a_row_without_an_anchor_in_the_page_links_to_its_own_url(site: TestSite, page: Page) {
    let mut no_address = feed::event("none", "No address", 0);
    no_address.as_object_mut().unwrap().remove("url");
    let mut other_page = feed::event("other", "Other page", 0);
    // The fragment belongs to another page, although this page has such an element.
    other_page["url"] = json!("/archive#here");
    let items = [feed::event("e", "Here", 0), other_page, no_address];
    site.json("/feed.json", feed::of(items));
    let element = r#"<key-events src="/feed.json" anchor="post-{id}"></key-events>"#;
    site.page("/", &format!(r#"{MODULE}{element}<p id="here"></p>"#));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    let links = widget.attributes("li a", "href").await;
    let links: Vec<_> = links.iter().flatten().collect();
    assert_eq!(links, ["/live?entry=e", "/archive#here"]);
    assert_eq!(widget.count("li[data-id=none] a").await, 0);
}

async fn a_click_on_a_row_scrolls_to_its_anchor(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let entries = r#"<div style="height: 3000px"></div><h3 id="e1">Here</h3>
        <div style="height: 3000px"></div>"#;
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}{entries}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    widget.click("li[data-id=e1] a").await;
    page.wait_for("location.hash", "#e1").await;
    page.wait_until("Math.abs(e1.getBoundingClientRect().top) < 60")
        .await;
    assert_eq!(site.count("/"), 1);
}

async fn events_bubble_out_of_shadow_roots_with_their_details(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let body = format!(
        r#"{MODULE}<live-blog></live-blog><script>
        document.querySelector("live-blog").attachShadow({{ mode: "open" }}).innerHTML =
            "<key-events src='/feed.json'></key-events>";
        </script>"#
    );
    site.page("/", &body);
    page.open("/").await;
    let heard = |detail| {
        json!([{
            "bubbles": true, "composed": true, "cancelable": false, "target": "live-blog",
            "detail": detail,
        }])
    };
    let ready = page.wait_for_events("key-events-ready", 1).await;
    assert_eq!(json!(ready), heard(json!({ "total": 12, "shown": 10 })));
    page.widget().click("[part=toggle]").await;
    let toggle = page.wait_for_events("key-events-toggle", 1).await;
    assert_eq!(json!(toggle), heard(json!({ "open": false })));

    page.expect_console("/missing.json");
    site.respond("/missing.json", MockResponse::json("").status(404));
    let other = "document.querySelector('live-blog').shadowRoot.firstChild.setAttribute('src', '/missing.json')";
    page.run(other).await;
    let error = page.wait_for_events("key-events-error", 1).await;
    let detail = &error[0]["detail"];
    assert_eq!(json!(error), heard(detail.clone()));
    assert_eq!([&detail["kind"], &detail["url"]], ["http", "/missing.json"]);
    assert!(detail["message"].as_str().unwrap().contains("404"));
}

async fn the_script_api_reads_and_controls_the_timeline(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    open(&site, &page, "").await;
    let widget = page.widget();
    let on_element = async |what: &str| {
        let script = format!("return document.querySelector('key-events').{what}");
        page.run(&script).await
    };
    let state = "document.querySelector('key-events').state";
    page.wait_for(state, "ready").await;
    let entries = on_element("entries").await;
    assert_eq!(entries.as_array().unwrap().len(), 12);
    let first = &entries[0];
    assert_eq!([&first["id"], &first["title"]], ["e12", "Event 12"]);
    assert_eq!(first["published"], "2024-07-01T12:12:00Z");
    on_element("collapse()").await;
    widget.wait_visible("li", false).await;
    on_element("expand()").await;
    widget.wait_visible("li", true).await;
    on_element("showAll()").await;
    widget.wait_count("li", 12).await;
    site.json("/feed.json", feed::numbered(13));
    on_element("refresh()").await;
    widget.wait_count("li", 13).await;
    assert_eq!(site.count("/feed.json"), 2);
}

async fn labels_replace_the_text_of_the_interface(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    open(&site, &page, "").await;
    page.run(
        "document.querySelector('key-events').labels = { heading: 'Bisher', showAll: 'Alle {n}' }",
    )
    .await;
    let widget = page.widget();
    widget.wait_text("[part=toggle]", "Bisher").await;
    widget.wait_text("[part=show-all]", "Alle 12").await;
}

/// Replaces every text in the widget, as the translator of a browser does.
pub(crate) const TRANSLATE: &str = "
    const { shadowRoot } = document.querySelector('key-events');
    const walker = document.createTreeWalker(shadowRoot, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('style')) texts.push(walker.currentNode);
    for (const text of texts) {
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.textContent = text.data.toUpperCase();
        outer.append(inner);
        text.replaceWith(outer);
    }";

const COUNT: &str =
    "document.querySelector('key-events').shadowRoot.querySelector('[part=count]').textContent";

async fn what_changes_after_a_translation_is_rendered(site: TestSite, page: Page) {
    let item = |id: &str, title: &str, minute: usize| {
        let mut item = feed::event(id, title, minute);
        item["content_text"] = json!(format!("More of {title}"));
        item
    };
    let edited = |id: &str, title: &str, minute: usize| {
        let mut item = item(id, title, minute);
        item["date_modified"] = "2024-07-01T13:30:00Z".into();
        item["_key_events"] = json!({ "summary": true });
        item
    };
    let feeds = [
        feed::of([item("b", "B", 2), item("a", "A", 1)]),
        feed::of([item("c", "C", 3), edited("b", "B2", 2), item("a", "A2", 1)]),
        feed::of([
            item("d", "D", 4),
            item("b", "B3", 2),
            edited("a", "A3", 1),
            item("e", "E", 0),
        ]),
        feed::of([edited("a", "A4", 1), item("e", "E", 0)]),
    ];
    site.json("/feed.json", feeds[0].clone());
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element =
        r#"<key-events src="/feed.json" lang="en" time-zone="Asia/Tokyo" limit="2"></key-events>"#;
    site.page("/", &format!("{module}{element}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    // Without a pointer over the rows, which would defer an update.
    page.run("document.querySelector('key-events').shadowRoot.querySelector('[data-id=a] .more').click()").await;
    let refresh = "return document.querySelector('key-events').refresh()";
    for (feed, titles, count) in [
        (1, ["C", "B2"], "3 events"),
        (2, ["D", "B3"], "4 events"),
        (3, ["A4", "E"], "2 events"),
    ] {
        page.run(TRANSLATE).await;
        site.json("/feed.json", feeds[feed].clone());
        page.run(refresh).await;
        widget.wait_texts("li [part=title]", &titles).await;
        page.wait_for(COUNT, count).await;
        // Only what is unchanged stays translated.
        page.run(TRANSLATE).await;
        site.respond("/feed.json", MockResponse::json("").status(503));
        page.expect_console("503");
        page.expect_own_log("503");
        page.run(refresh).await;
        widget.wait_visible("[part~=stale]", true).await;
        assert!(widget.text("[part~=stale]").await.ends_with("Try again"));
        page.run(TRANSLATE).await;
        site.json("/feed.json", feeds[feed].clone());
        page.run(refresh).await;
        widget.wait_visible("[part~=stale]", false).await;
    }
    let heading = "document.querySelector('key-events').setAttribute('heading', 'Latest')";
    page.run(heading).await;
    widget.wait_text("[part=toggle]", "Latest").await;
    page.run("document.querySelector('key-events').setAttribute('lang', 'de')")
        .await;
    widget.wait_text("[part=day]", "Montag, 1. Juli 2024").await;
    page.wait_for(COUNT, "2 Updates").await;
    widget.wait_text("[data-id=a] [part=time]", "21:01").await;
    page.run("document.querySelector('key-events').setAttribute('time-zone', 'UTC')")
        .await;
    widget.wait_text("[data-id=a] [part=time]", "12:01").await;
}
