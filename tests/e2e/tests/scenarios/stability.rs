//! Content below the widget does not move.

use key_events_e2e::{FakeClock, Gate, Key, MockResponse, Page, TestSite, feed, scenarios};
use serde_json::Value;

scenarios![
    events_that_come_after_an_error_wait_for_the_lazy_chunk;
    also in development:
    an_empty_feed_and_an_error_take_the_space_of_their_text,
    events_that_come_into_an_empty_list_wait_while_they_would_move_the_text_below,
    events_that_come_after_an_error_wait_while_they_would_move_the_text_below,
    events_that_make_a_list_longer_wait_while_they_would_move_the_text_below,
    events_that_come_above_the_viewport_move_nothing_in_it,
    events_that_come_where_nothing_is_below_are_shown_at_once,
    deferred_events_are_shown_once_the_list_is_out_of_view,
    events_that_the_reader_requests_are_shown_at_once,
    whatever_changes_by_itself_leaves_the_text_below_where_it_is,
    the_text_below_is_in_place_in_every_frame_of_a_slow_device,
    a_list_that_was_held_has_its_height_again_once_the_reader_uses_it,
    text_stays_where_it_is_whatever_holds_it,
    text_above_a_widget_at_the_end_of_its_box_stays_where_it_is,
    events_that_come_above_a_box_that_scrolls_move_nothing_in_it,
    a_list_above_the_viewport_changes_without_moving_the_text,
    a_list_above_the_viewport_moves_no_text_in_another_column,
    rows_that_the_reader_is_at_stay_where_they_are,
    the_text_below_a_collapsed_widget_stays_where_it_is,
    the_text_below_a_full_list_stays_where_it_is,
    the_text_below_a_full_list_stays_where_it_is_on_a_phone,
];

const TEXT: &str = r#"<p id="text">The text of the article.</p>"#;

async fn the_text_below_a_collapsed_widget_stays_where_it_is(site: TestSite, page: Page) {
    stays(&site, &page, r#"<key-events src="/feed.json" collapsed>"#).await;
}

async fn the_text_below_a_full_list_stays_where_it_is(site: TestSite, page: Page) {
    stays(&site, &page, r#"<key-events src="/feed.json">"#).await;
}

async fn the_text_below_a_full_list_stays_where_it_is_on_a_phone(site: TestSite, page: Page) {
    page.resize(360, 740).await;
    stays(&site, &page, r#"<key-events src="/feed.json" limit="6">"#).await;
}

async fn stays(site: &TestSite, page: &Page, tag: &str) {
    let (feed, wasm) = (Gate::closed(), Gate::closed());
    let response = MockResponse::json(&feed::numbered(12).to_string());
    site.respond("/feed.json", response.behind(&feed));
    site.respond(
        &TestSite::wasm(),
        TestSite::original(&TestSite::wasm()).behind(&wasm),
    );
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{tag}</key-events>{TEXT}"));
    page.open("/").await;
    page.wait_until("document.querySelector('key-events').shadowRoot")
        .await;
    // Until the loader runs, the page alone decides about the space.
    let (before, shift) = (page_top(page).await, page.layout_shift().await);
    wasm.open();
    page.widget().wait_count("section", 1).await;
    let rendered = page_top(page).await;
    feed.open();
    page.widget().wait_count("[part=count]", 1).await;
    let after = page_top(page).await;
    assert_eq!([rendered, after], [before; 2]);
    assert_eq!(page.layout_shift().await, shift);
}

/// The position of the text in the page, after the last render.
async fn page_top(page: &Page) -> i64 {
    let script = "return new Promise((done) => requestAnimationFrame(() => done(text.offsetTop)))";
    page.run(script).await.as_i64().unwrap()
}

/// A page with some text above the widget and more than a screen of it below.
fn page_with_text(site: &TestSite, attributes: &str, above: u32) {
    site.page(
        "/",
        &FakeClock::default().page(&text_below(attributes, above)),
    );
}

fn text_below(attributes: &str, above: u32) -> String {
    format!(
        r#"<div style="block-size: {above}px">Above</div>
        <key-events src="/feed.json" refresh="5" loading="eager" {attributes}></key-events>
        {TEXT}<div style="block-size: 3000px">Below</div>"#
    )
}

/// The position of the text in the viewport, after the last render, in whole pixels.
async fn viewport_top(page: &Page) -> i64 {
    let script =
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(Math.round(text.getBoundingClientRect().top)))))";
    page.run(script).await.as_i64().unwrap()
}

