//! Any script, any length of word, any font size of the page, and print.

use key_events_e2e::{Engine, Page, Preference, Scenario, TestSite, feed, scenario};
use serde_json::{Value, json};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(no_word_of_any_script_leaves_the_box_of_a_phone),
    scenario!(the_font_size_of_the_root_changes_nothing),
    scenario!(right_to_left_is_the_mirror_image),
    scenario!(print_shows_a_collapsed_list_in_full_and_no_button)
        .preferring(&[Preference::Print])
        .except(&[Engine::Webkit]),
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// Headlines that are hard to break.
const HEADLINES: [&str; 6] = [
    "Bundesverfassungsgericht kippt Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung",
    "รัฐสภาลงมติเห็นชอบร่างพระราชบัญญัติงบประมาณรายจ่ายประจำปีหลังการอภิปรายยาวนานสามวันสามคืน",
    "🚀🌕👩‍🚀👨‍🚀🏳️‍🌈🇩🇪🇫🇷🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
    "https://example.org/an-address/that-goes-on-and-on-and-on-without-a-single-blank-in-it",
    "وصلت المركبة إلى سطح القمر عند الساعة 20:17 بالتوقيت العالمي",
    "国会は三日三晩にわたる審議の末に来年度の予算案を賛成多数で可決し成立させた",
];

fn hard() -> Value {
    let items = HEADLINES.iter().enumerate().map(|(number, headline)| {
        let mut item = feed::event(&format!("h{number}"), headline, 90 - 9 * number);
        item["_key_events"] = json!({ "key": true, "summary": number % 2 == 0 });
        item["content_html"] = format!("<p>{headline}</p>").into();
        item
    });
    feed::of(items)
}

/// The flaws in the layout of a widget, as text.
const FLAWS: &str = "
    const root = document.querySelector('key-events').shadowRoot;
    const flaws = [];
    const box = (element) => element.getBoundingClientRect();
    const base = box(root.querySelector('[part=base]'));
    for (const element of root.querySelectorAll('section *')) {
        if (element.closest('.spoken') || !element.getClientRects().length) continue;
        const { left, right } = box(element);
        // The list reaches into the padding, for focus rings.
        if (left < base.left - 1 || right > base.right + 1) flaws.push(`${element.className} leaves the box`);
        if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX != 'visible')
            flaws.push(`${element.className} scrolls sideways`);
    }
    const rows = [...root.querySelectorAll('.item')];
    rows.forEach((row, number) => {
        const name = row.dataset.id;
        const [marker, time, text] = ['.marker', '.time', '.text'].map((part) => box(row.querySelector(part)));
        const beside = Math.abs(time.top + time.height / 2 - (marker.top + marker.height / 2));
        if (beside > 2) flaws.push(`${name}: the marker is ${beside} px off the time`);
        const line = getComputedStyle(row, '::before');
        if (line.content != 'none') {
            const rtl = getComputedStyle(row).direction == 'rtl';
            const start = rtl ? box(row).right - parseFloat(line.right) : box(row).left + parseFloat(line.left);
            const middle = start + ((rtl ? -1 : 1) * (parseFloat(line.borderLeftWidth) + parseFloat(line.borderRightWidth))) / 2;
            const off = Math.abs(middle - (marker.left + marker.width / 2));
            if (off > 1) flaws.push(`${name}: the line is ${off} px off the marker`);
        }
        const covered = Math.min(time.right, text.right) - Math.max(time.left, text.left);
        if (covered > 1 && time.bottom > text.top + 1) flaws.push(`${name}: time and headline overlap`);
        if (number && box(rows[number - 1]).bottom > box(row).top + 1) flaws.push(`${name}: covers the row before`);
    });
    return flaws;";

async fn expect_no_flaw(page: &Page, what: &str) {
    assert_eq!(page.run(FLAWS).await, json!([]), "{what}");
}

fn serve(site: &TestSite, html: &str, attributes: &str) {
    site.json("/feed.json", hard());
    site.page(
        "/",
        &format!(
            r#"{MODULE}<style>html {{ {html} }} body {{ margin: 0 }}</style>
            <key-events src="/feed.json" limit="5" loading="eager" time-zone="UTC" {attributes}></key-events>"#
        ),
    );
}

