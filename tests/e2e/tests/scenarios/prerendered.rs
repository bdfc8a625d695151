//! A prerendered list needs no script, and nobody notices its upgrade.

use std::collections::BTreeSet;
use std::fs;

use key_events_e2e::{
    Engine, FakeClock, Gate, Key, MockResponse, Nginx, Page, Preference, Scenario, TestSite,
    Watching, axe, feed, prerender, scenario,
};
use serde_json::{Value, json};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(a_list_and_its_links_work_without_the_widget),
    scenario!(without_scripts_all_rows_are_there_and_nothing_to_press),
    scenario!(without_scripts_the_line_runs_through_the_limit),
    scenario!(axe_finds_nothing_wrong_with_it),
    scenario!(below_the_fold_nothing_is_requested_until_the_reader_is_near),
    scenario!(nothing_moves_during_the_upgrade),
    scenario!(nothing_moves_during_the_upgrade_on_a_phone),
    // The other engines report no layout shifts, and WebKit's driver waits for the frame.
    scenario!(nothing_moves_while_the_page_loads).except(&[Engine::Firefox, Engine::Webkit]),
    scenario!(nothing_moves_for_readers_in_the_zone_of_the_event)
        .preferring(&[Preference::TimeZone("Europe/Berlin")]),
    scenario!(clicks_before_the_upgrade_are_replayed),
    scenario!(clicks_are_replayed_whatever_an_extension_adds_to_the_list),
    scenario!(a_clone_of_a_list_works_without_the_widget),
    scenario!(a_list_that_a_script_inserts_is_shown_and_upgraded),
    scenario!(a_template_that_a_morph_adds_changes_nothing),
    scenario!(what_is_opened_before_the_upgrade_stays_open),
    scenario!(a_collapsed_list_opens_without_the_widget_and_stays_open),
    scenario!(the_focus_and_the_scroll_position_stay),
    scenario!(new_events_at_the_top_do_not_push_away_what_is_being_read),
    scenario!(a_list_above_the_viewport_does_not_push_away_the_text),
    scenario!(a_long_press_ends_before_the_upgrade),
    scenario!(a_list_that_is_removed_during_a_press_is_complete_when_it_returns),
    scenario!(a_feed_that_fails_leaves_the_list_and_is_reported),
    scenario!(a_feed_that_failed_replaces_the_list_once_it_loads).in_development(),
    scenario!(a_widget_that_can_not_load_leaves_the_list),
    scenario!(a_widget_that_could_not_load_is_retried).in_development(),
    scenario!(a_feed_without_events_shows_the_fallback),
    scenario!(a_strict_policy_allows_an_external_style_sheet),
    scenario!(hostile_text_is_text),
    scenario!(the_labels_and_times_are_those_of_the_widget),
    scenario!(an_element_that_is_moved_before_the_upgrade_works),
    scenario!(an_include_of_a_server_is_as_new_as_the_feed),
    scenario!(the_output_of_a_shortcode_stays_whole_in_a_paragraph),
];

const TWO_FRAMES: &str =
    "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// Whether the widget has replaced the prerendered list with its own.
const UPGRADED: &str = "!document.querySelector('key-events').shadowRoot.querySelector('details')";

/// Twelve events on two days, with headlines of one and of several lines, a summary, stories, and
/// an edit. Ten of them are shown before “Show all”.
fn story() -> Value {
    let mut feed = feed::numbered(12);
    feed["language"] = "en-GB".into();
    for (number, item) in feed["items"].as_array_mut().unwrap().iter_mut().enumerate() {
        let id = item["id"].as_str().unwrap().to_owned();
        item["url"] = format!("#block-{id}").into();
        if number > 3 {
            let time = item["date_published"].as_str().unwrap();
            item["date_published"] = time.replace("07-01T12", "06-30T20").into();
        }
    }
    let items = &mut feed["items"];
    items[1]["title"] =
        "A headline that is long enough for a second line, on a phone even for a third one".into();
    items[2]["_key_events"] = json!({ "summary": true });
    items[3]["content_html"] = "<p>There is more to read.</p>".into();
    items[3]["date_modified"] = "2024-07-01T13:30:00Z".into();
    items[5]["url"] = "https://elsewhere.example/".into();
    feed
}

const OPTIONS: [&str; 4] = ["--src", "/feed.json", "--time-zone", "Europe/Berlin"];

/// The prerendered element of a feed.
fn element(feed: &Value, options: &[&str]) -> String {
    prerender(feed, &[&OPTIONS[..], options].concat())
}

/// The blocks of an article, one per event.
fn article() -> String {
    let block = |number| {
        format!(
            r#"<article id="block-e{number}" style="min-height: 700px">Event {number}</article>"#
        )
    };
    (1..=12).rev().map(block).collect()
}

