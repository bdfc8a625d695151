//! Times that change while the page is open.

use key_events_e2e::{MockResponse, Page, Preference, Scenario, TestSite, feed, scenario};
use serde_json::json;

use super::timeline::TRANSLATE;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(a_time_label_changes_alone_and_only_when_it_must),
    scenario!(all_widgets_of_a_page_share_one_timer),
    scenario!(the_headings_of_today_and_yesterday_say_so_until_midnight),
    scenario!(an_event_that_is_still_to_come_says_when),
    scenario!(relative_times_are_words_in_every_language),
    scenario!(a_list_that_is_out_of_date_says_since_when_and_when_it_tries_again),
    scenario!(a_reader_in_another_zone_gets_both_times_and_the_zone_of_the_list)
        .preferring(&[Preference::TimeZone("America/New_York")]),
    scenario!(an_unknown_time_zone_is_reported_once),
    scenario!(a_renamed_time_zone_works_by_either_name),
    scenario!(print_has_all_rows),
    scenario!(the_last_update_is_not_in_the_future),
    scenario!(times_that_change_after_a_translation_are_rendered),
];

/// A page on 1 July 2024 from 12:05:30 UTC on, whose clock runs a hundred times as fast. It counts
/// the widget's pending timers.
const CLOCK: &str = r#"<script>
    (() => {
      const [now, sleep, wake] = [Date.now, setTimeout, clearTimeout];
      const start = now();
      Date.now = () => Math.floor(1719835530000 + (now() - start) * 100);
      window.waiting = new Set();
      window.setTimeout = (call, delay = 0, ...rest) => {
        // WebKit's driver sets timers in the page too. The timeout of a request stays.
        const long = delay > 400 && delay != 10000 && new Error().stack.includes("/key-events/");
        const id = sleep(() => { waiting.delete(id); call(); }, long ? delay / 100 : delay, ...rest);
        if (long) waiting.add(id);
        return id;
      };
      window.clearTimeout = (id) => { waiting.delete(id); wake(id); };
    })();
    </script>
    <script type="module" src="{cdn}/key-events.js"></script>"#;

/// Serves a feed with an invalid `Date`, so that the reader's clock is not corrected.
fn serve(site: &TestSite, feed: &serde_json::Value) {
    let response = MockResponse::json(&feed.to_string());
    site.respond("/feed.json", response.header("date", "never"));
}

