//! The focus stays in the widget, and what changes by itself is said once.

use key_events_e2e::{Gate, Key, MockResponse, Page, TestSite, feed, scenarios};

scenarios![
    the_button_for_all_rows_hands_the_focus_to_the_first_new_row,
    the_button_to_try_again_keeps_the_focus_and_hands_it_to_the_first_row,
    the_button_of_a_stale_list_keeps_the_focus_and_hands_it_to_the_first_row,
    a_list_that_a_script_collapses_hands_the_focus_to_its_heading,
    a_focus_elsewhere_stays_there,
    arrivals_are_said_once_and_not_counted_down,
    a_stale_list_and_its_recovery_are_said,
    the_order_button_keeps_its_name,
];

const ELEMENT: &str = "document.querySelector('key-events')";

fn numbered(count: usize) -> MockResponse {
    MockResponse::json(&feed::numbered(count).to_string())
}

async fn open(site: &TestSite, page: &Page, attributes: &str) {
    site.page(
        "/",
        &format!(
            r#"<script type="module" src="{{cdn}}/key-events.js"></script>
            <key-events src="/feed.json" loading="eager" refresh="0" {attributes}></key-events>
            <button id="outside">Outside</button>"#
        ),
    );
    page.open("/").await;
}

async fn open_with_list(site: &TestSite, page: &Page, attributes: &str, rows: usize) {
    open(site, page, attributes).await;
    page.widget().wait_count("li", rows).await;
    page.wait_for_lazy_chunk().await;
}

async fn refresh(page: &Page) {
    page.run(&format!("return {ELEMENT}.refresh()")).await;
}

async fn wait_for_focus(page: &Page, selector: &str) {
    let focused = format!("{ELEMENT}.shadowRoot.activeElement?.matches('{selector}')");
    page.wait_until(&focused).await;
}

async fn the_button_for_all_rows_hands_the_focus_to_the_first_new_row(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(30));
    open_with_list(&site, &page, r#"limit="4""#, 4).await;
    let widget = page.widget();
    widget.focus("[part=show-all]").await;
    page.press(Key::Enter).await;
    widget.wait_count("[part=show-all]", 0).await;
    wait_for_focus(&page, "[data-id=e26] a").await;
}

async fn the_button_to_try_again_keeps_the_focus_and_hands_it_to_the_first_row(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    site.respond("/feed.json", MockResponse::json("").status(503));
    page.expect_console("/feed.json");
    open(&site, &page, "").await;
    let widget = page.widget();
    widget.wait_visible("[part=error]", true).await;
    page.wait_for_lazy_chunk().await;
    site.respond("/feed.json", numbered(3).behind(&gate));
    widget.focus("[part=retry]").await;
    page.press(Key::Enter).await;
    widget
        .wait_attribute("[part=retry]", "aria-disabled", "true")
        .await;
    assert!(widget.is_focused("[part=retry]").await);
    gate.open();
    widget.wait_count("li", 3).await;
    wait_for_focus(&page, "[data-id=e3] a").await;
}

async fn the_button_of_a_stale_list_keeps_the_focus_and_hands_it_to_the_first_row(
    site: TestSite,
    page: Page,
) {
    site.respond("/feed.json", numbered(3));
    open_with_list(&site, &page, "", 3).await;
    let widget = page.widget();
    page.expect_console("/feed.json");
    site.respond("/feed.json", MockResponse::json("").status(503));
    refresh(&page).await;
    widget.wait_count("[part=retry]", 1).await;
    let gate = Gate::closed();
    site.respond("/feed.json", numbered(3).behind(&gate));
    widget.focus("[part=retry]").await;
    page.press(Key::Enter).await;
    widget
        .wait_attribute("[part=retry]", "aria-disabled", "true")
        .await;
    assert!(widget.is_focused("[part=retry]").await);
    gate.open();
    widget.wait_count("[part=retry]", 0).await;
    wait_for_focus(&page, "[data-id=e3] a").await;
}

async fn a_list_that_a_script_collapses_hands_the_focus_to_its_heading(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(3));
    open_with_list(&site, &page, "", 3).await;
    page.widget().focus("[data-id=e2] a").await;
    page.run(&format!("{ELEMENT}.collapse()")).await;
    wait_for_focus(&page, "[part=toggle]").await;
}

async fn a_focus_elsewhere_stays_there(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(9));
    open_with_list(&site, &page, r#"limit="4""#, 4).await;
    let outside = page.document();
    outside.focus("#outside").await;
    page.run(&format!("{ELEMENT}.showAll(); {ELEMENT}.collapse()"))
        .await;
    page.widget()
        .wait_attribute("[part=toggle]", "aria-expanded", "false")
        .await;
    assert!(outside.is_focused("#outside").await);
}

async fn arrivals_are_said_once_and_not_counted_down(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(3));
    open_with_list(&site, &page, "", 3).await;
    let widget = page.widget();
    page.run(&format!(
        "window.said = [];
        new MutationObserver(() => said.push({ELEMENT}.shadowRoot.querySelector('[role=status]').textContent))
            .observe({ELEMENT}.shadowRoot.querySelector('[role=status]'),
                {{ subtree: true, childList: true, characterData: true }})"
    ))
    .await;
    site.respond("/feed.json", numbered(4));
    refresh(&page).await;
    widget.wait_count("[part=new-badge]", 1).await;
    site.respond("/feed.json", numbered(6));
    refresh(&page).await;
    widget.wait_count("li", 6).await;
    let said = page.run("return [...new Set(said)].filter(Boolean)").await;
    assert_eq!(
        said,
        serde_json::json!(["1 new key event: Event 4", "2 new key events"])
    );
}

async fn a_stale_list_and_its_recovery_are_said(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(3));
    open_with_list(&site, &page, "", 3).await;
    let said = || async { page.widget().texts("[role=status]").await };
    page.expect_console("/feed.json");
    site.respond("/feed.json", MockResponse::json("").status(503));
    refresh(&page).await;
    page.widget().wait_count("[part=retry]", 1).await;
    let stale = said().await.concat();
    assert!(stale.starts_with("Last checked at "), "{stale}");
    assert!(stale.ends_with("Newer events can’t be loaded."), "{stale}");
    site.respond("/feed.json", numbered(3));
    refresh(&page).await;
    page.widget().wait_count("[part=retry]", 0).await;
    assert_eq!(said().await, ["", "The list is up to date again."]);
}

async fn the_order_button_keeps_its_name(site: TestSite, page: Page) {
    site.respond("/feed.json", numbered(3));
    open_with_list(&site, &page, "", 3).await;
    let widget = page.widget();
    assert_eq!(widget.label("[part=order]").await, "Newest first");
    widget
        .wait_attribute("[part=order]", "aria-pressed", "true")
        .await;
    widget.focus("[part=order]").await;
    page.press(Key::Enter).await;
    widget
        .wait_attribute("[part=order]", "aria-pressed", "false")
        .await;
    assert_eq!(widget.label("[part=order]").await, "Newest first");
    assert!(widget.is_focused("[part=order]").await);
}
