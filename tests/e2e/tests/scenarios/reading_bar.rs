//! The reading bar: where the reader is, on a phone, while the list is out of sight.

use key_events_e2e::{Page, TestSite, feed, live_blog::Blog, scenarios};
use serde_json::json;

scenarios![
    the_bar_says_where_the_reader_is_while_the_list_is_out_of_sight,
    the_bar_leads_to_the_next_event_and_to_the_list,
    the_bar_counts_what_is_new,
    a_closed_bar_stays_closed,
    the_bar_is_above_what_the_page_has_fixed_below,
    a_large_screen_has_no_bar,
];

/// A page on a phone, at the block of an event.
async fn open(site: &TestSite, page: &Page, style: &'static str) {
    page.resize(360, 640).await;
    let blog = Blog {
        attributes: r#"reading-bar refresh="0" time-zone="UTC""#,
        style,
        ..Blog::new(6)
    };
    blog.open(site, page).await;
}

async fn read(page: &Page, event: &str) {
    page.run_with(
        "document.documentElement.style.scrollBehavior = 'auto';
        document.getElementById(arguments[0]).scrollIntoView();
        scrollBy(0, -60);",
        json!([event]),
    )
    .await;
}

async fn the_bar_says_where_the_reader_is_while_the_list_is_out_of_sight(
    site: TestSite,
    page: Page,
) {
    open(&site, &page, "").await;
    let widget = page.widget();
    assert_eq!(widget.count(".reading-bar").await, 0);
    read(&page, "block-e4").await;
    widget.wait_text(".bar-headline", "Event 4").await;
    let [_, top, width, height] = widget.rectangle(".reading-bar").await;
    // Without the scrollbar, which takes space in some engines.
    let page_width = page
        .run("return document.documentElement.clientWidth")
        .await;
    assert_eq!((Some(width), top + height), (page_width.as_f64(), 640.0));
    assert!(height >= 48.0, "{height}");
    page.run("scrollTo(0, 0)").await;
    widget.wait_count(".reading-bar", 0).await;
}

async fn the_bar_leads_to_the_next_event_and_to_the_list(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_text(".bar-headline", "Event 4").await;
    widget.click(".reading-bar [part=next]").await;
    widget.wait_text(".bar-headline", "Event 3").await;
    assert!(widget.is_focused(".reading-bar [part=next]").await);
    widget.click(".bar-list").await;
    widget.wait_count(".reading-bar", 0).await;
}

async fn the_bar_counts_what_is_new(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e2").await;
    widget.wait_text(".bar-headline", "Event 2").await;
    site.json("/feed.json", feed::numbered(8));
    page.run("document.querySelector('key-events').refresh()")
        .await;
    widget.wait_text(".bar-new", "2").await;
    assert_eq!(widget.label(".bar-list").await, "2 new key events");
    assert!(!widget.is_visible("[part=toast]").await);
}

async fn a_closed_bar_stays_closed(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_count(".reading-bar", 1).await;
    widget.click(".bar-close").await;
    widget.wait_count(".reading-bar", 0).await;
    read(&page, "block-e2").await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 2")
        .await;
    assert_eq!(widget.count(".reading-bar").await, 0);
}

async fn the_bar_is_above_what_the_page_has_fixed_below(site: TestSite, page: Page) {
    let style = "body::after { content: 'Subscribe'; position: fixed; inset: auto 0 0; height: 56px; background: gold; }
        footer { position: sticky; bottom: 0; }";
    open(&site, &page, style).await;
    page.run(
        "document.body.insertAdjacentHTML('beforeend', '<div style=\"position: fixed; inset: auto 0 0; height: 70px; background: gold\">Cookies</div>')",
    )
    .await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_count(".reading-bar", 1).await;
    page.wait_until(
        "Math.round(document.querySelector('key-events').shadowRoot
            .querySelector('.reading-bar')?.getBoundingClientRect().bottom) == 570",
    )
    .await;
}

async fn a_large_screen_has_no_bar(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: "reading-bar",
        ..Blog::new(6)
    };
    blog.open(&site, &page).await;
    read(&page, "block-e4").await;
    let widget = page.widget();
    widget
        .wait_text("[part~=current] [part=title]", "Event 4")
        .await;
    assert!(!widget.is_visible(".reading-bar").await);
}
