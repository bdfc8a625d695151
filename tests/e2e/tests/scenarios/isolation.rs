//! Isolation from the styles of the page: the widget is the same, pixel by pixel, on any page.

use std::{env, fs};

use key_events_e2e::{Engine, MockResponse, Page, Scenario, Screenshot, TestSite, feed, scenario};
use serde_json::json;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(reset_style_sheets_change_nothing).except(&[Engine::Webkit]),
    scenario!(a_page_that_unsets_everything_changes_nothing).except(&[Engine::Webkit]),
    scenario!(a_page_that_styles_every_element_changes_nothing).except(&[Engine::Webkit]),
    scenario!(a_screenshot_distinguishes_a_token_from_its_default).except(&[Engine::Webkit]),
];

/// The share of pixels that may differ.
const TOLERANCE: f64 = 0.001;

/// The widths of the viewport, in CSS pixels: one with the time beside the headline, one with it
/// above.
const WIDTHS: [u32; 2] = [800, 360];

/// Styles of an element's own box.
const LOUD: &str = "
    display: table !important; float: right !important; position: relative !important;
    margin: 7px !important; padding: 11px !important; border: 9px dashed red !important;
    width: 60% !important; min-height: 90px !important; overflow: hidden !important;
    background: lime !important; box-shadow: 0 0 9px 9px blue !important; outline: 5px solid fuchsia !important;";

/// Inherited styles, and effects on the whole box.
const EFFECTS: &str = "
    color: lime !important; font: italic 900 31px/2.5 cursive !important; letter-spacing: 5px !important;
    word-spacing: 9px !important; text-transform: uppercase !important; text-align: right !important;
    text-indent: 3em !important; text-shadow: 2px 2px red !important; text-decoration: line-through !important;
    white-space: pre !important; list-style: square inside !important; cursor: wait !important;
    quotes: '<' '>' !important; hyphens: manual !important; word-break: break-all !important;
    transform: rotate(4deg) skew(9deg) !important; rotate: 5deg !important; scale: 1.3 !important;
    translate: 9px 9px !important; filter: invert(1) blur(2px) !important; opacity: 0.4 !important;
    mix-blend-mode: difference !important; clip-path: circle(40%) !important; columns: 3 !important;
    writing-mode: vertical-rl !important;";

/// Every HTML element that a page shows, except `<html>` and `<body>`.
const ELEMENTS: &str = "a abbr address article aside audio b bdi bdo blockquote br button canvas caption \
    cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption \
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd label legend li main \
    map mark menu meter nav object ol optgroup option output p picture pre progress q rp rt ruby s samp \
    search section select slot small span strong sub summary sup svg table tbody td template textarea tfoot \
    th thead time tr u ul var video wbr";

/// Serves a page with a style sheet and takes a screenshot of the widget.
async fn take_screenshot(site: &TestSite, page: &Page, style: &str) -> Screenshot {
    let mut items = feed::numbered(7);
    items["items"][1]["_key_events"] = json!({ "summary": true });
    items["items"][2]["title"] =
        "A headline that is long enough for a second line on a phone".into();
    site.json("/feed.json", items);
    site.respond(
        "/style.css",
        MockResponse::new("text/css", style.to_owned()),
    );
    // The same position on every page: this is not about the styles of `<body>`.
    site.page(
        "/",
        r#"<link rel="stylesheet" href="/style.css">
        <script type="module" src="{cdn}/key-events.js"></script>
        <key-events src="/feed.json" limit="6" loading="eager" time-zone="UTC"></key-events>"#,
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part~=item]", 6).await;
    page.run(
        "return (async () => {
            await document.fonts.ready;
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        })()",
    )
    .await;
    let rectangle = widget.rectangle("[part=base]").await;
    let png = page.screenshot().await.expect("a screenshot of the page");
    let screenshot = Screenshot::of(&png, rectangle);
    assert!(screenshot.colors() > 9, "nothing is rendered");
    screenshot
}

/// Asserts that the widget looks the same with each of these style sheets as without any.
async fn assert_same_screenshots(
    site: &TestSite,
    page: &Page,
    widths: &[u32],
    styles: &[(String, String)],
) {
    for width in widths {
        page.resize(*width, 800).await;
        let plain = take_screenshot(site, page, "body { margin: 0 }").await;
        for (name, style) in styles {
            let other = take_screenshot(site, page, style).await;
            assert_eq!(plain.size(), other.size(), "{name}, {width} px");
            let difference = plain.difference(&other);
            assert!(difference <= TOLERANCE, "{name}, {width} px: {difference}");
        }
    }
}

async fn reset_style_sheets_change_nothing(site: TestSite, page: Page) {
    let paths = env::var_os("KEY_EVENTS_SHEETS").expect("KEY_EVENTS_SHEETS names style sheets");
    let styles: Vec<_> = env::split_paths(&paths)
        .map(|path| {
            let text = fs::read_to_string(&path);
            let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.display().to_string(), text)
        })
        .collect();
    assert_eq!(styles.len(), 3);
    assert_same_screenshots(&site, &page, &WIDTHS, &styles).await;
}

async fn a_page_that_unsets_everything_changes_nothing(site: TestSite, page: Page) {
    let unset = "* { all: unset !important }";
    let styles = [("unset".to_owned(), unset.to_owned())];
    assert_same_screenshots(&site, &page, &WIDTHS, &styles).await;
}

async fn a_page_that_styles_every_element_changes_nothing(site: TestSite, page: Page) {
    let names = ELEMENTS.split_whitespace().collect::<Vec<_>>().join(", ");
    let page_itself = "body { margin: 0 !important }";
    // The page controls the element's own box, but no effects on it.
    let styles = [
        ("elements", format!("{page_itself} {names} {{ {LOUD} {EFFECTS} }}")),
        ("pseudo-elements", format!("{page_itself} *::before, *::after, *::marker, *::first-letter {{ content: 'x' !important; {LOUD} {EFFECTS} }} html::before, html::after, head::before, head::after, body::before, body::after, key-events::before, key-events::after {{ content: none !important }}")),
        ("effects", format!("{page_itself} key-events {{ {EFFECTS} }}")),
        ("classes", format!("{page_itself} [class], [part], [id], [hidden], :focus {{ {LOUD} {EFFECTS} }}")),
    ]
    .map(|(name, style)| (name.to_owned(), style));
    assert_same_screenshots(&site, &page, &WIDTHS, &styles).await;
}

async fn a_screenshot_distinguishes_a_token_from_its_default(site: TestSite, page: Page) {
    let plain = take_screenshot(&site, &page, "body { margin: 0 }").await;
    let token = "body { margin: 0 } key-events { --key-events-color-marker: lime }";
    let other = take_screenshot(&site, &page, token).await;
    assert!(plain.difference(&other) > TOLERANCE);
    assert!(plain.difference(&plain.clone()) <= 0.0);
}
