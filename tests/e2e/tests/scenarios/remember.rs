//! What is remembered of a reader, if the publisher opts in.

use key_events_e2e::{Gate, MockResponse, Page, TestSite, feed, scenarios};
use serde_json::json;

scenarios![
    without_the_attribute_the_storage_stays_untouched,
    what_came_since_the_last_visit_is_marked,
    the_number_since_the_last_visit_leads_there_until_all_was_seen,
    a_page_that_is_loaded_again_is_the_same_visit,
    what_was_collapsed_or_never_visible_was_not_seen,
    a_collapsed_list_stays_collapsed_and_nothing_moves,
    the_readers_order_is_kept_until_the_publisher_changes_it,
    storage_that_is_absent_full_or_refused_changes_nothing_else,
    invalid_stored_values_are_ignored,
];

/// The line at a visit whose latest event was the third.
const HERE: &str = "You were here, July 1, 2024 at 12:03 PM";

/// Makes this visit an hour later.
const LATER: &str = "<script>
    const now = Date.now;
    Date.now = () => now() + 3600000;
    </script>";

/// Serves a page at `/` and one at `/later`, with a list that starts with four rows.
fn pages(site: &TestSite, attributes: &str) {
    for (path, head) in [("/", ""), ("/later", LATER)] {
        let body = format!(
            r#"{head}<script type="module" src="{{cdn}}/key-events.js"></script>
            <key-events src="/feed.json" limit="4" time-zone="UTC" {attributes}></key-events>
            <p id="below">Below</p>"#
        );
        site.page(path, &body);
    }
}

fn events(site: &TestSite, count: usize) {
    // An invalid `Date`, so that the reader's clock is not corrected.
    let response = MockResponse::json(&feed::numbered(count).to_string());
    site.respond("/feed.json", response.header("date", "never"));
}

/// Waits until the visit is stored with this latest event, in minutes after 12:00.
async fn wait_until_stored(page: &Page, minute: u64) {
    let at = 1_719_835_200_000 + minute * 60_000;
    page.wait_until(&format!(
        "Object.values(localStorage).some((value) => JSON.parse(value)[2] == {at})"
    ))
    .await;
}

async fn without_the_attribute_the_storage_stays_untouched(site: TestSite, page: Page) {
    events(&site, 5);
    site.page(
        "/",
        r#"<script>
          window.touched = 0;
          for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
            const { get } = Object.getOwnPropertyDescriptor(window, name);
            Object.defineProperty(window, name, { get() { touched += 1; return get.call(window); } });
          }
        </script>
        <script type="module" src="{cdn}/key-events.js"></script>
        <key-events src="/feed.json" limit="4"></key-events>
        <p id="below">Below</p>"#,
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    for button in [
        "[part=show-all]",
        "[part=order]",
        "[part=toggle]",
        "[part=toggle]",
    ] {
        widget.click(button).await;
    }
    page.wait_for_events("key-events-toggle", 2).await;
    page.run("document.querySelector('key-events').remove()")
        .await;
    assert_eq!(page.run("return touched").await, 0);
    assert_eq!(page.run("return localStorage.length").await, 0);
}

async fn what_came_since_the_last_visit_is_marked(site: TestSite, page: Page) {
    events(&site, 3);
    pages(&site, "remember");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    assert_eq!(widget.count("[part=visit], [part=since]").await, 0);
    wait_until_stored(&page, 3).await;

    events(&site, 5);
    page.open("/later").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    assert_eq!(
        widget.texts("[part~=title], [part=visit]").await,
        ["Event 5", "Event 4", HERE, "Event 3", "Event 2"]
    );
    assert_eq!(
        widget.texts("[part=since] span").await,
        ["+2", "2 new since July 1, 2024 at 12:03 PM"]
    );
    // They were in the first response, so nothing is announced.
    assert_eq!(widget.count("[part=new-badge]").await, 0);
    // In the other order, the line is on the other side of the same events.
    widget.click("[part=order]").await;
    widget
        .wait_texts(
            "[part~=title], [part=visit]",
            &["Event 1", "Event 2", "Event 3", HERE, "Event 4"],
        )
        .await;
}

async fn the_number_since_the_last_visit_leads_there_until_all_was_seen(
    site: TestSite,
    page: Page,
) {
    page.resize(1000, 700).await;
    events(&site, 3);
    pages(&site, "remember");
    page.open("/").await;
    wait_until_stored(&page, 3).await;
    events(&site, 8);
    page.open("/later").await;
    let widget = page.widget();
    widget
        .wait_text(".since-words", "5 new since July 1, 2024 at 12:03 PM")
        .await;
    page.wait_for_lazy_chunk().await;
    // The line is behind “Show all”.
    widget.click("[part=since]").await;
    widget.wait_text("[part=visit]", HERE).await;
    page.wait_until(
        "(() => {
            const root = document.querySelector('key-events').shadowRoot;
            const { top, bottom } = root.querySelector('[part=visit]').getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight && root.activeElement?.matches('[data-id=e4] a');
        })()",
    )
    .await;
    widget.wait_text(".since-words", "You’re up to date").await;
}

async fn a_page_that_is_loaded_again_is_the_same_visit(site: TestSite, page: Page) {
    events(&site, 3);
    pages(&site, "remember");
    page.open("/").await;
    wait_until_stored(&page, 3).await;
    events(&site, 4);
    page.open("/later").await;
    page.widget().wait_text("[part=visit]", HERE).await;
    wait_until_stored(&page, 4).await;
    page.reload().await;
    page.widget()
        .wait_texts(
            "[part~=title], [part=visit]",
            &["Event 4", HERE, "Event 3", "Event 2", "Event 1"],
        )
        .await;
}

