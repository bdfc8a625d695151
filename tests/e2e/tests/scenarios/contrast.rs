//! Contrast, computed from pixels, in every theme, scheme and state.

use std::time::Duration;

use key_events_e2e::{
    MockResponse, Page, Scenario, Screenshot, TestSite, contrast, feed,
    live_blog::{Blog, fail_refresh, last_visit},
    scenario,
};
use serde_json::{Value, json};

use super::design::{THEMES, open_without_lists, set_theme, shot};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(text_icons_and_focus_rings_have_contrast_in_every_theme),
    scenario!(text_icons_and_focus_rings_have_contrast_in_every_theme_in_the_dark),
    scenario!(what_is_shown_without_a_list_has_contrast_in_every_theme).within(LIMIT),
    scenario!(the_button_to_new_events_and_the_overview_have_contrast_in_every_theme).within(LIMIT),
    scenario!(the_link_past_the_widget_has_contrast_in_every_theme).within(LIMIT),
    scenario!(the_floating_button_has_contrast_in_every_theme).within(LIMIT),
    scenario!(the_reading_bar_has_contrast_in_every_theme).within(LIMIT),
    scenario!(what_the_pointer_is_on_has_contrast_in_every_theme).within(LIMIT),
    scenario!(a_disabled_button_differs_from_an_enabled_one_in_every_theme).within(LIMIT),
];

/// Twelve pairs of a theme and a scheme, with some screenshots each.
const LIMIT: Duration = Duration::from_mins(3);

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// Where the contrast of a ring must be: at so many pixels.
const RING: usize = 100;

/// What is painted of the elements in a part: `[name, rectangle, color, contrast]`. Texts have a color, icons have
/// none.
const PAINTED: &str = "
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
    const rgb = (color) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const painted = [];
    const add = (element, rect, color, least) => {
        const { x, y, width, height } = rect;
        if (x < 0 || y < 0 || y + height > innerHeight || x + width > innerWidth || width < 2 || height < 2) return;
        const row = element.closest('.item')?.dataset.id ?? '';
        painted.push([`${element.getAttribute('class') || element.localName} ${row} ${element.textContent.slice(0, 20)}`, [x, y, width, height], color, least]);
    };
    const around = ({ x, y, width, height }, by) => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });
    const inset = { step: -4, icon: 2, close: -6, 'bar-close': -6, since: 0 };
    for (const { shadowRoot: root } of document.querySelectorAll('key-events')) {
        const find = (selector) => [...root.querySelectorAll(selector)].filter((element) => element.closest(arguments[0]) && element.checkVisibility() && !element.closest('[aria-disabled]'));
        for (const element of find('section *')) {
            const own = [...element.childNodes].filter((node) => node.nodeType == 3 && node.data.trim());
            const text = element.dataset.text && getComputedStyle(element, '::before').content != 'none';
            if ((!own.length && !text) || element.closest('.visually-hidden')) continue;
            const range = document.createRange();
            range.selectNodeContents(own[0] ?? element);
            const rects = own.length ? range.getClientRects() : element.getClientRects();
            for (const rect of rects) add(element, rect, rgb(getComputedStyle(element).color), 4.5);
        }
        for (const element of find('.chevron, .step, .marker, .icon, .bar-icon, .close, .bar-close')) {
            const by = element.matches('.more *') ? 6 : inset[element.classList[0]] ?? 2;
            add(element, around(element.getBoundingClientRect(), by), null, 3);
        }
        for (const order of find('.order')) {
            const { x, y, height } = order.getBoundingClientRect();
            if (getComputedStyle(order, '::before').content != 'none') add(order, { x, y, width: 14, height }, null, 3);
        }
        // The placeholder is decoration, but it is to be seen.
        for (const skeleton of find('.skeleton')) add(skeleton, skeleton.getBoundingClientRect(), null, 1.25);
        // The ticks, except those that the needle covers, and the needle.
        const [needle] = find('.needle');
        const at = (path) => [...path.getAttribute('d').matchAll(/M([0-9]+)/g)].map((match) => Number(match[1]));
        for (const path of find('.tick, .needle')) {
            const { left, top, width } = path.ownerSVGElement.getBoundingClientRect();
            for (const place of at(path)) {
                const x = left + width * place / 1000;
                if (path != needle && needle && Math.abs(x - left - width * at(needle)[0] / 1000) < 5) continue;
                add(path, { x: x - 4, y: top + 11, width: 8, height: 7 }, null, 3);
            }
        }
    }
    return painted;";

