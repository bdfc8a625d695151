//! The builder of the build: its form, its preview, and the code that it writes.

use key_events_e2e::{
    Key, MockResponse, Page, Preference, Scenario, TestSite, axe, feed, scenario,
};
use serde_json::{Value, json};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(every_attribute_changes_the_code_and_the_preview),
    scenario!(every_token_changes_the_code_and_the_preview),
    scenario!(the_address_has_the_settings),
    scenario!(what_a_feed_lacks_is_said_in_words),
    scenario!(a_file_is_shown_in_the_preview_only),
    scenario!(each_form_is_copied),
    scenario!(the_code_has_the_hashes_of_the_files),
    scenario!(a_hostile_address_stays_text),
    scenario!(the_tabs_work_with_the_keyboard),
    scenario!(the_preview_has_the_width_and_the_scheme),
    scenario!(the_builder_fits_a_small_phone),
    scenario!(axe_finds_nothing_in_the_builder),
    scenario!(axe_finds_nothing_in_the_builder_in_the_dark).preferring(&[Preference::Dark]),
];

/// The path of the page on the CDN.
fn path() -> String {
    TestSite::cdn_path("builder/")
}

/// Opens the builder with a feed of three events and these other settings.
async fn open(site: &TestSite, page: &Page, settings: &str) {
    site.json("/feed.json", feed::numbered(3));
    let src = site.cdn_url("/feed.json").replace("://", "%3A%2F%2F");
    open_with(site, page, &format!("src={src}{settings}")).await;
    page.wait_for(&format!("{PREVIEW}?.entries.length"), 3)
        .await;
}

async fn open_with(site: &TestSite, page: &Page, fragment: &str) {
    // Firefox may lay out the frame before its style sheet is there.
    page.expect_own_log("Layout was forced before the page was fully loaded");
    let html = String::from_utf8(TestSite::file("builder/index.html").to_vec()).unwrap();
    site.respond(&path(), site.html(&html));
    page.open_url(&format!("{}#{fragment}", site.cdn_url(&path())))
        .await;
    page.wait_until("document.querySelector('[role=tabpanel] code')")
        .await;
    page.wait_until("document.querySelector('[role=tabpanel]').textContent.includes('sha384-')")
        .await;
}

/// The element in the preview, as an expression.
const PREVIEW: &str =
    "document.querySelector('iframe').contentDocument?.querySelector('key-events')";

/// The text of the open tab, as an expression.
const CODE: &str = "[...document.querySelectorAll('[role=tabpanel] code')].map((code) => code.textContent).join('\\n')";

/// Changes a control as a reader does, and returns the value that it has then.
const CHANGE: &str = "
    const control = document.getElementById(arguments[0]);
    control.closest('details').open = true;
    if (control.type == 'checkbox') {
        control.click();
        return '';
    }
    if (control.localName == 'select') control.selectedIndex = 1;
    else control.value = arguments[1] ?? (control.type == 'number' ? control.min || '1' : 'Some \"text\" {id}');
    const type = control.localName == 'select' ? 'change' : 'input';
    control.dispatchEvent(new Event(type, { bubbles: true }));
    return control.value;";

async fn ids(page: &Page, start: &str) -> Vec<String> {
    let ids = format!(
        "return [...document.querySelectorAll('[id^={start}-]:is(input, select)')].map(({{ id }}) => id)"
    );
    let ids = page.run(&ids).await;
    serde_json::from_value(ids).unwrap()
}

async fn every_attribute_changes_the_code_and_the_preview(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    // The value of `time-zone` is reported by the element.
    let found = ids(&page, "attribute").await;
    let all = "return customElements.get('key-events')?.observedAttributes
        ?? document.querySelector('iframe').contentWindow.customElements.get('key-events').observedAttributes";
    let all = page.run(all).await;
    assert_eq!(found.len() + 1, all.as_array().unwrap().len());
    for id in found {
        let name = id.trim_start_matches("attribute-");
        let value = page.run_with(CHANGE, json!([id, null])).await;
        let value = value.as_str().unwrap();
        let in_preview = format!("{PREVIEW}.getAttribute({name:?})");
        page.wait_for(&in_preview, value).await;
        let in_code = match value {
            "" => format!("  data-{name}"),
            value => format!("  data-{name}=\"{}\"", value.replace('"', "&quot;")),
        };
        page.wait_until(&format!("({CODE}).includes({})", json!(in_code)))
            .await;
    }
    // And back.
    page.document().click(".settings > header button").await;
    page.wait_until(&format!("!({CODE}).includes('data-order')"))
        .await;
    page.wait_for(&format!("{PREVIEW}.hasAttribute('order')"), false)
        .await;
}

