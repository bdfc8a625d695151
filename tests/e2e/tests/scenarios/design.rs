//! The design: one form at every width, and signs that differ.

use std::time::Duration;

use key_events_e2e::{
    Engine, FakeClock, Gate, Key, MockResponse, Page, Preference, Scenario, Screenshot, TestSite,
    contrast, feed,
    live_blog::{fail_refresh, last_visit},
    scenario,
};
use serde_json::{Value, json};

use super::languages;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(the_header_has_one_form_at_every_width_in_every_language_and_theme)
        .within(Duration::from_secs(90)),
    scenario!(each_sign_of_a_button_has_one_meaning),
    scenario!(a_body_has_at_most_65_characters_in_a_line_and_an_image_is_a_thumbnail),
    scenario!(the_heading_of_a_day_is_nearer_to_its_rows_than_to_those_above),
    scenario!(the_weight_of_an_event_is_in_its_headline_and_its_marker),
    scenario!(each_of_the_four_colors_of_events_is_another_one),
    scenario!(an_arrow_marks_links_to_other_pages_only_beside_links_in_the_page),
    scenario!(a_headline_in_a_rail_has_three_lines_until_the_reader_is_at_it),
    scenario!(hours_without_an_event_are_shown_between_two_rows_that_do_not_move),
    // WebKit's Tab key does not go on from a focus that a script sets in a shadow tree.
    scenario!(a_card_with_the_focus_is_in_view).except(&[Engine::Webkit]),
    scenario!(a_card_that_an_arrow_key_moves_to_is_in_view),
    scenario!(the_current_card_is_in_view_and_the_page_stays),
    scenario!(an_open_story_does_not_stretch_the_other_cards),
    scenario!(the_words_of_the_heading_stay_whole_in_a_narrow_box),
    scenario!(messages_begin_where_the_heading_begins),
    scenario!(no_focus_ring_cuts_letters).within(Duration::from_secs(90)),
    scenario!(the_button_to_new_events_is_inside_of_a_collapsed_element),
    scenario!(the_markers_stay_where_they_are_when_the_list_replaces_its_placeholder),
    scenario!(the_markers_stay_where_they_are_on_a_touch_screen).preferring(&[Preference::Touch]),
    scenario!(the_dot_of_live_coverage_is_crisp_at_one_and_a_half_times_the_size),
    scenario!(the_button_to_new_events_covers_nothing_below_the_element),
];

pub(super) const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// The themes. The default one is "".
pub(super) const THEMES: [&str; 6] = [
    "",
    "broadsheet",
    "tabloid",
    "broadcaster",
    "minimal",
    "carousel",
];

/// The style sheet of a theme.
fn css(theme: &str) -> String {
    match theme {
        "" => String::new(),
        theme => {
            let file = TestSite::file(&format!("themes/{theme}.css"));
            String::from_utf8(file.to_vec()).unwrap()
        }
    }
}

/// Puts the page into a theme.
pub(super) async fn set_theme(page: &Page, theme: &str) {
    let script = "document.getElementById('theme').textContent = arguments[0]";
    page.run_with(script, json!([css(theme)])).await;
}

/// What is wrong with a header in the themes that the arguments have: names and style sheets.
const FAULTS: &str = "
    return arguments[0].flatMap(([theme, css]) => {
        document.getElementById('theme').textContent = css;
        return [...document.querySelectorAll('key-events')].flatMap((element) => {
            const root = element.shadowRoot;
            const box = (part) => root.querySelector(`[part=${part}]`).getBoundingClientRect();
            const [header, heading, count, since, chevron, nav] = ['header', 'heading', 'count', 'since', 'chevron', 'nav'].map(box);
            const buttons = ['order', 'prev', 'next'].map(box);
            const end = ({ left, right }) => getComputedStyle(element).direction == 'rtl' ? left - header.left : header.right - right;
            const middle = ({ top, bottom }) => (top + bottom) / 2;
            const size = (part) => parseFloat(getComputedStyle(root.querySelector(`[part=${part}]`)).fontSize);
            const faults = {
                'the chevron is not on the line of the heading': middle(chevron) < heading.top || middle(chevron) > heading.bottom,
                'the chevron is not at the end': end(chevron) < 4 || end(chevron) > 60,
                'the count is on two lines': count.height > 1.9 * size('count'),
                'the count is not beside the heading': count.top > heading.bottom || count.bottom < heading.top,
                'the number of new events is on two lines': since.height > 2.2 * size('since'),
                'the number of new events is not beside the heading': since.top > heading.bottom || since.bottom < heading.top,
                'the number of new events is not between the count and the chevron': end(since) >= end(count) || end(since) <= end(chevron),
                'the buttons are not in one row': buttons.some(({ top, bottom }) => top != buttons[0].top || bottom != buttons[0].bottom),
                'the buttons are not below the heading': nav.top < heading.bottom - 1 || nav.bottom > header.bottom + 1,
                'a button is outside': [...buttons, since, chevron].some(({ left, right }) => left < header.left - 1 || right > header.right + 1),
                'buttons overlap': end(buttons[0]) < end(buttons[1]) || end(buttons[1]) < end(buttons[2]),
            };
            return Object.keys(faults).filter((name) => faults[name]).map((name) => `${theme} ${element.parentNode.style.width}: ${name}`);
        });
    });";

