//! Reading and operating the timeline with the keyboard.

use key_events_e2e::{
    Key, MockResponse, Page, TestSite, feed,
    live_blog::{Blog, HEADER, is_at, last_visit},
    scenarios,
};
use serde_json::{Value, json};

scenarios![
    the_buttons_to_the_next_event_keep_the_focus_and_say_its_headline,
    back_and_forward_after_such_a_button_keep_the_focus_on_it,
    a_row_is_one_tab_stop_and_a_link_skips_them_all,
    a_row_without_a_link_is_one_tab_stop_that_names_its_event,
    the_arrow_keys_move_between_rows,
    the_arrow_keys_expand_and_collapse_a_story,
    from_right_to_left_the_arrow_keys_are_mirrored,
    keys_that_the_list_does_not_use_are_left_to_the_page,
    each_headline_is_read_once,
    the_button_of_a_story_keeps_its_name,
    the_floating_button_is_closed_with_escape_or_its_own_button,
    the_floating_button_goes_when_the_reader_has_scrolled_on,
    the_floating_button_hides_nothing_that_has_the_focus,
    the_page_keeps_its_own_scroll_padding,
    an_update_waits_while_the_focus_is_in_the_list,
    the_times_are_read_in_full_without_a_mouse,
    the_badge_has_words_where_it_has_room,
    a_reader_finds_an_event_and_comes_back_and_learns_what_is_new,
];

const ELEMENT: &str = "document.querySelector('key-events')";

/// The part and row of what has the focus in the widget, else the id of what has it in the page.
async fn focus(page: &Page) -> String {
    let focus = format!(
        "const inner = {ELEMENT}.shadowRoot.activeElement;
        if (!inner) return document.activeElement.id || document.activeElement.localName;
        const row = inner.closest('[data-id]')?.dataset.id;
        return (inner.part.value || inner.localName) + (row ? ' ' + row : '');"
    );
    page.run(&focus).await.as_str().unwrap_or_default().into()
}

async fn press(page: &Page, key: Key, expected: &str) {
    page.press(key).await;
    assert_eq!(focus(page).await, expected);
}

/// Presses Tab until the focus leaves the widget, at most `limit` times.
async fn tab_through(page: &Page, limit: usize) -> Vec<String> {
    let mut stops = Vec::new();
    while stops.len() < limit {
        page.press(Key::Tab).await;
        let stop = focus(page).await;
        let is_outside = stop == "end";
        stops.push(stop);
        if is_outside {
            break;
        }
    }
    stops
}

/// A list with a story, between two buttons. The first and the last event have a block in the page.
async fn open(site: &TestSite, page: &Page, attributes: &str, events: Vec<Value>) {
    let rows = events.len();
    site.json("/feed.json", feed::of(events));
    site.page(
        "/",
        &format!(
            r#"<script type="module" src="{{cdn}}/key-events.js"></script>
            <button id="start">Start</button>
            <key-events src="/feed.json" loading="eager" refresh="0" {attributes}></key-events>
            <button id="end">End</button><article id="block-a">Text</article>"#
        ),
    );
    page.open("/").await;
    page.widget().wait_count("li", rows).await;
    page.widget().wait_count("[part=skip]", 1).await;
}

