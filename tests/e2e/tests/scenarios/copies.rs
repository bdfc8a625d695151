//! Two copies of the widget on one page. Each has its own wasm, and both number their nodes from 1.

use key_events_e2e::{Page, TestSite, feed, scenarios};

scenarios![
    two_copies_under_two_names_do_not_disturb_each_other,
    a_copy_inside_the_other_ones_fallback_works,
    a_copy_that_comes_too_late_requests_nothing,
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
