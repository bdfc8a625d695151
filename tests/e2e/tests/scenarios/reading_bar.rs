//! The reading bar: where the reader is, on a phone, while the list is out of sight.

use key_events_e2e::{
    MockResponse, Page, TestSite, contrast, feed,
    live_blog::{Blog, HEADER, is_at},
    scenarios,
};
use serde_json::json;

use super::design::shot;

scenarios![
    the_bar_says_where_the_reader_is_while_the_list_is_out_of_sight,
    the_bar_leads_to_the_next_event_and_to_the_list,
    the_bar_counts_what_is_new,
    a_closed_bar_stays_closed,
    a_closed_bar_stays_closed_for_the_visit_with_remember,
    the_bar_has_the_time_and_buttons_for_a_finger,
    the_headline_is_below_the_time_and_the_icons_are_compact,
    the_bar_is_clear_of_the_safe_area,
    the_bar_keeps_its_place_free_while_it_is_there,
    the_bar_is_above_what_the_page_has_fixed_below,
    a_large_screen_has_no_bar,
];

/// A page on a phone, at the block of an event.
async fn open(site: &TestSite, page: &Page, style: &'static str) {
    page.resize(360, 640).await;
    let blog = Blog {
        attributes: r#"reading-bar refresh="0" time-zone="UTC""#,
        style,
        ..Blog::new(6)
    };
    blog.open(site, page).await;
}

/// The page, with the last visit stored.
async fn open_remembering(site: &TestSite, page: &Page, later: &str) {
    page.resize(360, 640).await;
    let blog = Blog {
        attributes: r#"reading-bar remember refresh="0" time-zone="UTC""#,
        ..Blog::new(6)
    };
    // An invalid `Date`, so that the reader's clock is not corrected.
    let feed = MockResponse::json(&blog.feed().to_string());
    site.respond("/feed.json", feed.header("date", "never"));
    site.page("/", &format!("{later}{}", blog.page()));
    page.open("/").await;
    page.widget().wait_count("li", 6).await;
    page.wait_for_lazy_chunk().await;
}

async fn read(page: &Page, event: &str) {
    page.run_with(
        "document.documentElement.style.scrollBehavior = 'auto';
        document.getElementById(arguments[0]).scrollIntoView();
        scrollBy(0, -60);",
        json!([event]),
    )
    .await;
}

async fn the_bar_says_where_the_reader_is_while_the_list_is_out_of_sight(
    site: TestSite,
    page: Page,
) {
    open(&site, &page, "").await;
    let widget = page.widget();
    assert_eq!(widget.count(".reading-bar").await, 0);
    read(&page, "block-e4").await;
    widget.wait_text(".bar-headline", "Event 4").await;
    let [_, top, width, height] = widget.rectangle(".reading-bar").await;
    // Without the scrollbar, which takes space in some engines.
    let page_width = page
        .run("return document.documentElement.clientWidth")
        .await;
    assert_eq!((Some(width), top + height), (page_width.as_f64(), 640.0));
    assert!(height >= 48.0, "{height}");
    page.run("scrollTo(0, 0)").await;
    widget.wait_count(".reading-bar", 0).await;
}

async fn the_bar_leads_to_the_next_event_and_to_the_list(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_text(".bar-headline", "Event 4").await;
    widget.click(".reading-bar [part=next]").await;
    widget.wait_text(".bar-headline", "Event 3").await;
    assert!(widget.is_focused(".reading-bar [part=next]").await);
    widget.click(".bar-list").await;
    widget.wait_count(".reading-bar", 0).await;
}

async fn the_bar_counts_what_is_new(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e2").await;
    widget.wait_text(".bar-headline", "Event 2").await;
    site.json("/feed.json", feed::numbered(8));
    page.run("document.querySelector('key-events').refresh()")
        .await;
    widget.wait_text(".bar-new", "2").await;
    assert_eq!(widget.label(".bar-list").await, "2 new key events");
    assert!(!widget.is_visible("[part=toast]").await);
}

async fn a_closed_bar_stays_closed(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_count(".reading-bar", 1).await;
    widget.click(".bar-close").await;
    widget.wait_count(".reading-bar", 0).await;
    read(&page, "block-e2").await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 2")
        .await;
    assert_eq!(widget.count(".reading-bar").await, 0);
}