async fn what_was_collapsed_or_never_visible_was_not_seen(site: TestSite, page: Page) {
    events(&site, 3);
    pages(&site, "remember");
    page.open("/").await;
    wait_until_stored(&page, 3).await;
    page.widget().click("[part=toggle]").await;
    page.wait_until("Object.values(localStorage).some((value) => JSON.parse(value)[3] == 0)")
        .await;
    events(&site, 5);
    page.open("/later").await;
    let widget = page.widget();
    widget
        .wait_attribute("[part=toggle]", "aria-expanded", "false")
        .await;
    widget.wait_text("[part=since] span", "+2").await;
    // That visit is stored by now.
    page.wait_until("Object.values(localStorage).some((value) => JSON.parse(value)[1] != null)")
        .await;
    // A page with the widget far below the viewport.
    site.page(
        "/far",
        r#"<script type="module" src="{cdn}/key-events.js"></script><div style="height: 5000px"></div>
        <key-events src="/feed.json" limit="4" remember loading="eager"></key-events>"#,
    );
    let before = page.run("return JSON.stringify(localStorage)").await;
    page.open("/far").await;
    page.wait_for_events("key-events-ready", 1).await;
    assert_eq!(
        page.run("return JSON.stringify(localStorage)").await,
        before
    );
}

async fn a_collapsed_list_stays_collapsed_and_nothing_moves(site: TestSite, page: Page) {
    events(&site, 3);
    pages(&site, "remember");
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.widget().click("[part=toggle]").await;
    page.wait_for_events("key-events-toggle", 1).await;
    page.wait_until("localStorage.length == 1").await;
    let wasm = Gate::closed();
    let original = TestSite::original(&TestSite::wasm());
    site.respond(&TestSite::wasm(), original.behind(&wasm));
    page.reload().await;
    page.wait_until("document.querySelector('key-events').shadowRoot")
        .await;
    let top = "return new Promise((done) => requestAnimationFrame(() => done(below.offsetTop)))";
    let before = page.run(top).await;
    wasm.open();
    let widget = page.widget();
    widget
        .wait_attribute("[part=toggle]", "aria-expanded", "false")
        .await;
    widget.wait_count("li", 3).await;
    assert!(!widget.is_visible("li").await);
    assert_eq!(page.run(top).await, before);
    // A restored state dispatches no event.
    assert_eq!(page.events("key-events-toggle").await.len(), 0);
    // An expanded list is expanded on the next visit, whatever the attribute says.
    widget.click("[part=toggle]").await;
    page.wait_until("Object.values(localStorage).some((value) => JSON.parse(value)[3] == 1)")
        .await;
    pages(&site, "remember collapsed");
    page.reload().await;
    page.widget().wait_visible("li", true).await;
}

async fn the_readers_order_is_kept_until_the_publisher_changes_it(site: TestSite, page: Page) {
    events(&site, 3);
    pages(&site, "remember");
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    widget
        .wait_attribute("[part=order]", "aria-pressed", "true")
        .await;
    widget.click("[part=order]").await;
    let oldest = ["Event 1", "Event 2", "Event 3"];
    widget.wait_texts("[part~=title]", &oldest).await;
    assert!(widget.is_focused("[part=order]").await);
    page.wait_until("Object.values(localStorage).some((value) => JSON.parse(value)[4] == 1)")
        .await;
    page.reload().await;
    page.widget().wait_texts("[part~=title]", &oldest).await;
    // Without the lazy chunk, the two changes below would be one.
    page.wait_for_lazy_chunk().await;
    page.run("document.querySelector('key-events').setAttribute('order', 'oldest')")
        .await;
    page.wait_until("Object.values(localStorage).every((value) => JSON.parse(value)[4] == null)")
        .await;
    page.run("document.querySelector('key-events').setAttribute('order', 'newest')")
        .await;
    page.widget()
        .wait_texts("[part~=title]", &["Event 3", "Event 2", "Event 1"])
        .await;
}

async fn storage_that_is_absent_full_or_refused_changes_nothing_else(site: TestSite, page: Page) {
    events(&site, 3);
    for (path, storage) in [
        (
            "/absent",
            "Object.defineProperty(window, 'localStorage', { value: null })",
        ),
        (
            "/full",
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
        ),
        (
            "/refused",
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })",
        ),
    ] {
        site.page(
            path,
            &format!(
                r#"<script>{storage}</script>
                <script type="module" src="{{cdn}}/key-events.js"></script>
                <key-events src="/feed.json" remember></key-events>"#
            ),
        );
        page.open(path).await;
        let widget = page.widget();
        widget.wait_count("li", 3).await;
        widget.click("[part=order]").await;
        widget
            .wait_texts("[part~=title]", &["Event 1", "Event 2", "Event 3"])
            .await;
        widget.click("[part=toggle]").await;
        page.wait_for_events("key-events-toggle", 1).await;
    }
}

async fn invalid_stored_values_are_ignored(site: TestSite, page: Page) {
    events(&site, 3);
    for (number, stored) in ["", "{}", "null", "[1,2]", "[\"a\",\"b\",\"c\",\"d\",\"e\"]"]
        .iter()
        .enumerate()
    {
        let path = format!("/{number}");
        site.page(
            &path,
            &format!(
                r#"<script>localStorage["key-events:" + location.origin + "/feed.json"] = {};</script>
                <script type="module" src="{{cdn}}/key-events.js"></script>
                <key-events src="/feed.json" remember></key-events>"#,
                json!(stored)
            ),
        );
        page.open(&path).await;
        let widget = page.widget();
        widget.wait_count("li", 3).await;
        assert!(widget.is_visible("li").await, "{stored}");
        wait_until_stored(&page, 3).await;
    }
}
