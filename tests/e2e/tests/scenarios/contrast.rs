//! Text, icons and focus rings have contrast in every theme.

use key_events_e2e::{MockResponse, Page, Scenario, TestSite, contrast, feed, scenario};
use serde_json::json;

use super::design::{MODULE, THEMES, set_theme, shot};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(text_icons_and_focus_rings_have_contrast_in_every_theme),
    scenario!(text_icons_and_focus_rings_have_contrast_in_every_theme_in_the_dark),
];

/// What is painted: `[name, kind, rectangle, color]`. Texts have a color, icons have none.
const PAINTED: &str = "
    const { shadowRoot: root } = document.querySelector('key-events');
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
    const rgb = (color) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const painted = [];
    const add = (element, rect, color) => {
        const { x, y, width, height } = rect;
        if (y < 0 || y + height > innerHeight || x + width > innerWidth || width < 2 || height < 2) return;
        const row = element.closest('.item')?.dataset.id ?? '';
        painted.push([`${element.className || element.localName} ${row} ${element.textContent.slice(0, 20)}`, [x, y, width, height], color]);
    };
    for (const element of root.querySelectorAll('section *')) {
        const own = [...element.childNodes].filter((node) => node.nodeType == 3 && node.data.trim());
        if (!own.length || element.closest('.visually-hidden, [aria-disabled], [hidden], .skip')) continue;
        const range = document.createRange();
        range.selectNodeContents(own[0]);
        for (const rect of range.getClientRects()) add(element, rect, rgb(getComputedStyle(element).color));
    }
    const around = ({ x, y, width, height }, by) => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });
    for (const element of root.querySelectorAll('.chevron, .step:not([aria-disabled]), .marker, .icon')) {
        if (element.closest('[aria-disabled]') || !element.getClientRects().length) continue;
        add(element, around(element.getBoundingClientRect(), element.matches('.step') ? -4 : element.matches('.more *') ? 6 : 2), null);
    }
    const order = root.querySelector('.order').getBoundingClientRect();
    add(root.querySelector('.order'), { x: order.x, y: order.y, width: 14, height: order.height }, null);
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

/// Paints the focus rings of all controls that match a selector: `[name, rectangle]`.
const RINGS: &str = "
    const { shadowRoot: root } = document.querySelector('key-events');
    window.showRings ??= new CSSStyleSheet();
    if (!root.adoptedStyleSheets.includes(showRings)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, showRings];
    const rules = root.adoptedStyleSheets.filter((sheet) => sheet != showRings).flatMap((sheet) => [...sheet.cssRules]);
    showRings.replaceSync(rules.map(({ cssText }) => cssText).filter((text) => text.includes(':focus-visible'))
        .join('').replaceAll(':focus-visible', `:is(${arguments[0]})`));
    return [...root.querySelectorAll(arguments[0])].filter((control) => control.checkVisibility() && getComputedStyle(control).opacity == 1).map((control) => {
        const { x, y, width, height } = (control.matches('.toggle') ? control.closest('.header') : control.matches('.link') ? control.closest('.item') : control).getBoundingClientRect();
        return [`${control.className} ${control.closest('.item')?.dataset.id ?? ''}`, [x - 6, y - 6, width + 12, height + 12]];
    }).filter(([, [x, , width]]) => x + width < innerWidth);";

async fn text_icons_and_focus_rings_have_contrast_in_every_theme(site: TestSite, page: Page) {
    has_contrast(&site, &page, "light").await;
}

async fn text_icons_and_focus_rings_have_contrast_in_every_theme_in_the_dark(
    site: TestSite,
    page: Page,
) {
    has_contrast(&site, &page, "dark").await;
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
    site.respond("/feed.json", MockResponse::json("").status(500));
    page.expect_console("key-events: ");
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_count("[part~=status] [part=retry]", 1).await;
    // By a script: a click leaves the pointer on a row.
    page.run(
        "for (const button of document.querySelector('key-events').shadowRoot.querySelectorAll('[part=more]')) button.click()",
    )
    .await;
    widget.wait_count(".rich p", 3).await;
    page.run(ALL_STATES).await;
    let mut faults = Vec::new();
    for theme in THEMES {
        set_theme(page, theme).await;
        // Chromium: finish the transitions.
        page.run(
            "document.documentElement.scrollTop = 0; document.activeElement.blur();
            const { shadowRoot } = document.querySelector('key-events');
            return Promise.all(shadowRoot.getAnimations().map(({ finished }) => finished)).then(() => {})",
        )
        .await;
        let plain = shot(page).await;
        let painted = page.run(PAINTED).await;
        let painted = painted.as_array().unwrap();
        assert!(painted.len() > 20, "{painted:?}");
        for item in painted {
            let rect: [f64; 4] = serde_json::from_value(item[1].clone()).unwrap();
            let area = plain.part(rect);
            let background = area.background();
            let color: Option<[u8; 3]> = serde_json::from_value(item[2].clone()).unwrap();
            let (found, least) = match color {
                Some(color) => (contrast(color, background), 4.5),
                None => (area.highest_contrast(background), 3.0),
            };
            if found < least {
                faults.push(format!("{theme} {scheme}: {}: {found:.2}", item[0]));
            }
        }
        // The stretched controls apart from the others, which are inside of them.
        for controls in [
            "[part=toggle], [part=link]",
            "button:not([part=toggle]), a:not([part=link], [part=skip])",
        ] {
            let rings = page.run_with(RINGS, json!([controls])).await;
            let with_rings = shot(page).await;
            page.run("showRings.replaceSync('')").await;
            for item in rings.as_array().unwrap() {
                let rect: [f64; 4] = serde_json::from_value(item[1].clone()).unwrap();
                let changes = with_rings.part(rect).changes(&plain.part(rect), 3.0);
                if changes < 100 {
                    faults.push(format!(
                        "{theme} {scheme}: the ring of {}: {changes} pixels",
                        item[0]
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