async fn a_closed_bar_stays_closed_for_the_visit_with_remember(site: TestSite, page: Page) {
    open_remembering(&site, &page, "").await;
    let widget = page.widget();
    let stored = "JSON.parse(Object.values(localStorage)[0] ?? '[]').slice(2)";
    let latest = 1_719_835_200_000_u64 + 6 * 60_000;
    page.wait_for(stored, json!([latest, 1, null, 0])).await;
    read(&page, "block-e4").await;
    widget.wait_count(".reading-bar", 1).await;
    widget.click(".bar-close").await;
    // What was seen before, and the choice, which is made while the list is out of sight.
    page.wait_for(stored, json!([latest, 1, null, 1])).await;

    open_remembering(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e2").await;
    widget
        .wait_text("[part~=current] [part=title]", "Event 2")
        .await;
    assert_eq!(widget.count(".reading-bar").await, 0);

    // An hour later is another visit.
    let later = "<script>const now = Date.now; Date.now = () => now() + 3600000;</script>";
    open_remembering(&site, &page, later).await;
    read(&page, "block-e2").await;
    page.widget().wait_text(".bar-headline", "Event 2").await;
}

async fn the_bar_has_the_time_and_buttons_for_a_finger(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_text(".bar-headline", "Event 4").await;
    // Not of today, so with the date.
    widget
        .wait_text(".bar-time", "July 1, 2024 at 12:04 PM")
        .await;
    let texts = page
        .run(
            "const bar = document.querySelector('key-events').shadowRoot.querySelector('.reading-bar');
            return [bar.getAttribute('role'), bar.getAttribute('aria-label'), ...[...bar.querySelectorAll('button')].map((button) => button.getAttribute('aria-label') ?? button.textContent)]",
        )
        .await;
    assert_eq!(
        texts,
        json!([
            "group",
            "Where you are",
            "Back to key events",
            "Previous key event",
            "Next key event",
            "Close"
        ])
    );
    let sizes = page
        .run(
            "const buttons = document.querySelector('key-events').shadowRoot.querySelectorAll('.reading-bar button');
            return [...buttons].map((button) => {
                const { left, right, top, bottom, width, height } = button.getBoundingClientRect();
                const inside = [[left + 2, top + 22], [left + 22, top + 2], [right - 2, bottom - 22], [right - 22, bottom - 2]];
                const hit = inside.every(([x, y]) => button.getRootNode().elementFromPoint(x, y)?.closest('button') == button);
                return [width, height, hit];
            })",
        )
        .await;
    assert_eq!(sizes, json!(vec![json!([44, 44, true]); 4]));

    widget.click(".reading-bar [part=prev]").await;
    widget.wait_text(".bar-headline", "Event 5").await;
    assert!(widget.is_focused(".reading-bar [part=prev]").await);
    widget
        .wait_text(".bar-time", "July 1, 2024 at 12:05 PM")
        .await;
    page.wait_until(&is_at("block-e5", HEADER)).await;
    // At the first event in the page, there is no previous one.
    read(&page, "block-e6").await;
    page.run("scrollBy(0, 160)").await;
    widget.wait_text(".bar-headline", "Event 6").await;
    widget
        .wait_attribute(".reading-bar [part=prev]", "aria-disabled", "true")
        .await;
    let next = widget.attribute(".reading-bar [part=next]", "aria-disabled");
    assert_eq!(next.await, None);
}

async fn the_headline_is_below_the_time_and_the_icons_are_compact(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_text(".bar-headline", "Event 4").await;
    let [_, top, _, height] = widget.rectangle(".bar-time").await;
    let [_, headline_top, ..] = widget.rectangle(".bar-headline").await;
    assert!(
        headline_top >= top + height,
        "{headline_top} {top} {height}"
    );
    let cut = page
        .run(
            "const root = document.querySelector('key-events').shadowRoot;
            return [...root.querySelectorAll('.bar-time, .bar-headline')].filter((text) => text.scrollWidth > text.clientWidth).map(String)",
        )
        .await;
    assert_eq!(cut, json!([]));
    let shot = shot(&page).await;
    for part in ["prev", "next"] {
        let button = widget
            .rectangle(&format!(".reading-bar [part={part}]"))
            .await;
        let area = shot.part(button);
        let background = area.background();
        let icon = area.bounds(|color| contrast(color, background) > 1.5);
        let [_, _, width, height] = icon.unwrap();
        assert!(
            width <= 14.0 && height <= 14.0,
            "{part}: {width} x {height}"
        );
    }
}

async fn the_bar_is_clear_of_the_safe_area(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    read(&page, "block-e4").await;
    page.widget().wait_count(".reading-bar", 1).await;
    // No engine here has a safe area, so its lengths are written into the rules.
    let box_of = "
        const { shadowRoot: root } = document.querySelector('key-events');
        const sheet = new CSSStyleSheet();
        const rules = root.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules]).map(({ cssText }) => cssText);
        const own = rules.filter((text) => text.startsWith('.reading-bar {')).join('') + '.reading-bar { display: flex; }';
        const areas = { bottom: '34px', left: '20px', right: '30px' };
        sheet.replaceSync(own.replace(/env\\(safe-area-inset-(\\w+)[^)]*\\)/g, (_, side) => areas[side]));
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        const bar = root.querySelector('.reading-bar');
        const outer = bar.getBoundingClientRect();
        const buttons = [...bar.querySelectorAll('button')].map((button) => button.getBoundingClientRect());
        return [
            Math.round(outer.bottom - Math.max(...buttons.map(({ bottom }) => bottom))) >= 34,
            Math.round(Math.min(...buttons.map(({ left }) => left)) - outer.left),
            Math.round(outer.right - Math.max(...buttons.map(({ right }) => right))),
            outer.bottom,
        ];";
    assert_eq!(page.run(box_of).await, json!([true, 20, 30, 640]));
}