/// Serves a page with prerendered markup and an article, and the feed that it was rendered from.
fn serve(site: &TestSite, body: &str) {
    site.json("/feed.json", story());
    let style = "<style>body { margin: 0; font: 16px/1.5 sans-serif }</style>";
    site.page(
        "/",
        &format!(r#"{style}{body}<p id="text">Text.</p>{}"#, article()),
    );
}

/// Holds the entry chunk back.
fn hold_entry_chunk(site: &TestSite) -> Gate {
    let gate = Gate::closed();
    let wasm = TestSite::wasm();
    site.respond(&wasm, TestSite::original(&wasm).behind(&gate));
    gate
}

async fn wait_for_upgrade(page: &Page) {
    page.wait_until(UPGRADED).await;
}

/// The boxes of the rows, of all that is in them, and of the text below, in CSS pixels.
async fn boxes(page: &Page) -> Value {
    page.run(
        "await document.fonts.ready;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const { shadowRoot } = document.querySelector('key-events');
        const boxes = {};
        const note = (name, element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            if (height) boxes[name] = [x, y, width, height].map((side) => Math.round(side * 4) / 4);
        };
        for (const part of ['base', 'header', 'heading', 'toggle', 'count', 'chevron', 'nav', 'prev', 'list', 'day', 'show-all', 'status'])
            for (const [number, element] of [...shadowRoot.querySelectorAll(`[part=${part}]`)].entries())
                note(part + number, element);
        for (const row of shadowRoot.querySelectorAll('[data-id]'))
            for (const element of [row, ...row.querySelectorAll('.marker, .time, .title, .updated, .mark, .more, .share')])
                note(row.dataset.id + element.className, element);
        note('text', document.getElementById('text'));
        return boxes;"
        .replace("await document", "return (async () => { await document")
        .replace("return boxes;", "return boxes; })()")
        .as_str(),
    )
    .await
}

/// The boxes that changed.
fn moved(before: &Value, after: &Value) -> Vec<String> {
    let [before, after] = [before, after].map(|boxes| boxes.as_object().unwrap());
    let names = before.keys().chain(after.keys()).collect::<BTreeSet<_>>();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| format!("{name}: {:?} → {:?}", before.get(name), after.get(name)))
        .collect()
}

/// Asserts that nothing has moved since the page was opened, in engines that report layout shifts.
async fn assert_still(page: &Page) {
    let shift = page.layout_shift().await.unwrap_or_default();
    assert!(shift <= 0.0, "{shift}");
}

async fn a_list_and_its_links_work_without_the_widget(site: TestSite, page: Page) {
    serve(&site, &element(&story(), &[]));
    page.open("/").await;
    let widget = page.widget();
    assert_eq!(widget.count("[data-id]").await, 12);
    assert!(widget.is_visible("[data-id=e3]").await);
    assert!(!widget.is_visible("[data-id=e2]").await);
    // Nothing that needs a script is visible.
    for part in ["nav", "more", "share"] {
        assert!(
            !widget.is_visible(&format!("[part={part}]")).await,
            "{part}"
        );
    }
    widget.click("[data-id=e9] a").await;
    page.wait_for("location.hash", "#block-e9").await;
    widget.click("[part=show-all]").await;
    widget.wait_visible("[data-id=e1]", true).await;
    assert!(!widget.is_visible("[part=show-all]").await);
    widget.click(".disclosure summary").await;
    widget.wait_visible("[part=item]", false).await;
    widget.click(".disclosure summary").await;
    widget.wait_visible("[part=item]", true).await;
    let paths: Vec<_> = site
        .requests()
        .iter()
        .map(|request| request.path.clone())
        .collect();
    assert_eq!(paths, ["/"]);
}

async fn without_scripts_all_rows_are_there_and_nothing_to_press(site: TestSite, page: Page) {
    // A frame without scripts, which the page may inspect.
    let list = element(&story(), &["--collapsed"]);
    site.respond(
        "/list",
        MockResponse::new("text/html; charset=utf-8", format!("<!doctype html>{list}")),
    );
    site.page("/", r#"<iframe src="/list" sandbox="allow-same-origin" style="width: 900px; height: 700px"></iframe>"#);
    page.open("/").await;
    page.wait_until(
        "document.querySelector('iframe').contentDocument.querySelector('key-events')?.shadowRoot",
    )
    .await;
    let shown = "(() => {
        const frame = document.querySelector('iframe').contentDocument;
        const { shadowRoot } = frame.querySelector('key-events');
        const visible = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? element.getClientRects().length > 0;
        const count = (selector) => [...shadowRoot.querySelectorAll(selector)].filter(visible).length;
        return [count('.item'), count('.item a'), count('button'), frame.defaultView.matchMedia('(scripting: none)').matches];
    })()";
    page.wait_for(shown, json!([0, 0, 0, true])).await;
    // A collapsed list expands without scripts.
    page.run("document.querySelector('iframe').contentDocument.querySelector('key-events').shadowRoot.querySelector('summary').click()").await;
    page.wait_for(shown, json!([12, 12, 0, true])).await;
}