async fn every_token_changes_the_code_and_the_preview(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let found = ids(&page, "token").await;
    let manifest: Value = serde_json::from_slice(&TestSite::file("custom-elements.json")).unwrap();
    let tokens = &manifest["modules"][0]["declarations"][0]["cssProperties"];
    assert_eq!(found.len(), tokens.as_array().unwrap().len());
    for id in found {
        let token = id.replacen("token-", "--key-events-", 1);
        let value = if token.contains("color") {
            "#123456"
        } else {
            "3"
        };
        page.run_with(CHANGE, json!([id, value])).await;
        page.wait_for(
            &format!("{PREVIEW}.style.getPropertyValue({token:?})"),
            value,
        )
        .await;
        page.wait_until(&format!("({CODE}).includes('{token}: {value};')"))
            .await;
    }
    let id = "token-color-text";
    page.run_with(CHANGE, json!([id, "url(//evil.example)"]))
        .await;
    page.document()
        .wait_attribute(&format!("#{id}"), "aria-invalid", "true")
        .await;
    page.wait_until(&format!("!({CODE}).includes('evil')"))
        .await;
    let style = format!("{PREVIEW}.getAttribute('style').includes('evil')");
    page.wait_for(&style, false).await;
}

async fn the_address_has_the_settings(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    page.run_with(CHANGE, json!(["attribute-order", null]))
        .await;
    page.run_with(CHANGE, json!(["attribute-collapsed", null]))
        .await;
    page.run_with(CHANGE, json!(["attribute-heading", "Was & ist? #1"]))
        .await;
    let color = "light-dark(#8b1a1a, #f0938a)";
    page.run_with(CHANGE, json!(["token-color-accent", color]))
        .await;
    page.wait_until("location.hash.includes('accent')").await;
    let code = page.run(&format!("return {CODE}")).await;
    assert!(code.as_str().unwrap().contains("oldest"), "{code}");
    let address = page.run("return location.href").await;

    // A colleague opens the link.
    site.page("/", "");
    page.open("/").await;
    page.open_url(address.as_str().unwrap()).await;
    page.wait_for(CODE, code).await;
    page.wait_for(
        "document.getElementById('attribute-collapsed').checked",
        true,
    )
    .await;
    page.wait_for("document.getElementById('attribute-order').value", "oldest")
        .await;
    page.wait_for(
        &format!("{PREVIEW}?.getAttribute('heading')"),
        "Was & ist? #1",
    )
    .await;
    // Another link in the same tab.
    page.run("location.hash = 'limit=3'").await;
    page.wait_for("document.getElementById('attribute-limit').value", "3")
        .await;
    page.wait_for(
        "document.getElementById('attribute-collapsed').checked",
        false,
    )
    .await;
}

async fn what_a_feed_lacks_is_said_in_words(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    page.document().wait_count(".warnings", 0).await;
    let mut document = feed::numbered(3);
    document["items"][1]["date_published"] = json!("yesterday");
    document["items"][2] = json!("no item");
    site.json("/bad.json", document);
    page.run_with(SRC, json!([site.cdn_url("/bad.json")])).await;
    page.document().wait_count(".warnings li", 2).await;
    page.document().wait_count(".warnings .left-out", 1).await;
    page.document()
        .wait_text(".summary", "2 events in the timeline, 1 entry is left out.")
        .await;
    let messages = page.document().texts(".warnings li").await;
    assert!(
        messages[0].starts_with("entry with id \"e2\": date_published"),
        "{messages:?}"
    );

    site.respond("/none.json", MockResponse::json("{}"));
    page.run_with(SRC, json!([site.cdn_url("/none.json")]))
        .await;
    page.document().wait_count(".warnings .error", 1).await;
    page.document()
        .wait_text(".summary", "The feed cannot be shown.")
        .await;
}

