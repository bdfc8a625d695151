//! The element is as wide as a block of text, in every layout.

use key_events_e2e::{Gate, MockResponse, Page, TestSite, feed, prerender, scenarios};
use serde_json::Value;

scenarios![
    also in development:
    an_element_is_as_wide_as_a_block_of_text_in_every_layout,
    an_element_is_no_wider_than_a_narrow_box_allows,
    nothing_overflows_a_narrow_box,
    the_style_of_a_page_for_every_child_leaves_the_list_its_width,
    a_long_list_fits_into_the_columns_of_a_text,
    a_prerendered_element_is_as_wide_as_a_block_of_text_before_and_after_the_upgrade,
    an_element_beside_a_long_article_keeps_a_readable_width,
    a_page_can_set_the_width_and_the_font_size,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// How a box sizes a block of text in it.
#[derive(Clone, Copy, PartialEq)]
enum Width {
    /// It fills the box.
    Fills,
    /// It shrinks to its content, and to the box.
    Shrinks,
}
use Width::{Fills, Shrinks};

/// The layouts: the style of the box, the style of the element, and the expected width.
const LAYOUTS: [(&str, &str, Width); 16] = [
    ("", "", Fills),
    ("display: flow-root", "float: left", Shrinks),
    ("display: flow-root", "float: right", Shrinks),
    ("", "display: inline-block", Shrinks),
    ("", "position: absolute", Shrinks),
    ("", "width: fit-content", Shrinks),
    ("", "display: table-cell", Shrinks),
    ("display: flex", "", Shrinks),
    ("display: flex; flex-wrap: wrap", "", Shrinks),
    ("display: flex; flex-direction: column", "", Fills),
    (
        "display: flex; flex-direction: column; align-items: center",
        "",
        Shrinks,
    ),
    ("display: flex", "flex: 1", Fills),
    ("display: grid", "", Fills),
    (
        "display: grid; grid-template-columns: auto; justify-content: start",
        "",
        Shrinks,
    ),
    ("display: grid", "justify-self: end", Shrinks),
    ("display: grid; grid-template-columns: 1fr", "", Fills),
];

/// A page with the element in each layout, in boxes of this width in pixels.
fn page_of(width: u32, element: &dyn Fn(&str) -> String) -> String {
    let boxes = LAYOUTS.map(|(outer, inner, _)| {
        format!(
            r#"<div class="box" style="inline-size: {width}px; {outer}">{}</div>"#,
            element(inner)
        )
    });
    format!(
        "<style>.box {{ position: relative; min-block-size: 4em; margin-block-end: 1em; }}</style>{}",
        boxes.concat()
    )
}

/// The widths of all elements, in whole pixels.
async fn widths(page: &Page) -> Vec<u64> {
    let script = "return [...document.querySelectorAll('key-events')]
        .map((element) => Math.round(element.getBoundingClientRect().width))";
    let widths: Value = page.run(script).await;
    let widths = widths.as_array().into_iter().flatten();
    widths.map(|width| width.as_u64().unwrap()).collect()
}

fn expected(width: u64) -> Vec<u64> {
    let (word, column) = (160, 320);
    let of = |(outer, inner, expected): (&str, &str, Width)| match expected {
        // A cell and a grid track are at least as wide as their longest word, whatever the box.
        Fills if outer.contains("grid") => width.max(word),
        Shrinks if outer.contains("grid") || inner.contains("cell") => column.min(width.max(word)),
        Fills => width,
        Shrinks => column.min(width),
    };
    LAYOUTS.map(of).to_vec()
}

async fn an_element_is_as_wide_as_a_block_of_text_in_every_layout(site: TestSite, page: Page) {
    stays_as_wide(&site, &page, 800).await;
}

async fn an_element_is_no_wider_than_a_narrow_box_allows(site: TestSite, page: Page) {
    stays_as_wide(&site, &page, 200).await;
    stays_as_wide(&site, &page, 160).await;
    stays_as_wide(&site, &page, 96).await;
}

/// Asserts the widths before the wasm is loaded, while the feed is loading, and with the list.
async fn stays_as_wide(site: &TestSite, page: &Page, width: u32) {
    let (feed, wasm) = (Gate::closed(), Gate::closed());
    let response = MockResponse::json(&feed::numbered(12).to_string());
    site.respond("/feed.json", response.behind(&feed));
    let built = TestSite::original(&TestSite::wasm()).header("cache-control", "no-store");
    site.respond(&TestSite::wasm(), built.behind(&wasm));
    let element = |style: &str| {
        format!(
            r#"<key-events src="/feed.json" loading="eager" style="{style}"><p>What happened so far, told in a line that is much longer than any of the boxes that it has to fit into, whatever they are.</p></key-events>"#
        )
    };
    site.page("/", &format!("{MODULE}{}", page_of(width, &element)));
    page.open("/").await;
    page.wait_until("document.querySelector('key-events').shadowRoot")
        .await;
    let expected = expected(width.into());
    assert_eq!(widths(page).await, expected, "before, in {width} px");
    wasm.open();
    let last = page.nth_widget(LAYOUTS.len() - 1);
    last.wait_count(".skeleton", 1).await;
    assert_eq!(widths(page).await, expected, "on its way, in {width} px");
    feed.open();
    last.wait_count("li", 10).await;
    assert_eq!(widths(page).await, expected, "there, in {width} px");
    page.wait_for_lazy_chunk().await;
}

async fn a_prerendered_element_is_as_wide_as_a_block_of_text_before_and_after_the_upgrade(
    site: TestSite,
    page: Page,
) {
    let document = feed::numbered(12);
    let gate = Gate::closed();
    let built = TestSite::original(&TestSite::wasm()).header("cache-control", "no-store");
    site.respond(&TestSite::wasm(), built.behind(&gate));
    site.json("/feed.json", document.clone());
    let markup = prerender(&document, &["--src", "/feed.json"]);
    let element = |style: &str| {
        let tag = format!(r#"<key-events loading="eager" style="{style}""#);
        markup.replacen("<key-events", &tag, 1)
    };
    site.page("/plain", &page_of(800, &element));
    page.open("/plain").await;
    assert_eq!(widths(&page).await, expected(800), "without a script");
    let body = format!("{}{MODULE}", page_of(800, &element));
    site.page("/", &body);
    page.open("/").await;
    assert_eq!(widths(&page).await, expected(800), "before");
    gate.open();
    let last = page.nth_widget(LAYOUTS.len() - 1);
    last.wait_count("button[part=show-all]", 1).await;
    assert_eq!(widths(&page).await, expected(800), "after");
    page.wait_for_lazy_chunk().await;
}

async fn an_element_beside_a_long_article_keeps_a_readable_width(site: TestSite, page: Page) {
    let article = "The crowd has been waiting since the early morning for what is to come. ";
    let article = format!("<article>{}</article>", article.repeat(20));
    let element = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;
    site.json("/feed.json", feed::numbered(12));
    let row = format!("<tr><td>{element}</td><td>{article}</td></tr>");
    let body = format!(
        r#"<div style="display: flex; inline-size: 800px">{element}{article}</div>
        <div style="display: flex; inline-size: 300px">{element}{article}</div>
        <div style="display: grid; grid-template-columns: auto 1fr; inline-size: 800px">{element}{article}</div>
        <table style="inline-size: 800px">{row}</table>
        <div style="display: flex; inline-size: 800px"><div>{element}</div>{article}</div>
        <div style="display: grid; grid-template-columns: auto auto; inline-size: 360px">{element}{article}</div>"#
    );
    site.page("/", &format!("{MODULE}{body}"));
    page.open("/").await;
    page.nth_widget(5).wait_count("li", 10).await;
    let widths = widths(&page).await;
    assert_eq!(widths[0], 160, "in a row");
    assert_eq!(widths[1], 160);
    assert_eq!(widths[4], 160, "in a box of a row");
    assert!(widths[5] >= 160, "in a narrow grid: {widths:?}");
    assert_eq!(widths[2], 320, "in a column of a grid");
    assert!(widths[3] >= 160, "in a cell: {widths:?}");
}

async fn nothing_overflows_a_narrow_box(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let element = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;
    let boxes = [
        "columns: 2; inline-size: 220px",
        "display: grid; grid-template-columns: 2fr 1fr; inline-size: 360px",
        "display: grid; grid-template-columns: auto auto; inline-size: 360px",
        "display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); inline-size: 200px",
        "padding: 16px; border: 4px solid; inline-size: 100px",
        "display: flex; flex-direction: column; align-items: start; inline-size: 100px",
    ];
    let boxes = boxes.map(|style| {
        format!(r#"<div class="box" style="{style}"><p>Text.</p>{element}<p>More text.</p></div>"#)
    });
    let floated = format!(
        r#"<div class="box" style="inline-size: 190px; padding: 20px; display: flow-root"><div style="float: right; padding: 12px">{element}</div></div>"#
    );
    let body = format!("{MODULE}{}{floated}", boxes.concat());
    site.page("/", &body);
    page.open("/").await;
    page.nth_widget(6).wait_count("li", 10).await;
    let out = "return [...document.querySelectorAll('.box')].map((box, index) => {
        const inner = box.querySelector('key-events').shadowRoot;
        const widest = Math.max(...[box.querySelector('key-events'), ...inner.querySelectorAll('section, li, h2')]
          .map((element) => element.getBoundingClientRect().right));
        return [index, Math.round(widest - box.getBoundingClientRect().right), box.scrollWidth - box.clientWidth];
      }).filter(([, over, scrolls]) => over > 0 || scrolls > 0)";
    let out: Value = page.run(out).await;
    assert_eq!(out, serde_json::json!([]), "box, px, px to scroll");
}

async fn the_style_of_a_page_for_every_child_leaves_the_list_its_width(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let styles = [
        ("display: flex", 100),
        ("display: flex", 600),
        ("display: flex; flex-direction: column", 600),
        ("display: grid", 100),
        ("display: grid", 600),
        ("display: flow-root; padding: 16px; border: 1px solid", 200),
        ("margin-inline: 40px", 250),
        ("padding-inline: 30px", 100),
        ("max-inline-size: 150px", 600),
    ];
    let elements = styles.map(|(style, width)| {
        format!(
            r#"<div style="inline-size: {width}px"><key-events src="/feed.json" loading="eager" style="{style}"></key-events></div>"#
        )
    });
    site.page("/", &format!("{MODULE}{}", elements.concat()));
    page.open("/").await;
    page.nth_widget(styles.len() - 1).wait_count("li", 10).await;
    // The list must be as wide as a block of the same style.
    let off = "return [...document.querySelectorAll('key-events')].map((element) => {
        const list = element.shadowRoot.querySelector('section').getBoundingClientRect().width;
        const text = document.createElement('div');
        text.style = element.getAttribute('style').replace('display: flex', 'display: block').replace('display: grid', 'display: block');
        text.append(document.createElement('div'));
        element.after(text);
        const same = text.firstChild.getBoundingClientRect().width;
        text.remove();
        return [Math.round(list), Math.round(same)];
      }).filter(([list, same]) => list != same)";
    let off: Value = page.run(off).await;
    assert_eq!(off, serde_json::json!([]), "list and paragraph, px");
}

async fn a_long_list_fits_into_the_columns_of_a_text(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(60));
    let body = format!(
        r#"{MODULE}<div style="columns: 2; inline-size: 340px"><p>Text.</p>
        <key-events src="/feed.json" loading="eager" limit="60"></key-events><p>More text.</p></div>"#
    );
    site.page("/", &body);
    page.open("/").await;
    page.widget().wait_count("li", 60).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_page_can_set_the_width_and_the_font_size(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let own = "key-events { float: left; clear: left; margin-block-end: 1em; }
        .half { inline-size: 50%; } .large { --key-events-font-size: 20px; } .bleed { float: none; margin-inline: -16px; }";
    let element = |class| {
        format!(r#"<key-events class="{class}" src="/feed.json" loading="eager"></key-events>"#)
    };
    let elements = ["half", "large", "bleed"].map(element).concat();
    let body = format!(
        r#"<style>{own}</style><div style="inline-size: 800px; padding-inline: 16px">{elements}</div>"#
    );
    site.page("/", &format!("{MODULE}{body}"));
    page.open("/").await;
    page.nth_widget(2).wait_count("li", 10).await;
    assert_eq!(widths(&page).await, [400, 400, 832]);
}