async fn without_scripts_the_line_runs_through_the_limit(site: TestSite, page: Page) {
    let list = element(&feed::numbered(12), &[]);
    site.respond(
        "/list",
        MockResponse::new("text/html; charset=utf-8", format!("<!doctype html>{list}")),
    );
    site.page("/", r#"<iframe src="/list" sandbox="allow-same-origin" style="width: 900px; height: 900px"></iframe>"#);
    page.open("/").await;
    page.wait_until(
        "document.querySelector('iframe').contentDocument.querySelector('key-events')?.shadowRoot?.querySelectorAll('.item').length == 12",
    )
    .await;
    // The part below the tenth marker ends where the part above the eleventh begins.
    let gap = page
        .run(
            "const frame = document.querySelector('iframe').contentDocument;
            const { shadowRoot } = frame.querySelector('key-events');
            const style = (element) => frame.defaultView.getComputedStyle(element, '::before');
            const box = (element) => element.getBoundingClientRect();
            const rows = [...shadowRoot.querySelectorAll('.item')];
            const rest = shadowRoot.querySelector('.rest');
            const [above, below] = [style(rows[9]), style(rest)];
            if (above.content == 'none' || below.content == 'none') return ['none'];
            const end = box(rows[9]).bottom - parseFloat(above.bottom);
            const marker = box(rows[10].querySelector('.marker'));
            return [Math.abs(box(rest).top - end) < 1, Math.abs(box(rest).top + parseFloat(below.height) - marker.top) < 1,
                Math.abs(box(rows[9]).left + parseFloat(above.left) - box(rest).left - parseFloat(below.left)) < 1];",
        )
        .await;
    assert_eq!(gap, json!([true, true, true]));
}

async fn axe_finds_nothing_wrong_with_it(site: TestSite, page: Page) {
    serve(&site, &element(&story(), &[]));
    page.open("/").await;
    assert_eq!(axe::violations(&page).await, "");
    page.widget().click("[part=show-all]").await;
    page.widget().wait_visible("[data-id=e1]", true).await;
    assert_eq!(axe::violations(&page).await, "");
}

async fn below_the_fold_nothing_is_requested_until_the_reader_is_near(site: TestSite, page: Page) {
    let above = r#"<div style="height: 5000px"></div>"#;
    serve(&site, &format!("{MODULE}{above}{}", element(&story(), &[])));
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    assert!(page.widget().is_visible("[data-id=e12]").await);
    page.run(TWO_FRAMES).await;
    assert_eq!(
        (site.count(&TestSite::wasm()), site.count("/feed.json")),
        (0, 0)
    );
    assert_eq!(site.count(&TestSite::cdn_path("key-events.js")), 1);
    page.run("scrollTo(0, 4500)").await;
    wait_for_upgrade(&page).await;
    assert_eq!(
        (site.count(&TestSite::wasm()), site.count("/feed.json")),
        (1, 1)
    );
    assert_eq!(page.run("return scrollY").await, 4500);
}

async fn nothing_moves_during_the_upgrade(site: TestSite, page: Page) {
    stays(&site, &page).await;
}

async fn nothing_moves_during_the_upgrade_on_a_phone(site: TestSite, page: Page) {
    page.resize(360, 740).await;
    stays(&site, &page).await;
}

async fn stays(site: &TestSite, page: &Page) {
    let gate = hold_entry_chunk(site);
    serve(site, &format!("{MODULE}{}", element(&story(), &[])));
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    let before = boxes(page).await;
    gate.open();
    wait_for_upgrade(page).await;
    page.wait_for_lazy_chunk().await;
    let after = boxes(page).await;
    assert!(
        before["e3item"].is_array() && before["text"].is_array(),
        "{before}"
    );
    assert_eq!(moved(&before, &after), [""; 0]);
    assert_still(page).await;
}

async fn nothing_moves_while_the_page_loads(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let list = element(&story(), &[]);
    let html = format!("<!doctype html><html><head></head><body>{list}<p>Text</p></body></html>");
    let middle = html.find("data-id=\"e8\"").unwrap();
    site.respond("/list", site.html(&html).paused_after(middle, &gate));
    let frame = r#"<iframe src="/list" style="width: 900px; height: 700px"></iframe>"#;
    site.page("/", frame);
    page.open("/").await;
    let rows = "document.querySelector('iframe').contentDocument
        .querySelector('key-events')?.shadowRoot?.querySelectorAll('[data-id]').length ?? 0";
    page.wait_until(&format!("{rows} > 2")).await;
    page.run(TWO_FRAMES).await;
    assert!(page.run(&format!("return {rows}")).await.as_u64() < Some(8));
    gate.open();
    page.wait_for(rows, 12).await;
    page.run(TWO_FRAMES).await;
    let shift = "return document.querySelector('iframe').contentWindow.__recorder.shift()";
    assert!(page.run(shift).await.as_f64() <= Some(0.0));
}

async fn nothing_moves_for_readers_in_the_zone_of_the_event(site: TestSite, page: Page) {
    page.resize(360, 740).await;
    let gate = hold_entry_chunk(&site);
    serve(&site, &format!("{MODULE}{}", element(&story(), &[])));
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    let zone = "Times in Central European Summer Time";
    assert!(page.widget().text(".coverage").await.contains(zone));
    let before = boxes(&page).await;
    gate.open();
    wait_for_upgrade(&page).await;
    // This reader needs no mention of the zone, which may take a line less.
    assert!(!page.widget().text(".coverage").await.contains(zone));
    let after = boxes(&page).await;
    let moved = moved(&before, &after);
    let bottom = |line: &String| {
        ["base0", "status0"]
            .iter()
            .any(|name| line.starts_with(name))
    };
    assert!(!moved.is_empty() && moved.iter().all(bottom), "{moved:#?}");
    assert_still(&page).await;
}

async fn clicks_before_the_upgrade_are_replayed(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    serve(&site, &format!("{MODULE}{}", element(&story(), &[])));
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    let widget = page.widget();
    widget.click("[data-id=e9] .more").await;
    widget.click("[part=next]").await;
    gate.open();
    wait_for_upgrade(&page).await;
    page.wait_until("scrollY > 0").await;
    page.wait_for("location.hash", "#block-e12").await;
    widget
        .wait_attribute("[data-id=e9] .more", "aria-expanded", "true")
        .await;
}

async fn clicks_are_replayed_whatever_an_extension_adds_to_the_list(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    let body = format!(
        r#"{}<script>{{
            const {{ shadowRoot }} = document.querySelector("key-events");
            const style = document.createElement("style");
            shadowRoot.prepend(style, style.cloneNode());
            shadowRoot.append(style.cloneNode());
        }}</script>{MODULE}"#,
        element(&story(), &[])
    );
    serve(&site, &body);
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    page.widget().click("[part=next]").await;
    page.run(
        "document.querySelector('key-events').shadowRoot.prepend(document.createElement('style'))",
    )
    .await;
    gate.open();
    wait_for_upgrade(&page).await;
    page.wait_until("scrollY > 0").await;
    page.wait_for("location.hash", "#block-e12").await;
}