async fn the_bar_keeps_its_place_free_while_it_is_there(site: TestSite, page: Page) {
    open(&site, &page, "html { scroll-padding-bottom: 10px }").await;
    let widget = page.widget();
    let padding = "parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom)";
    read(&page, "block-e4").await;
    widget.wait_count(".reading-bar", 1).await;
    let [_, top, _, _] = widget.rectangle(".reading-bar").await;
    // 8 px are between the bar and what gets the focus.
    let expected = (10.0 + 640.0 - top + 8.0).ceil();
    page.wait_until(&format!("{padding} == {expected}")).await;
    page.run("document.querySelector('#block-e3 p').insertAdjacentHTML('afterend', '<button id=\"focus\" style=\"display: block; margin-top: 500px\">Focus</button>')")
        .await;
    page.run("document.querySelector('#focus').focus()").await;
    let gap =
        format!("{top} - document.querySelector('#focus').getBoundingClientRect().bottom >= 0");
    page.wait_until(&gap).await;
    widget.click(".bar-close").await;
    widget.wait_count(".reading-bar", 0).await;
    page.wait_for(padding, 10).await;
    page.wait_for(
        "document.documentElement.getAttribute('style').includes('padding')",
        false,
    )
    .await;
}

async fn the_bar_is_above_what_the_page_has_fixed_below(site: TestSite, page: Page) {
    let style = "body::after { content: 'Subscribe'; position: fixed; inset: auto 0 0; height: 56px; background: gold; }
        footer { position: sticky; bottom: 0; }";
    open(&site, &page, style).await;
    page.run(
        "document.body.insertAdjacentHTML('beforeend', '<div style=\"position: fixed; inset: auto 0 0; height: 70px; background: gold\">Cookies</div>')",
    )
    .await;
    let widget = page.widget();
    read(&page, "block-e4").await;
    widget.wait_count(".reading-bar", 1).await;
    page.wait_until(
        "Math.round(document.querySelector('key-events').shadowRoot
            .querySelector('.reading-bar')?.getBoundingClientRect().bottom) == 570",
    )
    .await;
}

async fn a_large_screen_has_no_bar(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: "reading-bar",
        ..Blog::new(6)
    };
    blog.open(&site, &page).await;
    read(&page, "block-e4").await;
    let widget = page.widget();
    widget
        .wait_text("[part~=current] [part=title]", "Event 4")
        .await;
    assert!(!widget.is_visible(".reading-bar").await);
}