/// Puts the widget into all states that can be painted at once.
const ALL_STATES: &str = "
    const { shadowRoot: root } = document.querySelector('key-events');
    const make = (name, part, text) => Object.assign(document.createElement('span'), { className: name, textContent: text, part });
    root.querySelector('[part=count]').after(make('since', 'since', '+5'));
    for (const text of root.querySelectorAll('.text')) text.prepend(make('mark new', 'new-badge', 'New'), ' ');
    const visit = make('visit', 'visit', 'Your last visit');
    root.querySelector('.rows').after(visit);
    const rows = root.querySelectorAll('.item');
    rows[1].part.add('current');
    rows[3].part.add('current');";

/// Paints the focus rings of all controls in a part that match a selector: `[name, rectangle]`.
const RINGS: &str = "
    const [only, selector] = arguments;
    window.showRings ??= new CSSStyleSheet();
    return [...document.querySelectorAll('key-events')].flatMap(({ shadowRoot: root }) => {
        if (!root.adoptedStyleSheets.includes(showRings)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, showRings];
        const rules = root.adoptedStyleSheets.filter((sheet) => sheet != showRings).flatMap((sheet) => [...sheet.cssRules]);
        showRings.replaceSync(rules.map(({ cssText }) => cssText).filter((text) => text.includes(':focus-visible'))
            .join('').replaceAll(':focus-visible', `:is(${selector})`));
        const controls = [...root.querySelectorAll(selector)].filter((control) => control.closest(only) && control.checkVisibility() && getComputedStyle(control).opacity == 1);
        return controls.map((control) => {
            const { x, y, width, height } = (control.matches('.toggle') ? control.closest('.header') : control.matches('.link') ? control.closest('.item') : control).getBoundingClientRect();
            return [`${control.className} ${control.closest('.item')?.dataset.id ?? ''}`, [x - 6, y - 6, width + 12, height + 12]];
        });
    }).filter(([, [x, , width]]) => x + width < innerWidth + 12);";

/// Chromium: finish the transitions. No focus, and no scroll position.
const SETTLE: &str = "
    document.documentElement.style.scrollBehavior = 'auto';
    const running = [...document.querySelectorAll('key-events')].flatMap(({ shadowRoot }) => shadowRoot.getAnimations());
    return Promise.all(running.map(({ finished }) => finished)).then(() => {})";

/// The name of an element, its rectangle, its color (`None`: taken from the pixels), and the contrast that it must have.
type Painted = (String, [f64; 4], Option<[u8; 3]>, f64);

/// What has too little contrast among the elements in a part, and how many were measured.
async fn measure(page: &Page, only: &str) -> (usize, Vec<String>) {
    let plain = shot(page).await;
    let painted = page.run_with(PAINTED, json!([only])).await;
    let painted: Vec<Painted> = serde_json::from_value(painted).unwrap();
    let count = painted.len();
    let mut faults = Vec::new();
    for (name, rect, color, least) in painted {
        let area = plain.part(rect);
        let background = area.background();
        let found = match color {
            Some(color) => contrast(color, background),
            None => area.highest_contrast(background),
        };
        if found < least {
            faults.push(format!("{name}: {found:.2}"));
        }
    }
    (count, faults)
}

/// What has a focus ring with too little contrast among the controls in a part, and how many have one.
async fn measure_rings(page: &Page, only: &str) -> (usize, Vec<String>) {
    let plain = shot(page).await;
    let (mut count, mut faults) = (0, Vec::new());
    // The stretched controls apart from the others, which are inside of them.
    for controls in [
        "[part=toggle], [part=link]",
        "button:not([part=toggle]), a:not([part=link]), [role=slider]",
    ] {
        let rings = page.run_with(RINGS, json!([only, controls])).await;
        let with_rings = shot(page).await;
        page.run("showRings.replaceSync('')").await;
        let rings: Vec<(String, [f64; 4])> = serde_json::from_value(rings).unwrap();
        count += rings.len();
        for (name, rect) in rings {
            let changes = with_rings.part(rect).changes(&plain.part(rect), 3.0);
            if changes < RING {
                faults.push(format!("the ring of {name}: {changes} pixels"));
            }
        }
    }
    (count, faults)
}