async fn a_clone_of_a_list_works_without_the_widget(site: TestSite, page: Page) {
    serve(&site, &element(&story(), &[]));
    page.open("/").await;
    page.run("const element = document.querySelector('key-events'); element.replaceWith(document.importNode(element.cloneNode(true), true))")
        .await;
    assert!(page.widget().is_visible("[data-id=e12]").await);
}

async fn a_list_that_a_script_inserts_is_shown_and_upgraded(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    let list = MockResponse::new("text/html", element(&story(), &[]));
    site.respond("/list.html", list);
    serve(&site, &format!("<main></main>{MODULE}"));
    // Chromium says that it does not turn the template into a shadow root.
    page.expect_own_log("declarative Shadow DOM is not being parsed");
    let parsed = "const { body } = new DOMParser().parseFromString(html, 'text/html');";
    for insert in [
        "main.innerHTML = html".to_owned(),
        format!("{parsed} main.replaceChildren(...document.importNode(body, true).childNodes)"),
        format!("{parsed} main.replaceChildren(...body.childNodes)"),
    ] {
        let insert = format!(
            "const main = document.querySelector('main');
            return fetch('/list.html').then((response) => response.text()).then((html) => {{ {insert} }})"
        );
        page.open("/").await;
        page.wait_until("customElements.get('key-events')").await;
        page.run(&insert).await;
        assert!(page.widget().is_visible("[data-id=e12]").await);
        assert_eq!(page.widget().count("details").await, 2);
        assert_eq!(page.document().count("template").await, 0);
        // Turbo shows a clone of the page when the reader returns.
        let clone = "return !!document.querySelector('key-events').cloneNode(true).shadowRoot?.querySelector('[data-id=e12]')";
        assert_eq!(page.run(clone).await, true);
    }
    page.widget().click("[part=next]").await;
    gate.open();
    wait_for_upgrade(&page).await;
    page.wait_for("location.hash", "#block-e12").await;
}

