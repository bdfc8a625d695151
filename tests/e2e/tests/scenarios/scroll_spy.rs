//! The scroll spy: the list marks the event that the reader is at.

use key_events_e2e::{
    Engine, Key, Page, Scenario, TestSite, feed,
    live_blog::{Blog, HEADER, is_at},
    scenario, trace,
};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(the_current_event_follows_the_scroll),
    scenario!(the_current_event_follows_in_a_page_that_starts_with_the_earliest),
    scenario!(an_event_longer_than_the_screen_stays_current_to_its_end),
    scenario!(at_the_end_of_the_page_the_last_event_is_current),
    scenario!(a_block_that_the_page_inserts_is_found),
    scenario!(a_page_opened_at_an_event_marks_it_and_is_not_scrolled),
    scenario!(buttons_lead_to_the_previous_and_the_next_event),
    scenario!(after_a_jump_a_button_leads_back_to_the_widget),
    scenario!(the_current_row_of_a_scrolling_list_stays_visible),
    scenario!(scrolling_past_two_hundred_events_measures_nothing_and_renders_once_per_event),
    scenario!(scrolling_past_two_hundred_events_forces_no_layout)
        .except(&[Engine::Firefox, Engine::Webkit]),
];

/// Scrolls a block to a distance from the top of the viewport.
async fn scroll(page: &Page, block: &str, distance: f64) {
    let script = format!(
        "scrollBy(0, document.getElementById('{block}').getBoundingClientRect().top - {distance})"
    );
    page.run(&script).await;
}

async fn wait_current(page: &Page, titles: &[&str]) {
    page.widget()
        .wait_texts("[aria-current=location] .title", titles)
        .await;
    assert_eq!(page.widget().count("[part~=current]").await, titles.len());
}

async fn the_current_event_follows_the_scroll(site: TestSite, page: Page) {
    Blog::new(6).open(&site, &page).await;
    wait_current(&page, &[]).await;
    scroll(&page, "block-e6", HEADER).await;
    wait_current(&page, &["Event 6"]).await;
    scroll(&page, "block-e4", HEADER).await;
    wait_current(&page, &["Event 4"]).await;
    scroll(&page, "block-e4", HEADER + 200.0).await;
    wait_current(&page, &["Event 5"]).await;
    page.run("scrollTo(0, 0)").await;
    wait_current(&page, &[]).await;
}

async fn the_current_event_follows_in_a_page_that_starts_with_the_earliest(
    site: TestSite,
    page: Page,
) {
    let blog = Blog {
        oldest_first: true,
        ..Blog::new(6)
    };
    blog.open(&site, &page).await;
    scroll(&page, "block-e2", HEADER).await;
    wait_current(&page, &["Event 2"]).await;
    scroll(&page, "block-e3", HEADER).await;
    wait_current(&page, &["Event 3"]).await;
}

async fn an_event_longer_than_the_screen_stays_current_to_its_end(site: TestSite, page: Page) {
    let blog = Blog {
        heights: vec![700, 4_000, 80, 90, 700],
        ..Blog::new(5)
    };
    blog.open(&site, &page).await;
    scroll(&page, "block-e4", HEADER).await;
    wait_current(&page, &["Event 4"]).await;
    scroll(&page, "block-e4", -3_500.0).await;
    wait_current(&page, &["Event 4"]).await;
    // A short event at the top is current, whatever else is visible.
    scroll(&page, "block-e3", HEADER).await;
    wait_current(&page, &["Event 3"]).await;
}

async fn at_the_end_of_the_page_the_last_event_is_current(site: TestSite, page: Page) {
    let blog = Blog {
        heights: vec![700, 700, 100, 100, 100],
        after: "",
        ..Blog::new(5)
    };
    blog.open(&site, &page).await;
    page.run("scrollTo(0, 1e6)").await;
    wait_current(&page, &["Event 1"]).await;
    // A jump marks its event even if that can't reach the top.
    page.widget().click("[data-id=e2] a").await;
    wait_current(&page, &["Event 2"]).await;
}

