//! The overview: a strip with a tick for each event, at its time.

use key_events_e2e::{Key, Page, TestSite, feed, live_blog::Blog, prerender, scenarios};
use serde_json::json;

scenarios![
    the_overview_shows_each_event_at_its_time_and_moves_nothing,
    the_overview_is_spoken_in_one_line,
    what_is_new_is_tinted_and_the_needle_is_where_the_reader_is,
    a_press_on_the_overview_leads_to_the_nearest_event,
    arrow_keys_travel_and_keep_the_focus,
    a_right_to_left_overview_runs_from_the_right,
    a_prerendered_overview_needs_no_script,
];

fn blog() -> Blog {
    Blog {
        attributes: "overview",
        ..Blog::new(9)
    }
}

/// Presses on the strip, at a fraction of its width from the left.
async fn press(page: &Page, fraction: f64) {
    let [left, top, width, height] = page.widget().rectangle(".overview").await;
    let (x, y) = (left + width * fraction, top + height / 2.0);
    page.act(json!([{
        "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
        "actions": [
            { "type": "pointerMove", "x": x.round(), "y": y.round() },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ],
    }]))
    .await;
}

async fn the_overview_shows_each_event_at_its_time_and_moves_nothing(site: TestSite, page: Page) {
    let mut feed = feed::of([
        feed::event("late", "Late", 100),
        feed::event("middle", "Middle", 75),
        feed::event("summary", "Summary", 50),
        feed::event("early", "Early", 0),
    ]);
    feed["items"][1]["_key_events"] = json!({ "key": true, "weight": "major" });
    feed["items"][2]["_key_events"] = json!({ "summary": true });
    site.json("/feed.json", feed);
    site.page(
        "/",
        // A browser may paint the page before it has the module, which reserves the space.
        r#"<style>body:has(key-events:not(:defined)) { display: none }</style>
        <script type="module" src="{cdn}/key-events.js"></script>
        <key-events src="/feed.json" overview limit="4" time-zone="UTC"></key-events><p id="below">Below</p>"#,
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".overview", 1).await;
    assert_eq!(
        widget.attribute(".tick", "d").await.unwrap(),
        "M0 10V20M1000 10V20"
    );
    assert_eq!(
        widget.attribute(".tick.tall", "d").await.unwrap(),
        "M500 2V20M750 2V20"
    );
    let [_, _, width, height] = widget.rectangle(".overview svg").await;
    assert_eq!((width > 200.0, height), (true, 20.0));
    assert_eq!(
        widget
            .attribute(".overview", "aria-valuemax")
            .await
            .unwrap(),
        "4"
    );
    if let Some(shift) = page.layout_shift().await {
        assert!(shift < 0.001, "{shift}");
    }
}

async fn the_overview_is_spoken_in_one_line(site: TestSite, page: Page) {
    let at = |id: &str, time: &str| {
        let mut event = feed::event(id, id, 0);
        event["date_published"] = json!(time);
        event
    };
    let spaces = [
        feed::event("late", "Late", 100),
        feed::event("middle", "Middle", 75),
        feed::event("early", "Early", 0),
    ];
    let today = page
        .run("return new Date().toISOString().slice(0, 10)")
        .await;
    let today = today.as_str().unwrap();
    let now = [
        at("c", &format!("{today}T00:00:03Z")),
        at("b", &format!("{today}T00:00:02Z")),
        at("a", &format!("{today}T00:00:01Z")),
    ];
    let days = [
        at("c", "2024-07-02T12:00:00Z"),
        at("b", "2024-07-02T11:10:00Z"),
        at("a", "2024-07-01T12:00:00Z"),
    ];
    for (lang, items, expected) in [
        (
            "en",
            spaces.clone(),
            "3 events, July 1, 2024 at 12:00 PM to 1:40 PM, most after 1:00 PM",
        ),
        (
            "de",
            spaces,
            "3 Updates, 1. Juli 2024 um 12:00 bis 13:40 Uhr, die meisten nach 13:00 Uhr",
        ),
        ("en", now, "3 events, 12:00 AM to 12:00 AM"),
        (
            "en",
            days,
            "3 events, July 1, 2024 at 12:00 PM to July 2, 2024 at 12:00 PM, most after July 2, 2024 at 11:00 AM",
        ),
    ] {
        site.json("/feed.json", feed::of(items));
        site.page(
            "/",
            &format!(
                r#"<script type="module" src="{{cdn}}/key-events.js"></script>
                <key-events src="/feed.json" overview lang="{lang}" time-zone="UTC"></key-events>"#
            ),
        );
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count(".overview", 1).await;
        let label = widget.label(".overview").await;
        // Between a number and its unit, some engines have spaces of their own.
        let label = label.replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(label, expected);
    }
}