async fn a_template_that_a_morph_adds_changes_nothing(site: TestSite, page: Page) {
    let list = MockResponse::new("text/html", element(&story(), &[]));
    site.respond("/list.html", list);
    // Chromium says that it does not turn the template into a shadow root.
    page.expect_own_log("declarative Shadow DOM is not being parsed");
    // As idiomorph and morphdom do: the template is a child of the element that stays.
    let morph = "return fetch('/list.html').then((response) => response.text()).then((html) => {
            const { body } = new DOMParser().parseFromString(html, 'text/html');
            const [template] = body.querySelector('key-events').childNodes;
            if (template.localName != 'template') throw new Error('no template');
            document.querySelector('key-events').prepend(template);
        })";
    let plain = r#"<key-events src="/feed.json" lang="en-GB"><b>Fallback</b></key-events>"#;
    for existing in [plain.to_owned(), element(&story(), &[])] {
        let gate = hold_entry_chunk(&site);
        let is_plain = existing == plain;
        serve(&site, &format!("{MODULE}<main>{existing}</main>"));
        page.open("/").await;
        page.wait_until("document.querySelector('key-events').shadowRoot")
            .await;
        page.run(morph).await;
        let height =
            "return document.querySelector('key-events > template').getBoundingClientRect().height";
        assert_eq!(page.run(height).await, 0);
        // Before the start, the fallback or the prerendered list is shown.
        if is_plain {
            assert!(page.document().is_visible("key-events > b").await);
        } else {
            assert!(page.widget().is_visible("[data-id=e12]").await);
        }
        gate.open();
        page.widget().wait_count("[part~=item]", 10).await;
        wait_for_upgrade(&page).await;
        page.run(morph).await;
        // A move connects the element again.
        page.run("const element = document.querySelector('key-events'); element.remove(); document.querySelector('main').append(element);
            return new Promise((done) => setTimeout(done))")
            .await;
        page.widget().wait_count("[part=list]", 1).await;
        assert_eq!(page.widget().count("details").await, 0);
        assert_eq!(page.widget().count("[data-id=e12]").await, 1);
        assert_eq!(page.document().count("key-events > template").await, 2);
        assert_eq!(page.run(height).await, 0);
        page.wait_for_lazy_chunk().await;
    }
    // The fallback is there for an error.
    site.respond("/feed.json", MockResponse::json("").status(404));
    site.page("/", &format!("{MODULE}<main>{plain}</main>"));
    page.expect_console("key-events");
    page.open("/").await;
    page.widget().wait_count("[part=error]", 1).await;
    page.run(morph).await;
    assert!(page.document().is_visible("key-events > b").await);
}

async fn what_is_opened_before_the_upgrade_stays_open(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    serve(
        &site,
        &format!("{MODULE}{}", element(&story(), &[]).repeat(2)),
    );
    page.open("/").await;
    let [first, second] = [0, 1].map(|number| page.nth_widget(number));
    first.click("[part=show-all]").await;
    second.click(".disclosure summary").await;
    first.wait_visible("[data-id=e1]", true).await;
    second.wait_visible("[part=item]", false).await;
    // The reader caused this shift.
    let shift = page.layout_shift().await;
    gate.open();
    wait_for_upgrade(&page).await;
    assert!(first.is_visible("[data-id=e1]").await);
    second.wait_count("details", 0).await;
    assert!(!second.is_visible("[part=item]").await);
    assert_eq!(
        second
            .attribute("[part=toggle]", "aria-expanded")
            .await
            .unwrap(),
        "false"
    );
    assert_eq!(page.layout_shift().await, shift);
}

async fn a_collapsed_list_opens_without_the_widget_and_stays_open(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    serve(
        &site,
        &format!("{MODULE}{}", element(&story(), &["--collapsed"]).repeat(2)),
    );
    page.open("/").await;
    let [first, second] = [0, 1].map(|number| page.nth_widget(number));
    assert!(!first.is_visible("[part=item]").await);
    first.click(".disclosure summary").await;
    first.wait_visible("[part=item]", true).await;
    gate.open();
    for widget in [&first, &second] {
        widget.wait_count("details", 0).await;
    }
    assert!(first.is_visible("[part=item]").await);
    assert!(!second.is_visible("[part=item]").await);
}

async fn the_focus_and_the_scroll_position_stay(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    let small = "<style>key-events { --key-events-max-height: 250px }</style>";
    serve(&site, &format!("{MODULE}{small}{}", element(&story(), &[])));
    page.open("/").await;
    let widget = page.widget();
    let scrolled =
        "document.querySelector('key-events').shadowRoot.querySelector('.list').scrollTop";
    page.run(&format!("{scrolled} = 120")).await;
    widget.focus("[data-id=e8] a").await;
    page.run(&format!("{scrolled} = 120")).await;
    gate.open();
    wait_for_upgrade(&page).await;
    assert_eq!(page.run(&format!("return {scrolled}")).await, 120);
    assert!(widget.is_focused("[data-id=e8] a").await);
    page.press(Key::Tab).await;
    assert!(widget.is_focused("[data-id=e7] a").await);
}

async fn new_events_at_the_top_do_not_push_away_what_is_being_read(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    serve(&site, &format!("{MODULE}{}", element(&story(), &[])));
    let mut newer = story();
    let items = newer["items"].as_array_mut().unwrap();
    let mut item = feed::event("e13", "It is new", 13);
    item["url"] = "#block-e12".into();
    items.insert(0, item);
    site.json("/feed.json", newer);
    page.open("/").await;
    let widget = page.widget();
    page.run("scrollTo(0, 300)").await;
    let before = widget.rectangle("[data-id=e6]").await;
    gate.open();
    wait_for_upgrade(&page).await;
    let after = widget.rectangle("[data-id=e6]").await;
    assert_eq!(widget.count("[data-id=e13]").await, 1);
    assert!((before[1] - after[1]).abs() < 1.0, "{before:?} {after:?}");
    assert!(page.run("return scrollY").await.as_f64().unwrap() > 330.0);
}

