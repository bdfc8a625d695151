//! The sizes of targets, and what is between them.

use std::time::Duration;

use key_events_e2e::{
    Page, Preference, Scenario, TestSite, feed,
    live_blog::{fail_refresh, last_visit},
    scenario,
};
use serde_json::json;

use super::design::{MODULE, THEMES, set_theme};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(every_target_has_room_for_a_finger).preferring(&[Preference::Touch]),
    scenario!(between_two_targets_of_a_line_is_no_other).within(Duration::from_secs(90)),
    scenario!(between_two_targets_of_a_line_is_no_other_on_a_touch_screen)
        .preferring(&[Preference::Touch])
        .within(Duration::from_secs(90)),
];

/// The targets that are smaller than a finger, and those that something else covers.
const SMALL: &str = "
    const { shadowRoot: root } = document.querySelector('key-events');
    const small = [];
    for (const control of root.querySelectorAll('a:not(.rich a), button')) {
        if (!control.checkVisibility()) continue;
        // It is visible with the focus only.
        if (control.matches('.skip')) control.focus();
        const name = `${control.className} ${control.closest('.item')?.dataset.id ?? ''}`;
        const box = control.getBoundingClientRect();
        const after = getComputedStyle(control, '::after');
        const stretched = after.content != 'none' && after.position == 'absolute';
        const [width, height] = stretched ? [parseFloat(after.width), parseFloat(after.height)] : [box.width, box.height];
        // Firefox calculates in 60ths of a pixel, WebKit in 64ths.
        if (width < 44 - 0.02 || height < 44 - 0.02) small.push(`${name}: ${width} x ${height}`);
        if (stretched) continue;
        control.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { left, right, top, bottom } = control.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        for (const [dx, dy] of [[0, 0], [-21, 0], [21, 0], [0, -21], [0, 21]]) {
            const at = root.elementFromPoint(x + dx, y + dy)?.closest('a, button');
            if (at != control) small.push(`${name}: ${at?.className} is at ${dx}, ${dy}`);
        }
    }
    root.activeElement?.blur();
    return small;";

/// What is between two targets that are beside each other, in the header or in a row, and is neither of them.
const BETWEEN: &str = "
    const { shadowRoot: root } = document.querySelector('key-events');
    const found = new Set();
    const name = (control) => `${control.className} ${control.closest('.item')?.dataset.id ?? ''}`;
    const controls = [...root.querySelectorAll('a:not(.rich a), button')].filter((control) => control.checkVisibility() && !control.matches('.skip'));
    let pairs = 0;
    for (const control of controls) {
        control.scrollIntoView({ block: 'center', behavior: 'instant' });
        const boxes = controls.map((control) => [control, control.getBoundingClientRect()]);
        const [, box] = boxes[controls.indexOf(control)];
        const y = (box.top + box.bottom) / 2;
        const row = control.closest('.item');
        const beside = boxes.filter(([other, { left, top, bottom }]) => other.closest('.item') == row && top < y && bottom > y && left >= box.right - 1);
        if (!beside.length) continue;
        const [next, { left }] = beside.reduce((a, b) => (b[1].left < a[1].left ? b : a));
        pairs++;
        for (let x = Math.ceil(box.right); x < left; x++) {
            const at = root.elementFromPoint(x, y)?.closest('a, button');
            if (at && at != control && at != next) found.add(`${name(at)} is between ${name(control)} and ${name(next)}`);
        }
    }
    return [pairs, [...found]];";

/// Opens a page with every target of a list: also of a failed refresh, an open story and a visit before.
async fn open_with_all_targets(site: &TestSite, page: &Page, media: Option<&str>) {
    let mut items = feed::numbered(6);
    items["items"][0]["content_html"] = "<p>What there is to say of it.</p>".into();
    items["items"][1]["content_text"] = "What there is to say of it.".into();
    items["_key_events"] = json!({
        "related": [{ "title": "A", "url": "/more" }, { "title": "B", "url": "/most" }],
    });
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(
            r#"{}<style>main {{ margin-top: 2000px }}</style><style id="theme"></style>{MODULE}
            <key-events src="/feed.json" limit="5" loading="eager" remember></key-events>
            <main><article id="block-e1" style="height: 2000px">Text</article></main>"#,
            last_visit("2024-07-01T12:03:30Z")
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("[part=next]", 1).await;
    widget.wait_count("[part=since]", 1).await;
    if let Some(query) = media {
        page.apply_media(query).await;
    }
    fail_refresh(site, page).await;
    widget.wait_count("[part~=status] [part=retry]", 1).await;
    widget.click("[data-id=e6] [part=more]").await;
    widget.wait_count(".rich p", 1).await;
}

async fn every_target_has_room_for_a_finger(site: TestSite, page: Page) {
    open_with_all_targets(&site, &page, Some("(pointer: coarse)")).await;
    let target = "getComputedStyle(document.querySelector('key-events').shadowRoot.querySelector('.base')).getPropertyValue('--target').trim()";
    page.wait_for(target, "44px").await;
    for theme in THEMES {
        set_theme(&page, theme).await;
        for width in [200, 360, 620] {
            let set = format!("document.querySelector('key-events').style.width = '{width}px'");
            page.run(&set).await;
            assert_eq!(page.run(SMALL).await, json!([]), "{theme} {width}");
        }
    }
}

async fn between_two_targets_of_a_line_is_no_other(site: TestSite, page: Page) {
    expect_nothing_between_targets(&site, &page, None).await;
}

async fn between_two_targets_of_a_line_is_no_other_on_a_touch_screen(site: TestSite, page: Page) {
    expect_nothing_between_targets(&site, &page, Some("(pointer: coarse)")).await;
}

async fn expect_nothing_between_targets(site: &TestSite, page: &Page, media: Option<&str>) {
    open_with_all_targets(site, page, media).await;
    let widget = page.widget();
    for theme in THEMES {
        set_theme(page, theme).await;
        for width in [200, 360, 620] {
            let set = format!("document.querySelector('key-events').style.width = '{width}px'");
            page.run(&set).await;
            let between = page.run(BETWEEN).await;
            assert!(between[0].as_i64() >= Some(2), "{theme} {width}: {between}");
            assert_eq!(between[1], json!([]), "{theme} {width}");
        }
    }
    // The button that floats over the page, and the one that closes it.
    page.run("return document.querySelector('key-events').goTo('e1')")
        .await;
    widget.wait_count("[part=toast-close]", 1).await;
    let floating = "
        const { shadowRoot: root } = document.querySelector('key-events');
        const [toast, close] = ['toast', 'toast-close'].map((part) => root.querySelector(`[part=${part}]`).getBoundingClientRect());
        const y = (close.top + close.bottom) / 2;
        const found = [];
        for (let x = Math.ceil(toast.right); x < close.left; x++) {
            const at = document.elementFromPoint(x, y);
            if (!at.matches('key-events') || root.elementFromPoint(x, y)?.closest('a, button:not(.toast, .close)')) found.push(x);
        }
        return [toast.right <= close.left, found];";
    assert_eq!(page.run(floating).await, json!([true, []]));
}