/// Types the address of the feed.
const SRC: &str = "
    const field = document.getElementById('src');
    field.value = arguments[0];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

async fn a_file_is_shown_in_the_preview_only(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let choose = "
        const data = new DataTransfer();
        data.items.add(new File([arguments[0]], 'mine.json', { type: 'application/json' }));
        const input = document.getElementById('file');
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    for count in [5, 4] {
        let text = feed::numbered(count).to_string();
        page.run_with(choose, json!([text])).await;
        page.wait_for(&format!("{PREVIEW}.entries.length"), count)
            .await;
    }
    let code = page.run(&format!("return {CODE}")).await;
    assert!(code.as_str().unwrap().contains("/feed.json"), "{code}");
    // A dropped one.
    let drop = "
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([arguments[0]], 'mine.json'));
        const target = document.querySelector('.drop');
        target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));";
    page.run_with(drop, json!([feed::numbered(6).to_string()]))
        .await;
    page.wait_for(&format!("{PREVIEW}.entries.length"), 6).await;
    // And the address again.
    page.document().click(".drop button").await;
    page.wait_until(&format!("{PREVIEW}.entries.length > 6"))
        .await;
}

async fn each_form_is_copied(site: TestSite, page: Page) {
    open(&site, &page, "&--key-events-space=2em").await;
    page.run(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })",
    )
    .await;
    let tabs = page.document().count("[role=tab]").await;
    assert_eq!(tabs, 6);
    for tab in 0..tabs {
        let select = format!("document.querySelectorAll('[role=tab]')[{tab}].click()");
        page.run(&select).await;
        let selected = format!("document.querySelectorAll('[role=tab]')[{tab}].ariaSelected");
        page.wait_for(&selected, "true").await;
        let blocks = page.document().count("figure").await;
        assert!(blocks > 0);
        for block in 0..blocks {
            let figure = format!("document.querySelectorAll('figure')[{block}]");
            page.run(&format!("{figure}.querySelector('button').click()"))
                .await;
            page.wait_until(&format!(
                "window.copied == {figure}.querySelector('code').textContent"
            ))
            .await;
            page.wait_for(
                &format!("{figure}.querySelector('[role=status]').textContent"),
                "Copied",
            )
            .await;
        }
    }
    page.document().click(".output > header button").await;
    page.wait_until("window.copied == location.href").await;
}

async fn the_code_has_the_hashes_of_the_files(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let hashes: Value = serde_json::from_slice(&TestSite::file("integrity.json")).unwrap();
    for (tab, file) in [("tag", "embed.js"), ("module", "key-events.js")] {
        page.document().click(&format!("#tab-{tab}")).await;
        let hash = hashes[file].as_str().unwrap();
        page.wait_until(&format!("({CODE}).includes('integrity=\"{hash}\"')"))
            .await;
    }
    // The code works as it is.
    let code = page.run(&format!("return {CODE}")).await;
    site.page("/pasted", code.as_str().unwrap());
    page.open("/pasted").await;
    page.widget().wait_count("li", 3).await;
}

async fn a_hostile_address_stays_text(site: TestSite, page: Page) {
    // The preview requests it.
    let requested = "%22%3E%3C/script%3E%3Cimg%20src=x%20onerror=%22parent.hacked=1%22%3E";
    site.json(&format!("{}{requested}", path()), feed::numbered(3));
    let src = "%22%3E%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3D%22parent.hacked%3D1%22%3E";
    open_with(
        &site,
        &page,
        &format!("src={src}&heading={src}&base={src}&onclick=hacked%3D1"),
    )
    .await;
    let tabs = page.document().count("[role=tab]").await;
    for tab in 0..tabs {
        page.run(&format!(
            "document.querySelectorAll('[role=tab]')[{tab}].click()"
        ))
        .await;
        let selected = format!("document.querySelectorAll('[role=tab]')[{tab}].ariaSelected");
        page.wait_for(&selected, "true").await;
        let found = page
            .run(
                "return [...document.querySelectorAll('figure')].flatMap((figure) => {
                // In a shell, quotes make it text.
                if (figure.textContent.startsWith('Command')) return [];
                const text = figure.querySelector('code').textContent;
                const parsed = new DOMParser().parseFromString(text, 'text/html');
                return [...parsed.querySelectorAll('img, [onclick], [onerror]')].map(() => text);
            })",
            )
            .await;
        assert_eq!(found, json!([]));
    }
    assert_eq!(page.document().count("main img").await, 0);
    assert_eq!(page.run("return window.hacked ?? null").await, Value::Null);
}