async fn a_list_above_the_viewport_does_not_push_away_the_text(site: TestSite, page: Page) {
    site.page("/away", "");
    for style in ["", "<style>html { overflow-anchor: none }</style>"] {
        page.open("/away").await;
        let gate = hold_entry_chunk(&site);
        let all = element(&story(), &[]).replace("<key-events ", "<key-events loading=eager ");
        serve(&site, &format!("{style}{MODULE}{all}"));
        // Fewer rows than were prerendered, and one that is higher.
        let mut other = story();
        let items = other["items"].as_array_mut().unwrap();
        items.truncate(4);
        items[0]["title"] = "A headline that is told at length. ".repeat(5).into();
        site.json("/feed.json", other);
        page.open("/").await;
        page.run("document.getElementById('block-e9').scrollIntoView({ behavior: 'instant' })")
            .await;
        page.run(TWO_FRAMES).await;
        let top = "return document.getElementById('block-e9').getBoundingClientRect().top";
        let before = page.run(top).await.as_f64().unwrap();
        gate.open();
        wait_for_upgrade(&page).await;
        page.widget().wait_count("li", 4).await;
        page.run(TWO_FRAMES).await;
        let after = page.run(top).await.as_f64().unwrap();
        assert!((before - after).abs() <= 1.0, "{before} {after} {style}");
    }
}

/// The actions of a mouse.
fn mouse(actions: &Value) -> Value {
    json!([{
        "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
        "actions": actions,
    }])
}

/// Presses on a headline, and lets the widget render its list meanwhile.
async fn press_while_it_comes(site: &TestSite, page: &Page) {
    let gate = hold_entry_chunk(site);
    serve(site, &format!("{MODULE}{}", element(&story(), &[])));
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    let rectangle = page.widget().rectangle("[data-id=e11] .title").await;
    let [x, y] = [0, 1].map(|side| (rectangle[side] + rectangle[side + 2] / 4.0).round());
    let press = json!([
        { "type": "pointerMove", "x": x, "y": y, "duration": 0, "origin": "viewport" },
        { "type": "pointerDown", "button": 0 },
    ]);
    page.act(mouse(&press)).await;
    gate.open();
    page.wait_for_events("key-events-ready", 1).await;
    page.run(TWO_FRAMES).await;
    assert_eq!(page.run(&format!("return {UPGRADED}")).await, false);
}

async fn release(page: &Page) {
    page.act(mouse(&json!([{ "type": "pointerUp", "button": 0 }])))
        .await;
}

async fn a_long_press_ends_before_the_upgrade(site: TestSite, page: Page) {
    press_while_it_comes(&site, &page).await;
    release(&page).await;
    page.wait_for("location.hash", "#block-e11").await;
    wait_for_upgrade(&page).await;
}

async fn a_list_that_is_removed_during_a_press_is_complete_when_it_returns(
    site: TestSite,
    page: Page,
) {
    press_while_it_comes(&site, &page).await;
    page.run("window.element = document.querySelector('key-events'); element.remove()")
        .await;
    page.run(TWO_FRAMES).await;
    assert!(
        page.run("return element.shadowRoot.querySelectorAll('[data-id]').length")
            .await
            == 12
    );
    page.run("document.body.prepend(element)").await;
    release(&page).await;
    wait_for_upgrade(&page).await;
    page.widget().wait_count("[data-id]", 10).await;
}

async fn a_feed_that_fails_leaves_the_list_and_is_reported(site: TestSite, page: Page) {
    let list = element(&story(), &[]);
    serve(&site, &format!("{MODULE}{list}"));
    site.respond("/feed.json", MockResponse::json("{}").status(500));
    page.expect_console("the server responded with 500");
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    assert_eq!(events[0]["detail"]["kind"], "http");
    let widget = page.widget();
    widget
        .wait_text(
            "[part~=stale]",
            "Key events can’t be loaded right now. Try again",
        )
        .await;
    assert!(widget.is_visible("[data-id=e12]").await);
    assert_eq!(
        page.run("return document.querySelector('key-events').state")
            .await,
        "error"
    );
    site.json("/feed.json", story());
    widget.click("[part=retry]").await;
    wait_for_upgrade(&page).await;
    assert_eq!(widget.count("[part~=stale]").await, 0);
    assert_eq!(widget.count("[data-id]").await, 10);
}

async fn a_feed_that_failed_replaces_the_list_once_it_loads(site: TestSite, page: Page) {
    // The text below the list is in the viewport.
    let list = element(&story(), &["--refresh", "5", "--limit", "2"]);
    serve(&site, &FakeClock::default().page(&list));
    site.respond("/feed.json", MockResponse::json("{}").status(500));
    page.expect_console("the server responded with 500");
    page.open("/").await;
    page.widget().wait_count("[part~=stale]", 1).await;
    site.json("/feed.json", story());
    wait_for_upgrade(&page).await;
    page.widget().wait_count("[part~=stale]", 0).await;
    assert_eq!(page.widget().count("[data-id]").await, 2);
    page.wait_for("document.querySelector('key-events').state", "ready")
        .await;
}