fn events() -> Vec<Value> {
    let mut events = vec![
        feed::event("c", "Event c", 3),
        feed::event("b", "Event b", 2),
        feed::event("a", "Event a", 1),
    ];
    events[1]["content_html"] = json!(r#"<p>Story of b, with <a href="/more">a link</a>.</p>"#);
    events
}

async fn wait_said(page: &Page, words: &str) {
    page.wait_until(&format!(
        "[...{ELEMENT}.shadowRoot.querySelectorAll('[role=status], [aria-live]')].some((region) => region.textContent == '{words}')"
    ))
    .await;
}

async fn the_buttons_to_the_next_event_keep_the_focus_and_say_its_headline(
    site: TestSite,
    page: Page,
) {
    Blog::new(8).open(&site, &page).await;
    page.widget().focus("[part=next]").await;
    for (number, event) in [8, 7, 6].into_iter().enumerate() {
        page.press(Key::Enter).await;
        page.wait_until(&is_at(&format!("block-e{event}"), HEADER))
            .await;
        assert_eq!(focus(&page).await, "next", "after press {}", number + 1);
        wait_said(&page, &format!("Event {event}")).await;
    }
    page.run(&format!(
        "{ELEMENT}.shadowRoot.querySelector('[part=prev]').focus({{ preventScroll: true }})"
    ))
    .await;
    page.type_text(" ").await;
    page.wait_until(&is_at("block-e7", HEADER)).await;
    assert_eq!(focus(&page).await, "prev");
    wait_said(&page, "Event 7").await;
    // A headline's own link moves the focus.
    page.widget().focus("[data-id=e3] a").await;
    page.press(Key::Enter).await;
    page.wait_for("document.activeElement.id", "block-e3").await;
    // And so does a script.
    page.run(&format!("return {ELEMENT}.goTo('e5')")).await;
    page.wait_for("document.activeElement.id", "block-e5").await;
}

async fn back_and_forward_after_such_a_button_keep_the_focus_on_it(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    page.widget().focus("[part=next]").await;
    page.press(Key::Enter).await;
    page.wait_until(&is_at("block-e8", HEADER)).await;
    page.press(Key::Enter).await;
    page.wait_until(&is_at("block-e7", HEADER)).await;
    page.run("history.back()").await;
    page.wait_for("location.hash", "#block-e8").await;
    page.wait_until(&is_at("block-e8", HEADER)).await;
    page.wait_until(&format!(
        "{ELEMENT}.shadowRoot.activeElement?.matches('[part=next]')"
    ))
    .await;
    page.run("history.forward()").await;
    page.wait_for("location.hash", "#block-e7").await;
    page.wait_until(&is_at("block-e7", HEADER)).await;
    assert_ne!(focus(&page).await, "block-e7");
}

async fn a_row_is_one_tab_stop_and_a_link_skips_them_all(site: TestSite, page: Page) {
    open(&site, &page, "", events()).await;
    let widget = page.widget();
    page.document().focus("#start").await;
    assert_eq!(
        tab_through(&page, 20).await,
        [
            "skip", "toggle", "order", "prev", "next", "link c", "link b", "link a", "end"
        ]
    );
    // What is no tab stop can still be clicked, and what is in an open story is one.
    widget.click("[data-id=b] [part=more]").await;
    widget.wait_count("[data-id=b] .rich a", 1).await;
    widget.focus("[data-id=c] a").await;
    assert_eq!(
        tab_through(&page, 20).await,
        ["link b", "a b", "share b", "link a", "end"]
    );
    page.document().focus("#start").await;
    press(&page, Key::Tab, "skip").await;
    assert_eq!(widget.label("[part=skip]").await, "Skip key events");
    let [_, _, width, height] = widget.rectangle("[part=skip]").await;
    assert!(width >= 44.0 && height >= 44.0, "{width} × {height}");
    assert_eq!(widget.style("[part=skip]", "clip-path").await, "none");
    page.press(Key::Enter).await;
    press(&page, Key::Tab, "end").await;
    assert_ne!(widget.style("[part=skip]", "clip-path").await, "none");
    assert_eq!(page.run("return location.hash").await, "");
}

async fn a_row_without_a_link_is_one_tab_stop_that_names_its_event(site: TestSite, page: Page) {
    let mut events = events();
    for event in &mut events {
        event.as_object_mut().unwrap().remove("url");
    }
    open(&site, &page, "", events).await;
    let widget = page.widget();
    widget.focus("[part=next]").await;
    // The first event has neither a link nor a story.
    assert_eq!(tab_through(&page, 9).await, ["more b", "link a", "end"]);
    let described = widget.attribute("[data-id=b] [part=more]", "aria-description");
    assert_eq!(described.await.as_deref(), Some("Event b"));
}

async fn the_arrow_keys_move_between_rows(site: TestSite, page: Page) {
    open(&site, &page, "", events()).await;
    page.widget().focus("[data-id=c] a").await;
    press(&page, Key::Down, "link b").await;
    press(&page, Key::Down, "link a").await;
    press(&page, Key::Down, "link a").await;
    press(&page, Key::Up, "link b").await;
    press(&page, Key::Home, "link c").await;
    press(&page, Key::Up, "link c").await;
    press(&page, Key::End, "link a").await;
    press(&page, Key::Tab, "end").await;
    // Screen readers describe the keys.
    let describes = format!(
        "return [...{ELEMENT}.shadowRoot.querySelectorAll('[role=list]')].map((list) =>
            list.getRootNode().getElementById(list.getAttribute('aria-describedby'))?.textContent)"
    );
    assert_eq!(
        page.run(&describes).await,
        json!(["Arrow keys move between events, and open and close stories."])
    );
}