async fn no_word_of_any_script_leaves_the_box_of_a_phone(site: TestSite, page: Page) {
    for (language, direction) in [("de", "ltr"), ("th", "ltr"), ("ar", "rtl")] {
        let heading = "Donaudampfschifffahrtsgesellschaftskapitänsversammlung";
        serve(
            &site,
            "",
            &format!(r#"lang="{language}" dir="{direction}" heading="{heading}""#),
        );
        page.open("/").await;
        page.widget().wait_count(".item", 5).await;
        for width in [280, 320, 360, 700] {
            let set = format!("document.querySelector('key-events').style.width = '{width}px'");
            page.run(&set).await;
            expect_no_flaw(&page, &format!("{language}, {width} px")).await;
        }
    }
}

async fn the_font_size_of_the_root_changes_nothing(site: TestSite, page: Page) {
    let boxes = "
        const root = document.querySelector('key-events').shadowRoot;
        return [...root.querySelectorAll('section, section *')].map((element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            return [element.className, x, y, width, height].join(' ');
        });";
    let mut all = Vec::new();
    for size in ["", "font-size: 62.5%", "font-size: 200%"] {
        serve(&site, size, "");
        page.open("/").await;
        page.widget().wait_count(".item", 5).await;
        all.push(page.run(boxes).await);
    }
    assert!(all[0].as_array().unwrap().len() > 20);
    assert_eq!(all[0], all[1], "62.5 %");
    assert_eq!(all[0], all[2], "200 %");
    // A page can opt in to the root's font size.
    serve(&site, "font-size: 200%; --key-events-font-size: 1rem", "");
    page.open("/").await;
    page.widget().wait_count(".item", 5).await;
    assert_eq!(
        page.widget().style("[part~=title]", "font-size").await,
        "32px"
    );
    expect_no_flaw(&page, "1rem of 200 %").await;
}

async fn right_to_left_is_the_mirror_image(site: TestSite, page: Page) {
    let mut sides = Vec::new();
    for direction in ["ltr", "rtl"] {
        site.json("/feed.json", feed::numbered(6));
        site.page(
            "/",
            &format!(
                r#"{MODULE}<style>body {{ margin: 0 }}</style>
                <key-events dir="{direction}" src="/feed.json" limit="5" loading="eager"></key-events>"#
            ),
        );
        page.open("/").await;
        page.widget().wait_count(".item", 5).await;
        for width in [320, 800] {
            let script = format!(
                "const host = document.querySelector('key-events');
                host.style.width = '{width}px';
                const base = host.shadowRoot.querySelector('[part=base]').getBoundingClientRect();
                return [...host.shadowRoot.querySelectorAll('.heading, .chevron, .step, .marker, .time, .text, .show-all')].map((element) => {{
                    const {{ left, right }} = element.getBoundingClientRect();
                    const distance = '{direction}' == 'ltr' ? left - base.left : base.right - right;
                    return element.className + ' ' + Math.round(distance);
                }});"
            );
            sides.push(page.run(&script).await);
            expect_no_flaw(&page, &format!("{direction}, {width} px")).await;
        }
    }
    assert_eq!(sides[0], sides[2]);
    assert_eq!(sides[1], sides[3]);
}

async fn print_shows_a_collapsed_list_in_full_and_no_button(site: TestSite, page: Page) {
    let mut items = feed::numbered(3);
    items["items"][0]["url"] = "https://example.org/elsewhere".into();
    site.json("/feed.json", items);
    site.page(
        "/",
        &format!(
            r#"{MODULE}<style>
              key-events {{ --key-events-max-height: 50px }}
              key-events::part(time) {{ font-size: 14px }}
              key-events::part(list) {{ overflow: auto; max-block-size: 40px }}
              key-events::part(share) {{ display: block }}
            </style>
            <key-events src="/feed.json" limit="2" collapsed loading="eager" lang="en-GB" time-zone="UTC" theme="dark"></key-events>
            <article id="block-e2">Event 2</article>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 2).await;
    widget.wait_visible(".item", true).await;
    widget.wait_visible("[part=show-all]", false).await;
    let buttons = "return [...document.querySelector('key-events').shadowRoot.querySelectorAll('button')]
        .filter((button) => button.checkVisibility() && button.part != 'toggle').map((button) => button.part.value)";
    assert_eq!(page.run(buttons).await, json!([]));
    // The printed content, with `attr()` resolved, which Firefox does not do.
    let printed = |selector: &str| {
        format!(
            "const element = document.querySelector('key-events').shadowRoot.querySelector('{selector}');
            return getComputedStyle(element, '::after').content
                .replace(/attr\\((\\w+)\\)/, (all, name) => element.getAttribute(name))"
        )
    };
    let time = page.run(&printed("[data-id=e3] .time")).await;
    let time = time.as_str().unwrap();
    assert!(
        time.contains("1 July 2024") && time.contains("12:03"),
        "{time}"
    );
    let short = widget.style("[part=time]", "font-size").await;
    assert_eq!(short, "0px", "the short form is not shown beside it");
    let address = page.run(&printed("[data-id=e3] .link")).await;
    assert!(
        address
            .as_str()
            .unwrap()
            .contains("https://example.org/elsewhere"),
        "{address}"
    );
    assert_eq!(page.run(&printed("[data-id=e2] .link")).await, "none");
    // The whole list, dark on light.
    let [_, _, _, height] = widget.rectangle("[part=list]").await;
    assert!(height > 60.0, "{height}");
    assert_eq!(widget.style("[part=base]", "color-scheme").await, "light");
}
