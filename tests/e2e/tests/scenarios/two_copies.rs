//! Two copies of the widget on one page. Each has its own wasm, and both number their nodes from 1.

use std::{env, fs, path::PathBuf};

use key_events_e2e::{Key, MockResponse, Page, Scope, TestSite, feed, scenarios};
use serde_json::json;

scenarios![
    two_copies_under_two_names_do_not_disturb_each_other,
    a_copy_inside_the_other_ones_fallback_works,
    a_copy_that_comes_too_late_requests_nothing,
    a_yew_app_around_widgets_and_the_widgets_handle_each_click_once,
    a_yew_app_in_the_fallback_of_a_widget_handles_each_click_once,
    nothing_is_dispatched_twice_by_two_copies,
    two_versions_handle_each_key_once,
];

const BOTH: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>
    <script type="module">
    import { define } from "{cdn-origin}/key-events/other/element.js";
    define("other-events");
    </script>"#;

async fn two_copies_under_two_names_do_not_disturb_each_other(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    site.json("/other.json", feed::numbered(13));
    let elements = r#"<key-events src="/feed.json"></key-events>
        <other-events src="/other.json"></other-events>"#;
    site.page("/", &format!("{BOTH}{elements}"));
    page.open("/").await;
    let (one, other) = (page.widget(), page.inside("other-events", 0));
    one.wait_count("li", 10).await;
    other.wait_count("li", 10).await;
    assert_eq!(site.count(&TestSite::wasm()), 1);
    let wasm_of_other = TestSite::wasm().replace("/1.0/", "/other/");
    assert_eq!(site.count(&wasm_of_other), 1);

    one.click("[part=toggle]").await;
    one.wait_visible("li", false).await;
    assert!(other.is_visible("li").await);
    other.click("[part=show-all]").await;
    other.wait_count("li", 13).await;
    assert_eq!(one.count("li").await, 10);
    other.click("[part=toggle]").await;
    other.wait_visible("li", false).await;
    one.click("[part=toggle]").await;
    one.wait_visible("li", true).await;
    assert!(!other.is_visible("li").await);
    page.wait_for_events("key-events-toggle", 3).await;
}

async fn a_copy_inside_the_other_ones_fallback_works(site: TestSite, page: Page) {
    site.json("/none.json", feed::of([]));
    site.json("/feed.json", feed::numbered(3));
    let elements = r#"<key-events src="/none.json">
        <other-events src="/feed.json"></other-events></key-events>"#;
    site.page("/", &format!("{BOTH}{elements}"));
    page.open("/").await;
    let (outer, inner) = (page.widget(), page.inside("other-events", 0));
    inner.wait_count("li", 3).await;
    outer.wait_count("[part=empty]", 1).await;
    inner.click("[part=toggle]").await;
    inner.wait_visible("li", false).await;
    let open = outer.attribute("[part=toggle]", "aria-expanded").await;
    assert_eq!(open.as_deref(), Some("true"));
    page.wait_for_events("key-events-toggle", 1).await;
}

async fn a_copy_that_comes_too_late_requests_nothing(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page(
        "/",
        r#"<key-events loading="eager" src="/feed.json"></key-events>
        <script type="module" src="{cdn}/key-events.js"></script>
        <script type="module" src="{cdn-origin}/key-events/other/key-events.js"></script>"#,
    );
    page.expect_console("<key-events> is already defined");
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    assert_eq!(site.count(&TestSite::wasm()), 1);
    assert_eq!(site.count(&TestSite::wasm().replace("/1.0/", "/other/")), 0);
}

/// A script that starts the Yew app of `tests/yew_app` in `#app` and in `#small-app`.
fn yew_app(site: &TestSite) -> &'static str {
    let app = env::var_os("KEY_EVENTS_YEW_APP").expect("KEY_EVENTS_YEW_APP names a build");
    for (name, kind) in [
        ("yew_app.js", "text/javascript"),
        ("yew_app_bg.wasm", "application/wasm"),
    ] {
        let file = fs::read(PathBuf::from(&app).join(name)).unwrap();
        site.respond(&format!("/app/{name}"), MockResponse::new(kind, file));
    }
    r#"<script type="module">import init from "/app/yew_app.js"; await init()</script>"#
}