async fn a_block_that_the_page_inserts_is_found(site: TestSite, page: Page) {
    let blog = Blog::new(3);
    site.json("/feed.json", feed::numbered(4));
    site.page("/", &blog.page());
    page.open("/").await;
    page.widget().wait_count("li", 4).await;
    scroll(&page, "block-e3", HEADER).await;
    wait_current(&page, &["Event 3"]).await;
    page.run(
        "document.querySelector('main').insertAdjacentHTML('afterbegin',
            '<article id=\"block-e4\" style=\"height: 900px\">Event 4</article>')",
    )
    .await;
    page.widget()
        .wait_attribute("[data-id=e4] a", "href", "#block-e4")
        .await;
    scroll(&page, "block-e4", HEADER).await;
    wait_current(&page, &["Event 4"]).await;
}

async fn a_page_opened_at_an_event_marks_it_and_is_not_scrolled(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: "collapsed",
        ..Blog::new(6)
    };
    blog.serve(&site);
    page.open_url(&site.url("/#block-e3")).await;
    wait_current(&page, &["Event 3"]).await;
    // The browser's scroll position stays, although the header covers the event.
    assert_eq!(
        page.run(&format!("return {}", is_at("block-e3", 0.0)))
            .await,
        true
    );
    assert_eq!(
        page.run("return document.activeElement.localName").await,
        "body"
    );
}

async fn buttons_lead_to_the_previous_and_the_next_event(site: TestSite, page: Page) {
    let blog = Blog {
        style: "key-events { position: sticky; top: 60px; height: 60px; z-index: 2; display: block; overflow: hidden }
            main { padding-top: 400px }",
        ..Blog::new(3)
    };
    blog.open(&site, &page).await;
    let widget = page.widget();
    assert_eq!(
        widget
            .attribute("[part=prev]", "aria-disabled")
            .await
            .as_deref(),
        Some("true")
    );
    for (button, title, block) in [
        ("[part=next]", "Event 3", "block-e3"),
        ("[part=next]", "Event 2", "block-e2"),
        ("[part=next]", "Event 1", "block-e1"),
        ("[part=prev]", "Event 2", "block-e2"),
    ] {
        widget.focus(button).await;
        page.press(Key::Enter).await;
        wait_current(&page, &[title]).await;
        page.wait_until(&is_at(block, 120.0)).await;
        assert!(widget.is_focused(button).await);
    }
    widget.focus("[part=next]").await;
    page.press(Key::Enter).await;
    wait_current(&page, &["Event 1"]).await;
    widget
        .wait_attribute("[part=next]", "aria-disabled", "true")
        .await;
    // A disabled button stays, and so does the focus.
    widget.focus("[part=next]").await;
    assert!(widget.is_focused("[part=next]").await);
}

async fn after_a_jump_a_button_leads_back_to_the_widget(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    let widget = page.widget();
    assert_eq!(widget.count("[part=toast]").await, 0);
    widget.click("[data-id=e3] a").await;
    widget.wait_text("[part=toast]", "Back to key events").await;
    page.wait_until(&is_at("block-e3", HEADER)).await;
    widget.click("[part=toast]").await;
    page.wait_until("document.querySelector('key-events').getBoundingClientRect().top >= 0")
        .await;
    let focused = "document.querySelector('key-events').shadowRoot.activeElement?.textContent";
    page.wait_for(focused, "Event 3").await;
    widget.wait_count("[part=toast]", 0).await;
}

async fn the_current_row_of_a_scrolling_list_stays_visible(site: TestSite, page: Page) {
    let blog = Blog {
        style: "key-events { position: fixed; top: 70px; right: 0; width: 250px; z-index: 2;
                --key-events-max-height: 200px }",
        heights: vec![400; 30],
        ..Blog::new(30)
    };
    blog.open(&site, &page).await;
    for event in ["e12", "e25", "e3"] {
        scroll(&page, &format!("block-{event}"), HEADER).await;
        let before = page.run("return scrollY").await;
        let row = format!("[data-id={event}][part~=current]");
        page.widget().wait_count(&row, 1).await;
        let inside = format!(
            "(() => {{
                const root = document.querySelector('key-events').shadowRoot;
                const list = root.querySelector('[part=list]').getBoundingClientRect();
                const row = root.querySelector('{row}').getBoundingClientRect();
                return row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
            }})()"
        );
        page.wait_until(&inside).await;
        assert_eq!(page.run("return scrollY").await, before);
    }
}

