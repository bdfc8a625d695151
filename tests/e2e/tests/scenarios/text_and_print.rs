//! Any script, any length of word, any font size of the page, and print.

use key_events_e2e::{MockResponse, Page, Preference, Scenario, TestSite, feed, scenario};
use serde_json::{Value, json};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(no_word_of_any_script_leaves_the_box_of_a_phone),
    scenario!(text_grows_with_the_font_size_of_the_root_and_is_never_smaller),
    scenario!(right_to_left_is_the_mirror_image),
    scenario!(print_shows_a_collapsed_list_in_full_and_no_button).preferring(&[Preference::Print]),
    scenario!(paper_has_the_day_clock_times_in_a_column_and_whole_addresses)
        .preferring(&[Preference::Print]),
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
        if (element.closest('.visually-hidden') || !element.getClientRects().length) continue;
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

async fn text_grows_with_the_font_size_of_the_root_and_is_never_smaller(
    site: TestSite,
    page: Page,
) {
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
        page.widget().wait_count(".skip", 1).await;
        all.push(page.run(boxes).await);
    }
    assert!(all[0].as_array().unwrap().len() > 20);
    assert_eq!(all[0], all[1], "62.5 %");
    let title = page.widget().style("[part~=title]", "font-size").await;
    assert_eq!(title, "32px", "200 %");
    let heading = page.widget().style("[part~=heading]", "font-size").await;
    assert_eq!(heading, "38px", "200 %");
    expect_no_flaw(&page, "200 %").await;
    // A page can fix the size.
    let fixed = "font-size: 200%; --key-events-font-size: 16px";
    serve(&site, fixed, "");
    page.open("/").await;
    page.widget().wait_count(".item", 5).await;
    page.widget().wait_count(".skip", 1).await;
    assert_eq!(page.run(boxes).await, all[0], "{fixed}");
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
    // The rules that are loaded later, too.
    page.wait_for_lazy_chunk().await;
    page.apply_media("print").await;
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

async fn paper_has_the_day_clock_times_in_a_column_and_whole_addresses(site: TestSite, page: Page) {
    let mut items = feed::numbered(4);
    items["items"][0]["url"] = "/elsewhere?a=1&b=2".into();
    items["items"][0]["date_modified"] = "2024-07-01T12:06:00Z".into();
    items["items"][1]["url"] = "#block-e3".into();
    let response = MockResponse::json(&items.to_string());
    site.respond("/feed.json", response.header("date", "never"));
    site.page(
        "/",
        &format!(
            r#"<script>Date.now = () => Date.UTC(2024, 6, 1, 12, 10)</script>{MODULE}
            <key-events src="/feed.json" limit="3" refresh="0" loading="eager" lang="en-GB" time-zone="UTC" style="width: 280px"></key-events>
            <article id="block-e3">Event 3</article>"#
        ),
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 3).await;
    page.wait_for_lazy_chunk().await;
    page.apply_media("print").await;
    // Engines differ in the comma after the day of the week.
    let shown = "
        const { shadowRoot } = document.querySelector('key-events');
        const texts = (part) => [...shadowRoot.querySelectorAll(`[part~=${part}]`)]
            .filter((element) => element.checkVisibility()).map((element) => element.innerText.trim().replace('Monday,', 'Monday'));
        return Object.fromEntries(['day', 'time', 'updated'].map((part) => [part, texts(part)]));";
    let before = page.run(shown).await;
    assert_eq!(before["day"], json!([]), "the list is of today");
    let relative = before["time"][0].as_str().unwrap();
    assert!(relative.ends_with("ago"), "{relative}");
    // Twice, because a page can print again in its own listener.
    for _ in 0..2 {
        page.run("dispatchEvent(new Event('beforeprint'))").await;
        let expected = json!({
            "day": ["Monday 1 July"],
            "time": ["12:04", "12:03", "12:02", "12:01"],
            "updated": ["Updated 12:06"],
        });
        assert_eq!(page.run(shown).await, expected);
    }
    let columns = "
        const { shadowRoot } = document.querySelector('key-events');
        const edges = [...shadowRoot.querySelectorAll('.item')].map((row) => {
            const time = [...row.querySelectorAll('.time')].find((time) => time.checkVisibility()).getBoundingClientRect();
            const [marker, text] = ['.marker', '.text'].map((part) => row.querySelector(part).getBoundingClientRect());
            return [time.right <= marker.left && marker.right <= text.left, time.right, marker.left, text.left].join();
        });
        return [...new Set(edges)]";
    let edges = page.run(columns).await;
    let edges = edges.as_array().unwrap();
    assert_eq!(edges.len(), 1, "{edges:?}");
    assert!(edges[0].as_str().unwrap().starts_with("true,"), "{edges:?}");
    let addresses = "
        const links = [...document.querySelector('key-events').shadowRoot.querySelectorAll('.link')];
        return links.map((link) => getComputedStyle(link, '::after').content == 'none' ? null
            : link.dataset.url.replace(location.origin, ''))";
    assert_eq!(
        page.run(addresses).await,
        json!([
            "/elsewhere?a=1&b=2",
            null,
            "/live?entry=e2",
            "/live?entry=e1"
        ])
    );
    let url = "return document.querySelector('key-events').shadowRoot.querySelector('.link').dataset.url.startsWith(location.origin)";
    assert_eq!(page.run(url).await, true);
    page.run("dispatchEvent(new Event('afterprint'))").await;
    assert_eq!(page.run(shown).await, before);
    assert_eq!(widget.count("[data-url], [data-replaced]").await, 0);
}