fn numbered(count: usize) -> MockResponse {
    MockResponse::json(&feed::numbered(count).to_string())
}

async fn an_empty_feed_and_an_error_take_the_space_of_their_text(site: TestSite, page: Page) {
    for (response, part) in [
        (numbered(0), "[part=empty]"),
        (MockResponse::json("").status(503), "[part=error]"),
    ] {
        site.respond("/feed.json", response);
        let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
        site.page(
            "/",
            &format!(r#"{module}<key-events src="/feed.json"></key-events>{TEXT}"#),
        );
        if part == "[part=error]" {
            page.expect_console("/feed.json");
        }
        page.open("/").await;
        page.widget().wait_visible(part, true).await;
        let height = page.document().rectangle("key-events").await[3];
        assert!(height < 180.0, "{part}: {height} px");
    }
}

/// Asserts that nothing moves while the update is deferred, and that a click on the button shows
/// it.
async fn waits_until_pressed(page: &Page, before: i64, button: &str, rows: usize) {
    let widget = page.widget();
    let shown = widget.count("li").await;
    widget.wait_text("[part=toast]", button).await;
    assert_eq!(viewport_top(page).await, before, "while it waits");
    assert_eq!(widget.count("li").await, shown);
    widget.click("[part=toast]").await;
    widget.wait_count("li", rows).await;
    widget.wait_count("[part=toast]", 0).await;
}

async fn events_that_come_into_an_empty_list_wait_while_they_would_move_the_text_below(
    site: TestSite,
    page: Page,
) {
    site.respond("/feed.json", numbered(0));
    page_with_text(&site, "", 50);
    page.open("/").await;
    page.widget().wait_visible("[part=empty]", true).await;
    page.wait_until("requested['/feed.json'] >= 3").await;
    let before = viewport_top(&page).await;
    site.respond("/feed.json", numbered(5));
    waits_until_pressed(&page, before, "5 new key events", 5).await;
}

async fn events_that_come_after_an_error_wait_while_they_would_move_the_text_below(
    site: TestSite,
    page: Page,
) {
    site.respond("/feed.json", MockResponse::json("").status(503));
    page.expect_console("/feed.json");
    page_with_text(&site, "", 50);
    page.open("/").await;
    page.widget().wait_visible("[part=error]", true).await;
    let before = viewport_top(&page).await;
    site.respond("/feed.json", numbered(12));
    waits_until_pressed(&page, before, "12 new key events", 10).await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

async fn events_that_come_after_an_error_wait_for_the_lazy_chunk(site: TestSite, page: Page) {
    let lazy_chunk = Gate::closed();
    site.respond(
        &TestSite::lazy_chunk(),
        TestSite::original(&TestSite::lazy_chunk()).behind(&lazy_chunk),
    );
    site.respond("/feed.json", MockResponse::json("").status(503));
    page.expect_console("/feed.json");
    page_with_text(&site, "", 50);
    page.open("/").await;
    page.widget().wait_visible("[part=error]", true).await;
    let before = viewport_top(&page).await;
    site.respond("/feed.json", numbered(12));
    // It is read. The next response is the same.
    let requested = site.count("/feed.json");
    site.wait_for_requests("/feed.json", requested + 3).await;
    page.widget().wait_visible("[part=error]", true).await;
    lazy_chunk.open();
    waits_until_pressed(&page, before, "12 new key events", 10).await;
}

async fn events_that_make_a_list_longer_wait_while_they_would_move_the_text_below(
    site: TestSite,
    page: Page,
) {
    page_with_text(&site, "", 50);
    two_more_wait_until_pressed(&site, &page).await;
}

/// Adds two events to a list of three.
async fn two_more_wait_until_pressed(site: &TestSite, page: &Page) {
    site.respond("/feed.json", numbered(3));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    let before = viewport_top(page).await;
    site.respond("/feed.json", numbered(5));
    waits_until_pressed(page, before, "2 new key events", 5).await;
}

async fn events_that_come_above_the_viewport_move_nothing_in_it(site: TestSite, page: Page) {
    let failed = MockResponse::json("").status(503);
    site.page("/away", "");
    for (first, fails) in [(numbered(0), false), (failed, true), (numbered(3), false)] {
        if fails {
            page.expect_console("/feed.json");
        }
        // The previous page requests the feed as long as it is open.
        page.open("/away").await;
        site.respond("/feed.json", first);
        page_with_text(&site, "", 50);
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count("section", 1).await;
        widget.wait_count(".skeleton", 0).await;
        page.run("scrollTo({ top: text.offsetTop + 800, behavior: 'instant' })")
            .await;
        let before = viewport_top(&page).await;
        let first_rows = widget.count("li").await;
        site.respond("/feed.json", numbered(8));
        widget.wait_count("li", 8).await;
        let after = viewport_top(&page).await;
        assert!(
            (after - before).abs() <= 1,
            "{before} -> {after}, after {first_rows} rows"
        );
    }
}

async fn events_that_come_where_nothing_is_below_are_shown_at_once(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(0));
    let columns = r#"<div style="display: flex; align-items: flex-start"><main style="flex: 1; block-size: 3000px">Text</main>
        <aside style="inline-size: 300px"><key-events src="/feed.json" refresh="5"></key-events></aside></div>
        <footer style="position: fixed; inset: auto 0 0; block-size: 50px">We use cookies</footer>"#;
    site.page("/", &FakeClock::default().page(columns));
    page.open("/").await;
    page.widget().wait_visible("[part=empty]", true).await;
    site.respond("/feed.json", numbered(5));
    page.widget().wait_count("li", 5).await;
}

async fn deferred_events_are_shown_once_the_list_is_out_of_view(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(3));
    page_with_text(&site, "", 50);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    site.respond("/feed.json", numbered(5));
    widget.wait_text("[part=toast]", "2 new key events").await;
    page.run("scrollTo({ top: text.offsetTop + 800, behavior: 'instant' })")
        .await;
    widget.wait_count("li", 5).await;
}