async fn the_arrow_keys_expand_and_collapse_a_story(site: TestSite, page: Page) {
    open(&site, &page, "", events()).await;
    let widget = page.widget();
    let more = "[data-id=b] [part=more]";
    widget.focus("[data-id=b] a").await;
    press(&page, Key::Left, "link b").await;
    press(&page, Key::Right, "link b").await;
    widget.wait_attribute(more, "aria-expanded", "true").await;
    press(&page, Key::Right, "link b").await;
    widget.wait_count("[data-id=b] .rich a", 1).await;
    press(&page, Key::Tab, "a b").await;
    // In a story, the keys are the page's.
    press(&page, Key::Down, "a b").await;
    press(&page, Key::Left, "a b").await;
    widget.wait_attribute(more, "aria-expanded", "true").await;
    widget.focus("[data-id=b] a").await;
    press(&page, Key::Left, "link b").await;
    widget.wait_attribute(more, "aria-expanded", "false").await;
    // The button to share is reached in the same way.
    press(&page, Key::Down, "link a").await;
    press(&page, Key::Right, "link a").await;
    widget
        .wait_count("[data-id=a] [part=share]:not([tabindex])", 1)
        .await;
    press(&page, Key::Tab, "share a").await;
    press(&page, Key::Left, "share a").await;
    widget
        .wait_count("[data-id=a] [part=share][tabindex='-1']", 1)
        .await;
    press(&page, Key::Up, "link b").await;
}

async fn from_right_to_left_the_arrow_keys_are_mirrored(site: TestSite, page: Page) {
    open(&site, &page, r#"dir="rtl""#, events()).await;
    let widget = page.widget();
    let more = "[data-id=b] [part=more]";
    widget.focus("[data-id=b] a").await;
    page.press(Key::Right).await;
    widget.wait_attribute(more, "aria-expanded", "false").await;
    page.press(Key::Left).await;
    widget.wait_attribute(more, "aria-expanded", "true").await;
    page.press(Key::Right).await;
    widget.wait_attribute(more, "aria-expanded", "false").await;
}

async fn keys_that_the_list_does_not_use_are_left_to_the_page(site: TestSite, page: Page) {
    open(&site, &page, "", events()).await;
    let widget = page.widget();
    page.run(
        "window.prevented = [];
        addEventListener('keydown', (event) => prevented.push(event.defaultPrevented));",
    )
    .await;
    let dispatch = |selector: &'static str, init: &'static str| {
        let page = &page;
        async move {
            page.run(&format!(
                "{ELEMENT}.shadowRoot.querySelector('{selector}').dispatchEvent(
                    new KeyboardEvent('keydown', {{ bubbles: true, composed: true, cancelable: true, {init} }}))"
            ))
            .await
        }
    };
    widget.focus("[data-id=b] a").await;
    for init in [
        "key: 'ArrowDown', ctrlKey: true",
        "key: 'ArrowDown', shiftKey: true",
        "key: 'ArrowRight', altKey: true",
        "key: 'ArrowLeft', metaKey: true",
        "key: 'PageDown'",
        "key: 'ArrowLeft'",
    ] {
        dispatch("[data-id=b] a", init).await;
    }
    dispatch("[data-id=a] a", "key: 'ArrowDown'").await;
    dispatch("[part=toggle]", "key: 'ArrowDown'").await;
    // The autofill of browsers dispatches events without a key.
    page.run(&format!(
        "{ELEMENT}.shadowRoot.querySelector('[data-id=b] a').dispatchEvent(new Event('keydown', {{ bubbles: true, composed: true }}))"
    ))
    .await;
    assert_eq!(page.run("return prevented").await, json!(vec![false; 9]));
    assert_eq!(focus(&page).await, "link b");
    dispatch("[data-id=b] a", "key: 'ArrowDown'").await;
    assert_eq!(page.run("return prevented.at(-1)").await, true);
}

async fn each_headline_is_read_once(site: TestSite, page: Page) {
    open(&site, &page, "", events()).await;
    let widget = page.widget();
    for (control, name) in [
        ("[data-id=c] a", "Event c (on another page)"),
        ("[data-id=c] [part=share]", "Share"),
        ("[data-id=b] [part=more]", "Read more"),
        ("[data-id=a] a", "Event a"),
        ("[part=next]", "Next key event"),
    ] {
        assert_eq!(widget.label(control).await, name, "{control}");
    }
    let titles = format!(
        "return [...{ELEMENT}.shadowRoot.querySelectorAll('a, button, .since')].filter((control) => control.title).length"
    );
    assert_eq!(page.run(&titles).await, 0);
}