async fn a_time_label_changes_alone_and_only_when_it_must(site: TestSite, page: Page) {
    let at = |id: &str, time: &str| {
        let mut event = feed::event(id, id, 0);
        event["date_published"] = json!(format!("2024-07-01T{time}Z"));
        event
    };
    // One label changes within the first minute. The other event is older than an hour.
    let events = [at("young", "11:59:00"), at("old", "10:30:00")];
    serve(&site, &feed::of(events));
    site.page(
        "/",
        &format!(
            "{CLOCK}<key-events src=\"/feed.json\" refresh=\"0\" lang=\"en\" time-zone=\"UTC\"></key-events>"
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    page.run(
        "window.rendered = [];
        const root = document.querySelector('key-events').shadowRoot;
        const row = (node) => (node.closest ? node : node.parentElement).closest('li')?.dataset.id ?? 'elsewhere';
        new MutationObserver((list) => rendered.push(...list.map(({ target }) => row(target))))
            .observe(root, { subtree: true, childList: true, attributes: true, characterData: true });",
    )
    .await;
    let label = "[data-id=young] [part=time]";
    let first = widget.text(label).await;
    assert!(first.ends_with("m ago"), "{first}");
    // One change of a label is several mutations, and the first may come before the label is read.
    page.wait_until(&format!(
        "rendered.length >= 3 && document.querySelector('key-events').shadowRoot.querySelector('{label}').textContent != '{first}'"
    ))
    .await;
    let last = widget.text(label).await;
    assert!(last.ends_with("m ago") && last != first, "{last}");
    let rendered = page.run("return rendered").await;
    let rendered = rendered.as_array().unwrap();
    assert!(rendered.iter().all(|row| row == "young"), "{rendered:?}");
}

async fn all_widgets_of_a_page_share_one_timer(site: TestSite, page: Page) {
    serve(&site, &feed::numbered(3));
    let element = "<key-events src=\"/feed.json\" refresh=\"0\" time=\"relative\" loading=\"eager\"></key-events>";
    site.page("/", &format!("{CLOCK}{}", element.repeat(20)));
    page.open("/").await;
    page.wait_for_events("key-events-ready", 20).await;
    // The timeout of the one request has passed or was cleared.
    page.wait_for("waiting.size", 1).await;
    page.run("document.querySelectorAll('key-events').forEach((element) => element.remove())")
        .await;
    page.wait_for("waiting.size", 0).await;
}

async fn the_headings_of_today_and_yesterday_say_so_until_midnight(site: TestSite, page: Page) {
    let days = [
        "2024-07-01T11:30:00Z",
        "2024-06-30T20:00:00Z",
        "2024-06-28T08:00:00Z",
    ];
    let event = |at: &str| {
        let mut event = feed::event(at, at, 0);
        event["date_published"] = json!(at);
        event
    };
    serve(&site, &feed::of(days.map(event)));
    let shown =
        "[...document.querySelector('key-events').shadowRoot.querySelectorAll('[part=day]')]
        .map((day) => (getComputedStyle(day, '::before').content == 'none' ? '' : day.dataset.near)).join()";
    for (lang, words) in [
        ("en", "today,yesterday,"),
        ("de", "heute,gestern,"),
        ("ar", "اليوم,أمس,"),
    ] {
        let element = format!(
            r#"<key-events src="/feed.json" refresh="0" lang="{lang}" time-zone="UTC"></key-events>"#
        );
        site.page("/", &format!("{CLOCK}{element}"));
        page.open("/").await;
        page.widget().wait_count("li", 3).await;
        page.wait_for(shown, words).await;
        // Ten minutes before midnight, which are six seconds of this clock.
        let late = CLOCK.replace("1719835530000", "1719877800000");
        site.page("/late", &format!("{late}{element}"));
    }
    // The headings change with the time label of a recent event.
    let events = [
        "2024-07-01T23:45:00Z",
        "2024-06-30T20:00:00Z",
        "2024-06-28T08:00:00Z",
    ];
    serve(&site, &feed::of(events.map(event)));
    page.open("/late").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for(shown, "أمس,,").await;
}

async fn an_event_that_is_still_to_come_says_when(site: TestSite, page: Page) {
    serve(&site, &feed::of([feed::event("kick-off", "Kick-off", 8)]));
    site.page(
        "/",
        &format!(
            "{CLOCK}<key-events src=\"/feed.json\" refresh=\"0\" lang=\"en-GB\" time-zone=\"UTC\" time=\"relative\"></key-events>"
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    assert_eq!(widget.text("[part=time]").await, "12:08");
    widget.wait_text("[part=time]", "now").await;
    widget.wait_text("[part=time]", "1 min ago").await;
}

async fn relative_times_are_words_in_every_language(site: TestSite, page: Page) {
    let mut event = feed::event("a", "An event", 0);
    event["date_published"] = json!("2024-07-01T11:00:00Z");
    serve(&site, &feed::of([event]));
    let languages = [
        ("en", "1h ago"),
        ("de", "vor 1 Std."),
        ("fr", "il y a 1 h"),
        ("hu", "1 órával ezelőtt"),
    ];
    let elements = languages.map(|(tag, _)| {
        format!(
            r#"<key-events src="/feed.json" refresh="0" loading="eager" lang="{tag}" time="relative"></key-events>"#
        )
    });
    site.page("/", &[CLOCK, &elements.concat()].concat());
    page.open("/").await;
    for (number, (_, words)) in languages.iter().enumerate() {
        let widget = page.nth_widget(number);
        widget.wait_text("[part=time]", words).await;
    }
}

async fn a_list_that_is_out_of_date_says_since_when_and_when_it_tries_again(
    site: TestSite,
    page: Page,
) {
    serve(&site, &feed::numbered(2));
    site.page(
        "/",
        &format!(
            "{CLOCK}<key-events src=\"/feed.json\" refresh=\"3600\" lang=\"en-GB\" time-zone=\"UTC\"></key-events>"
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    site.respond(
        "/feed.json",
        MockResponse::json("").status(500).header("date", "never"),
    );
    page.expect_console("/feed.json");
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_visible("[part~=stale]", true).await;
    let text = widget.text("[part~=stale]").await;
    let times: Vec<_> = text
        .split_whitespace()
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| word.len() == 5 && word.as_bytes()[2] == b':')
        .collect();
    assert_eq!(times.len(), 2, "{text}");
    assert!(times[0].starts_with("12:"), "{text}");
    assert!(times[1] > times[0], "{text}");
    assert!(text.ends_with("Try again"), "{text}");
}

async fn a_reader_in_another_zone_gets_both_times_and_the_zone_of_the_list(
    site: TestSite,
    page: Page,
) {
    serve(&site, &feed::numbered(1));
    let element = |zone: &str| {
        format!(
            r#"<key-events src="/feed.json" refresh="0" lang="en" time="absolute" time-zone="{zone}" loading="eager"></key-events>"#
        )
    };
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let zones = ["Asia/Kolkata", "America/New_York", "America/Toronto"];
    site.page("/", &format!("{module}{}", zones.map(element).concat()));
    page.open("/").await;
    page.wait_for_events("key-events-ready", 3).await;
    let away = page.nth_widget(0);
    assert_eq!(away.text("[part=time]").await, "5:31 PM");
    let title = away.attribute("[part=time]", "title").await.unwrap();
    let (theirs, own) = title.split_once('\n').expect("two times");
    assert!(theirs.contains("5:31 PM"), "{title}");
    assert!(
        own.contains("8:01 AM") && own.ends_with(" your time"),
        "{title}"
    );
    let status = away.text("[part=status]").await;
    assert!(status.contains("Times in India Standard Time"), "{status}");
    // The same zone, and another one with the same time.
    for number in [1, 2] {
        let home = page.nth_widget(number);
        let title = home.attribute("[part=time]", "title").await.unwrap();
        assert!(!title.contains('\n'), "{title}");
        let status = home.text("[part=status]").await;
        assert!(!status.contains("Times in"), "{status}");
    }
}

async fn the_last_update_is_not_in_the_future(site: TestSite, page: Page) {
    let mut announced = feed::event("e2", "Tomorrow’s vote", 0);
    announced["date_published"] = json!("2999-07-01T12:00:00Z");
    serve(
        &site,
        &feed::of([announced, feed::event("e1", "Debate", 5)]),
    );
    site.page(
        "/",
        r#"<script type="module" src="{cdn}/key-events.js"></script>
        <key-events src="/feed.json" refresh="0" lang="en" time-zone="UTC"></key-events>"#,
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    let status = widget.text("[part=status]").await;
    assert!(status.contains("Last update July 1, 2024"), "{status}");
}

async fn print_has_all_rows(site: TestSite, page: Page) {
    serve(&site, &feed::numbered(14));
    site.page(
        "/",
        r#"<script type="module" src="{cdn}/key-events.js"></script><key-events src="/feed.json"></key-events>"#,
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 10).await;
    page.wait_for_lazy_chunk().await;
    // A page with a print button prints before any microtask runs.
    let rows = "dispatchEvent(new Event('beforeprint'));
        const rows = [...document.querySelector('key-events').shadowRoot.querySelectorAll('li')];
        return [rows.length, new Set(rows.map((row) => row.parentElement)).size]";
    assert_eq!(page.run(rows).await, json!([14, 1]), "rows and lists");
    page.run("dispatchEvent(new Event('afterprint'))").await;
    widget.wait_count("li", 10).await;
}

async fn an_unknown_time_zone_is_reported_once(site: TestSite, page: Page) {
    serve(&site, &feed::numbered(2));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element =
        r#"<key-events src="/feed.json" time-zone="Europe/Pariss" loading="eager"></key-events>"#;
    site.page("/", &format!("{module}{element}"));
    page.expect_console(
        r#"attribute time-zone="Europe/Pariss" is not allowed: expected an IANA time zone such as Europe/Paris"#,
    );
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.run("document.querySelector('key-events').setAttribute('limit', 1)")
        .await;
    page.widget().wait_count("li", 1).await;
}

async fn a_renamed_time_zone_works_by_either_name(site: TestSite, page: Page) {
    serve(&site, &feed::of([feed::event("a", "A", 8)]));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let zones = [
        ("Europe/Kiev", "15:08"),
        ("Europe/Kyiv", "15:08"),
        ("Asia/Calcutta", "17:38"),
        ("Asia/Kolkata", "17:38"),
        ("asia/saigon", "19:08"),
        ("Asia/Ho_Chi_Minh", "19:08"),
    ];
    let element = |(zone, _): &(&str, &str)| {
        format!(
            r#"<key-events src="/feed.json" lang="en-GB" time="absolute" time-zone="{zone}" loading="eager"></key-events>"#
        )
    };
    let elements: String = zones.iter().map(element).collect();
    site.page("/", &format!("{module}{elements}"));
    page.open("/").await;
    for (number, (_, time)) in zones.iter().enumerate() {
        page.nth_widget(number).wait_text("[part=time]", time).await;
    }
}

async fn times_that_change_after_a_translation_are_rendered(site: TestSite, page: Page) {
    let at = |id: &str, time: &str| {
        let mut event = feed::event(id, id, 0);
        event["date_published"] = json!(format!("2024-07-01T{time}Z"));
        event
    };
    let mut edited = at("b", "12:02:00");
    edited["date_modified"] = json!("2024-07-01T12:03:00Z");
    let mut events = vec![edited, at("a", "10:30:00")];
    serve(&site, &feed::of(events.clone()));
    site.page(
        "/",
        &format!(
            "{CLOCK}<key-events src=\"/feed.json\" refresh=\"0\" lang=\"en\" time-zone=\"UTC\"></key-events>"
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    let text = |part: &str| {
        format!(
            "document.querySelector('key-events').shadowRoot.querySelector('[part={part}]').textContent"
        )
    };
    page.wait_until(&format!(
        "{}.startsWith('Last update 12:03')",
        text("status")
    ))
    .await;
    // With each minute. The translation is in capital letters.
    for _ in 0..2 {
        page.run(TRANSLATE).await;
        for part in ["time", "updated"] {
            let text = text(part);
            page.wait_until(&format!("/\\d+m ago$/.test({text})")).await;
        }
    }
    // With a new event.
    page.run(TRANSLATE).await;
    page.wait_until(&format!("{}.startsWith('LAST')", text("status")))
        .await;
    events.insert(0, at("c", "12:04:00"));
    serve(&site, &feed::of(events));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_count("li", 3).await;
    page.wait_until(&format!(
        "{}.startsWith('Last update 12:04')",
        text("status")
    ))
    .await;
}
