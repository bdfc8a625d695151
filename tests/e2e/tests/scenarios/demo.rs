//! The demo page of the build.

use key_events_e2e::{Page, TestSite, scenarios};
use serde_json::Value;

scenarios![the_demo_works_on_a_phone, the_demo_works_on_a_desktop,];

async fn the_demo_works_on_a_phone(site: TestSite, page: Page) {
    works(&site, &page, 360).await;
}

async fn the_demo_works_on_a_desktop(site: TestSite, page: Page) {
    works(&site, &page, 1280).await;
}

async fn works(site: &TestSite, page: &Page, width: u32) {
    let folder = TestSite::cdn_path("");
    let html = String::from_utf8(TestSite::file("index.html").to_vec()).unwrap();
    site.respond(&folder, site.html(&html));
    page.resize(width, 800).await;
    page.open_url(&site.cdn_url(&folder)).await;
    let widget = page.widget();
    page.wait_for("document.readyState", "complete").await;
    // On a phone the timeline may be far below.
    page.run("document.querySelector('key-events').scrollIntoView()")
        .await;
    widget.wait_count("li", 10).await;
    widget.click("[part=show-all]").await;

    let feed: Value = serde_json::from_slice(&TestSite::file("feed.json")).unwrap();
    let items = feed["items"].as_array().unwrap();
    let anchor = |item: &Value| Some(item["url"].as_str()?.split_once('#')?.1.to_owned());
    let anchors: Option<Vec<String>> = items.iter().map(anchor).collect();
    let ids = "return [...document.querySelectorAll('.blocks article')].map(({ id }) => id)";
    assert_eq!(page.run(ids).await, Value::from(anchors.unwrap()));

    let is_key = |item: &&Value| {
        let tags = item["tags"].as_array().into_iter().flatten();
        tags.into_iter().any(|tag| tag == "key-event")
    };
    let is_summary = |item: &&Value| item["_key_events"]["summary"] == true;
    let (key, summaries) = (
        items.iter().filter(is_key).count(),
        items.iter().filter(is_summary).count(),
    );
    assert!(key > 0 && summaries > 0);
    widget.wait_count("li", key + summaries).await;
    assert_eq!(widget.count("li[part~=summary]").await, summaries);

    let missing = "
        const { shadowRoot } = document.querySelector('key-events');
        const links = [...shadowRoot.querySelectorAll('li')].map((row) => row.querySelector('a')?.getAttribute('href'));
        return links.filter((href) => !href?.startsWith('#') || !document.getElementById(decodeURIComponent(href.slice(1))));";
    assert_eq!(page.run(missing).await, Value::Array(Vec::new()));
    let overflow = "return document.documentElement.scrollWidth - innerWidth";
    assert!(page.run(overflow).await.as_i64().unwrap() <= 0);
}
