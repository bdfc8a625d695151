//! Accessibility: screen readers, the keyboard, forced colors, zoom.

use key_events_e2e::{
    Engine, Gate, Key, MockResponse, Page, Preference, Scenario, TestSite, axe, feed,
    live_blog::{Blog, HEADER, fail_refresh, is_at},
    scenario,
};
use serde_json::json;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(axe_finds_nothing_in_a_list_or_its_other_states),
    scenario!(axe_finds_nothing_while_it_loads_or_when_that_fails),
    scenario!(axe_finds_nothing_in_an_empty_or_a_right_to_left_list),
    scenario!(axe_finds_nothing_in_the_dark).preferring(&[Preference::Dark]),
    scenario!(links_and_buttons_say_what_they_are_for),
    scenario!(the_keyboard_alone_is_enough),
    scenario!(every_control_is_one_tab_stop_with_a_visible_focus),
    scenario!(targets_are_large_enough),
    scenario!(nothing_overflows_at_320_pixels_and_at_four_times_the_font_size),
    // WebKit has no forced colors.
    scenario!(forced_colors_keep_the_current_marker_distinct)
        .preferring(&[Preference::ForcedColors])
        .except(&[Engine::Webkit]),
    // The driver of WebKit has no forced colors.
    scenario!(forced_colors_are_those_of_the_system)
        .preferring(&[Preference::ForcedColors])
        .except(&[Engine::Webkit]),
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

async fn wait_clean(page: &Page, state: &str) {
    let found = axe::violations(page).await;
    assert!(found.is_empty(), "{state}: {found}");
}

fn page_with(tag: &str) -> String {
    format!("{MODULE}<main><h1>Live</h1>{tag}</main>")
}

async fn axe_finds_nothing_in_a_list_or_its_other_states(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"limit="5""#,
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    site.page("/", &blog.page());
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 5).await;
    wait_clean(&page, "list").await;
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
    wait_clean(&page, "collapsed").await;
    let items = feed::numbered(9);
    site.json("/feed.json", items);
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_text("[part=toast]", "1 new key event").await;
    wait_clean(&page, "new events").await;
    widget.click("[part=toast]").await;
    widget.wait_count("[part=new-badge]", 1).await;
    widget.click("[part=show-all]").await;
    widget.wait_count("li", 9).await;
    widget.click("[data-id=e3] a").await;
    widget.wait_count("[part~=current]", 1).await;
    widget.wait_count("[part=toast]", 1).await;
    wait_clean(&page, "after a jump").await;
}

async fn axe_finds_nothing_while_it_loads_or_when_that_fails(site: TestSite, page: Page) {
    let gate = Gate::closed();
    site.respond("/feed.json", MockResponse::json("no feed").behind(&gate));
    site.page(
        "/",
        &page_with(r#"<key-events src="/feed.json" loading="eager">Fallback</key-events>"#),
    );
    page.open("/").await;
    page.widget().wait_count(".skeleton", 1).await;
    wait_clean(&page, "loading").await;
    page.expect_console("key-events: ");
    gate.open();
    page.widget().wait_count("[part=error]", 1).await;
    wait_clean(&page, "error").await;
}

async fn axe_finds_nothing_in_an_empty_or_a_right_to_left_list(site: TestSite, page: Page) {
    site.json("/empty.json", feed::of([]));
    site.json("/feed.json", feed::numbered(3));
    let tags = r#"<key-events src="/empty.json" loading="eager"></key-events>
        <div lang="ar" dir="rtl"><key-events src="/feed.json" heading="أبرز الأحداث" heading-level="3"
            loading="eager"></key-events></div>"#;
    site.page("/", &page_with(tags));
    page.open("/").await;
    page.nth_widget(0).wait_count("[part=empty]", 1).await;
    page.nth_widget(1).wait_count("li", 3).await;
    wait_clean(&page, "empty and right to left").await;
}

async fn axe_finds_nothing_in_the_dark(site: TestSite, page: Page) {
    let mut summary = feed::event("s", "The story so far", 9);
    summary["_key_events"] = json!({ "summary": true });
    let items = [summary, feed::event("a", "An event", 3)];
    site.json("/feed.json", feed::of(items));
    let scheme = r#"<meta name="color-scheme" content="light dark">"#;
    let tag = r#"<key-events src="/feed.json" loading="eager"></key-events>
        <key-events src="/feed.json" loading="eager" heading="In the dark" theme="dark"></key-events>"#;
    site.page("/", &format!("{scheme}{}", page_with(tag)));
    page.open("/").await;
    page.nth_widget(1).wait_count("li", 2).await;
    page.nth_widget(0).wait_count("li", 2).await;
    wait_clean(&page, "dark").await;
}

async fn links_and_buttons_say_what_they_are_for(site: TestSite, page: Page) {
    let mut items = ["a", "b"].map(|id| feed::event(id, "An event", 1));
    items[1]["content_text"] = json!("What there is to say of it.");
    site.json("/feed.json", feed::of(items));
    let tag = r#"<key-events src="/feed.json" loading="eager"></key-events>
        <article id="block-b">Text</article>"#;
    site.page("/", &page_with(tag));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    for (element, label) in [
        ("[data-id=a] a", "An event (on another page)"),
        ("[data-id=a] button", "Share"),
        ("[data-id=b] a", "An event"),
        ("[data-id=b] button", "Read more"),
    ] {
        assert_eq!(widget.label(element).await, label, "{element}");
    }
    // A search in the page finds each headline once.
    let text = "return document.querySelector('key-events').shadowRoot.querySelector('.list').textContent.split('An event').length - 1";
    assert_eq!(page.run(text).await, 2);
}

async fn the_keyboard_alone_is_enough(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: "collapsed",
        ..Blog::new(6)
    };
    site.json("/feed.json", blog.feed());
    site.page(
        "/",
        &format!("<button id=start>Start</button>{}", blog.page()),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=count]", 1).await;
    widget.wait_count("[part=skip]", 1).await;
    page.document().focus("#start").await;
    page.press(Key::Tab).await;
    page.press(Key::Tab).await;
    assert!(widget.is_focused("[part=toggle]").await);
    page.press(Key::Enter).await;
    widget
        .wait_attribute("[part=toggle]", "aria-expanded", "true")
        .await;
    // Past the three buttons of the header, and past the link of the first event.
    for _ in 0..5 {
        page.press(Key::Tab).await;
    }
    assert!(widget.is_focused("[data-id=e5] a").await);
    page.press(Key::Enter).await;
    page.wait_until(&is_at("block-e5", HEADER)).await;
    page.wait_for("document.activeElement.id", "block-e5").await;
    // Back to the list, on to the next event, and back again.
    page.run("history.back()").await;
    page.wait_for("location.hash", "").await;
    let focused = "document.querySelector('key-events').shadowRoot.activeElement?.textContent";
    page.wait_for(focused, "Event 5").await;
    page.press(Key::Tab).await;
    page.press(Key::Enter).await;
    page.wait_until(&is_at("block-e4", HEADER)).await;
    page.run("history.back()").await;
    page.wait_for(focused, "Event 4").await;
    widget.focus("[part=toggle]").await;
    page.type_text(" ").await;
    widget
        .wait_attribute("[part=toggle]", "aria-expanded", "false")
        .await;
}