/// Scrolls through the page. Counts every call that forces a layout, and every change of the mark.
const MEASURE: &str = r#"<footer style="height: 1500px"></footer><script>
    document.addEventListener("measure", () => {
        const end = document.getElementById("block-e1").offsetTop;
        let resting = false;
        window.measured = [];
        const count = (type, name) => {
            const property = Object.getOwnPropertyDescriptor(type.prototype, name);
            const kind = property.get ? "get" : "value";
            const original = property[kind];
            const counted = function (...values) {
                if (!resting) window.measured.push(name);
                return original.apply(this, values);
            };
            Object.defineProperty(type.prototype, name, { ...property, [kind]: counted });
        };
        for (const name of ["getBoundingClientRect", "getClientRects", "scrollTop", "scrollHeight",
            "clientHeight", "clientWidth", "clientTop", "scrollIntoView"]) count(Element, name);
        for (const name of ["offsetTop", "offsetHeight", "offsetWidth"]) count(HTMLElement, name);
        count(Document, "elementsFromPoint");
        const style = getComputedStyle;
        window.getComputedStyle = (...values) => {
            if (!resting) window.measured.push("getComputedStyle");
            return style(...values);
        };
        window.changes = 0;
        window.renders = 0;
        const root = document.querySelector("key-events").shadowRoot;
        new MutationObserver((records) => {
            window.renders += 1;
            window.changes += records.filter(({ target }) => target.getAttribute("aria-current")).length;
        }).observe(root, { subtree: true, attributeFilter: ["aria-current"] });
        const step = () => {
            scrollBy(0, 330);
            if (scrollY < end) requestAnimationFrame(step);
            else window.scrolled = resting = true;
        };
        step();
    });
    </script>"#;

async fn scrolling_past_two_hundred_events_measures_nothing_and_renders_once_per_event(
    site: TestSite,
    page: Page,
) {
    let blog = Blog {
        heights: vec![250; 200],
        after: MEASURE,
        ..Blog::new(200)
    };
    blog.open(&site, &page).await;
    scroll(&page, "block-e200", HEADER).await;
    wait_current(&page, &["Event 200"]).await;
    page.run("document.dispatchEvent(new Event('measure'))")
        .await;
    page.wait_until("window.scrolled").await;
    wait_current(&page, &["Event 1"]).await;
    let measured = page.run("return [...new Set(window.measured)]").await;
    assert_eq!(measured, serde_json::json!([]));
    let [changes, renders] = [
        page.run("return window.changes").await,
        page.run("return window.renders").await,
    ]
    .map(|count| count.as_u64().unwrap());
    assert!(changes > 100, "{changes} changes");
    assert!(
        renders <= changes,
        "{renders} renders for {changes} changes"
    );
}

/// Scrolls through the page, and forces one layout of its own.
const TRACED: &str = r#"<footer style="height: 1500px"></footer><script>
    document.addEventListener("measure", () => {
        const end = document.getElementById("block-e1").offsetTop;
        const step = () => {
            scrollBy(0, 330);
            if (scrollY < end) return requestAnimationFrame(step);
            document.querySelector("footer").style.height = "1600px";
            window.scrolled = document.querySelector("footer").offsetHeight;
        };
        step();
    });
    </script>"#;

async fn scrolling_past_two_hundred_events_forces_no_layout(site: TestSite, page: Page) {
    let blog = Blog {
        heights: vec![250; 200],
        after: TRACED,
        ..Blog::new(200)
    };
    blog.open(&site, &page).await;
    scroll(&page, "block-e200", HEADER).await;
    wait_current(&page, &["Event 200"]).await;
    let forced = trace::forced_layouts(&page, async || {
        page.run("document.dispatchEvent(new Event('measure'))")
            .await;
        page.wait_until("window.scrolled").await;
        wait_current(&page, &["Event 1"]).await;
    })
    .await;
    assert!(!forced.is_empty(), "the page's own is seen");
    let ours = |stack: &&Vec<String>| stack.iter().any(|url| url.contains("/key-events"));
    let ours: Vec<_> = forced.iter().filter(ours).collect();
    assert!(ours.is_empty(), "{ours:?}");
}