async fn a_yew_app_around_widgets_and_the_widgets_handle_each_click_once(
    site: TestSite,
    page: Page,
) {
    let app = yew_app(&site);
    let mut document = feed::numbered(12);
    for number in [0, 1] {
        document["items"][number]["content_html"] = json!("<p>A <b>bold</b> move</p>");
    }
    site.json("/feed.json", document.clone());
    site.json("/other.json", document);
    let anchor = r#"<p id="block-e12">12</p>"#;
    site.page("/", &format!("{BOTH}{anchor}<div id=app></div>{app}"));
    page.open("/").await;
    for number in [0, 1] {
        page.nth_widget(number).wait_count("li", 10).await;
    }
    page.wait_for_lazy_chunk().await;
    let own = page.document();
    let mut all = 0;
    for number in [0, 1] {
        // The app counts the clicks on its button, and those on all that it contains.
        own.click(".own").await;
        own.wait_text(".own", &(number + 1).to_string()).await;
        all += 1;
        own.wait_text("output", &all.to_string()).await;
        let widget = page.nth_widget(number);
        widget.click("[part=more]").await;
        widget.wait_text(".rich b", "bold").await;
        widget.click("[part=more]").await;
        widget.wait_count(".body", 0).await;
        each_key_is_handled_once(&page, &widget, ["e12", "e11"]).await;
        all += 2;
        widget.click("[part=show-all]").await;
        widget.wait_count("li", 12).await;
        widget.click("[part=toggle]").await;
        widget.wait_visible("li", false).await;
        widget.click("[part=toggle]").await;
        page.wait_for_events("key-events-toggle", 2 * (number + 1))
            .await;
        widget.click("[part~=link]").await;
        page.wait_for_events("key-events-jump", number + 1).await;
        all += 5;
        own.wait_text("output", &all.to_string()).await;
        own.wait_text(".own", &(number + 1).to_string()).await;
    }
}

async fn a_yew_app_in_the_fallback_of_a_widget_handles_each_click_once(site: TestSite, page: Page) {
    let app = yew_app(&site);
    site.json("/none.json", feed::of([]));
    let element =
        r#"<key-events src="/none.json" loading="eager"><div id="small-app"></div></key-events>"#;
    site.page("/", &format!("{BOTH}{element}{app}"));
    page.open("/").await;
    let (own, widget) = (page.document(), page.widget());
    widget.wait_count("[part=empty]", 1).await;
    own.wait_text("#small-app button", "0").await;
    own.click("#small-app button").await;
    own.wait_text("#small-app button", "1").await;
    assert_eq!(page.events("key-events-toggle").await.len(), 0);
    widget.click("[part=toggle]").await;
    page.wait_for_events("key-events-toggle", 1).await;
    widget.click("[part=toggle]").await;
    page.wait_for_events("key-events-toggle", 2).await;
    own.click("#small-app button").await;
    own.wait_text("#small-app button", "2").await;
}

async fn nothing_is_dispatched_twice_by_two_copies(site: TestSite, page: Page) {
    let mut document = feed::numbered(3);
    document["items"][0]["content_html"] = json!("<p>A <b>bold</b> move</p>");
    site.json("/feed.json", document.clone());
    let elements = r#"<script>
        Object.defineProperty(navigator, "share", { value: undefined });
        Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
        </script>
        <key-events src="/feed.json" loading="eager"></key-events>
        <other-events src="/feed.json" loading="eager"></other-events>
        <p id="block-e3">3</p>"#;
    site.page("/", &format!("{BOTH}{elements}"));
    page.open("/").await;
    let copies = ["key-events", "other-events"];
    for name in copies {
        page.inside(name, 0).wait_count("li", 3).await;
        let lazy = "return document.querySelector(arguments[0]).goTo('no such event')";
        assert_eq!(page.run_with(lazy, json!([name])).await, false);
    }
    page.wait_for_events("key-events-ready", 2).await;
    for (number, name) in copies.into_iter().enumerate() {
        let copy = page.inside(name, 0);
        copy.click("[part=more]").await;
        copy.wait_text(".rich b", "bold").await;
        copy.click("[part=body] [part=share]").await;
        let shared = page.wait_for_events("key-events-share", number + 1).await;
        assert_eq!(shared[number]["target"], name);
        copy.click("[part~=link]").await;
        let jumped = page.wait_for_events("key-events-jump", number + 1).await;
        assert_eq!(jumped[number]["target"], name);
        copy.click("[part=toggle]").await;
        copy.wait_visible("li", false).await;
        let toggled = page.wait_for_events("key-events-toggle", number + 1).await;
        assert_eq!(toggled[number]["target"], name);
        site.json("/feed.json", feed::numbered(4 + number));
        let refresh = "return document.querySelector(arguments[0]).refresh()";
        page.run_with(refresh, json!([name])).await;
        page.wait_for_events("key-events-update", number + 1).await;
    }
}