async fn events_that_the_reader_requests_are_shown_at_once(site: TestSite, page: Page) {
    let gate = Gate::closed();
    site.respond("/feed.json", MockResponse::json("").status(503));
    page.expect_console("/feed.json");
    page_with_text(&site, "", 50);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_visible("[part=error]", true).await;
    site.respond("/feed.json", numbered(5).behind(&gate));
    // With the keyboard: under a pointer, rows are deferred for another reason.
    widget.focus("[part=retry]").await;
    page.press(Key::Enter).await;
    gate.open();
    widget.wait_count("li", 5).await;
    page.wait_for_lazy_chunk().await;
    site.respond("/feed.json", numbered(7));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_count("li", 7).await;
}

/// The five events of the first response.
fn first() -> Value {
    feed::numbered(5)
}

/// The same events with headlines of several lines.
fn longer() -> Value {
    let mut feed = first();
    let items = feed["items"].as_array_mut().unwrap();
    for item in items {
        item["title"] = Value::from("A headline that is told again, at some length. ".repeat(8));
    }
    feed
}

/// Other events, with longer headlines.
fn replaced() -> Value {
    let mut feed = longer();
    let items = feed["items"].as_array_mut().unwrap();
    for (number, item) in items.iter_mut().enumerate() {
        item["id"] = Value::from(format!("other-{number}"));
    }
    feed
}

fn response(feed: &Value) -> MockResponse {
    MockResponse::json(&feed.to_string())
}

