//! How the widget gets into a page.

use key_events_e2e::{Page, Site, feed, scenarios};

scenarios![
    one_tag_shows_the_feed_under_a_strict_policy,
    the_element_shows_the_feed
];

const ONE_TAG: &str = r#"<script async src="{cdn}/embed.js" data-src="/feed.json"></script>"#;
const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

async fn one_tag_shows_the_feed_under_a_strict_policy(site: Site, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page_with_policy("/", ONE_TAG, Site::STRICT);
    page.open("/").await;
    page.widget()
        .wait_texts("li .title", &["Event 3", "Event 2", "Event 1"])
        .await;
    assert_eq!(page.document().count("script + key-events").await, 1);
}

async fn the_element_shows_the_feed(site: Site, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page(
        "/",
        &format!(r#"{MODULE}<key-events src="/feed.json">fallback</key-events>"#),
    );
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.widget().click("[part=toggle]").await;
    page.widget().wait_visible("li", false).await;
}
