//! What scripts may pass to the element, and when.

use key_events_e2e::{Page, TestSite, feed, live_blog::Blog, scenarios};
use serde_json::json;

scenarios![
    also in development:
    a_whole_number_is_the_id_of_an_event,
    an_invalid_id_is_reported_and_goes_nowhere,
    methods_ignore_arguments,
    invalid_labels_are_reported_and_change_nothing,
    labels_of_any_text_are_shown,
    properties_set_before_the_element_is_defined_are_kept,
    labels_set_before_an_element_is_upgraded_are_kept,
    a_method_can_wait_for_the_element_as_the_readme_says,
    warnings_say_what_could_not_be_used_of_the_latest_feed,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
const ELEMENT: &str = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;

async fn open(site: &TestSite, page: &Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page("/", &format!("{MODULE}{ELEMENT}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_whole_number_is_the_id_of_an_event(site: TestSite, page: Page) {
    let blog = Blog::new(4);
    blog.serve(&site);
    let mut document = blog.feed();
    document["items"][2]["id"] = json!(7);
    site.json("/feed.json", document);
    site.page(
        "/",
        &blog.page().replace("id=\"block-e2\"", "id=\"block-7\""),
    );
    page.open("/").await;
    page.widget().wait_count("li", 4).await;
    page.wait_for_lazy_chunk().await;
    let go = "return document.querySelector('key-events').goTo(7)";
    assert_eq!(page.run(go).await, true);
    page.wait_for("location.hash", "#block-7").await;
}

async fn an_invalid_id_is_reported_and_goes_nowhere(site: TestSite, page: Page) {
    open(&site, &page).await;
    for value in [
        "{}",
        "[]",
        "['e1']",
        "Symbol('e1')",
        "10n",
        "null",
        "undefined",
        "true",
        "7.5",
        "NaN",
        "Infinity",
        "() => 'e1'",
        "new String('e1')",
        "{ length: 1e9, toString: () => 'e1' }",
        "document.body",
    ] {
        page.expect_console("goTo() takes the id of an event");
        let go = format!("return document.querySelector('key-events').goTo({value})");
        assert_eq!(page.run(&go).await, false, "{value}");
    }
    for value in ["''", "'e\\ud83d'", "'x'.repeat(1e6)", "-0", "2 ** 53", "7"] {
        let go = format!("return document.querySelector('key-events').goTo({value})");
        assert_eq!(page.run(&go).await, false, "{value}");
    }
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    assert_eq!(page.widget().count("li").await, 3);
}

async fn methods_ignore_arguments(site: TestSite, page: Page) {
    open(&site, &page).await;
    page.run(
        "const element = document.querySelector('key-events');
        return (async () => {
            for (const value of [undefined, null, {}, Symbol(), 10n, -1, 'x', NaN, document]) {
                for (const name of ['collapse', 'expand', 'showAll', 'refresh']) await element[name](value, value);
                for (const name of ['attributeChangedCallback', 'connectedCallback']) element[name](value, value, value);
            }
        })();",
    )
    .await;
    page.widget().wait_visible("li", true).await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

async fn invalid_labels_are_reported_and_change_nothing(site: TestSite, page: Page) {
    open(&site, &page).await;
    let set = |value: &str| format!("document.querySelector('key-events').labels = {value}");
    for value in ["null", "undefined", "{}"] {
        page.run(&set(value)).await;
    }
    // Each with the number of its messages in the console.
    for (value, ignored) in [
        ("7", 1),
        ("'heading'", 1),
        ("[]", 1),
        ("{ get heading() { throw new Error('no heading'); } }", 1),
        ("{ heading: 10n }", 1),
        ("{ heading: Symbol() }", 1),
        (
            "{ heading: 7, retry: null, more: [1], less: { other: {} } }",
            4,
        ),
        ("{ toJSON: () => 'heading' }", 1),
        (
            "(() => { const labels = {}; labels.labels = labels; return labels; })()",
            1,
        ),
        (
            "JSON.parse('{\"a\":'.repeat(200) + '1' + '}'.repeat(200))",
            1,
        ),
    ] {
        for _ in 0..ignored {
            page.expect_console("ignored");
        }
        page.run(&set(value)).await;
        let heading = page.widget().text("[part=toggle]").await;
        assert_eq!(heading, "Key events", "{value}");
    }
    page.expect_console("\"retry\" is ignored");
    page.run(&set("{ retry: 7, heading: 'So far', ['\\ud83d']: 'text' }"))
        .await;
    page.widget().wait_text("[part=toggle]", "So far").await;
}

async fn labels_of_any_text_are_shown(site: TestSite, page: Page) {
    open(&site, &page).await;
    page.run(r#"document.querySelector('key-events').labels = { heading: 'So far \ud83d', more: '"\\\n<b>' }"#)
        .await;
    page.widget()
        .wait_text("[part=toggle]", "So far \u{fffd}")
        .await;
}

async fn properties_set_before_the_element_is_defined_are_kept(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let early = "<script>{
        const element = document.querySelector('key-events');
        element.labels = { heading: 'Bisher' };
        element.entries = ['none'];
        element.state = 'none';
        element.refresh = 7;
        </script>"
        .replace("<script>{", "<script>(() => {")
        .replace("</script>", "})()</script>");
    site.page("/", &format!("{ELEMENT}{early}{MODULE}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.widget().wait_text("[part=toggle]", "Bisher").await;
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
    page.wait_for("document.querySelector('key-events').entries.length", 3)
        .await;
    page.wait_for_lazy_chunk().await;
    page.run(
        "const element = document.querySelector('key-events');
        element.labels = { heading: 'Später' };
        return element.refresh();",
    )
    .await;
    page.widget().wait_text("[part=toggle]", "Später").await;
}

async fn labels_set_before_an_element_is_upgraded_are_kept(site: TestSite, page: Page) {
    // As frameworks create elements: outside the document, before the script is loaded.
    site.json("/feed.json", feed::numbered(3));
    let make = "<script>
        const element = document.createElement('key-events');
        element.labels = { heading: 'Bisher' };
        element.setAttribute('src', '/feed.json');
        element.setAttribute('loading', 'eager');
        </script>";
    let add = r#"<script type="module">
        await customElements.whenDefined('key-events');
        document.body.append(element);
        </script>"#;
    site.page("/", &format!("{make}{MODULE}{add}"));
    page.open("/").await;
    page.widget().wait_text("[part=toggle]", "Bisher").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_method_can_wait_for_the_element_as_the_readme_says(site: TestSite, page: Page) {
    let readme = include_str!("../../../../README.md");
    let start = readme.find("customElements.whenDefined(").unwrap();
    let code = readme[start..].split('`').next().unwrap();
    let blog = Blog::new(4);
    blog.serve(&site);
    let mut document = blog.feed();
    document["items"][2]["id"] = json!("2");
    site.json("/feed.json", document);
    let body = blog.page().replace("id=\"block-e2\"", "id=\"block-2\"");
    // Before the element and its script.
    let early = format!("<script>window.gone = {code}</script>{body}");
    site.page("/", &early);
    page.open("/").await;
    assert_eq!(page.run("return window.gone").await, true);
    page.wait_until("scrollY > 0").await;
}

async fn warnings_say_what_could_not_be_used_of_the_latest_feed(site: TestSite, page: Page) {
    open(&site, &page).await;
    let warnings = "JSON.stringify(document.querySelector('key-events').warnings)";
    page.wait_for(warnings, "[]").await;
    let mut document = feed::numbered(4);
    document["items"][1]["date_published"] = json!("yesterday");
    document["items"][2] = json!("no item");
    site.json("/feed.json", document);
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    let found = page
        .run("return document.querySelector('key-events').warnings")
        .await;
    let found = found.as_array().unwrap();
    let parts = |name: &str| -> Vec<_> { found.iter().map(|warning| &warning[name]).collect() };
    assert_eq!(parts("entry"), ["e3", "#3"]);
    assert_eq!(parts("field"), ["date_published", "the entry"]);
    assert_eq!(parts("leftOut"), [false, true]);
    let messages: Vec<_> = found.iter().map(|one| one["message"].as_str()).collect();
    let start = |index: usize, start: &str| {
        assert!(messages[index].unwrap().starts_with(start), "{messages:?}");
    };
    start(0, "entry with id \"e3\": date_published ");
    start(1, "entry number 3: ");
    // The feed is repaired.
    site.json("/feed.json", feed::numbered(5));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    page.wait_for(warnings, "[]").await;
}