async fn the_button_of_a_story_keeps_its_name(site: TestSite, page: Page) {
    open(&site, &page, "", events()).await;
    let widget = page.widget();
    let more = "[data-id=b] [part=more]";
    for expanded in ["false", "true", "false"] {
        widget.wait_attribute(more, "aria-expanded", expanded).await;
        assert_eq!(widget.label(more).await, "Read more");
        widget.click(more).await;
    }
}

/// Opens a blog and jumps from the list to an event, so that the button back to the list floats.
async fn jump(site: &TestSite, page: &Page, blog: &Blog) {
    blog.open(site, page).await;
    page.widget().focus("[data-id=e3] a").await;
    page.press(Key::Enter).await;
    page.wait_until(&is_at("block-e3", HEADER)).await;
    page.wait_for("document.activeElement.id", "block-e3").await;
    page.widget()
        .wait_text("[part=toast]", "Back to key events")
        .await;
}

async fn the_floating_button_is_closed_with_escape_or_its_own_button(site: TestSite, page: Page) {
    jump(&site, &page, &Blog::new(8)).await;
    let widget = page.widget();
    let [_, _, width, height] = widget.rectangle("[part=toast-close]").await;
    assert!(width >= 44.0 && height >= 44.0, "{width} × {height}");
    assert_eq!(widget.label("[part=toast-close]").await, "Close");
    // A page may use the key for itself.
    let ignored = "addEventListener('keydown', (event) => event.preventDefault(), { once: true, capture: true })";
    page.run(ignored).await;
    page.press(Key::Escape).await;
    assert_eq!(widget.count("[part=toast]").await, 1);
    page.press(Key::Escape).await;
    widget
        .wait_count("[part=toast], [part=toast-close]", 0)
        .await;
    assert_eq!(focus(&page).await, "block-e3");
    // What is closed comes back with the next jump.
    page.run(&format!("return {ELEMENT}.goTo('e4')")).await;
    widget.wait_count("[part=toast]", 1).await;
    page.wait_for("document.activeElement.id", "block-e4").await;
    page.run(&format!(
        "{ELEMENT}.shadowRoot.querySelector('[part=toast-close]').focus()"
    ))
    .await;
    page.press(Key::Enter).await;
    widget.wait_count("[part=toast]", 0).await;
    assert_eq!(focus(&page).await, "block-e4", "the focus returns");
    // New events are counted again when there are more.
    site.json("/feed.json", feed::numbered(9));
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_text("[part=toast]", "1 new key event").await;
    widget.click("[part=toast-close]").await;
    widget.wait_count("[part=toast]", 0).await;
    site.json("/feed.json", feed::numbered(10));
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_text("[part=toast]", "2 new key events").await;
}

async fn scroll_by(page: &Page, distance: i32) {
    page.run(&format!(
        "const before = scrollY;
        scrollBy({{ top: {distance}, behavior: 'instant' }});
        if (scrollY == before) return;
        return new Promise((done) => addEventListener('scroll', () => requestAnimationFrame(done), {{ once: true }}))"
    ))
    .await;
}

async fn the_floating_button_goes_when_the_reader_has_scrolled_on(site: TestSite, page: Page) {
    jump(&site, &page, &Blog::new(12)).await;
    let widget = page.widget();
    // The reader takes over.
    page.press(Key::Shift).await;
    for _ in 0..3 {
        scroll_by(&page, 100).await;
    }
    assert_eq!(widget.count("[part=toast]").await, 1, "after some lines");
    // Not while the reader is at it.
    page.run(&format!(
        "{ELEMENT}.shadowRoot.querySelector('[part=toast]').focus()"
    ))
    .await;
    for _ in 0..8 {
        scroll_by(&page, 400).await;
    }
    assert_eq!(widget.count("[part=toast]").await, 1, "it has the focus");
    page.run(&format!("{ELEMENT}.shadowRoot.activeElement.blur()"))
        .await;
    for _ in 0..2 {
        scroll_by(&page, -400).await;
    }
    widget.wait_count("[part=toast]", 0).await;
}