/// Moves the focus from the first of two rows to the other, expands and collapses that, and moves back.
async fn each_key_is_handled_once(page: &Page, widget: &Scope, rows: [&str; 2]) {
    let [first, second] = rows.map(|id| format!("[data-id={id}] .link"));
    widget.focus(&first).await;
    page.press(Key::Down).await;
    assert!(widget.is_focused(&second).await);
    page.press(Key::Right).await;
    widget.wait_count(".body", 1).await;
    widget
        .wait_attribute(&second, "aria-expanded", "true")
        .await;
    page.press(Key::Left).await;
    widget.wait_count(".body", 0).await;
    page.press(Key::Right).await;
    widget.wait_count(".body", 1).await;
    page.press(Key::Up).await;
    assert!(widget.is_focused(&first).await);
    // A link has it as long as it has the focus.
    assert_eq!(widget.attribute(&second, "aria-expanded").await, None);
    widget
        .click("[data-id] [part=more][aria-expanded=true]")
        .await;
    widget.wait_count(".body", 0).await;
}

async fn two_versions_handle_each_key_once(site: TestSite, page: Page) {
    // Both are of one build; only one of them knows that.
    let script = TestSite::file("element.js");
    let script = String::from_utf8(script.to_vec()).unwrap();
    let own = concat!("\"", env!("CARGO_PKG_VERSION"), "\"");
    assert!(script.contains(own), "element.js has its version");
    site.respond(
        "/key-events/other/element.js",
        MockResponse::new("text/javascript", script.replace(own, "\"0.0.9\"")),
    );
    let mut document = feed::numbered(3);
    for item in document["items"].as_array_mut().unwrap() {
        item["content_html"] = json!("<p>A <b>bold</b> move</p>");
    }
    site.json("/feed.json", document);
    let elements = r#"<key-events src="/feed.json" loading="eager"></key-events>
        <other-events src="/feed.json" loading="eager"></other-events>"#;
    site.page("/", &format!("{BOTH}{elements}"));
    page.open("/").await;
    let copies = ["key-events", "other-events"];
    for name in copies {
        page.inside(name, 0).wait_count("li", 3).await;
        let lazy = "return document.querySelector(arguments[0]).goTo('no such event')";
        assert_eq!(page.run_with(lazy, json!([name])).await, false);
    }
    let versions =
        "return ['key-events', 'other-events'].map((name) => customElements.get(name).version)";
    let expected = json!([env!("CARGO_PKG_VERSION"), "0.0.9"]);
    assert_eq!(page.run(versions).await, expected);
    for (name, other) in copies.into_iter().zip(copies.into_iter().rev()) {
        let (copy, other) = (page.inside(name, 0), page.inside(other, 0));
        // Of the other copy, one story is expanded. It stays so.
        other.click("[data-id=e1] [part=more]").await;
        other.wait_count(".body", 1).await;
        each_key_is_handled_once(&page, &copy, ["e3", "e2"]).await;
        assert_eq!(other.count("[data-id=e1] .body").await, 1);
        assert_eq!(other.count(".body").await, 1);
        other.click("[data-id=e1] [part=more]").await;
        other.wait_count(".body", 0).await;
    }
}