async fn whatever_changes_by_itself_leaves_the_text_below_where_it_is(site: TestSite, page: Page) {
    let mut related = first();
    related["_key_events"] = serde_json::json!({
        "related": [{ "title": "More", "url": "https://example.org/more" }],
        "discussion_url": "https://example.org/talk",
    });
    let failed = MockResponse::json("").status(503);
    for (name, later, fails) in [
        ("longer headlines", response(&longer()), false),
        ("other events", response(&replaced()), false),
        ("related links", response(&related), false),
        ("fewer events", response(&feed::numbered(2)), false),
        ("no events", response(&feed::numbered(0)), false),
        ("a failure", failed, true),
    ] {
        if fails {
            page.expect_console("/feed.json");
        }
        site.respond("/feed.json", response(&first()));
        page_with_text(&site, "", 50);
        page.open("/").await;
        page.widget().wait_count("li", 5).await;
        page.wait_for_lazy_chunk().await;
        let before = viewport_top(&page).await;
        let requested = site.count("/feed.json");
        site.respond("/feed.json", later);
        // The first of these responses was read when the second request is sent.
        site.wait_for_requests("/feed.json", requested + 3).await;
        assert_eq!(viewport_top(&page).await, before, "{name}");
    }
}

/// With `isSlow`, every render takes longer than a frame, and what Yew does after it comes much later.
const SLOW: &str = "<script>
    (() => {
        const [now, sleep] = [Date.now, setTimeout];
        let lost = 0;
        window.isSlow = false;
        Date.now = () => now() + (isSlow ? (lost += 20) : lost);
        window.setTimeout = (call, delay = 0, ...rest) => sleep(call, isSlow && !delay ? 200 : delay, ...rest);
    })();
    </script>";

async fn the_text_below_is_in_place_in_every_frame_of_a_slow_device(site: TestSite, page: Page) {
    let mut related = longer();
    related["_key_events"] = serde_json::json!({
        "related": [{ "title": "More", "url": "https://example.org/more" }],
    });
    site.respond("/feed.json", response(&first()));
    let body = FakeClock::default().page(&text_below("", 50));
    site.page("/", &[SLOW, &body].concat());
    page.open("/").await;
    page.widget().wait_count("li", 5).await;
    page.wait_for_lazy_chunk().await;
    let watch = "window.tops = new Set();
        const look = () => {
            tops.add(Math.round(text.getBoundingClientRect().top));
            requestAnimationFrame(look);
        };
        look();
        window.isSlow = true;";
    page.run(watch).await;
    site.respond("/feed.json", response(&related));
    page.widget().wait_count("[part=related] a", 1).await;
    // A frame after that, too.
    page.run(
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
    )
    .await;
    let tops = page.run("return [...tops]").await;
    assert_eq!(tops.as_array().unwrap().len(), 1, "{tops}");
}

async fn a_list_that_was_held_has_its_height_again_once_the_reader_uses_it(
    site: TestSite,
    page: Page,
) {
    site.respond("/feed.json", response(&first()));
    page_with_text(&site, "", 50);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 5).await;
    page.wait_for_lazy_chunk().await;
    let before = viewport_top(&page).await;
    site.respond("/feed.json", response(&longer()));
    page.wait_until(
        "document.querySelector('key-events').entries[0].title.startsWith('A headline')",
    )
    .await;
    assert_eq!(viewport_top(&page).await, before);
    let list = |page: Page| async move {
        let script = "const list = document.querySelector('key-events').shadowRoot.querySelector('[part=list]');
            return list.scrollHeight - list.clientHeight";
        page.run(script).await.as_i64().unwrap()
    };
    assert!(
        list(page.clone()).await > 0,
        "the rest of it can be reached"
    );
    // With the keyboard: under a pointer, rows are deferred for another reason.
    widget.focus("[part=toggle]").await;
    page.press(Key::Enter).await;
    page.press(Key::Enter).await;
    widget.wait_visible("[part=list]", true).await;
    assert_eq!(list(page.clone()).await, 0);
}

