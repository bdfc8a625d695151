//! The events that tell a page what the reader does.

use key_events_e2e::{MockResponse, Page, TestSite, feed, scenarios};
use serde_json::{Value, json};

scenarios![
    a_timeline_that_is_half_in_view_for_a_second_is_viewed_once,
    a_timeline_that_is_higher_than_the_viewport_is_viewed_in_part,
    what_the_reader_does_is_reported,
    the_documented_recipes_send_the_events,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
const VIEW: &str = "key-events-view";

fn details(events: &[Value]) -> Value {
    events.iter().map(|event| event["detail"].clone()).collect()
}

async fn a_timeline_that_is_half_in_view_for_a_second_is_viewed_once(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(5));
    let element = r#"<key-events src="/feed.json" loading="eager" style="position: absolute; inset-inline: 0; top: calc(100vh - 60px)"></key-events>
        <p style="height: 300vh"></p>"#;
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    page.widget().wait_count("li", 5).await;
    page.wait_for_lazy_chunk().await;
    // The header alone is in view, for longer than it takes.
    page.run("return new Promise((done) => setTimeout(done, 1500))")
        .await;
    assert_eq!(page.events(VIEW).await.len(), 0);
    // In view, but not for a second.
    let quickly = "scrollTo({ top: innerHeight - 100, behavior: 'instant' });
        return new Promise((done) => setTimeout(() => {
            scrollTo({ top: 0, behavior: 'instant' });
            setTimeout(done, 1500);
        }, 300));";
    page.run(quickly).await;
    assert_eq!(page.events(VIEW).await.len(), 0);
    page.run("scrollTo({ top: innerHeight - 100, behavior: 'instant' })")
        .await;
    let viewed = page.wait_for_events(VIEW, 1).await;
    assert_eq!(details(&viewed), json!([{}]));
    // Not again, also not when the element is connected again.
    page.run("const element = document.querySelector('key-events'); element.remove(); document.body.prepend(element)")
        .await;
    page.widget().wait_count("li", 5).await;
    page.run("return new Promise((done) => setTimeout(done, 1500))")
        .await;
    assert_eq!(page.events(VIEW).await.len(), 1);
}

async fn a_timeline_that_is_higher_than_the_viewport_is_viewed_in_part(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(100));
    let element = r#"<key-events src="/feed.json" limit="100"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    page.wait_for_events(VIEW, 1).await;
}

/// A feed with a story, a related link and a discussion.
fn rich() -> Value {
    let mut story = feed::event("a", "A", 1);
    story["content_html"] = json!("<p>What happened.</p>");
    let mut feed = feed::of([story, feed::event("b", "B", 2), feed::event("c", "C", 3)]);
    feed["_key_events"] = json!({
        "related": [{ "title": "More", "url": "/more" }],
        "discussion_url": "/talk",
    });
    feed
}

/// Uses everything that is reported. The links are not followed.
async fn use_everything(page: &Page) {
    page.run("addEventListener('click', (event) => event.preventDefault())")
        .await;
    let widget = page.widget();
    widget.wait_count("li[data-id]", 2).await;
    page.wait_for_lazy_chunk().await;
    for part in ["part=show-all", "part=more", "part=more", "part=order"] {
        widget.click(&format!("[{part}]")).await;
    }
    widget.click("[part=related] a").await;
    widget.click("[part~=discussion] a").await;
}

async fn what_the_reader_does_is_reported(site: TestSite, page: Page) {
    site.json("/feed.json", rich());
    let element = r#"<key-events src="/feed.json" limit="2" order="oldest"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    use_everything(&page).await;
    for (name, count, expected) in [
        ("show-all", 1, json!([{}])),
        (
            "story",
            2,
            json!([{ "id": "a", "open": true }, { "id": "a", "open": false }]),
        ),
        ("order", 1, json!([{ "order": "newest" }])),
        (
            "link",
            2,
            json!([
                { "url": "/more", "kind": "related" },
                { "url": "/talk", "kind": "discussion" },
            ]),
        ),
    ] {
        let name = format!("key-events-{name}");
        let events = page.wait_for_events(&name, count).await;
        assert_eq!(details(&events), expected, "{name}");
        assert_eq!(events[0]["bubbles"], true, "{name}");
        assert_eq!(events[0]["composed"], true, "{name}");
        assert_eq!(events[0]["cancelable"], false, "{name}");
    }
}

async fn the_documented_recipes_send_the_events(site: TestSite, page: Page) {
    const BEHAVIOR: &str = include_str!("../../../../docs/behavior.md");
    let (_, recipes) = BEHAVIOR.split_once("## Events for analytics").unwrap();
    let recipes = recipes.split("```js\n").skip(1).take(2);
    let scripts: Vec<_> = recipes
        .map(|rest| format!("<script>{{{}}}</script>", rest.split("```").next().unwrap()))
        .collect();
    let scripts = scripts.concat();
    site.json("/feed.json", rich());
    site.respond(
        "/analytics",
        MockResponse::new("text/plain", "").status(204),
    );
    let element = r#"<key-events src="/feed.json" limit="2"></key-events>"#;
    // The beacons, because the server does not keep bodies.
    let beacons = "<script>
        window.beacons = [];
        const send = navigator.sendBeacon;
        navigator.sendBeacon = function (url, body) {
            beacons.push(JSON.parse(body));
            return send.call(this, url, body);
        };</script>";
    site.page("/", &format!("{beacons}{scripts}{MODULE}{element}"));
    page.open("/").await;
    use_everything(&page).await;
    page.wait_until("dataLayer.length == 3").await;
    page.wait_until("beacons.length == 7").await;
    let stories = "return dataLayer.filter(({ event }) => event != 'key-events-view')";
    let pushed = page.run(stories).await;
    let story = |open: bool| json!({ "event": "key-events-story", "id": "a", "open": open });
    assert_eq!(pushed, json!([story(true), story(false)]));
    let names = page
        .run("return [...new Set(beacons.map(({ name }) => name))].sort()")
        .await;
    assert_eq!(names, json!(["link", "order", "show-all", "story", "view"]));
    site.wait_for_requests("/analytics", 7).await;
}