async fn the_header_has_one_form_at_every_width_in_every_language_and_theme(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(14));
    let block = |n| format!(r#"<p id="e{n}" style="min-height: 300px">Event {n}</p>"#);
    let article = (1..=14).map(block).collect::<Vec<_>>().concat();
    let boxes = [200, 240, 288, 300, 360, 620, 1280].map(|width| {
        format!(
            r#"<div style="width: {width}px"><key-events src="/feed.json" limit="1" loading="eager" anchor="{{id}}" remember></key-events></div>"#
        )
    });
    // Five events are new since the last visit.
    let visit = last_visit("2024-07-01T12:09:30Z");
    site.page(
        "/",
        &format!(
            r#"{visit}<style id="theme"></style>{MODULE}{}{article}"#,
            boxes.concat()
        ),
    );
    page.resize(1300, 800).await;
    page.open("/").await;
    page.wait_until("[...document.querySelectorAll('key-events')].every(({ shadowRoot }) => shadowRoot?.querySelector('[part=next]') && shadowRoot.querySelector('[part=since]'))").await;
    let themes = THEMES.map(|theme| json!([theme, css(theme)]));
    for language in languages::tags() {
        let heading = match &*language {
            "en" => "Key events".to_owned(),
            tag => languages::string(tag, "heading"),
        };
        page.run(&format!(
            "document.documentElement.lang = '{language}';
            document.documentElement.dir = ['ar', 'he'].includes('{language}') ? 'rtl' : 'ltr'"
        ))
        .await;
        page.wait_for(
            "[...new Set([...document.querySelectorAll('key-events')].map(({ shadowRoot }) => shadowRoot.querySelector('[part=toggle]').textContent))].join()",
            heading,
        )
        .await;
        let faults = page.run_with(FAULTS, json!([themes])).await;
        assert_eq!(faults, json!([]), "{language}");
    }
}

