//! What stands below the widget stays where it is.

use key_events_e2e::{Answer, Gate, Page, Site, feed, scenarios};

scenarios![
    the_text_below_a_collapsed_widget_stays_where_it_is,
    the_text_below_a_full_list_stays_where_it_is,
    the_text_below_a_full_list_stays_where_it_is_on_a_phone,
];

const TEXT: &str = r#"<p id="text">The text of the article.</p>"#;

async fn the_text_below_a_collapsed_widget_stays_where_it_is(site: Site, page: Page) {
    stays(&site, &page, r#"<key-events src="/feed.json" collapsed>"#).await;
}

async fn the_text_below_a_full_list_stays_where_it_is(site: Site, page: Page) {
    stays(&site, &page, r#"<key-events src="/feed.json">"#).await;
}

async fn the_text_below_a_full_list_stays_where_it_is_on_a_phone(site: Site, page: Page) {
    page.resize(360, 740).await;
    stays(&site, &page, r#"<key-events src="/feed.json" limit="6">"#).await;
}

async fn stays(site: &Site, page: &Page, tag: &str) {
    let (feed, wasm) = (Gate::closed(), Gate::closed());
    let answer = Answer::json(&feed::numbered(12).to_string());
    site.answer("/feed.json", answer.behind(&feed));
    site.answer(&Site::wasm(), Site::original(&Site::wasm()).behind(&wasm));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{module}{tag}</key-events>{TEXT}"));
    page.open("/").await;
    page.wait_until("document.querySelector('key-events').shadowRoot")
        .await;
    // Until the loader is there, the page alone decides about the space.
    let (before, shift) = (top(page).await, page.layout_shift().await);
    wasm.open();
    page.widget().wait_count("section", 1).await;
    let drawn = top(page).await;
    feed.open();
    page.widget().wait_count("[part=count]", 1).await;
    let after = top(page).await;
    assert_eq!([drawn, after], [before; 2]);
    assert_eq!(page.layout_shift().await, shift);
}

/// Where the text is, after what was drawn last.
async fn top(page: &Page) -> i64 {
    let script = "return new Promise((done) => requestAnimationFrame(() => done(text.offsetTop)))";
    page.run(script).await.as_i64().unwrap()
}