async fn text_stays_where_it_is_whatever_holds_it(site: TestSite, page: Page) {
    let element = r#"<key-events src="/feed.json" refresh="5" loading="eager"></key-events>"#;
    let at_one_side = r#"<p id="text" style="inline-size: 80px">At one side.</p>"#;
    let not_for_pointers = r#"<div style="pointer-events: none"><p id="text">Text.</p></div>"#;
    let dimmed = r#"<p id="text">Text.</p><div style="position: fixed; inset: 0; background: #0004; pointer-events: none"></div>"#;
    let in_a_card = format!(
        r#"<script>customElements.define("a-card", class extends HTMLElement {{
            connectedCallback() {{
              const shadow = this.attachShadow({{ mode: "open" }});
              shadow.innerHTML = "<slot></slot><p>Below</p>";
              window.text = shadow.lastChild;
            }}
        }})</script><a-card>{element}</a-card>"#
    );
    for body in [
        [element, at_one_side].concat(),
        [element, r#"Text of the article.<span id="text"></span>"#].concat(),
        [element, not_for_pointers].concat(),
        [element, dimmed].concat(),
        in_a_card,
    ] {
        site.page("/", &FakeClock::default().page(&body));
        two_more_wait_until_pressed(&site, &page).await;
    }
}

async fn text_above_a_widget_at_the_end_of_its_box_stays_where_it_is(site: TestSite, page: Page) {
    let body = format!(
        r#"<div style="display: flex; flex-direction: column; justify-content: flex-end; block-size: 700px">{TEXT}
        <key-events src="/feed.json" refresh="5" loading="eager"></key-events></div>"#
    );
    for later in [response(&longer()), numbered(2), numbered(8)] {
        site.respond("/feed.json", response(&first()));
        site.page("/", &FakeClock::default().page(&body));
        page.open("/").await;
        page.widget().wait_count("li", 5).await;
        page.wait_for_lazy_chunk().await;
        let before = viewport_top(&page).await;
        let requested = site.count("/feed.json");
        site.respond("/feed.json", later);
        site.wait_for_requests("/feed.json", requested + 3).await;
        assert_eq!(viewport_top(&page).await, before);
    }
}

async fn events_that_come_above_a_box_that_scrolls_move_nothing_in_it(site: TestSite, page: Page) {
    site.page("/away", "");
    for (around, style) in [
        (
            "<div id=box style=\"overflow: auto; block-size: 500px\">",
            "",
        ),
        (
            "<div id=box>",
            "<style>html { overflow-anchor: none }</style>",
        ),
    ] {
        // The browser restores the scroll position of a page that is opened again.
        page.open("/away").await;
        site.respond("/feed.json", numbered(3));
        let body = format!(
            r#"{style}{around}<key-events src="/feed.json" refresh="5" loading="eager"></key-events>
            {TEXT}<div style="block-size: 3000px">Below</div></div>"#
        );
        site.page("/", &FakeClock::default().page(&body));
        page.open("/").await;
        page.widget().wait_count("li", 3).await;
        page.wait_for_lazy_chunk().await;
        page.run(
            "text.scrollIntoView({ behavior: 'instant' });
            (box.scrollTop ? box : window).scrollBy({ top: 100, behavior: 'instant' })",
        )
        .await;
        let before = viewport_top(&page).await;
        site.respond("/feed.json", numbered(8));
        page.widget().wait_count("li", 8).await;
        let after = viewport_top(&page).await;
        assert!((after - before).abs() <= 1, "{before} -> {after}, {style}");
    }
}

const NO_ANCHORING: &str = "<style>html { overflow-anchor: none }</style>";

/// Samples where the text is when a frame with another height of the widget is painted: observers run in the
/// order of their creation.
const WATCH: &str = "window.tops = new Set();
    new ResizeObserver(() => tops.add(Math.round(text.getBoundingClientRect().top)))
        .observe(document.querySelector('key-events'));";

async fn wait_for_frames(page: &Page) {
    page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))")
        .await;
}