async fn the_floating_button_hides_nothing_that_has_the_focus(site: TestSite, page: Page) {
    let blog = Blog {
        block: r##"<p style="margin-top: 40px"><a href="#x">One</a></p><p style="margin-top: 170px"><a href="#x">Two</a></p><p style="margin-top: 190px"><a href="#x">Three</a></p>"##,
        ..Blog::new(8)
    };
    jump(&site, &page, &blog).await;
    // Without Tab, which Safari does not move to links.
    for link in 0..9 {
        let covered = page
            .run(&format!(
                "const link = document.querySelectorAll('article a')[{link} + 15];
                link.focus();
                const isCovered = () => {{
                    const toast = {ELEMENT}.shadowRoot.querySelector('[part=toast]');
                    if (!toast) return null;
                    const [box, cover] = [link, toast].map((element) => element.getBoundingClientRect());
                    return box.bottom > cover.top && box.top < cover.bottom;
                }};
                return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(isCovered()))));"
            ))
            .await;
        if covered.is_null() {
            break;
        }
        assert_eq!(covered, false, "link {link}");
    }
}

async fn the_page_keeps_its_own_scroll_padding(site: TestSite, page: Page) {
    for (style, own, inline) in [
        ("", "auto", None),
        (
            "html { scroll-padding: 10px 0 40px !important }",
            "40px",
            None,
        ),
        ("", "20px", Some("color: red; scroll-padding-bottom: 20px;")),
    ] {
        let blog = Blog {
            style,
            ..Blog::new(8)
        };
        blog.open(&site, &page).await;
        if let Some(inline) = inline {
            page.run(&format!(
                "document.documentElement.setAttribute('style', '{inline}')"
            ))
            .await;
        }
        let padding = "getComputedStyle(document.documentElement).scrollPaddingBottom";
        page.wait_for(padding, own).await;
        page.widget().focus("[data-id=e3] a").await;
        page.press(Key::Enter).await;
        page.widget().wait_count("[part=toast]", 1).await;
        let least = own.trim_end_matches("px").parse().unwrap_or(0) + 60;
        page.wait_until(&format!("parseFloat({padding}) >= {least}"))
            .await;
        page.press(Key::Escape).await;
        page.widget().wait_count("[part=toast]", 0).await;
        page.wait_for(padding, own).await;
        let attribute = page
            .run("return document.documentElement.getAttribute('style')")
            .await;
        assert_eq!(attribute.as_str().filter(|it| !it.is_empty()), inline);
    }
}

async fn an_update_waits_while_the_focus_is_in_the_list(site: TestSite, page: Page) {
    // A list that scrolls does not shift what is below it.
    let style = r#"style="--key-events-max-height: 100px""#;
    open(&site, &page, style, events()).await;
    let widget = page.widget();
    widget.focus("[data-id=b] a").await;
    let mut more = events();
    more.insert(0, feed::event("d", "Event d", 4));
    site.respond(
        "/feed.json",
        MockResponse::json(&feed::of(more).to_string()),
    );
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_text("[part=toast]", "1 new key event").await;
    assert_eq!(widget.count("li").await, 3);
    // From row to row it still waits.
    press(&page, Key::Down, "link a").await;
    press(&page, Key::Up, "link b").await;
    page.run("return new Promise((done) => setTimeout(() => requestAnimationFrame(done)))")
        .await;
    assert_eq!(widget.count("li").await, 3);
    page.document().focus("#start").await;
    widget.wait_count("li", 4).await;
}

async fn the_times_are_read_in_full_without_a_mouse(site: TestSite, page: Page) {
    let mut events = events();
    events[1]["date_modified"] = json!("2024-07-02T09:30:00Z");
    open(
        &site,
        &page,
        r#"lang="en-GB" time-zone="Asia/Tokyo""#,
        events,
    )
    .await;
    let widget = page.widget();
    // With the keyboard.
    widget.focus("[data-id=b] a").await;
    page.press(Key::Right).await;
    widget.wait_count("[data-id=b] [part=body]", 1).await;
    let full = widget.text("[data-id=b] [part=body]").await;
    assert!(full.contains("1 July 2024 at 21:02 GMT+9"), "{full}");
    assert!(full.contains("your time"), "{full}");
    assert!(full.contains("Updated Tuesday"), "{full}");
    // Also in a row without a story.
    widget.focus("[data-id=c] a").await;
    page.press(Key::Right).await;
    widget.wait_count("[data-id=c] [part=body]", 1).await;
    let full = widget.text("[data-id=c] [part=body]").await;
    assert!(full.contains("1 July 2024 at 21:03 GMT+9"), "{full}");
    assert!(full.contains("your time"), "{full}");
    assert_eq!(focus(&page).await, "link c");
    page.press(Key::Left).await;
    widget.wait_count("[data-id=c] [part=body]", 0).await;
    // With a press on the time.
    widget.click("[data-id=c] [part=time]").await;
    widget.wait_count("[data-id=c] [part=body]", 1).await;
    let full = widget.text("[data-id=c] [part=body]").await;
    assert!(full.contains("1 July 2024 at 21:03 GMT+9"), "{full}");
    widget.click("[data-id=c] [part=time]").await;
    widget.wait_count("[data-id=c] [part=body]", 0).await;
}

