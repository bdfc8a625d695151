//! Features of Yew work in a release build as in development, although no view of the widget needs
//! them yet.

use key_events_e2e::{Page, TestSite, feed, scenarios};
use serde_json::json;

scenarios![features_of_yew_work_in_a_release_build];

async fn features_of_yew_work_in_a_release_build(site: TestSite, page: Page) {
    let module = site.serve_probe();
    site.json("/feed.json", feed::numbered(3));
    site.page(
        "/",
        &format!(
            r#"<script type="module" src="{module}"></script>
            <key-events src="/feed.json"></key-events>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("#probe", 1).await;
    // A timeout fires after its delay.
    assert_eq!(widget.texts("#probe output").await, ["early"]);
    widget.wait_texts("#probe output", &["late"]).await;
    // A listener gets each click.
    widget.click("#probe button").await;
    widget.click("#probe button").await;
    widget.wait_texts("#probe button", &["2"]).await;
    // The markup is there twice, and each path is an SVG element with a size.
    let paths = page
        .run(
            "const root = document.querySelector('key-events').shadowRoot;
            return [...root.querySelectorAll('#probe svg > g > path')].map((path) =>
                [path.namespaceURI, path.getBoundingClientRect().width]);",
        )
        .await;
    let svg = "http://www.w3.org/2000/svg";
    assert_eq!(paths, json!([[svg, 8], [svg, 8]]));
}