async fn a_list_above_the_viewport_changes_without_moving_the_text(site: TestSite, page: Page) {
    site.page("/away", "");
    for style in ["", NO_ANCHORING] {
        page.open("/away").await;
        site.respond("/feed.json", numbered(3));
        let body = format!(
            r#"{style}<key-events src="/feed.json" refresh="5" loading="eager" limit="10"></key-events>
            <p style="block-size: 2000px"></p>{TEXT}<p style="block-size: 2000px"></p>"#
        );
        site.page("/", &FakeClock::default().page(&body));
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count("li", 3).await;
        page.wait_for_lazy_chunk().await;
        page.run("text.scrollIntoView({ behavior: 'instant' })")
            .await;
        // A scroll that the browser has not finished would count as a movement.
        wait_for_frames(&page).await;
        let before = viewport_top(&page).await;
        page.run(WATCH).await;
        site.respond("/feed.json", numbered(14));
        widget.wait_count("li", 10).await;
        let assert_still = async |name: &str| {
            wait_for_frames(&page).await;
            let tops = page.run("return [...tops]").await;
            let is_still = |top: &Value| (top.as_i64().unwrap() - before).abs() <= 1;
            assert!(
                tops.as_array().unwrap().iter().all(is_still),
                "{name}: {before}, {tops} {style}"
            );
        };
        assert_still("the feed").await;
        for script in ["showAll()", "collapse()", "expand()"] {
            page.run(&format!("document.querySelector('key-events').{script}"))
                .await;
            assert_still(script).await;
        }
        widget.wait_count("li", 14).await;
        for script in [
            "labels = { heading: 'A heading that is much longer than the one before. '.repeat(20) }",
            "setAttribute('lang', 'de')",
            "setAttribute('limit', '2')",
            "style.fontSize = '40px'",
            "shadowRoot.querySelector('li').append(Object.assign(new Image(), { style: 'display: block; height: 300px' }))",
        ] {
            page.run(&format!("document.querySelector('key-events').{script}"))
                .await;
            assert_still(script).await;
        }
        site.respond("/feed.json", MockResponse::json("").status(503));
        page.expect_console("/feed.json");
        widget.wait_visible("[part~=stale]", true).await;
        assert_still("a failure").await;
    }
}

async fn a_list_above_the_viewport_moves_no_text_in_another_column(site: TestSite, page: Page) {
    site.page("/away", "");
    for style in ["", NO_ANCHORING] {
        page.open("/away").await;
        site.respond("/feed.json", numbered(3));
        let body = format!(
            r#"{style}<div style="display: flex; align-items: flex-start"><main style="flex: 1"><p style="block-size: 2000px"></p>{TEXT}<p style="block-size: 2000px"></p></main>
            <aside style="inline-size: 300px"><key-events src="/feed.json" refresh="5" loading="eager"></key-events></aside></div>"#
        );
        site.page("/", &FakeClock::default().page(&body));
        page.open("/").await;
        page.widget().wait_count("li", 3).await;
        page.wait_for_lazy_chunk().await;
        page.run("text.scrollIntoView({ behavior: 'instant' })")
            .await;
        wait_for_frames(&page).await;
        let before = viewport_top(&page).await;
        site.respond("/feed.json", numbered(8));
        page.widget().wait_count("li", 8).await;
        wait_for_frames(&page).await;
        assert_eq!(viewport_top(&page).await, before, "{style}");
    }
}

async fn rows_that_the_reader_is_at_stay_where_they_are(site: TestSite, page: Page) {
    site.page("/away", "");
    for style in ["", NO_ANCHORING] {
        page.open("/away").await;
        site.respond("/feed.json", numbered(100));
        let body = format!(
            r#"{style}<key-events src="/feed.json" refresh="5" loading="eager" limit="200"></key-events>
            <p style="block-size: 2000px"></p>"#
        );
        site.page("/", &FakeClock::default().page(&body));
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count("li", 100).await;
        page.wait_for_lazy_chunk().await;
        let row = "document.querySelector('key-events').shadowRoot.querySelector('[data-id=e60]')";
        page.run(&format!("{row}.scrollIntoView({{ behavior: 'instant' }})"))
            .await;
        wait_for_frames(&page).await;
        let top = format!("return {row}.getBoundingClientRect().top");
        let before = page.run(&top).await.as_f64().unwrap();
        site.respond("/feed.json", numbered(104));
        widget.wait_count("li", 104).await;
        wait_for_frames(&page).await;
        let after = page.run(&top).await.as_f64().unwrap();
        // Engines scroll by whole pixels of the screen, and rows have fractions of one.
        assert!((after - before).abs() < 0.5, "{before} {after} {style}");
    }
}