/// Measures what is in a part in every theme and both schemes: at least so many texts and icons, and so many rings.
async fn expect_contrast(page: &Page, only: &str, least: usize, least_rings: usize) {
    let mut faults = Vec::new();
    for scheme in ["light", "dark"] {
        for theme in THEMES {
            show(page, theme, scheme).await;
            let (count, found) = measure(page, only).await;
            assert!(count >= least, "{theme} {scheme}: {count}");
            faults.extend(
                found
                    .iter()
                    .map(|fault| format!("{theme} {scheme}: {fault}")),
            );
            let (count, found) = measure_rings(page, only).await;
            assert!(count >= least_rings, "{theme} {scheme}: {count} rings");
            faults.extend(
                found
                    .iter()
                    .map(|fault| format!("{theme} {scheme}: {fault}")),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Shows the page in a theme and a scheme.
async fn show(page: &Page, theme: &str, scheme: &str) {
    set_theme(page, theme).await;
    let set = format!("document.documentElement.style.colorScheme = '{scheme}'");
    page.run(&set).await;
    page.run(SETTLE).await;
}

async fn has_contrast(site: &TestSite, page: &Page, scheme: &str) {
    let mut items = feed::numbered(6);
    for (number, item) in items["items"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        if number < 3 {
            item["content_html"] =
                r#"<p>What there is to <a href="/more">say of it</a>.</p>"#.into();
            item["date_modified"] = "2024-07-01T15:00:00Z".into();
        }
        if number == 3 || number == 4 {
            item["_key_events"] = json!({ "key": true, "summary": true });
        }
    }
    items["_key_events"] = json!({ "related": [{ "title": "More", "url": "/more" }] });
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(
            r#"<style>html {{ color-scheme: {scheme} }} body {{ margin: 8px }} main {{ margin-top: 2000px }}</style><style id="theme"></style>{MODULE}
            <key-events src="/feed.json" limit="5" loading="eager"></key-events><main><article id="block-e1">Text</article></main>"#
        ),
    );
    page.resize(640, 1100).await;
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=next]", 1).await;
    page.wait_for_lazy_chunk().await;
    fail_refresh(site, page).await;
    widget.wait_count("[part~=status] [part=retry]", 1).await;
    // By a script: a click leaves the pointer on a row.
    page.run(
        "for (const button of document.querySelector('key-events').shadowRoot.querySelectorAll('[part=more]')) button.click()",
    )
    .await;
    widget.wait_count(".rich p", 3).await;
    page.run(ALL_STATES).await;
    let everything = "section > :not(.skip)";
    let mut faults = Vec::new();
    for theme in THEMES {
        page.run("document.documentElement.scrollTop = 0; document.activeElement.blur()")
            .await;
        show(page, theme, scheme).await;
        let (count, found) = measure(page, everything).await;
        assert!(count > 20, "{theme}: {count}");
        faults.extend(found.iter().map(|fault| format!("{theme}: {fault}")));
        let (count, found) = measure_rings(page, everything).await;
        assert!(count > 10, "{theme}: {count} rings");
        faults.extend(found.iter().map(|fault| format!("{theme}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn text_icons_and_focus_rings_have_contrast_in_every_theme(site: TestSite, page: Page) {
    has_contrast(&site, &page, "light").await;
}

async fn text_icons_and_focus_rings_have_contrast_in_every_theme_in_the_dark(
    site: TestSite,
    page: Page,
) {
    has_contrast(&site, &page, "dark").await;
}

/// The style of a page with elements side by side.
const SIDE_BY_SIDE: &str = "<style>body { display: flex; flex-wrap: wrap; align-items: start; gap: 20px; margin: 16px } key-events { inline-size: 280px }</style>";

fn page_of(elements: &str) -> String {
    format!(r#"{SIDE_BY_SIDE}<style id="theme"></style>{MODULE}{elements}"#)
}

async fn what_is_shown_without_a_list_has_contrast_in_every_theme(site: TestSite, page: Page) {
    page.resize(960, 400).await;
    let gate = open_without_lists(&site, &page, SIDE_BY_SIDE).await;
    // Three headings with a chevron each, two messages, two hints, the button, the placeholder.
    expect_contrast(&page, "section > :not(.skip)", 12, 4).await;
    gate.open();
}

async fn the_button_to_new_events_and_the_overview_have_contrast_in_every_theme(
    site: TestSite,
    page: Page,
) {
    let mut items = feed::numbered(9);
    items["items"][7]["_key_events"] = json!({ "summary": true });
    site.json("/feed.json", items);
    let elements = last_visit("2024-07-01T12:05:30Z")
        + r#"<key-events src="/feed.json" loading="eager" refresh="0" limit="9" overview remember></key-events>
        <key-events src="/feed.json" loading="eager" refresh="0" collapsed></key-events>
        <main style="margin-top: 1200px"><article id="block-e1">Text</article></main>"#;
    site.page("/", &page_of(&elements));
    page.resize(640, 500).await;
    page.open("/").await;
    let widget = page.widget();
    for selector in [".tick.new", ".tick.tall", "[role=slider]"] {
        widget.wait_count(selector, 1).await;
    }
    // The reader is at an event.
    page.run(
        "const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        path.setAttribute('class', 'needle');
        path.setAttribute('d', 'M300 0V20');
        const { shadowRoot } = document.querySelector('key-events');
        if (!shadowRoot.querySelector('.needle')) shadowRoot.querySelector('svg').append(path)",
    )
    .await;
    expect_contrast(&page, ".overview", 9, 1).await;
    // An update waits while the focus or a pointer that hovers is on a row.
    let [x, y, width, height] = widget.rectangle("[data-id=e9]").await;
    page.act(json!([{
        "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
        "actions": [{ "type": "pointerMove", "x": (x + width / 2.0).round(), "y": (y + height / 2.0).round() }],
    }]))
    .await;
    page.run(
        "document.querySelector('key-events').shadowRoot.querySelector('[data-id=e9] a').focus()",
    )
    .await;
    site.json("/feed.json", feed::numbered(11));
    page.run("for (const element of document.querySelectorAll('key-events')) element.refresh()")
        .await;
    widget.wait_count("[part=toast]", 1).await;
    page.nth_widget(1).wait_count("[part=toast]", 1).await;
    expect_contrast(&page, ".toast", 2, 2).await;
}

async fn the_link_past_the_widget_has_contrast_in_every_theme(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page(
        "/",
        &page_of(r#"<key-events src="/feed.json" loading="eager"></key-events>"#),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    widget.wait_count(".skip", 1).await;
    page.run(
        "const sheet = new CSSStyleSheet();
        sheet.replaceSync('.skip { clip-path: none !important }');
        document.querySelector('key-events').shadowRoot.adoptedStyleSheets.push(sheet)",
    )
    .await;
    expect_contrast(&page, ".skip", 1, 1).await;
}

async fn the_floating_button_has_contrast_in_every_theme(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let article = r#"<key-events src="/feed.json" loading="eager"></key-events>
        <article id="block-e1" style="margin-top: 2000px; height: 2000px">Text</article>"#;
    site.page("/", &page_of(article));
    page.resize(500, 500).await;
    page.open("/").await;
    page.widget().wait_count("[part=next]", 1).await;
    page.run("return document.querySelector('key-events').goTo('e1')")
        .await;
    page.widget().wait_count("[part=toast-close]", 1).await;
    expect_contrast(&page, ".floating", 2, 2).await;
}

async fn the_reading_bar_has_contrast_in_every_theme(site: TestSite, page: Page) {
    page.resize(400, 640).await;
    let blog = Blog {
        attributes: r#"reading-bar refresh="0" time-zone="UTC" lang="en""#,
        after: r#"<style id="theme"></style>"#,
        ..Blog::new(6)
    };
    blog.open(&site, &page).await;
    let widget = page.widget();
    page.run(
        "document.documentElement.style.scrollBehavior = 'auto';
        document.getElementById('block-e4').scrollIntoView();
        scrollBy(0, -60);",
    )
    .await;
    widget.wait_text(".bar-headline", "Event 4").await;
    expect_contrast(&page, ".reading-bar", 6, 4).await;
    // The number of new events takes the place of the icon.
    site.json("/feed.json", feed::numbered(8));
    page.run("document.querySelector('key-events').refresh()")
        .await;
    widget.wait_text(".bar-new", "2").await;
    expect_contrast(&page, ".bar-list", 1, 1).await;
}

/// Shows everything as if a pointer were on it. The media queries stay: what only a pointer that hovers can show is
/// always there without one.
const HOVER: &str = "
    const apply = (rules) => {
        for (const rule of rules) {
            if (rule.selectorText?.includes(':hover')) rule.selectorText = rule.selectorText.replaceAll(':hover', ':not(.none)');
            if (rule.media && rule.cssRules) apply(rule.cssRules);
        }
    };
    for (const sheet of document.querySelector('key-events').shadowRoot.adoptedStyleSheets) apply(sheet.cssRules);";

async fn what_the_pointer_is_on_has_contrast_in_every_theme(site: TestSite, page: Page) {
    let mut items = feed::numbered(6);
    items["items"][0]["content_html"] = "<p>What there is to say of it.</p>".into();
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(
            r#"<style>main {{ margin-top: 2000px }}</style><style id="theme"></style>{MODULE}
            <key-events src="/feed.json" limit="5" loading="eager"></key-events><main><article id="block-e1">Text</article></main>"#
        ),
    );
    page.resize(640, 800).await;
    page.open("/").await;
    page.widget().wait_count("[part=next]", 1).await;
    page.wait_for_lazy_chunk().await;
    page.run(HOVER).await;
    expect_contrast(&page, "section > :not(.skip)", 20, 8).await;
    // The rules of a theme are of the page, so the pointer is there.
    let mut faults = Vec::new();
    for scheme in ["light", "dark"] {
        for theme in THEMES {
            show(&page, theme, scheme).await;
            for selector in ["[part=show-all]", "[part=toggle]"] {
                let [x, y, width, height] = page.widget().rectangle(selector).await;
                page.act(json!([{
                    "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
                    "actions": [{
                        "type": "pointerMove", "x": (x + width / 2.0).round(), "y": (y + height / 2.0).round(),
                    }],
                }]))
                .await;
                let (count, found) = measure(&page, selector).await;
                assert!(count >= 1, "{theme} {scheme}: {selector}");
                faults.extend(
                    found
                        .iter()
                        .map(|fault| format!("{theme} {scheme}: {fault}")),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn a_disabled_button_differs_from_an_enabled_one_in_every_theme(site: TestSite, page: Page) {
    let blocks = r#"<main style="margin-top: 2000px"><article id="block-e1">Text</article></main>"#;
    site.json("/feed.json", feed::numbered(3));
    site.respond("/bad.json", MockResponse::json("").status(503));
    page.expect_console("/bad.json");
    let element = |src| format!(r#"<key-events src="{src}" loading="eager"></key-events>"#);
    let elements = ["/feed.json", "/bad.json"].map(element).concat();
    site.page("/", &page_of(&format!("{elements}{blocks}")));
    page.resize(640, 700).await;
    page.open("/").await;
    page.widget().wait_count("[part=next]", 1).await;
    page.wait_for_lazy_chunk().await;
    page.nth_widget(1).wait_count("[part=retry]", 1).await;
    fail_refresh(&site, &page).await;
    page.widget()
        .wait_count("[part~=status] [part=retry]", 1)
        .await;
    let enable = "
        const buttons = [...document.querySelectorAll('key-events')].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('.step, .retry')]);
        for (const button of buttons) arguments[0] ? button.removeAttribute('aria-disabled') : button.setAttribute('aria-disabled', 'true');
        return buttons.map((button) => {
            const { x, y, width, height } = button.getBoundingClientRect();
            return [button.className, [x + 4, y + 4, width - 8, height - 8]];
        })";
    let ink = |shot: &Screenshot, rect| {
        let area = shot.part(rect);
        area.highest_contrast(area.background())
    };
    for scheme in ["light", "dark"] {
        for theme in THEMES {
            show(&page, theme, scheme).await;
            let buttons: Value = page.run_with(enable, json!([true])).await;
            let enabled = shot(&page).await;
            page.run_with(enable, json!([false])).await;
            let disabled = shot(&page).await;
            let buttons: Vec<(String, [f64; 4])> = serde_json::from_value(buttons).unwrap();
            assert_eq!(buttons.len(), 4, "{buttons:?}");
            for (name, rect) in buttons {
                let (on, off) = (ink(&enabled, rect), ink(&disabled, rect));
                assert!(
                    on > 3.0 && off > 1.2 && on / off > 1.5,
                    "{theme} {scheme}: {name}: {on:.2} enabled, {off:.2} disabled"
                );
            }
        }
    }
}