async fn each_sign_of_a_button_has_one_meaning(site: TestSite, page: Page) {
    let mut items = feed::numbered(3);
    items["items"][0]["content_text"] = "What there is to say of it.".into();
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(
            r#"{MODULE}<key-events src="/feed.json" loading="eager" style="width: 600px"></key-events><article id="block-e1">Text</article>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=next]", 1).await;
    // The order is in words.
    widget.wait_text("[part=order]", "Newest first").await;
    widget
        .wait_attribute("[part=order]", "aria-pressed", "true")
        .await;
    // An angle of two borders, turned by 45 degrees, is a chevron.
    let chevrons: Value = page
        .run(
            "const root = document.querySelector('key-events').shadowRoot;
            return [...root.querySelectorAll('.header *, .more, .more *')].flatMap((element) => [null, '::before', '::after'].filter((pseudo) => {
                const { content, transform, borderRightWidth, borderTopWidth, borderBottomWidth, borderLeftWidth } = getComputedStyle(element, pseudo);
                const [a, b] = transform.replace(/.*\\(/, '').split(',').map(parseFloat);
                return (!pseudo || content != 'none') && Math.abs(Math.abs(a) - Math.abs(b)) < 0.01 &&
                    [borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth].filter((width) => width != '0px').length == 2;
            }).map(() => element.className))",
        )
        .await;
    assert_eq!(chevrons, json!(["chevron"]));
    // A story opens by a plus sign: a bar across the other.
    let bar = "getComputedStyle(document.querySelector('key-events').shadowRoot.querySelector('.more .icon'), '::before').content != 'none'";
    page.wait_for(bar, true).await;
    widget.click("[part=more]").await;
    widget.wait_count("[part=body]", 1).await;
    page.wait_for(bar, false).await;
}

pub(super) async fn shot(page: &Page) -> Screenshot {
    // WebKit takes the last frame, which may be from before the last change.
    page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")
        .await;
    let png = page.screenshot().await.expect("a screenshot");
    let size = page.run("return [innerWidth, innerHeight]").await;
    let [width, height]: [f64; 2] = serde_json::from_value(size).unwrap();
    Screenshot::of(&png, [0.0, 0.0, width, height])
}

/// A screenshot once it is that of the last one, because WebKit renders few frames at first.
async fn painted(page: &Page) -> Screenshot {
    let frames =
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
    page.run(frames).await;
    let mut last = shot(page).await;
    loop {
        let next = shot(page).await;
        if next.colors() > 3 && next == last {
            return next;
        }
        last = next;
    }
}

async fn a_body_has_at_most_65_characters_in_a_line_and_an_image_is_a_thumbnail(
    site: TestSite,
    page: Page,
) {
    let sentence = "The vote, taken shortly after two in the morning, ends a debate that had kept the chamber sitting for three days. ";
    let mut items = feed::numbered(2);
    items["items"][0]["content_html"] = format!(
        r#"<p>{}</p><p><img src="/image.svg?3" width="2000" height="900" alt="A large image"></p>"#,
        sentence.repeat(8)
    )
    .into();
    items["items"][0]["image"] = "/image.svg?1".into();
    items["items"][1]["image"] = "/image.svg?2".into();
    site.json("/feed.json", items);
    site.respond(
        "/image.svg",
        MockResponse::new(
            "image/svg+xml",
            "<svg xmlns='http://www.w3.org/2000/svg' width='2000' height='900'/>".to_owned(),
        ),
    );
    site.page(
        "/",
        &format!(
            r#"<style id="theme"></style>{MODULE}<key-events src="/feed.json" images loading="eager"></key-events>"#
        ),
    );
    page.resize(1280, 800).await;
    page.open("/").await;
    page.widget()
        .wait_count("[data-id=e2] [part=more]", 1)
        .await;
    page.widget().click("[data-id=e2] [part=more]").await;
    page.widget().wait_count(".rich p", 2).await;
    // The story moves while it opens.
    page.run(
        "const { shadowRoot } = document.querySelector('key-events');
        return Promise.all(shadowRoot.getAnimations().map(({ finished }) => finished)).then(() => {})",
    )
    .await;
    for theme in THEMES {
        set_theme(&page, theme).await;
        let longest = page
            .run(
                "const { shadowRoot: root } = document.querySelector('key-events');
                const text = root.querySelector('.rich p').firstChild;
                const range = document.createRange();
                const lines = {};
                for (let at = 0; at < text.length; at++) {
                    range.setStart(text, at);
                    range.setEnd(text, at + 1);
                    const { top } = range.getBoundingClientRect();
                    lines[top] = (lines[top] ?? '') + text.data[at];
                }
                // The space at the end of a line is not in it.
                return Math.max(...Object.values(lines).map((line) => line.trim().length))",
            )
            .await;
        let longest = longest.as_i64().unwrap();
        let least = if theme == "carousel" { 10 } else { 40 };
        assert!((least..=65).contains(&longest), "{theme}: {longest}");
        // The image in the story is as wide as the text.
        let [_, _, image, _] = page.widget().rectangle(".rich img").await;
        let [_, _, text, _] = page.widget().rectangle(".rich p").await;
        assert!((image - text).abs() < 1.0, "{theme}: {image} in {text}");
        if theme == "carousel" {
            continue;
        }
        for width in [200, 360, 1000] {
            // WebKit evaluates container queries in a frame.
            page.run(&format!(
                "document.querySelector('key-events').style.width = '{width}px';
                return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            ))
            .await;
            let faults = page
                .run(&format!(
                    "const element = document.querySelector('key-events');
                    const images = [...element.shadowRoot.querySelectorAll('.image')].filter((image) => image.getBoundingClientRect().width > 0);
                    // In a narrow rail, the headline needs the space.
                    if (images.length != ({width} == 200 ? 0 : 2)) return [`${{images.length}} images`];
                    return images.flatMap((image) => {{
                        const row = image.closest('.item');
                        const [box, text, button, outer] = [image, row.querySelector('.title'), row.querySelector('.more, .share'), row].map((part) => part.getBoundingClientRect());
                        return [
                            box.width > 90 || box.height > 70, box.left < text.right - 1, box.right > outer.right + 1,
                            box.right > button.left && box.top < button.bottom && box.bottom > button.top,
                        ].map((fault, number) => fault && number).filter((fault) => fault !== false);
                    }})"
                ))
                .await;
            assert_eq!(faults, json!([]), "{theme}, {width} px");
        }
        page.run("document.querySelector('key-events').style.width = ''")
            .await;
    }
}

async fn the_heading_of_a_day_is_nearer_to_its_rows_than_to_those_above(
    site: TestSite,
    page: Page,
) {
    let mut items = feed::numbered(4);
    for (number, item) in items["items"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        item["date_published"] = json!(format!("2024-07-0{}T12:00:00Z", 4 - number / 2));
    }
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(
            r#"<style id="theme"></style>{MODULE}<key-events src="/feed.json" loading="eager" time-zone="UTC"></key-events>"#
        ),
    );
    page.open("/").await;
    page.widget().wait_count(".day", 2).await;
    // The cards of a carousel are beside each other.
    for theme in THEMES.into_iter().filter(|theme| *theme != "carousel") {
        set_theme(&page, theme).await;
        for width in [200, 360, 620] {
            let gaps = page
                .run(&format!(
                    "const element = document.querySelector('key-events');
                    element.style.width = '{width}px';
                    const [, day] = element.shadowRoot.querySelectorAll('.day');
                    const box = ({{ top, bottom }}) => [top, bottom];
                    const [dayTop, dayBottom] = box(day.getBoundingClientRect());
                    const texts = [...element.shadowRoot.querySelectorAll('.item :is(.time, .title)')].map((text) => box(text.getBoundingClientRect()));
                    const above = Math.max(...texts.map(([, bottom]) => bottom).filter((bottom) => bottom <= dayTop + 1));
                    const below = Math.min(...texts.map(([top]) => top).filter((top) => top >= dayBottom - 1));
                    return [dayTop - above, below - dayBottom]"
                ))
                .await;
            let [above, below]: [f64; 2] = serde_json::from_value(gaps).unwrap();
            assert!(
                above > 1.5 * below && below >= 0.0,
                "{theme}, {width} px: {above} above, {below} below"
            );
        }
    }
}

async fn the_weight_of_an_event_is_in_its_headline_and_its_marker(site: TestSite, page: Page) {
    let mut items = feed::numbered(3);
    items["items"][0]["tags"] = json!(["key-event", "major"]);
    items["items"][2]["tags"] = json!(["key-event", "minor"]);
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(r#"{MODULE}<key-events src="/feed.json" loading="eager"></key-events>"#),
    );
    page.open("/").await;
    page.widget().wait_count(".item", 3).await;
    let found = page
        .run(
            "const { shadowRoot: root } = document.querySelector('key-events');
            return ['e3', 'e2', 'e1'].map((id) => {
                const part = (name) => root.querySelector(`[data-id=${id}] .${name}`);
                const title = getComputedStyle(part('title'));
                const marker = getComputedStyle(part('marker'));
                return [title.fontSize, +title.fontWeight,
                    marker.backgroundColor == marker.borderTopColor, part('marker').getBoundingClientRect().width];
            })",
        )
        .await;
    let [major, normal, minor]: [(String, u32, bool, f64); 3] =
        serde_json::from_value(found).unwrap();
    assert_eq!([&*major.0, &*normal.0, &*minor.0], ["20px", "16px", "16px"]);
    assert_eq!([major.1, normal.1, minor.1], [600, 600, 400]);
    assert_eq!([major.2, normal.2, minor.2], [true, false, false]);
    assert!((major.3 - normal.3).abs() < 0.01, "{major:?}, {normal:?}");
    assert!(minor.3 < 0.7 * normal.3, "{minor:?}, {normal:?}");
}

async fn each_of_the_four_colors_of_events_is_another_one(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    for scheme in ["light", "dark"] {
        site.page(
            "/",
            &format!(
                r#"{MODULE}<key-events src="/feed.json" loading="eager" theme="{scheme}"></key-events>"#
            ),
        );
        page.open("/").await;
        page.widget().wait_count(".item", 3).await;
        let colors = page
            .run(
                "const base = document.querySelector('key-events').shadowRoot.querySelector('.base');
                return ['event', 'current', 'new', 'visit'].map((name) => {
                    const probe = document.createElement('i');
                    probe.style.color = `var(--${name})`;
                    base.append(probe);
                    const { color } = getComputedStyle(probe);
                    probe.remove();
                    return color;
                })",
            )
            .await;
        let colors: Vec<String> = serde_json::from_value(colors).unwrap();
        let different: std::collections::BTreeSet<_> = colors.iter().collect();
        assert_eq!(different.len(), 4, "{scheme}: {colors:?}");
        let text = page.widget().style(".base", "color").await;
        assert!(!colors.contains(&text), "{scheme}: {colors:?}");
    }
}

async fn an_arrow_marks_links_to_other_pages_only_beside_links_in_the_page(
    site: TestSite,
    page: Page,
) {
    let mut items = feed::numbered(3);
    for item in items["items"].as_array_mut().unwrap() {
        item["url"] = format!("https://example.org/{}", item["id"].as_str().unwrap()).into();
    }
    site.json("/feed.json", items);
    let element = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;
    let arrow = "getComputedStyle(document.querySelector('key-events').shadowRoot.querySelector('[data-id=e3] .elsewhere'), '::before').content.replaceAll('\"', '').trim().slice(0, 1)";
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    page.wait_for(arrow, "n").await;
    for (direction, expected) in [("ltr", "↗"), ("rtl", "↖")] {
        site.page(
            "/",
            &format!(
                r#"{MODULE}<div dir="{direction}">{element}</div><article id="block-e1">Text</article>"#
            ),
        );
        page.open("/").await;
        page.widget().wait_count("[part=next]", 1).await;
        page.wait_for(arrow, expected).await;
    }
}

async fn a_card_with_the_focus_is_in_view(site: TestSite, page: Page) {
    let block = |n| format!(r#"<article id="block-e{n}" style="height: 900px">{n}</article>"#);
    let blocks = (1..=6).map(block).collect::<Vec<_>>().concat();
    site.json("/feed.json", feed::numbered(6));
    site.page(
        "/",
        &format!(
            r#"<style>html {{ scroll-behavior: auto }}</style><style id="theme"></style>{MODULE}<button id="start">Start</button>
            <key-events src="/feed.json" loading="eager"></key-events>{blocks}"#
        ),
    );
    page.resize(360, 800).await;
    page.open("/").await;
    page.widget().wait_count("[part=next]", 1).await;
    set_theme(&page, "carousel").await;
    page.widget().focus("[data-id=e6] [part=link]").await;
    for _ in 0..5 {
        page.press(Key::Tab).await;
        page.wait_until(
            "(() => {
                const { shadowRoot: root } = document.querySelector('key-events');
                const card = root.activeElement?.closest('.item')?.getBoundingClientRect();
                const list = root.querySelector('.list').getBoundingClientRect();
                return card && card.left >= list.left - 1 && card.right <= list.right + 1;
            })()",
        )
        .await;
    }
}