async fn what_is_new_is_tinted_and_the_needle_is_where_the_reader_is(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"overview refresh="0""#,
        style: "key-events { --key-events-color-current: rgb(1, 2, 3); --key-events-color-new: rgb(4, 5, 6); }",
        ..Blog::new(5)
    };
    blog.open(&site, &page).await;
    let widget = page.widget();
    assert_eq!(widget.count(".overview .needle, .tick.new").await, 0);
    assert_eq!(
        page.run("return document.querySelector('key-events').goTo('e2')")
            .await,
        true
    );
    widget
        .wait_attribute(".overview .needle", "d", "M250 0V20")
        .await;
    assert_eq!(
        widget.style(".overview .needle", "stroke").await,
        "rgb(1, 2, 3)"
    );
    // Out of sight of the list, so that what is new stays new.
    site.json("/feed.json", feed::numbered(6));
    page.run("document.querySelector('key-events').refresh()")
        .await;
    widget.wait_attribute(".tick.new", "d", "M1000 10V20").await;
    assert_eq!(widget.style(".tick.new", "stroke").await, "rgb(4, 5, 6)");
    assert_eq!(
        widget.attribute(".tick:not(.new)", "d").await.unwrap(),
        "M0 10V20M200 10V20M400 10V20M600 10V20M800 10V20"
    );
    widget
        .wait_attribute(".overview .needle", "d", "M200 0V20")
        .await;
}

async fn a_press_on_the_overview_leads_to_the_nearest_event(site: TestSite, page: Page) {
    blog().open(&site, &page).await;
    press(&page, 0.5).await;
    let widget = page.widget();
    widget
        .wait_text("[part~=current] [part=title]", "Event 5")
        .await;
    widget.wait_count(".overview .needle", 1).await;
    page.wait_for("location.hash", "#block-e5").await;
}

async fn arrow_keys_travel_and_keep_the_focus(site: TestSite, page: Page) {
    blog().open(&site, &page).await;
    let widget = page.widget();
    widget.focus(".overview").await;
    page.press(Key::Left).await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 8")
        .await;
    page.press(Key::Left).await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 7")
        .await;
    page.press(Key::Home).await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 1")
        .await;
    assert!(widget.is_focused(".overview").await);
    let value = widget
        .attribute(".overview", "aria-valuetext")
        .await
        .unwrap();
    assert!(value.ends_with(", Event 1"), "{value}");
    assert_eq!(
        widget
            .attribute(".overview", "aria-valuenow")
            .await
            .unwrap(),
        "1"
    );
    // Past the end is the end.
    page.press(Key::Left).await;
    page.press(Key::Right).await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 2")
        .await;
}

async fn a_right_to_left_overview_runs_from_the_right(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"overview dir="rtl""#,
        ..Blog::new(9)
    };
    blog.open(&site, &page).await;
    let widget = page.widget();
    press(&page, 0.99).await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 1")
        .await;
    page.press(Key::Left).await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 2")
        .await;
}

async fn a_prerendered_overview_needs_no_script(site: TestSite, page: Page) {
    let feed = feed::numbered(5);
    let list = prerender(&feed, &["--src", "/feed.json", "--overview"]);
    site.page("/", &list);
    page.open("/").await;
    let widget = page.widget();
    assert_eq!(
        widget.attribute(".tick", "d").await.unwrap(),
        "M0 10V20M250 10V20M500 10V20M750 10V20M1000 10V20"
    );
    // Nobody can move along it without scripts, so it is an image.
    assert_eq!(widget.attribute(".overview", "role").await.unwrap(), "img");
    assert_eq!(widget.attribute(".overview", "tabindex").await, None);

    site.json("/feed.json", feed);
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{list}{module}"));
    page.open("/").await;
    widget.wait_attribute(".overview", "role", "slider").await;
    if let Some(shift) = page.layout_shift().await {
        assert!(shift < 0.001, "{shift}");
    }
}