async fn the_tabs_work_with_the_keyboard(site: TestSite, page: Page) {
    open(&site, &page, "").await;
    let document = page.document();
    document.focus("#tab-tag").await;
    page.press(Key::Right).await;
    assert!(document.is_focused("#tab-module").await);
    document
        .wait_attribute("#tab-module", "aria-selected", "true")
        .await;
    page.wait_until(&format!("({CODE}).includes('<key-events')"))
        .await;
    page.press(Key::End).await;
    assert!(document.is_focused("#tab-policy").await);
    page.press(Key::Right).await;
    assert!(document.is_focused("#tab-tag").await);
    page.press(Key::Left).await;
    page.press(Key::Home).await;
    assert!(document.is_focused("#tab-tag").await);
    // One stop for all tabs, then the panel.
    page.press(Key::Tab).await;
    assert!(document.is_focused("#code-panel").await);
    assert_eq!(document.count("[role=tab][tabindex='0']").await, 1);
}

async fn the_preview_has_the_width_and_the_scheme(site: TestSite, page: Page) {
    page.resize(1280, 900).await;
    open(&site, &page, "").await;
    let width = "document.querySelector('iframe').contentWindow.innerWidth";
    page.wait_for(width, 390).await;
    page.run("document.querySelectorAll('[name=width]')[1].click()")
        .await;
    page.wait_for(width, 1024).await;
    let theme = format!("{PREVIEW}.shadowRoot.querySelector('[part=base]')?.checkVisibility()");
    page.wait_for(&theme, true).await;
    let scheme = format!("getComputedStyle({PREVIEW}.ownerDocument.body).color");
    let light = page.run(&format!("return {scheme}")).await;
    page.run("document.querySelectorAll('[name=scheme]')[1].click()")
        .await;
    page.wait_until(&format!("{scheme} != {light}")).await;
    // The frame fits.
    let fits = "document.querySelector('iframe').getBoundingClientRect().right <= document.querySelector('.stage').getBoundingClientRect().right + 1";
    page.wait_until(fits).await;
}

async fn the_builder_fits_a_small_phone(site: TestSite, page: Page) {
    page.resize(360, 800).await;
    open(
        &site,
        &page,
        "&anchor=block-%7Bid%7D&--key-events-color-accent=light-dark(%238b1a1a%2C%20%23f0938a)",
    )
    .await;
    page.run("for (const group of document.querySelectorAll('details')) group.open = true")
        .await;
    for tab in 0..6 {
        page.run(&format!(
            "document.querySelectorAll('[role=tab]')[{tab}].click()"
        ))
        .await;
        page.wait_until("document.documentElement.scrollWidth <= innerWidth")
            .await;
    }
}

async fn axe_finds_nothing_in_the_builder(site: TestSite, page: Page) {
    open(&site, &page, "&--key-events-color-accent=url(x)").await;
    page.run("for (const group of document.querySelectorAll('details')) group.open = true")
        .await;
    page.document().wait_count("[aria-invalid]", 1).await;
    assert_eq!(axe::violations_in(&page, "body").await, "");
    site.respond("/none.json", MockResponse::json("{}"));
    page.run_with(SRC, json!([site.cdn_url("/none.json")]))
        .await;
    page.document().wait_count(".warnings .error", 1).await;
    page.document().click("#tab-npm").await;
    assert_eq!(axe::violations_in(&page, "body").await, "");
}

async fn axe_finds_nothing_in_the_builder_in_the_dark(site: TestSite, page: Page) {
    axe_finds_nothing_in_the_builder(site, page).await;
}