async fn the_badge_has_words_where_it_has_room(site: TestSite, page: Page) {
    let visit = last_visit("2024-07-01T12:01:30Z");
    site.json("/feed.json", feed::of(events()));
    site.page(
        "/",
        &format!(
            r#"{visit}<script type="module" src="{{cdn}}/key-events.js"></script>
            <key-events src="/feed.json" loading="eager" refresh="0" remember></key-events>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    let words = ".since-words";
    widget.wait_count(words, 1).await;
    assert!(widget.is_visible(words).await);
    page.run("document.querySelector('key-events').style.width = '300px'")
        .await;
    assert!(!widget.is_visible(words).await);
    let label = widget.label("[part=since]").await;
    assert_eq!(label, widget.property(words, "textContent").await);
}

/// Presses keys one after another, and counts them.
async fn press_all(page: &Page, presses: &mut usize, keys: &[Key]) {
    for key in keys {
        page.press(*key).await;
        *presses += 1;
    }
}

async fn press_shift_tab(page: &Page, presses: &mut usize) {
    let key = |kind: &str, key: Key| json!({ "type": kind, "value": char::from(key).to_string() });
    let actions = [
        key("keyDown", Key::Shift),
        key("keyDown", Key::Tab),
        key("keyUp", Key::Tab),
        key("keyUp", Key::Shift),
    ];
    page.act(json!([{ "type": "key", "id": "keys", "actions": actions }]))
        .await;
    *presses += 1;
}

async fn a_reader_finds_an_event_and_comes_back_and_learns_what_is_new(site: TestSite, page: Page) {
    let blog = Blog::new(30);
    site.json("/feed.json", blog.feed());
    let start = "<button id=start>Start</button>";
    site.page("/", &format!("{start}{}", blog.page()));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 30).await;
    widget.wait_count("[part=skip]", 1).await;
    widget.wait_count("[part=next]", 1).await;
    page.document().focus("#start").await;
    // To the third-latest event, from before the timeline: past the link that skips it and four buttons.
    let mut presses = 0;
    press_all(&page, &mut presses, &[Key::Tab; 6]).await;
    press_all(&page, &mut presses, &[Key::Down, Key::Down]).await;
    assert_eq!(focus(&page).await, "link e28");
    press_all(&page, &mut presses, &[Key::Enter]).await;
    page.wait_until(&is_at("block-e28", HEADER)).await;
    page.wait_for("document.activeElement.id", "block-e28")
        .await;
    assert_eq!(presses, 9, "to go there");
    // Back to its row, with the button that floats before the article.
    let mut presses = 0;
    widget.wait_count("[part=toast]", 1).await;
    for _ in 0..40 {
        press_shift_tab(&page, &mut presses).await;
        if focus(&page).await == "toast" {
            break;
        }
    }
    press_all(&page, &mut presses, &[Key::Enter]).await;
    page.wait_until(&format!(
        "{ELEMENT}.shadowRoot.activeElement?.closest('[data-id=e28]')"
    ))
    .await;
    assert_eq!(presses, 3, "to come back");
    // What is new is said, and is one button before the list, once that is in view.
    widget.wait_count("[part=toast]", 0).await;
    site.json("/feed.json", feed::numbered(31));
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    wait_said(&page, "1 new key event: Event 31").await;
    assert_eq!(focus(&page).await, "link e28");
    let mut presses = 0;
    press_all(&page, &mut presses, &[Key::Home]).await;
    press_shift_tab(&page, &mut presses).await;
    assert_eq!(focus(&page).await, "toast");
    press_all(&page, &mut presses, &[Key::Enter]).await;
    page.wait_until(&format!(
        "{ELEMENT}.shadowRoot.activeElement?.closest('[data-id=e31]')"
    ))
    .await;
    assert_eq!(presses, 3, "to read what is new");
}
