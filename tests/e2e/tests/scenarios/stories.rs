//! Stories: expanding and sharing them.

use key_events_e2e::{Engine, MockResponse, Page, TestSite, feed, scenarios};
use serde_json::{Value, json};

scenarios![
    a_story_expands_in_its_row_and_collapses,
    a_plain_story_is_text_and_one_that_says_no_more_is_none,
    a_very_long_headline_is_clamped_until_it_is_expanded,
    hostile_html_is_harmless,
    a_body_past_the_limits_is_text_with_a_link,
    cells_of_a_table_span_few_rows_and_columns,
    text_whose_quotes_never_end_is_shown,
    a_long_plain_text_and_many_authors_are_cut,
    a_strict_policy_lets_rich_text_through,
    a_script_without_an_end_tag_is_removed_without_a_report,
    the_policy_of_the_readme_lets_rich_text_through,
    a_policy_without_dompurify_shows_the_text_with_its_paragraphs,
    a_body_is_text_if_dompurify_cannot_be_loaded,
    a_set_html_that_throws_is_replaced_by_dompurify,
    a_story_that_is_edited_while_it_is_expanded_is_rendered_again,
    images_are_shown_if_the_page_opts_in,
    an_event_is_shared_by_the_system_or_copied,
    links_and_the_state_of_the_coverage_are_below_the_list,
    of_very_many_related_links_the_first_are_shown,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

fn with_story(id: &str, minute: usize, html: &str) -> Value {
    let mut event = feed::event(id, &format!("Event {id}"), minute);
    event["content_html"] = json!(html);
    event
}

fn page(site: &TestSite, attributes: &str) {
    let element =
        format!(r#"<key-events src="/feed.json" lang="en-GB" {attributes}></key-events>"#);
    site.page("/", &format!("{MODULE}{element}"));
}

/// Opens a page with one event, and expands its story.
async fn open_story(site: &TestSite, page: &Page, html: &str) {
    site.json("/feed.json", feed::of([with_story("a", 1, html)]));
    self::page(site, "");
    page.open("/").await;
    page.widget().wait_count("li", 1).await;
    page.widget().click("[part=more]").await;
}

async fn refresh(page: &Page) {
    page.run("return document.querySelector('key-events').refresh()")
        .await;
}

async fn a_story_expands_in_its_row_and_collapses(site: TestSite, page: Page) {
    let mut story = with_story("b", 2, "<p>First.</p><blockquote>Said.</blockquote>");
    story["authors"] = json!([{ "name": "Desk" }, { "name": "Agency" }]);
    story["date_modified"] = json!("2024-07-01T12:30:00Z");
    let serve = |title: &str| {
        let mut other = feed::event("a", title, 1);
        // No edit is in the future.
        other["date_modified"] = json!("2999-01-01T00:00:00Z");
        site.json("/feed.json", feed::of([story.clone(), other]));
    };
    serve("Event a");
    self::page(&site, "time-zone=\"UTC\" time=\"absolute\"");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    let more = "[data-id=b] [part=more]";
    assert_eq!(widget.count("[part=more]").await, 1, "only one has a story");
    widget.wait_attribute(more, "aria-expanded", "false").await;
    assert_eq!(
        widget.text("[data-id=b] [part=updated]").await,
        "Updated 12:30"
    );
    assert_eq!(widget.count("[data-id=a] [part=updated]").await, 0);
    widget.click(more).await;
    widget.wait_text("[part=body] .rich p", "First.").await;
    assert_eq!(widget.text("[part=body] blockquote").await, "Said.");
    assert_eq!(widget.text("[part=body] .by").await, "By Desk and Agency");
    assert!(widget.is_focused(more).await);
    widget.wait_attribute(more, "aria-expanded", "true").await;
    // A response that changes another row leaves the story as it is.
    let quote = "document.querySelector('key-events').shadowRoot.querySelector('blockquote')";
    page.run(&format!("{quote}.mark = 1")).await;
    serve("Event a, edited");
    refresh(&page).await;
    widget
        .wait_texts("[part~=title]", &["Event b", "Event a, edited"])
        .await;
    assert_eq!(page.run(&format!("return {quote}?.mark")).await, 1);
    widget.click(more).await;
    widget.wait_count("[part=body]", 0).await;
    // It is rendered again with its element.
    widget.click(more).await;
    widget.wait_text("[part=body] .rich p", "First.").await;
    page.run(
        "const element = document.querySelector('key-events');
        element.remove();
        return new Promise((done) => setTimeout(() => { document.body.append(element); done(); }));",
    )
    .await;
    page.widget()
        .wait_text("[part=body] .rich p", "First.")
        .await;
}

async fn a_plain_story_is_text_and_one_that_says_no_more_is_none(site: TestSite, page: Page) {
    let mut plain = feed::event("b", "Event b", 2);
    plain["content_text"] = json!("One <b>line</b>.\nAnother.");
    let same = feed::event("a", "Event a", 1);
    site.json("/feed.json", feed::of([plain, same]));
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    assert_eq!(widget.count("[part=more]").await, 1);
    widget.click("[part=more]").await;
    widget
        .wait_text("[part=body] p", "One <b>line</b>. Another.")
        .await;
}

async fn a_very_long_headline_is_clamped_until_it_is_expanded(site: TestSite, page: Page) {
    let long = feed::event("b", &"A very long headline. ".repeat(500), 2);
    site.json("/feed.json", feed::of([long, feed::event("a", "Short", 1)]));
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    let height = "document.querySelector('key-events').shadowRoot.querySelector('li').offsetHeight";
    page.wait_until(&format!("{height} < 150")).await;
    assert_eq!(widget.count("[part=more]").await, 1, "not the short one");
    widget.click("[part=more]").await;
    page.wait_until(&format!("{height} > 1500")).await;
    widget.click("[part=more]").await;
    page.wait_until(&format!("{height} < 150")).await;
}

async fn hostile_html_is_harmless(site: TestSite, page: Page) {
    let hostile = r#"<p onclick="bad(1)" style="position:fixed" class="x" id="y">Text<script>bad(2)</script></p>
        <img src="/beacon.png" onerror="bad(3)"><svg onload="bad(4)"><a href="javascript:bad(5)">x</a></svg>
        <a href="javascript:bad(6)">script</a> <a href="ftp://example.org/">ftp</a> <a href="data:text/html,x">data</a>
        <a href="https://example.org/good" target="_top" ping="/ping">good</a> <a href="/relative">relative</a> <a href="mailto:a@example.org">mail</a>
        <iframe src="/frame"></iframe><form action="/form"><input name="x"><button>y</button></form><object data="/object"></object>
        <style>li { display: none }</style><link rel="stylesheet" href="/style.css"><base href="/elsewhere/">
        <h1>Heading</h1><template><script>bad(7)</script></template>
        <math><mtext><table><mglyph><style><img src=x onerror="bad(8)">"#;
    site.json("/feed.json", feed::of([with_story("a", 1, hostile)]));
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    page.run("window.done = []; window.bad = (what) => done.push(what)")
        .await;
    widget.click("[part=more]").await;
    widget.wait_visible(".rich p", true).await;
    let found = page
        .run(
            "const rich = document.querySelector('key-events').shadowRoot.querySelector('.rich');
            const all = [...rich.querySelectorAll('*')];
            return {
                names: all.map((node) => node.localName),
                attributes: [...new Set(all.flatMap((node) => node.getAttributeNames()))].sort(),
                links: [...rich.querySelectorAll('a')].map((a) => [a.textContent, a.getAttribute('href')]),
                heading: rich.textContent.includes('Heading'),
                done: window.done,
            };",
        )
        .await;
    assert_eq!(found["done"], json!([]));
    for name in found["names"].as_array().unwrap() {
        let name = name.as_str().unwrap();
        assert!(["a", "p", "table"].contains(&name), "{found}");
    }
    assert_eq!(found["attributes"], json!(["href", "rel"]), "{found}");
    let links = found["links"].as_array().unwrap();
    let known: Vec<_> = links.iter().filter(|link| link[0] != "x").collect();
    assert_eq!(
        json!(known),
        json!([
            ["script", null],
            ["ftp", null],
            ["data", null],
            ["good", "https://example.org/good"],
            ["relative", "/relative"],
            ["mail", "mailto:a@example.org"],
        ])
    );
    assert_eq!(found["heading"], true);
    // The sanitizer is loaded only if the browser has none.
    let requests = site.requests();
    let purify = |path: &str| path.contains("purify");
    let loaded = requests.iter().any(|request| purify(&request.path));
    assert_eq!(loaded, page.engine() == Engine::Webkit);
}

async fn cells_of_a_table_span_few_rows_and_columns(site: TestSite, page: Page) {
    let row = "<tr><td colspan=3 rowspan=2>a<td colspan=1000 rowspan=65534>b<td rowspan=0>c";
    let html = format!("<table>{}</table>", row.repeat(120));
    open_story(&site, &page, &html).await;
    let widget = page.widget();
    widget.wait_count(".rich td", 360).await;
    assert_eq!(widget.count("td[colspan='3'][rowspan='2']").await, 120);
    assert_eq!(widget.count("td[colspan], td[rowspan]").await, 120);
    // A table with its body, the rows and the cells: nothing else.
    assert_eq!(widget.count(".rich *").await, 2 + 120 + 360);
}

/// The length of the longest text of a body, with its ellipsis.
const LONGEST: usize = 50_000 + "…".len();

async fn text_whose_quotes_never_end_is_shown(site: TestSite, page: Page) {
    // With a search to the end for each tag, this takes minutes.
    let html = "<a '>'".repeat(300_000);
    open_story(&site, &page, &html).await;
    let widget = page.widget();
    widget.wait_text(".rich a", "Read more").await;
    assert_eq!(widget.count(".rich *").await, 3);
    let text = widget.text(".rich .plain").await;
    assert!(text.len() <= LONGEST, "{}", text.len());
}

async fn a_body_past_the_limits_is_text_with_a_link(site: TestSite, page: Page) {
    let numbered = |count: usize, text: &str| {
        let all: Vec<_> = (0..count)
            .map(|n| text.replace('#', &n.to_string()))
            .collect();
        all.concat()
    };
    let fonts = numbered(1_000, "<font size=#>");
    // Within the other limits. A parser opens each font again in each paragraph.
    let reopened = numbered(90, "<font size=#>");
    let attributes = numbered(20_000, "a# ");
    let bodies = [
        "<b>".repeat(50_000),
        "<b>".repeat(1_000_000),
        "<div>".repeat(400),
        "<table><tr><td>".repeat(20_000),
        "<svg>".repeat(20_000),
        "<a href=/x>".repeat(20_000),
        fonts + &"<p>x".repeat(1_000),
        reopened + &"<p>x</p>".repeat(1_300),
        format!("<b {attributes}>"),
        "<p>word word word</p>".repeat(50_000),
        "word ".repeat(1_000_000),
    ];
    for body in bodies {
        let html = format!("<p>First &amp; <i>foremost</i>.</p>{body}");
        open_story(&site, &page, &html).await;
        let widget = page.widget();
        let what = &html[..60];
        widget.wait_text(".rich a", "Read more").await;
        let text = widget.text(".rich .plain").await;
        assert!(text.starts_with("First & foremost."), "{what}");
        assert!(text.len() <= LONGEST, "{what}: {}", text.len());
        // Two paragraphs, one of them with a link, whatever the body has.
        assert_eq!(widget.count(".rich *").await, 3, "{what}");
        let links = widget.attributes(".rich a, [part=link]", "href").await;
        assert_eq!(links[0], links[1], "{what}");
    }
    // Just a long one.
    let html = "<p>A <b>long</b> story.</p>".repeat(500);
    open_story(&site, &page, &html).await;
    let widget = page.widget();
    widget.wait_count(".rich p", 500).await;
    assert_eq!(widget.count(".rich *").await, 1_000);
}

async fn a_long_plain_text_and_many_authors_are_cut(site: TestSite, page: Page) {
    let mut event = feed::event("a", "Event a", 1);
    event["content_text"] = json!("word ".repeat(1_000_000));
    event["authors"] = (0..50_000)
        .map(|n| json!({ "name": format!("Author {n}") }))
        .collect();
    let mut titled = feed::event("b", "Event b", 2);
    titled["title"] = json!("word ".repeat(200_000));
    titled["content_text"] = Value::Null;
    site.json("/feed.json", feed::of([titled, event]));
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    widget.click("[data-id=a] [part=more]").await;
    widget.wait_text("[data-id=a] .rich a", "Read more").await;
    assert!(widget.text("[data-id=a] .rich").await.len() < 52_000);
    let by = widget.text("[part=body] .by").await;
    assert!(by.starts_with("By Author 0, Author 1, "), "{by}");
    assert!(by.len() < 1_000, "{}", by.len());
    widget.click("[data-id=b] [part=more]").await;
    widget
        .wait_attribute("[data-id=b] [part=more]", "aria-expanded", "true")
        .await;
    assert!(widget.text("[data-id=b] [part=title]").await.len() < 52_000);
}

async fn a_strict_policy_lets_rich_text_through(site: TestSite, page: Page) {
    // Without inline handlers and styles: Chromium reports those to the page, although it removes
    // them.
    let html = r#"<p>Text</p><script>bad()</script><a href="javascript:bad()">link</a><iframe src="/frame"></iframe>"#;
    site.json("/feed.json", feed::of([with_story("a", 1, html)]));
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page_with_policy("/", &format!("{MODULE}{element}"), TestSite::STRICT);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    widget.click("[part=more]").await;
    widget.wait_text(".rich p", "Text").await;
    assert_eq!(widget.count(".rich script, .rich iframe").await, 0);
}

async fn a_script_without_an_end_tag_is_removed_without_a_report(site: TestSite, page: Page) {
    for script in [
        "<script>bad()",
        "<script>bad()</script",
        "<article><p>More</p><script>bad()</script",
        "<svg><script>bad()</script",
        "<article><svg><g><script>bad()",
        "<article><script>bad()</script><script>bad()</script></article>",
    ] {
        let html = format!("<p>Text</p>{script}");
        site.json("/feed.json", feed::of([with_story("a", 1, &html)]));
        let element = r#"<key-events src="/feed.json"></key-events>"#;
        site.page_with_policy("/", &format!("{MODULE}{element}"), TestSite::STRICT);
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count("li", 1).await;
        page.run(WITHOUT_SET_HTML).await;
        widget.click("[part=more]").await;
        widget.wait_text(".rich p", "Text").await;
        assert_eq!(widget.count(".rich script").await, 0, "{script}");
        assert!(!widget.text(".rich").await.contains("bad"), "{script}");
    }
}

async fn the_policy_of_the_readme_lets_rich_text_through(site: TestSite, page: Page) {
    let policy = TestSite::documented_policy();
    site.json("/feed.json", feed::of([with_story("a", 1, "<p>Text</p>")]));
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page_with_policy("/", &format!("{MODULE}{element}"), &policy);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    widget.click("[part=more]").await;
    widget.wait_text(".rich p", "Text").await;
}

/// Bodies with paragraphs, line breaks and other blocks, and without.
const BLOCKS: &str = "<p>One <b>bold</b> &amp; <i>more</i>.</p><p>Two<br>Three</p><ul><li>Four</li><li>Five</li></ul>\
    <div>Six</div><script>bad()</script>Seven &lt;b&gt;";

/// What makes a browser one without the HTML Sanitizer API.
const WITHOUT_SET_HTML: &str =
    "delete Element.prototype.setHTML; delete ShadowRoot.prototype.setHTML";

/// Expands both stories, and asserts that they are text.
async fn expands_as_text(page: &Page) {
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.run(WITHOUT_SET_HTML).await;
    widget.click("li:nth-child(2) [part=more]").await;
    widget
        .wait_text("li:nth-child(2) .rich p", "Only a line")
        .await;
    widget.click("li:first-child [part=more]").await;
    let lines = [
        "One bold & more.",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven <b>",
    ];
    widget.wait_texts("li:first-child .rich > p", &lines).await;
    assert_eq!(widget.count(".rich :not(p)").await, 0);
    page.expect_console("trusted-types dompurify");
}

fn two_stories(site: &TestSite) {
    let stories = [
        with_story("b", 2, BLOCKS),
        with_story("a", 1, "Only <b>a</b> line"),
    ];
    site.json("/feed.json", feed::of(stories));
}

async fn a_policy_without_dompurify_shows_the_text_with_its_paragraphs(site: TestSite, page: Page) {
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    for names in ["'none'", "other"] {
        two_stories(&site);
        let policy = format!("require-trusted-types-for 'script'; trusted-types {names}");
        site.page_with_policy("/", &format!("{MODULE}{element}"), &policy);
        page.open("/").await;
        page.expect_violation("trusted-types");
        page.expect_own_log("policy");
        page.expect_own_log("TrustedHTML");
        expands_as_text(&page).await;
    }
}

async fn a_body_is_text_if_dompurify_cannot_be_loaded(site: TestSite, page: Page) {
    two_stories(&site);
    let gone = MockResponse::new("text/javascript", "").status(404);
    let purify = TestSite::built("purify-", ".js");
    page.expect_unloadable(&purify);
    site.respond(&purify, gone);
    // Firefox logs this itself.
    page.expect_own_log("Loading failed for the module");
    self::page(&site, "");
    page.open("/").await;
    expands_as_text(&page).await;
}

async fn a_set_html_that_throws_is_replaced_by_dompurify(site: TestSite, page: Page) {
    two_stories(&site);
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.run("Element.prototype.setHTML = () => { throw null; }")
        .await;
    widget.click("li:first-child [part=more]").await;
    widget.wait_text(".rich b", "bold").await;
    assert_eq!(widget.count(".rich script").await, 0);
}

async fn a_story_that_is_edited_while_it_is_expanded_is_rendered_again(site: TestSite, page: Page) {
    let serve = |html: &str| site.json("/feed.json", feed::of([with_story("a", 1, html)]));
    serve("<p>Before.</p>");
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    widget.click("[part=more]").await;
    widget.wait_text("[part=body] p", "Before.").await;
    serve("<p>After.</p>");
    // The pointer is on the row. A change that does not move it is not deferred.
    refresh(&page).await;
    widget.wait_text("[part=body] p", "After.").await;
}

async fn images_are_shown_if_the_page_opts_in(site: TestSite, page: Page) {
    let html = r#"<p>Text</p><img src="/inline.svg" alt="Seen" onload="x()">"#;
    let mut event = with_story("a", 1, html);
    event["image"] = json!("/image.svg");
    site.json("/feed.json", feed::of([event]));
    let image = r#"<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>"#;
    for path in ["/image.svg", "/inline.svg"] {
        site.respond(path, MockResponse::new("image/svg+xml", image));
    }
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    widget.click("[part=more]").await;
    widget.wait_text("[part=body] p", "Text").await;
    assert_eq!(widget.count("img").await, 0);
    assert_eq!(site.count("/image.svg") + site.count("/inline.svg"), 0);

    self::page(&site, "images");
    page.reload().await;
    let widget = page.widget();
    widget.wait_count("[part=image]", 1).await;
    let [_, _, width, height] = widget.rectangle("[part=image]").await;
    assert!(
        (width / height - 4.0 / 3.0).abs() < 0.05,
        "{width} x {height}"
    );
    let alt = widget.attribute("[part=image]", "alt").await;
    assert_eq!(alt.as_deref(), Some(""));
    widget.click("[part=more]").await;
    widget
        .wait_count(".rich img[alt=Seen][loading=lazy]", 1)
        .await;
    assert_eq!(widget.attribute(".rich img", "onload").await, None);
}

async fn an_event_is_shared_by_the_system_or_copied(site: TestSite, page: Page) {
    site.json("/feed.json", feed::of([with_story("a", 1, "<p>Text</p>")]));
    let fakes = r#"<script>
        window.shared = [];
        const set = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
        window.system = (outcome) => set("share", outcome && ((data) => {
            shared.push(data.url);
            return outcome == "ok" ? Promise.resolve() : Promise.reject(new DOMException("", "AbortError"));
        }));
        window.clipboard = (works) => set("clipboard", { writeText: async (text) => {
            if (!works) throw new DOMException("", "NotAllowedError");
            shared.push(text);
        } });
        </script>"#;
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &format!("{fakes}{MODULE}{element}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    widget.click("[part=more]").await;
    let share = "[part=body] [part=share]";
    let address = site.url("/live?entry=a");

    page.run("system('ok')").await;
    widget.click(share).await;
    let events = page.wait_for_events("key-events-share", 1).await;
    let detail = json!({ "id": "a", "url": address, "method": "native" });
    assert_eq!(events[0]["detail"], detail);

    page.run("system('cancelled')").await;
    widget.click(share).await;
    page.wait_until("shared.length == 2").await;
    assert_eq!(page.events("key-events-share").await.len(), 1);

    page.run("system(); clipboard(true)").await;
    widget.click(share).await;
    widget.wait_text(share, "Link copied").await;
    let spoken = widget.texts("[role=status]").await;
    assert!(spoken.contains(&"Link copied".to_owned()), "{spoken:?}");
    let events = page.wait_for_events("key-events-share", 2).await;
    assert_eq!(events[1]["detail"]["method"], "copy");
    let thrice = json!([address, address, address]);
    assert_eq!(page.run("return shared").await, thrice);
    widget.wait_text(share, "Share").await;

    page.run("clipboard(false)").await;
    widget.click(share).await;
    widget.wait_text(share, "The link can’t be copied").await;
}

async fn links_and_the_state_of_the_coverage_are_below_the_list(site: TestSite, page: Page) {
    let mut document = feed::numbered(2);
    document["_key_events"] = json!({
        "related": [
            { "title": "The <i>whole</i> story", "url": "/story" },
            { "title": "Bad", "url": "javascript:x" },
        ],
        "discussion_url": "/talk",
    });
    site.json("/feed.json", document.clone());
    self::page(&site, "time-zone=\"UTC\"");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 2).await;
    assert_eq!(
        widget.texts("[part~=related] a").await,
        ["The <i>whole</i> story", "Join the discussion"]
    );
    assert_eq!(
        widget.attributes("[part~=related] a", "href").await,
        [Some("/story".to_owned()), Some("/talk".to_owned())]
    );
    let status = widget.text("[part=status]").await;
    assert!(
        status.starts_with("Live") && status.contains("1 July 2024"),
        "{status}"
    );
    document["expired"] = json!(true);
    site.json("/feed.json", document);
    refresh(&page).await;
    page.wait_for("document.querySelector('key-events').state", "ended")
        .await;
    let status = widget.text("[part=status]").await;
    assert!(status.starts_with("Coverage has ended"), "{status}");
}

async fn of_very_many_related_links_the_first_are_shown(site: TestSite, page: Page) {
    let link = |n: usize| json!({ "title": format!("Link {n}"), "url": format!("/{n}") });
    let mut document = feed::numbered(2);
    document["_key_events"] = json!({ "related": (1..=100_000).map(link).collect::<Value>() });
    site.json("/feed.json", document);
    self::page(&site, "");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 2).await;
    let texts = widget.texts("[part~=related] a").await;
    assert_eq!(texts.len(), 50);
    assert_eq!([&*texts[0], &*texts[49]], ["Link 1", "Link 50"]);
}