async fn every_control_is_one_tab_stop_with_a_visible_focus(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"limit="2""#,
        ..Blog::new(3)
    };
    site.json("/feed.json", blog.feed());
    site.page(
        "/",
        &format!(
            "<button id=start>Start</button>{}<button id=end>End</button>",
            blog.page()
        ),
    );
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.widget().wait_count("[part=next]", 1).await;
    page.widget().wait_count("[part=skip]", 1).await;
    page.document().focus("#start").await;
    let mut stops = Vec::new();
    loop {
        page.press(Key::Tab).await;
        let stop = page
            .run(
                "const inner = document.activeElement.shadowRoot?.activeElement;
                if (!inner) return document.activeElement.id;
                const ring = (pseudo) => {
                    const { outlineStyle, outlineWidth } = getComputedStyle(inner, pseudo);
                    return outlineStyle != 'none' && parseFloat(outlineWidth) >= 2;
                };
                return inner.part.value + (ring() || ring('::after') ? '' : ' without a ring');",
            )
            .await;
        let stop = stop.as_str().unwrap_or_default().to_owned();
        if stop == "end" || stops.len() > 12 {
            break;
        }
        stops.push(stop);
    }
    assert_eq!(
        stops,
        [
            "skip", "toggle", "order", "prev", "next", "link", "link", "show-all"
        ]
    );
}

async fn targets_are_large_enough(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"limit="3""#,
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    site.page("/", &blog.page());
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.widget().wait_count("[part=next]", 1).await;
    // The target of a link is the box of its stretched pseudo-element.
    let small = page
        .run(
            "const root = document.querySelector('key-events').shadowRoot;
            return [...root.querySelectorAll('a, button')].filter((control) => {
                const after = getComputedStyle(control, '::after');
                const stretched = after.content != 'none' && after.position == 'absolute';
                const box = control.getBoundingClientRect();
                const [width, height] = stretched
                    ? [parseFloat(after.width), parseFloat(after.height)]
                    : [box.width, box.height];
                return width < 24 || height < 24;
            }).map((control) => control.outerHTML)",
        )
        .await;
    assert_eq!(small, json!([]));
}