async fn a_widget_that_could_not_load_is_retried(site: TestSite, page: Page) {
    let list = element(&story(), &[]);
    serve(&site, &FakeClock::default().page(&list));
    let wasm = TestSite::wasm();
    site.respond(&wasm, MockResponse::new("text/html", "gone").status(404));
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    assert!(page.widget().is_visible("[data-id=e12]").await);
    site.respond(&wasm, TestSite::original(&wasm));
    wait_for_upgrade(&page).await;
}

async fn a_widget_that_can_not_load_leaves_the_list(site: TestSite, page: Page) {
    serve(&site, &format!("{MODULE}{}", element(&story(), &[])));
    let wasm = TestSite::wasm();
    site.respond(&wasm, MockResponse::new("text/html", "gone").status(404));
    page.expect_console("the timeline can't start (network)");
    page.open("/").await;
    page.wait_for_events("key-events-error", 1).await;
    let widget = page.widget();
    assert!(widget.is_visible("[data-id=e12]").await);
    // A click of the reader is another try.
    site.respond(&wasm, TestSite::original(&wasm));
    widget.click("[part=next]").await;
    wait_for_upgrade(&page).await;
    page.wait_for("location.hash", "#block-e12").await;
}

async fn a_feed_without_events_shows_the_fallback(site: TestSite, page: Page) {
    let fallback = ["--fallback", r#"<p id="fallback">Nothing so far.</p>"#];
    let none = feed::of([]);
    let body = element(&none, &fallback) + &element(&story(), &fallback);
    site.page("/", &body);
    page.open("/").await;
    let [empty, filled] = [0, 1].map(|number| page.nth_widget(number));
    assert_eq!(empty.text("[part=empty]").await, "No key events yet.");
    assert!(
        page.document()
            .is_visible("key-events:first-of-type #fallback")
            .await
    );
    assert!(
        !page
            .document()
            .is_visible("key-events:last-of-type #fallback")
            .await
    );
    assert!(filled.is_visible("[data-id=e12]").await);

    // The same if the widget finds no more events.
    serve(&site, &format!("{MODULE}{}", element(&story(), &fallback)));
    site.json("/feed.json", none);
    page.open("/").await;
    wait_for_upgrade(&page).await;
    assert_eq!(
        page.widget().text("[part=empty]").await,
        "No key events yet."
    );
    assert!(page.document().is_visible("#fallback").await);
}

async fn a_strict_policy_allows_an_external_style_sheet(site: TestSite, page: Page) {
    site.json("/feed.json", story());
    let sheet = TestSite::file("prerendered.css");
    site.respond("/prerendered.css", MockResponse::new("text/css", sheet));
    let list = element(&story(), &["--stylesheet", "/prerendered.css"]);
    site.page_with_policy("/", &format!("{MODULE}{list}"), TestSite::STRICT);
    page.open("/").await;
    wait_for_upgrade(&page).await;
    assert_eq!(
        page.widget().style("[part=base]", "border-top-width").await,
        "3px"
    );
    assert_still(&page).await;

    // Without the widget.
    site.page_with_policy("/", &list, TestSite::STRICT);
    page.open("/").await;
    let widget = page.widget();
    page.wait_until("document.querySelector('key-events').shadowRoot.styleSheets.length == 1")
        .await;
    assert_eq!(widget.style("[part=base]", "border-top-width").await, "3px");
    assert!(!widget.is_visible("[data-id=e2]").await);
}

async fn hostile_text_is_text(site: TestSite, page: Page) {
    let text = r#"</template></section><script>document.title = 'bad'</script><img src=x onerror="document.title = 'bad'"> " ' &lt; {{"#;
    let mut feed = feed::numbered(2);
    feed["title"] = text.into();
    feed["language"] = "en".into();
    for name in ["id", "title", "content_text"] {
        feed["items"][0][name] = text.into();
    }
    let anchor = format!("{text}{{id}}");
    let options = ["--jsonld", "--heading", text, "--anchor", &anchor];
    site.json("/feed.json", feed.clone());
    site.page("/", &element(&feed, &options));
    page.open("/").await;
    let widget = page.widget();
    assert_eq!(page.run("return document.title").await, "Page");
    assert_eq!(widget.property(".item .title", "textContent").await, text);
    assert_eq!(
        widget.property("[part=toggle] slot", "textContent").await,
        text
    );
    assert_eq!(widget.attribute(".item", "data-id").await.unwrap(), text);
    assert_eq!(
        page.document()
            .attribute("key-events", "heading")
            .await
            .unwrap(),
        text
    );
    assert_eq!(page.document().count("script[type], img, section").await, 1);
    let json = page
        .document()
        .property("script[type]", "textContent")
        .await;
    let data: Value = serde_json::from_str(json.as_str().unwrap()).unwrap();
    assert_eq!(data["liveBlogUpdate"][0]["headline"], text);
}

async fn the_labels_and_times_are_those_of_the_widget(site: TestSite, page: Page) {
    let mut elements = String::new();
    let languages = ["en-GB", "de", "fr", "he", "ja", "pt-BR", "tr"];
    for language in languages {
        elements.push_str(&element(
            &story(),
            &["--lang", language, "--time", "absolute"],
        ));
    }
    let gate = hold_entry_chunk(&site);
    serve(&site, &format!("{MODULE}{elements}"));
    page.open("/").await;
    let mut before = Vec::new();
    for number in 0..languages.len() {
        before.push(words(&page, number).await);
    }
    page.run("document.querySelectorAll('key-events').forEach((element) => element.refresh())")
        .await;
    gate.open();
    for (number, language) in languages.iter().enumerate() {
        let widget = page.nth_widget(number);
        widget.wait_count("details", 0).await;
        assert_eq!(words(&page, number).await, before[number], "{language}");
    }
}

/// The visible text of a widget.
async fn words(page: &Page, number: usize) -> Value {
    let script = "
        const { shadowRoot } = document.querySelectorAll('key-events')[arguments[0]];
        const parts = ['toggle', 'count', 'day', 'time', 'updated', 'summary-badge', 'show-all'];
        return parts
            .flatMap((part) => [...shadowRoot.querySelectorAll(`[part=${part}]`)])
            .filter((element) => element.getClientRects().length)
            .map((element) => element.textContent.replace(/\\s+/g, ' ').trim());";
    page.run_with(script, json!([number])).await
}

async fn an_element_that_is_moved_before_the_upgrade_works(site: TestSite, page: Page) {
    let gate = hold_entry_chunk(&site);
    serve(&site, &format!("{MODULE}{}", element(&story(), &[])));
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    page.run("window.element = document.querySelector('key-events'); element.remove(); return new Promise((done) => setTimeout(done))").await;
    page.run("document.body.prepend(element)").await;
    assert!(page.widget().is_visible("[data-id=e12]").await);
    gate.open();
    wait_for_upgrade(&page).await;
    assert_eq!(page.widget().count("[data-id]").await, 10);
}

async fn an_include_of_a_server_is_as_new_as_the_feed(site: TestSite, page: Page) {
    let nginx = Nginx::start().await;
    nginx.put("feed.json", &story().to_string());
    let feed = nginx.url("/feed.json");
    let options = [&OPTIONS[2..], &["--src", "/feed.json"]].concat();
    let watching = Watching::start(&feed, &nginx.path("list.html"), &options);
    watching.wait_for("Event 12").await;
    let loader = site.cdn_url(&TestSite::cdn_path("key-events.js"));
    let head = "<!doctype html><meta charset=utf-8><title>Page</title>";
    let include = r#"<!--# include file="/list.html" -->"#;
    nginx.put("plain.html", &format!("{head}{include}"));
    let script = format!(r#"<script type="module" src="{loader}"></script>"#);
    nginx.put("page.html", &format!("{head}{script}{include}"));

    // As the server assembles it, and as a static site includes it when it is built.
    let list = fs::read_to_string(nginx.path("list.html")).unwrap();
    nginx.put("static.html", &format!("{head}{list}"));
    for path in ["/plain.html", "/static.html"] {
        page.open_url(&nginx.url(path)).await;
        assert_eq!(page.widget().count("[data-id]").await, 12, "{path}");
        assert!(page.widget().is_visible("[data-id=e12]").await, "{path}");
    }
    page.open_url(&nginx.url("/page.html")).await;
    wait_for_upgrade(&page).await;
    assert_eq!(page.widget().count("[data-id]").await, 10);

    // While the feed can't be read, the last good list stays.
    nginx.put("feed.json", "{");
    watching.wait_for_message("the feed is cut off").await;
    page.open_url(&nginx.url("/plain.html")).await;
    assert_eq!(page.widget().count("[data-id]").await, 12);
    let news = feed::of([feed::event("e13", "It is over", 13)]);
    nginx.put("feed.json", &news.to_string());
    watching.wait_for("It is over").await;
    page.open_url(&nginx.url("/plain.html")).await;
    assert_eq!(page.widget().count("[data-id]").await, 1);
}

async fn the_output_of_a_shortcode_stays_whole_in_a_paragraph(site: TestSite, page: Page) {
    let list = element(&story(), &["--jsonld"]);
    assert_eq!(list.matches('\n').count(), 1, "{list}");
    assert!(list.ends_with('\n'));
    // The text of a post surrounds it.
    let gate = hold_entry_chunk(&site);
    site.json("/feed.json", story());
    site.page(
        "/",
        &format!("{MODULE}<p>Before</p>\n<p>{list}</p>\n<p id=text>After</p>"),
    );
    page.open("/").await;
    assert_eq!(page.widget().count("[data-id] a").await, 12);
    assert_eq!(page.document().count("p").await, 3);
    gate.open();
    wait_for_upgrade(&page).await;
    assert_still(&page).await;
}