/// Whether the card that a script returns is in view in its list.
fn card_is_in_view(card: &str) -> String {
    format!(
        "(() => {{
            const {{ shadowRoot: root }} = document.querySelector('key-events');
            const card = ({card})?.getBoundingClientRect();
            const list = root.querySelector('.list').getBoundingClientRect();
            return card && card.left >= list.left - 1 && card.right <= list.right + 1;
        }})()"
    )
}

/// A carousel of six cards on a phone, above the live blog.
async fn open_carousel(site: &TestSite, page: &Page) {
    let block = |n| format!(r#"<article id="block-e{n}" style="height: 900px">{n}</article>"#);
    let blocks = (1..=6).rev().map(block).collect::<Vec<_>>().concat();
    let mut items = feed::numbered(6);
    let paragraphs = "<p>What there is to say of it, and more.</p>".repeat(12);
    items["items"][0]["content_html"] = paragraphs.into();
    site.json("/feed.json", items);
    let css = css("carousel");
    site.page(
        "/",
        &format!(
            r#"<style>html {{ scroll-behavior: auto }} body {{ margin: 0 }} key-events {{ position: sticky; top: 0 }}</style><style>{css}</style>{MODULE}
            <key-events src="/feed.json" loading="eager"></key-events>{blocks}"#
        ),
    );
    page.resize(360, 800).await;
    page.open("/").await;
    page.widget().wait_count("[part=next]", 1).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_card_that_an_arrow_key_moves_to_is_in_view(site: TestSite, page: Page) {
    open_carousel(&site, &page).await;
    page.widget().focus("[data-id=e6] [part=link]").await;
    for event in ["e5", "e4", "e3", "e2", "e1"] {
        page.press(Key::Down).await;
        let focused = format!("root.activeElement?.closest('[data-id={event}]')");
        page.wait_until(&card_is_in_view(&focused)).await;
    }
    page.press(Key::Home).await;
    page.wait_until(&card_is_in_view(
        "root.activeElement?.closest('[data-id=e6]')",
    ))
    .await;
}

async fn the_current_card_is_in_view_and_the_page_stays(site: TestSite, page: Page) {
    open_carousel(&site, &page).await;
    for event in ["e4", "e2", "e1", "e5"] {
        let read = format!(
            "document.getElementById('block-{event}').scrollIntoView(); scrollBy(0, 100); return scrollY"
        );
        let position = page.run(&read).await;
        let current = format!("root.querySelector('[data-id={event}][part~=current]')");
        page.wait_until(&card_is_in_view(&current)).await;
        assert_eq!(page.run("return scrollY").await, position, "{event}");
    }
}

async fn an_open_story_does_not_stretch_the_other_cards(site: TestSite, page: Page) {
    open_carousel(&site, &page).await;
    let heights = "return [...document.querySelector('key-events').shadowRoot.querySelectorAll('.item')].map(({ offsetHeight }) => offsetHeight)";
    let closed: Vec<i64> = serde_json::from_value(page.run(heights).await).unwrap();
    page.widget().click("[data-id=e6] [part=more]").await;
    page.widget().wait_count(".rich p", 12).await;
    let open: Vec<i64> = serde_json::from_value(page.run(heights).await).unwrap();
    assert!(open[0] > closed[0] + 200, "{closed:?}, {open:?}");
    assert_eq!(open[1..], closed[1..]);
}

async fn the_words_of_the_heading_stay_whole_in_a_narrow_box(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(14));
    site.page(
        "/",
        &format!(
            r#"<style id="theme"></style>{MODULE}<key-events src="/feed.json" loading="eager" style="width: 200px"></key-events>"#
        ),
    );
    page.open("/").await;
    page.widget().wait_count("[part=count]", 1).await;
    let mut faults = Vec::new();
    for (language, heading) in [
        ("en", "Key events".to_owned()),
        ("de", languages::string("de", "heading")),
        ("fr", languages::string("fr", "heading")),
        ("es", languages::string("es", "heading")),
        ("ar", languages::string("ar", "heading")),
    ] {
        page.run(&format!("document.documentElement.lang = '{language}'"))
            .await;
        page.widget().wait_text("[part=toggle]", &heading).await;
        for theme in THEMES {
            set_theme(&page, theme).await;
            let broken = page
                .run(
                    "const toggle = document.querySelector('key-events').shadowRoot.querySelector('[part=toggle]');
                    const text = document.createTreeWalker(toggle, NodeFilter.SHOW_TEXT).nextNode();
                    return [...text.data.matchAll(/[^ ]+/g)].filter((word) => {
                        const range = document.createRange();
                        range.setStart(text, word.index);
                        range.setEnd(text, word.index + word[0].length);
                        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
                    }).map(String)",
                )
                .await;
            if broken != json!([]) {
                faults.push(format!("{theme} {language}: {broken}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Opens a page with three widgets: one without events, one with an error, and one that waits until the gate opens.
pub(super) async fn open_without_lists(site: &TestSite, page: &Page, head: &str) -> Gate {
    let gate = Gate::closed();
    let response = MockResponse::json(&feed::numbered(1).to_string());
    site.respond("/never.json", response.behind(&gate));
    site.json("/none.json", feed::of([]));
    site.respond("/bad.json", MockResponse::json("").status(503));
    page.expect_console("/bad.json");
    let element = |src| format!(r#"<key-events src="{src}" loading="eager"></key-events>"#);
    let elements = ["/none.json", "/bad.json", "/never.json"].map(element);
    let body = format!(r#"{head}<style id="theme"></style>{}"#, elements.concat());
    // The response that waits must not time out.
    let clock = FakeClock {
        times: 1,
        limit: 600_000,
    };
    site.page("/", &clock.page(&body));
    page.open("/").await;
    for (number, part) in [(0, "[part=empty]"), (1, ".hint"), (2, ".skeleton")] {
        page.nth_widget(number).wait_count(part, 1).await;
    }
    gate
}

async fn messages_begin_where_the_heading_begins(site: TestSite, page: Page) {
    let gate = open_without_lists(&site, &page, "").await;
    page.widget().wait_count(".hint", 1).await;
    for theme in THEMES {
        set_theme(&page, theme).await;
        let off = page
            .run(
                "return [...document.querySelectorAll('key-events')].flatMap(({ shadowRoot: root }) => {
                    const left = (element) => element.getBoundingClientRect().left;
                    const texts = [...root.querySelectorAll('.placeholder-text, .hint, .retry, .skeleton')];
                    return texts.map((text) => [text.className, Math.round(left(text) - left(root.querySelector('.heading')))]).filter(([, off]) => off);
                })",
            )
            .await;
        assert_eq!(off, json!([]), "{theme}");
    }
    gate.open();
}

/// The focus rings that overlap letters of their own control or of what is beside it: where the ring is, and what it
/// cuts.
const CUT: &str = "
    const { shadowRoot: root } = document.querySelector('key-events');
    const controls = [...root.querySelectorAll('a, button, [role=slider]')].filter((control) => control.checkVisibility() && getComputedStyle(control).opacity == 1);
    const cut = [];
    let rings = 0;
    for (const control of controls) {
        control.focus({ preventScroll: true });
        const own = getComputedStyle(control);
        const after = getComputedStyle(control, '::after');
        const stretched = own.outlineStyle == 'none';
        const style = stretched ? after : own;
        // A link in running text has no room for a ring: it has a background.
        const filled = style.outlineStyle == 'none' && own.backgroundColor != 'rgba(0, 0, 0, 0)';
        if (style.outlineStyle == 'none' && !filled) cut.push(`${control.className}: no ring`);
        rings++;
        if (style.outlineStyle == 'none') continue;
        let boxes = [...control.getClientRects()];
        if (stretched) {
            // The box of the pseudo-element, from the edges of what it is positioned in.
            const box = control.closest('.item, .header').getBoundingClientRect();
            const [left, right, top, bottom] = ['left', 'right', 'top', 'bottom'].map((side) => parseFloat(after[side]));
            boxes = [{ left: box.left + left, right: box.right - right, top: box.top + top, bottom: box.bottom - bottom }];
        }
        const inner = parseFloat(style.outlineOffset), outer = inner + parseFloat(style.outlineWidth);
        const texts = [];
        const walker = document.createTreeWalker(root.querySelector('section'), NodeFilter.SHOW_TEXT);
        for (let text; (text = walker.nextNode());) {
            const parent = text.parentElement;
            if (!text.data.trim() || !parent.checkVisibility() || parent.closest('.visually-hidden, style') || (parent.closest('.skip') && parent.closest('.skip') != control)) continue;
            // Below what has the focus.
            if (control.matches('.skip, .toast') && !control.contains(parent)) continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            // The letters themselves, without the space between lines.
            const size = parseFloat(getComputedStyle(parent).fontSize);
            const clamped = parent.closest('.text');
            const hidden = clamped && getComputedStyle(clamped).overflow == 'hidden' ? clamped.getBoundingClientRect().bottom : Infinity;
            for (const { left, right, top, bottom } of range.getClientRects()) {
                const middle = (top + bottom) / 2;
                if (middle > hidden) continue;
                texts.push({ data: text.data.slice(0, 20), left, right, top: middle - size * 0.36, bottom: middle + size * 0.36 });
            }
        }
        for (const box of boxes) {
            const [outside, inside] = [outer, inner].map((by) => ({ left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by }));
            for (const text of texts) {
                const meets = text.left < outside.right - 0.5 && text.right > outside.left + 0.5 && text.top < outside.bottom - 0.5 && text.bottom > outside.top + 0.5;
                const within = text.left >= inside.left - 0.5 && text.right <= inside.right + 0.5 && text.top >= inside.top - 0.5 && text.bottom <= inside.bottom + 0.5;
                if (meets && !within) cut.push(`${control.className} ${control.closest('.item')?.dataset.id ?? ''} cuts ${text.data}`);
            }
        }
    }
    root.activeElement?.blur();
    return [rings, [...new Set(cut)]];";

async fn no_focus_ring_cuts_letters(site: TestSite, page: Page) {
    let long = "Rescue teams reach the last cut-off villages and bring more than 300 people home";
    let events = [
        feed::event("e5", "Gypsy jugglers", 65),
        feed::event("e4", long, 64),
        feed::event("e3", long, 63),
        feed::event("e2", "Gypsy jugglers", 2),
        feed::event("e1", "Gypsy jugglers", 1),
    ];
    let mut feed = feed::of(events);
    feed["items"][0]["content_html"] =
        r#"<p>What <a href="/more">jumpy people say of it</a>, and what they do not say.</p>"#
            .into();
    feed["items"][1]["_key_events"] = json!({ "key": true, "weight": "major" });
    feed["items"][2]["_key_events"] = json!({ "key": true, "summary": true });
    feed["_key_events"] = json!({
        "related": [{ "title": "Gypsy jugglers", "url": "/more" }, { "title": "Jumpy people", "url": "/most" }],
        "discussion_url": "/talk",
    });
    site.json("/feed.json", feed);
    site.page(
        "/",
        &format!(
            r#"{}<style id="theme"></style>{MODULE}
            <key-events src="/feed.json" limit="4" loading="eager" refresh="0" overview remember></key-events>
            <article id="block-e1" style="margin-top: 3000px">Text</article>"#,
            last_visit("2024-07-01T12:03:30Z")
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=next]", 1).await;
    widget.wait_count("[role=slider]", 1).await;
    widget.wait_count("[part=since]", 1).await;
    fail_refresh(&site, &page).await;
    widget.wait_count("[part~=status] [part=retry]", 1).await;
    widget.click("[data-id=e5] [part=more]").await;
    widget.wait_count(".rich p", 1).await;
    // From now on, the focus that a script sets has a ring.
    page.press(Key::Tab).await;
    let mut faults = Vec::new();
    for theme in THEMES {
        set_theme(&page, theme).await;
        for width in [200, 320, 620] {
            page.run(&format!(
                "document.querySelector('key-events').style.width = '{width}px'"
            ))
            .await;
            let found = page.run(CUT).await;
            assert!(found[0].as_i64() > Some(10), "{theme} {width}: {found}");
            let cuts: Vec<String> = serde_json::from_value(found[1].clone()).unwrap();
            faults.extend(cuts.iter().map(|cut| format!("{theme} {width}: {cut}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn the_button_to_new_events_is_inside_of_a_collapsed_element(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page(
        "/",
        &format!(r#"{MODULE}<key-events src="/feed.json" collapsed loading="eager"></key-events><p>Below</p>"#),
    );
    page.open("/").await;
    page.widget().wait_count("[part=count]", 1).await;
    site.json("/feed.json", feed::numbered(4));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    page.widget().wait_count("[part=toast]", 1).await;
    for width in [200, 360, 900] {
        let is_inside = page
            .run(&format!(
                "const element = document.querySelector('key-events');
                element.style.width = '{width}px';
                const [toast, chevron] = ['toast', 'chevron'].map((part) => element.shadowRoot.querySelector(`[part=${{part}}]`).getBoundingClientRect());
                const box = element.getBoundingClientRect();
                return toast.top >= box.top && toast.bottom <= box.bottom && toast.left >= box.left && toast.right < chevron.left"
            ))
            .await;
        assert_eq!(is_inside, json!(true), "{width} px");
    }
}

/// The tops of the rows, the height of the first text, and whether all of it is shown.
const FIRST_TEXT: &str = "
    const rows = [...document.querySelector('key-events').shadowRoot.querySelectorAll('.item')];
    const text = rows[0].querySelector('.text');
    const [box] = [...text.querySelectorAll('.title')].map((title) => title.getBoundingClientRect());
    const all = text.scrollHeight <= text.clientHeight + 2 || getComputedStyle(text).overflowY == 'visible';
    return [rows.map((row) => Math.round(row.getBoundingClientRect().top)), Math.round(text.getBoundingClientRect().height), all];";

async fn a_headline_in_a_rail_has_three_lines_until_the_reader_is_at_it(
    site: TestSite,
    page: Page,
) {
    let headline = "The council of the city closes the bridge for a week. ".repeat(4);
    for weight in ["normal", "major"] {
        let mut long = feed::event("long", &headline, 3);
        long["content_html"] = "<p>A story.</p>".into();
        long["tags"] = json!(["key-event", weight]);
        let items = [long, feed::event("b", "Short", 2), feed::event("a", "A", 1)];
        site.json("/feed.json", feed::of(items));
        site.page(
            "/",
            &format!(
                r#"<style>body {{ margin: 0 }}</style>{MODULE}
                <key-events src="/feed.json" loading="eager" style="width: 300px"></key-events>
                <p style="margin-top: 900px">Text.</p>"#
            ),
        );
        page.open("/").await;
        let widget = page.widget();
        widget.wait_count(".item", 3).await;
        page.wait_for_lazy_chunk().await;
        let clamped = page.run(FIRST_TEXT).await;
        let height = clamped[1].as_f64().unwrap();
        assert!(height > 60.0 && height < 76.0, "{weight}: {clamped}");
        assert_eq!(clamped[2], false, "{weight}: {clamped}");
        // The rows stay below a pointer.
        if page
            .run("return matchMedia('(hover: hover)').matches")
            .await
            == true
        {
            let [x, y, width, height] = widget.rectangle("[data-id=long] .text").await;
            let at = |x: f64, y: f64| {
                json!([{ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": [
                    { "type": "pointerMove", "x": x.round(), "y": y.round(), "duration": 0, "origin": "viewport" }
                ] }])
            };
            page.act(at(x + width / 2.0, y + height / 2.0)).await;
            widget.wait_count("[data-id=long]:hover", 1).await;
            let expected = json!([clamped[0], clamped[1], true]);
            assert_eq!(page.run(FIRST_TEXT).await, expected, "{weight}");
            page.act(at(x + width / 2.0, 700.0)).await;
            widget.wait_count("[data-id=long]:hover", 0).await;
        }
        let whole = |found: &Value| found[2] == true && found[1].as_f64().unwrap() > 80.0;
        page.run("document.querySelector('key-events').shadowRoot.querySelector('.link').focus()")
            .await;
        let focused = page.run(FIRST_TEXT).await;
        assert!(whole(&focused), "{weight}: {focused}");
        page.run("document.querySelector('key-events').shadowRoot.activeElement.blur()")
            .await;
        assert_eq!(page.run(FIRST_TEXT).await, clamped, "{weight}");
        // A touch screen.
        page.run("document.querySelector('key-events').shadowRoot.querySelector('.more').click()")
            .await;
        widget.wait_count("[data-id=long] .body", 1).await;
        let open = page.run(FIRST_TEXT).await;
        assert!(whole(&open), "{weight}: {open}");
        page.run("document.querySelector('key-events').style.width = '500px'")
            .await;
        page.run("document.querySelector('key-events').shadowRoot.querySelector('.more').click()")
            .await;
        widget.wait_count("[data-id=long] .body", 0).await;
        let wide = page.run(FIRST_TEXT).await;
        assert!(whole(&wide), "{weight}: {wide}");
    }
}

async fn hours_without_an_event_are_shown_between_two_rows_that_do_not_move(
    site: TestSite,
    page: Page,
) {
    let at = |id: &str, time: &str| {
        let mut event = feed::event(id, &format!("Event {id}"), 0);
        event["date_published"] = json!(format!("2024-07-{time}:00Z"));
        event
    };
    let events = [
        at("e", "02T21:00"),
        at("d", "02T20:30"),
        at("c", "02T00:30"),
        at("b", "01T18:00"),
        at("a", "01T12:01"),
    ];
    site.json("/feed.json", feed::of(events));
    site.page(
        "/",
        &format!(
            r#"{MODULE}<key-events src="/feed.json" loading="eager" time-zone="UTC" lang="en"></key-events>
            <p id="text">Text.</p>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 5).await;
    page.wait_for_lazy_chunk().await;
    let gaps = "[...document.querySelector('key-events').shadowRoot.querySelectorAll('[data-gap]')]
        .map((text) => text.parentElement.dataset.id + ' ' + text.dataset.gap).join()";
    page.wait_for(gaps, "d 20 hours").await;
    let label = "
        const text = document.querySelector('key-events').shadowRoot.querySelector('[data-gap]');
        const { content, position } = getComputedStyle(text, '::after');
        const top = () => document.querySelector('#text').getBoundingClientRect().top;
        const before = top();
        text.removeAttribute('data-gap');
        const after = top();
        text.dataset.gap = '20 hours';
        return [content.includes('—'), position, before == after];";
    assert_eq!(page.run(label).await, json!([true, "absolute", true]));
    page.run("document.querySelector('key-events').setAttribute('order', 'oldest')")
        .await;
    page.wait_for(gaps, "c 20 hours").await;
    page.run("document.querySelector('key-events').lang = 'de'")
        .await;
    page.wait_for(gaps, "c 20 Stunden").await;
    page.run("document.querySelector('key-events').setAttribute('time-zone', 'Asia/Tokyo')")
        .await;
    // 3 July 06:00 and 05:30, 2 July 09:30 and 03:00, 1 July 21:01.
    page.wait_for(gaps, "b 7 Stunden").await;
}

async fn the_markers_stay_where_they_are_when_the_list_replaces_its_placeholder(
    site: TestSite,
    page: Page,
) {
    expect_markers_to_stay(&site, &page, None).await;
}

async fn the_markers_stay_where_they_are_on_a_touch_screen(site: TestSite, page: Page) {
    expect_markers_to_stay(&site, &page, Some("(pointer: coarse)")).await;
}

async fn expect_markers_to_stay(site: &TestSite, page: &Page, media: Option<&str>) {
    const WIDTHS: [u32; 2] = [288, 620];
    let gate = Gate::closed();
    // In a rail, such a headline has two lines; in a wide box, one.
    let items = (1..=4).rev().map(|n| {
        let mut item = feed::event(&format!("e{n}"), "The vote ends a debate of three days", n);
        item["date_published"] = json!(format!("2024-07-01T12:0{n}:00Z"));
        item
    });
    let response = MockResponse::json(&feed::of(items).to_string()).header("date", "never");
    site.respond("/feed.json", response.behind(&gate));
    let elements = WIDTHS.map(|width| {
        format!(r#"<key-events src="/feed.json" lang="en" time-zone="UTC" refresh="0" loading="eager" style="width: {width}px"></key-events>"#)
    });
    // The events are of today, so that no day precedes them.
    site.page(
        "/",
        &format!(
            r"<script>Date.now = () => Date.UTC(2024, 6, 1, 20)</script>
            <style>body {{ display: flex; align-items: start; margin: 0 }} key-events {{ flex: none }}</style>{MODULE}{}",
            elements.concat()
        ),
    );
    page.resize(950, 800).await;
    page.open("/").await;
    for number in 0..2 {
        page.nth_widget(number).wait_count(".skeleton", 1).await;
    }
    if let Some(query) = media {
        page.apply_media(query).await;
    }
    let placeholder = painted(page).await;
    gate.open();
    for (number, width) in WIDTHS.iter().enumerate() {
        page.nth_widget(number).wait_count("li", 4).await;
        let script = format!(
            "const {{ shadowRoot: root }} = document.querySelectorAll('key-events')[{number}];
            return [...root.querySelectorAll('.marker')].map((marker) => {{
                const {{ x, y, width, height }} = marker.getBoundingClientRect();
                return [x + width / 2, y + height / 2, width, root.querySelectorAll('.title')[0].getClientRects().length];
            }})"
        );
        let markers = page.run(&script).await;
        let markers: Vec<[f64; 4]> = serde_json::from_value(markers).unwrap();
        for (row, [x, y, size, lines]) in (0_u32..).zip(markers) {
            assert_eq!(lines > 1.5, *width == 288, "{width} px: {lines} lines");
            // A dot with this center and size is all that there is around it. Engines round the height of a line.
            let around = placeholder.part([x - size, y - size, 2.0 * size, 2.0 * size]);
            let background = around.background();
            let dot = around.bounds(|pixel| contrast(pixel, background) > 1.1);
            let [left, top, across, down] = dot.unwrap_or_default();
            let off = [left + across / 2.0 - size, top + down / 2.0 - size];
            assert!(
                off[0].abs() <= 1.0
                    && off[1].abs() <= 1.0 + f64::from(row)
                    && (across - size).abs() <= 2.0,
                "{width} px, row {row}: {dot:?} in a square of {}",
                2.0 * size
            );
        }
    }
}

async fn the_dot_of_live_coverage_is_crisp_at_one_and_a_half_times_the_size(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(2));
    // A page that is zoomed has the pixels of a screen with this density.
    site.page(
        "/",
        &format!(
            r#"<style>html {{ zoom: 1.5 }} key-events {{ --key-events-color-accent: #f00; --key-events-color-surface: #fff }}</style>{MODULE}
            <key-events src="/feed.json" loading="eager"></key-events>"#
        ),
    );
    page.open("/").await;
    page.widget().wait_count(".live", 1).await;
    let shot = painted(&page).await;
    let red = shot.bounds(|[red, green, _]| red == 255 && green < 40);
    let [x, y, width, height] = red.expect("a red dot");
    let around = shot.part([x - 4.0, y - 4.0, width + 8.0, height + 8.0]);
    let dot = around.bounds(|pixel| pixel != [255; 3]).unwrap();
    let dot = around.part(dot);
    assert_eq!(dot.size(), (12, 12));
    let asymmetry = dot.asymmetry();
    assert!(asymmetry < 96, "{asymmetry}");
}

async fn the_button_to_new_events_covers_nothing_below_the_element(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(1));
    site.page(
        "/",
        &format!(
            r#"<style id="theme"></style>{MODULE}<key-events src="/feed.json" loading="eager" refresh="0"></key-events><p>Below</p>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 1).await;
    page.wait_for_lazy_chunk().await;
    // An update waits while the focus is in the list.
    widget.focus("[data-id=e1] a").await;
    site.json("/feed.json", feed::numbered(3));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_count("[part=toast]", 1).await;
    for (language, words) in [
        ("en", "2 new key events"),
        ("de", "2 neue wichtige Updates"),
        ("fr", "2 nouveaux temps forts"),
    ] {
        page.run(&format!(
            "document.querySelector('key-events').lang = '{language}'"
        ))
        .await;
        widget.wait_text("[part=toast]", words).await;
        for theme in THEMES {
            set_theme(&page, theme).await;
            for width in [200, 288, 900] {
                let place = page
                    .run(&format!(
                        "const element = document.querySelector('key-events');
                        element.style.width = '{width}px';
                        const box = element.getBoundingClientRect();
                        const toast = element.shadowRoot.querySelector('[part=toast]').getBoundingClientRect();
                        return [toast.top - box.top, box.bottom - toast.bottom, toast.left - box.left, box.right - toast.right]"
                    ))
                    .await;
                let place: [f64; 4] = serde_json::from_value(place).unwrap();
                assert!(
                    place.iter().all(|distance| *distance >= 0.0),
                    "{language}, {theme}, {width} px: {place:?}"
                );
            }
        }
    }
}