async fn nothing_overflows_at_320_pixels_and_at_four_times_the_font_size(
    site: TestSite,
    page: Page,
) {
    let blog = Blog {
        style: "key-events { --key-events-font-size: 64px }",
        ..Blog::new(3)
    };
    site.json("/feed.json", blog.feed());
    site.page("/", &blog.page());
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    for (width, size) in [(960, "64px"), (320, "16px"), (320, "24px")] {
        let script = format!(
            "const widget = document.querySelector('key-events');
            widget.style.width = '{width}px';
            widget.style.setProperty('--key-events-font-size', '{size}');
            const edge = widget.getBoundingClientRect().right + 1;
            return [...widget.shadowRoot.querySelectorAll('section *')].filter((element) =>
                element.getBoundingClientRect().right > edge && !element.closest('.visually-hidden'))
                .map((element) => element.outerHTML.slice(0, 80))"
        );
        assert_eq!(
            page.run(&script).await,
            json!([]),
            "{width} px, text of {size}"
        );
    }
}

async fn forced_colors_keep_the_current_marker_distinct(site: TestSite, page: Page) {
    let blog = Blog::new(3);
    site.json("/feed.json", blog.feed());
    site.page("/", &blog.page());
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.widget().click("[data-id=e2] a").await;
    page.widget().wait_count("[part~=current]", 1).await;
    let fill = |row: &str| format!("[data-id={row}] [part=marker]");
    let current = page.widget().style(&fill("e2"), "background-color").await;
    let other = page.widget().style(&fill("e3"), "background-color").await;
    assert_ne!(current, other);
    let line = page.widget().style("[part=base]", "border-top-style").await;
    assert_eq!(line, "solid");
    // At the first event, there is no previous one.
    let go = "return document.querySelector('key-events').goTo('e3')";
    assert_eq!(page.run(go).await, true);
    page.widget()
        .wait_attribute("[part=prev]", "aria-disabled", "true")
        .await;
    let enabled = page.widget().style("[part=next]", "color").await;
    let disabled = page.widget().style("[part=prev]", "color").await;
    assert_ne!(enabled, disabled);
    wait_clean(&page, "forced colors").await;
}

async fn forced_colors_are_those_of_the_system(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"refresh="0""#,
        ..Blog::new(5)
    };
    let mut items = blog.feed();
    items["items"][0]["_key_events"] = json!({ "key": true, "weight": "major" });
    items["items"][1]["_key_events"] = json!({ "summary": true });
    site.json("/feed.json", items);
    let probes = [
        "Canvas",
        "CanvasText",
        "GrayText",
        "Highlight",
        "SelectedItem",
    ]
    .map(|name| format!(r#"<i id="{name}" style="color: {name}; forced-color-adjust: none"></i>"#));
    site.page("/", &format!("{}{}", probes.concat(), blog.page()));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 5).await;
    page.wait_for_lazy_chunk().await;
    let system = async |name: &str| {
        let color = format!("return getComputedStyle(document.getElementById('{name}')).color");
        page.run(&color).await.as_str().unwrap().to_owned()
    };
    let go = async |id: &str| {
        let go = format!("return document.querySelector('key-events').goTo('{id}')");
        assert_eq!(page.run(&go).await, true);
        widget
            .wait_count(&format!("[part~=current][data-id={id}]"), 1)
            .await;
    };
    let marker = async |id: &str| {
        let marker = format!("[data-id={id}] .marker");
        let fill = widget.style(&marker, "background-color").await;
        (fill, widget.style(&marker, "border-top-color").await)
    };
    let (text, highlight) = (system("CanvasText").await, system("Highlight").await);
    assert_ne!(text, highlight);
    go("e3").await;
    assert_eq!(marker("e3").await, (highlight.clone(), highlight.clone()));
    for filled in ["e5", "e4"] {
        assert_eq!(
            marker(filled).await,
            (text.clone(), text.clone()),
            "{filled}"
        );
    }
    // Another one is not filled.
    let (other, _) = marker("e2").await;
    assert_eq!(other, system("Canvas").await);
    // Also a summary is the current row.
    go("e4").await;
    assert_eq!(marker("e4").await, (highlight.clone(), highlight));

    go("e5").await;
    widget
        .wait_attribute("[part=prev]", "aria-disabled", "true")
        .await;
    let gray = system("GrayText").await;
    assert_eq!(widget.style("[part=prev]", "color").await, gray);
    assert_ne!(widget.style("[part=next]", "color").await, gray);
    let pressed = widget.style("[part=order] .words", "background-color");
    assert_eq!(pressed.await, text);

    fail_refresh(&site, &page).await;
    widget.wait_count("[part=retry]", 1).await;
    assert_ne!(widget.style("[part=retry]", "color").await, gray);
    let gate = Gate::closed();
    site.respond(
        "/feed.json",
        MockResponse::json("").status(500).behind(&gate),
    );
    page.expect_console("key-events: ");
    page.run(
        "document.querySelector('key-events').shadowRoot.querySelector('[part=retry]').click()",
    )
    .await;
    widget
        .wait_attribute("[part=retry]", "aria-disabled", "true")
        .await;
    assert_eq!(widget.style("[part=retry]", "color").await, gray);
    gate.open();
    widget
        .wait_count("[part=retry]:not([aria-disabled])", 1)
        .await;
}
