//! The labels of the interface in the reader's language.

use key_events_e2e::{
    Engine, Gate, MockResponse, Page, TestSite, feed, live_blog::last_visit, scenarios,
};
use serde_json::{Value, json};

scenarios![
    several_elements_of_austria_load_german_once,
    each_language_finds_its_strings_and_any_other_falls_back_to_english,
    english_is_not_rendered_before_the_strings_are_loaded,
    strings_that_take_too_long_are_applied_later,
    strings_that_fail_to_load_leave_english,
    the_language_can_change_at_any_time,
    labels_override_those_of_the_language,
    every_language_fits_into_a_narrow_column,
    every_language_fits_into_a_wide_column,
    the_words_of_the_order_are_whole_in_every_language_and_column;
    also in development:
    labels_and_dates_use_one_language,
    labels_for_a_language_without_strings_make_it_that_of_the_dates,
];

const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

/// The path on the CDN of the labels of a language.
fn path(tag: &str) -> String {
    TestSite::built(&format!("locales/{tag}."), ".json")
}

/// A string of a language that is a file of its own.
pub(crate) fn string(tag: &str, name: &str) -> String {
    let file = path(tag).replace(&TestSite::cdn_path(""), "");
    let labels: Value = serde_json::from_slice(&TestSite::file(&file)).unwrap();
    labels[name].as_str().unwrap().to_owned()
}

/// The languages whose labels were requested, sorted.
fn requested_languages(site: &TestSite) -> Vec<String> {
    let mut tags: Vec<_> = site
        .requests()
        .iter()
        .filter_map(|request| {
            let (_, file) = request.path.split_once("/locales/")?;
            Some(file.split_once('.')?.0.to_owned())
        })
        .collect();
    tags.sort();
    tags
}

async fn several_elements_of_austria_load_german_once(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let element = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;
    let body = format!(r#"{MODULE}<div lang="de-AT">{}</div>"#, element.repeat(3));
    site.page_with_policy("/", &body, TestSite::STRICT);
    page.open("/").await;
    for number in 0..3 {
        let widget = page.nth_widget(number);
        widget.wait_text("[part=toggle]", "Wichtige Updates").await;
        widget
            .wait_text("[part=show-all]", "Alle 12 anzeigen")
            .await;
        let count = widget.property("[part=count]", "textContent").await;
        assert_eq!(count.as_str().unwrap().trim(), "12 Updates");
    }
    assert_eq!(requested_languages(&site), ["de"]);
}

async fn each_language_finds_its_strings_and_any_other_falls_back_to_english(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(2));
    let languages = [
        ("de", Some("de")),
        ("DE-ch", Some("de")),
        ("de-Latn-LI", Some("de")),
        ("iw", Some("he")),
        ("pt-PT", Some("pt")),
        ("pt-BR", Some("pt-BR")),
        ("zh", Some("zh")),
        ("zh-CN", Some("zh")),
        ("zh-SG", Some("zh")),
        ("zh-Hans-HK", Some("zh")),
        ("zh-TW", Some("zh-Hant")),
        ("zh-HK", Some("zh-Hant")),
        ("zh-MO", Some("zh-Hant")),
        ("zh-Hant-CN", Some("zh-Hant")),
        ("en", None),
        ("en-DE", None),
        ("mt", None),
        ("tlh", None),
        ("", None),
        ("no such language", None),
        ("../../de", None),
    ];
    let elements = languages.map(|(lang, _)| {
        format!(r#"<key-events src="/feed.json" lang="{lang}" loading="eager"></key-events>"#)
    });
    site.page("/", &format!("{MODULE}{}", elements.concat()));
    page.open("/").await;
    for (number, (lang, tag)) in languages.into_iter().enumerate() {
        let heading = tag.map_or("Key events".to_owned(), |tag| string(tag, "heading"));
        let widget = page.nth_widget(number);
        widget.wait_count("li", 2).await;
        assert_eq!(widget.text("[part=toggle]").await, heading, "{lang}");
    }
    assert_eq!(
        requested_languages(&site),
        ["de", "he", "pt", "pt-BR", "zh", "zh-Hant"]
    );
}

async fn english_is_not_rendered_before_the_strings_are_loaded(site: TestSite, page: Page) {
    let (files, labels) = (Gate::closed(), Gate::closed());
    let feed = MockResponse::json(&feed::numbered(3).to_string());
    site.respond("/feed.json", feed.behind(&files));
    site.respond(
        &TestSite::wasm(),
        TestSite::original(&TestSite::wasm()).behind(&files),
    );
    site.respond(&path("fr"), TestSite::original(&path("fr")).behind(&labels));
    let fallback = r#"<p id="fallback">Fallback</p>"#;
    let body = format!(
        r#"{MODULE}<key-events src="/feed.json" lang="fr">{fallback}</key-events>
        <key-events src="/feed.json"></key-events>"#
    );
    site.page("/", &body);
    page.open("/").await;
    // In parallel: none waits for another.
    for path in ["/feed.json", &TestSite::wasm(), &path("fr")] {
        site.wait_for_requests(path, 1).await;
        assert_eq!(site.status(path), None, "{path}");
    }
    files.open();
    page.nth_widget(1).wait_count("li", 3).await;
    assert_eq!(page.widget().count("section").await, 0);
    assert!(page.document().is_visible("#fallback").await);
    page.wait_for("document.querySelector('key-events').state", "loading")
        .await;
    labels.open();
    page.widget().wait_count("li", 3).await;
    let heading = page.widget().text("[part=toggle]").await;
    assert_eq!(heading, "Les temps forts");
}

async fn strings_that_take_too_long_are_applied_later(site: TestSite, page: Page) {
    // Three seconds pass at once.
    let hurry = "<script>
        const { setTimeout } = window;
        window.setTimeout = (call, delay, ...rest) => setTimeout(call, delay == 3000 ? 1 : delay, ...rest);
        </script>";
    let gate = Gate::closed();
    site.json("/feed.json", feed::numbered(3));
    site.respond(&path("it"), TestSite::original(&path("it")).behind(&gate));
    let element = r#"<key-events src="/feed.json" lang="it" time-zone="UTC"></key-events>"#;
    site.page("/", &format!("{hurry}{MODULE}{element}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    assert_eq!(widget.text("[part=toggle]").await, "Key events");
    // Labels and dates use one language.
    assert_eq!(widget.text("[part=day]").await, "Monday, July 1, 2024");
    gate.open();
    widget.wait_text("[part=toggle]", "Punti chiave").await;
    assert_eq!(widget.text("[part=day]").await, "Lunedì 1 luglio 2024");
}

async fn strings_that_fail_to_load_leave_english(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let failures = [
        MockResponse::new("text/html", "gone").status(404),
        MockResponse::json("{}").cut_after(1),
        MockResponse::new("text/html", "<!doctype html>"),
    ];
    for (debug, failure, is_changed) in [
        ("", &failures[0], false),
        ("debug", &failures[0], false),
        ("debug", &failures[1], false),
        ("debug", &failures[2], true),
    ] {
        site.respond(&path("de"), failure.clone());
        let element = format!(r#"<key-events src="/feed.json" lang="de" {debug}></key-events>"#);
        site.page("/", &format!("{MODULE}{}", element.repeat(2)));
        if debug == "debug" {
            page.expect_console("no labels for de");
        }
        if is_changed {
            page.expect_console("its hash is wrong, so this file is not used");
        }
        page.open("/").await;
        for number in [0, 1] {
            let widget = page.nth_widget(number);
            widget.wait_count("li", 3).await;
            assert_eq!(widget.text("[part=toggle]").await, "Key events");
        }
        assert_eq!(page.broken_invariants().await.0, [""; 0]);
    }
}

async fn the_language_can_change_at_any_time(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let element = r#"<key-events src="/feed.json" time-zone="UTC"></key-events>"#;
    let body =
        format!(r#"{MODULE}<div id="story">{element}</div><div id="elsewhere" lang="uk"></div>"#);
    site.page("/", &body);
    page.open("/").await;
    let widget = page.widget();
    let speaks = async |heading: &str, day: &str| {
        widget.wait_text("[part=toggle]", heading).await;
        widget.wait_text("[part=day]", day).await;
    };
    widget.wait_text("[part=toggle]", "Key events").await;
    assert_eq!(requested_languages(&site), [""; 0]);
    page.run("document.querySelector('key-events').lang = 'sv'")
        .await;
    speaks("Viktiga händelser", "Måndag 1 juli 2024").await;
    page.run("document.querySelector('key-events').removeAttribute('lang')")
        .await;
    widget.wait_text("[part=toggle]", "Key events").await;
    page.run("document.documentElement.lang = 'de'").await;
    speaks("Wichtige Updates", "Montag, 1. Juli 2024").await;
    page.run("story.lang = 'es'").await;
    speaks("Momentos clave", "Lunes, 1 de julio de 2024").await;
    page.run("elsewhere.append(document.querySelector('key-events'))")
        .await;
    widget.wait_text("[part=toggle]", "Головні події").await;
    // Labels that are known are not requested again.
    page.run("story.append(document.querySelector('key-events'))")
        .await;
    speaks("Momentos clave", "Lunes, 1 de julio de 2024").await;
    assert_eq!(requested_languages(&site), ["de", "es", "sv", "uk"]);
}

async fn labels_override_those_of_the_language(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(12));
    let element = r#"<key-events src="/feed.json" lang="de"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}"));
    page.open("/").await;
    let widget = page.widget();
    widget
        .wait_text("[part=show-all]", "Alle 12 anzeigen")
        .await;
    page.run("document.querySelector('key-events').labels = { heading: 'Bisher' }")
        .await;
    widget.wait_text("[part=toggle]", "Bisher").await;
    page.run("document.querySelector('key-events').lang = 'nl'")
        .await;
    widget.wait_text("[part=show-all]", "Toon alle 12").await;
    assert_eq!(widget.text("[part=toggle]").await, "Bisher");
    page.run("document.querySelector('key-events').labels = {}")
        .await;
    widget.wait_text("[part=toggle]", "Hoofdpunten").await;
}

/// The elements of the widgets that overflow their column or their own box, each with its language.
/// Also the page, if it scrolls sideways.
const OVERFLOW: &str = "
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide, not ${clientWidth}`);
    for (const host of document.querySelectorAll('key-events')) {
      const column = host.getBoundingClientRect();
      for (const element of host.shadowRoot.querySelectorAll('*')) {
        // Visually hidden elements, and elements without a box.
        if (element.matches('.visually-hidden *, .visually-hidden') || !element.getClientRects().length) continue;
        const floats = element.closest('.floating');
        const [start, end] = floats ? [0, clientWidth] : [column.left, column.right];
        const { left, right } = element.getBoundingClientRect();
        if (getComputedStyle(element).textOverflow == 'ellipsis') continue;
        const out = left < start - 0.5 || right > end + 0.5;
        // The list leaves room for focus rings around its rows.
        const room = element.parentElement?.closest('.list') ? 4 : 0;
        if (out || (element.clientWidth && element.scrollWidth > element.clientWidth + room))
          found.push(`${host.lang}: ${element.localName}.${element.className} ${element.scrollWidth} in ${element.clientWidth}, ${element.textContent.slice(0, 40)}`);
      }
    }
    return found;";

/// Every language.
pub(crate) fn tags() -> Vec<String> {
    let loader = TestSite::file("integrity.json");
    let hashes: Value = serde_json::from_slice(&loader).unwrap();
    let files = hashes.as_object().unwrap().keys();
    let names = files.filter_map(|file| file.strip_prefix("locales/")?.strip_suffix(".json"));
    let tags = names.filter_map(|name| name.split('.').next());
    tags.map(str::to_owned).collect()
}

/// Opens a page with an element for every language in a column of this width.
async fn open_all(site: &TestSite, page: &Page, width: u32, head: &str, attributes: &str) {
    let elements = tags().into_iter().map(|tag| {
        let direction = match &*tag {
            "ar" | "he" => "rtl",
            _ => "ltr",
        };
        format!(r#"<key-events lang="{tag}" dir="{direction}" loading="eager" {attributes}></key-events>"#)
    });
    let elements: Vec<_> = elements.collect();
    let style =
        format!("<style>html {{ max-inline-size: {width}px; }} body {{ margin: 0; }}</style>");
    site.page("/", &format!("{style}{head}{MODULE}{}", elements.concat()));
    page.open("/").await;
}

/// Waits until every widget has an element that matches.
async fn wait_for_all(page: &Page, selector: &str) {
    page.wait_until(&format!(
        "[...document.querySelectorAll('key-events')].every((host) => host.shadowRoot.querySelector('{selector}'))"
    ))
    .await;
}

/// Asserts that nothing overflows a column of this width, and that each widget uses its language.
async fn assert_fits(page: &Page, width: u32, state: &str) {
    let widths = "return [...document.querySelectorAll('key-events')].every((host) => host.offsetWidth <= arguments[0])";
    assert_eq!(page.run_with(widths, json!([width])).await, true, "{state}");
    let headings = "return [...document.querySelectorAll('key-events')].map((host) =>
        [host.lang, host.shadowRoot.querySelector('[part=toggle]').textContent])";
    for pair in page.run(headings).await.as_array().unwrap() {
        let tag = pair[0].as_str().unwrap();
        if tag != "en" {
            assert_eq!(pair[1], string(tag, "heading"), "{state} in {tag}");
        }
    }
    assert_eq!(page.run(OVERFLOW).await, json!([]), "{state}");
}

async fn refresh(page: &Page) {
    page.run("return document.querySelector('key-events').refresh()")
        .await;
}

async fn every_language_fits_into_a_narrow_column(site: TestSite, page: Page) {
    let count = tags().len();
    let failures = |path: &str| {
        for _ in 0..count {
            page.expect_console(path);
        }
    };

    // The minimum width of WebKit's window is larger.
    let window = match page.engine() {
        Engine::Chromium | Engine::Firefox => 280,
        Engine::Webkit => 360,
    };
    page.resize(window, 700).await;
    // Everything that a list can have: days, a summary, an edited entry, anchors in the page, a
    // last visit, a story, the event's own time zone, and all that follows the list.
    let mut list = feed::numbered(14);
    list["items"][1]["_key_events"] = json!({ "summary": true });
    list["items"][0]["date_published"] = "2024-09-25T22:22:22Z".into();
    list["items"][1]["date_modified"] = "2024-07-02T12:00:00Z".into();
    list["items"][1]["content_text"] = "What there is to read beyond the headline.".into();
    list["items"][1]["authors"] = json!([{ "name": "A. Reporter" }, { "name": "B. Reporter" }]);
    list["_key_events"] = json!({
        "related": [{ "title": "The story", "url": "/story" }],
        "discussion_url": "/discussion",
    });
    site.json("/feed.json", list.clone());
    let head = format!(
        r#"<div id="e1">Text</div><div id="e14">Text</div>{}"#,
        last_visit("2024-07-01T12:04:00Z")
    );
    open_all(
        &site,
        &page,
        280,
        &head,
        r#"src="/feed.json" limit="12" remember time-zone="America/St_Johns""#,
    )
    .await;
    for part in [
        "[part=show-all]",
        "[part=since]",
        "[part=visit]",
        "[part=order]",
        "[part=next]",
        "[part=updated]",
        "[part~=discussion]",
        ".live",
    ] {
        wait_for_all(&page, part).await;
    }
    page.run(
        "for (const host of document.querySelectorAll('key-events'))
          host.shadowRoot.querySelector('[part=more]').click();",
    )
    .await;
    wait_for_all(&page, ".by").await;
    assert_fits(&page, 280, "list").await;

    list["items"][0]["id"] = "another".into();
    site.json("/feed.json", list.clone());
    refresh(&page).await;
    wait_for_all(&page, "[part=new-badge]").await;
    site.respond("/feed.json", MockResponse::json("").status(500));
    failures("/feed.json");
    refresh(&page).await;
    wait_for_all(&page, ".status").await;
    assert_fits(&page, 280, "stale list").await;
    list["expired"] = true.into();
    site.json("/feed.json", list);
    refresh(&page).await;
    wait_for_all(&page, ".ended").await;
    assert_fits(&page, 280, "ended list").await;

    site.json("/empty.json", feed::of([]));
    open_all(&site, &page, 280, "", r#"src="/empty.json""#).await;
    wait_for_all(&page, "[part=empty]").await;
    assert_fits(&page, 280, "empty").await;

    site.respond("/bad.json", MockResponse::json("").status(500));
    failures("/bad.json");
    open_all(&site, &page, 280, "", r#"src="/bad.json""#).await;
    wait_for_all(&page, "[part=error]").await;
    assert_fits(&page, 280, "error").await;

    // All at the top of the page, then all outside the viewport.
    for position in ["top: 0", "top: 3000px"] {
        let head = format!(
            "<style>key-events {{ position: absolute; inline-size: min(280px, 100%); {position}; }}</style>"
        );
        site.json("/feed.json", feed::numbered(3));
        open_all(&site, &page, 280, &head, r#"src="/feed.json" collapsed"#).await;
        wait_for_all(&page, "[part=count]").await;
        site.json("/feed.json", feed::numbered(14));
        refresh(&page).await;
        wait_for_all(&page, "[part=toast]").await;
        assert_fits(&page, 280, &format!("toast, {position}")).await;
    }
    let back: Vec<_> = tags()
        .iter()
        .filter(|tag| *tag != "en")
        .map(|tag| string(tag, "back"))
        .collect();
    let words = "const hosts = [...document.querySelectorAll('key-events')];
        arguments[0].forEach((text, number) => (hosts[number].labels = { new: text }));";
    page.run_with(words, json!([back])).await;
    assert_fits(&page, 280, "way back").await;
}

async fn every_language_fits_into_a_wide_column(site: TestSite, page: Page) {
    let feed = r#"<script type="application/json" id="feed"></script><script>
        const ago = [0, 1, 59, 60, 23 * 60, 24 * 60, 300 * 24 * 60];
        const items = ago.map((minutes) => ({
          id: "m" + minutes,
          title: "Event",
          date_published: new Date(Date.now() - minutes * 60000 - 500).toISOString(),
        }));
        const version = "https://jsonfeed.org/version/1.1";
        document.getElementById("feed").textContent = JSON.stringify({ version, items });
        </script>"#;
    for time in ["auto", "relative", "absolute"] {
        let attributes = format!(r##"src="#feed" time="{time}""##);
        open_all(&site, &page, 600, feed, &attributes).await;
        wait_for_all(&page, "[part=time]").await;
        assert_fits(&page, 600, time).await;
    }
}

/// A day, as the browser formats it in a language.
/// The heading of the day, which begins with a capital letter.
async fn day_in(page: &Page, tag: &str) -> String {
    let script = "const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
        const day = new Intl.DateTimeFormat(arguments[0], options).format(new Date('2024-07-01T12:00Z'));
        return day.replace(/^\\p{L}/u, (letter) => letter.toLocaleUpperCase(arguments[0]))";
    let day = page.run_with(script, json!([tag])).await;
    day.as_str().unwrap().to_owned()
}

async fn labels_and_dates_use_one_language(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let languages = [
        // As servers name locales (POSIX, ICU).
        ("nl_NL", Some("nl"), "nl-NL"),
        ("pt_BR", Some("pt-BR"), "pt-BR"),
        ("zh_TW", Some("zh-Hant"), "zh-TW"),
        ("zh_Hant_HK", Some("zh-Hant"), "zh-Hant-HK"),
        ("de_DE.UTF-8", Some("de"), "de-DE"),
        ("fr_FR@currency=eur", Some("fr"), "fr-FR"),
        ("en_US@currency=eur", None, "en-US"),
        ("en_GB", None, "en-GB"),
        ("de_", Some("de"), "de"),
        (" de ", Some("de"), "de"),
        // Dates in Latin script, and no labels.
        ("hi-Latn", None, "en-US"),
        ("de-u-nu-latn", Some("de"), "de-u-nu-latn"),
        // Browsers format dates in these, and there are no labels in them.
        ("mt", None, "en-US"),
        ("th", None, "en-US"),
        ("cy-GB", None, "en-US"),
        // No language.
        ("", None, "en-US"),
        ("und", None, "en-US"),
        ("und-NL", Some("nl"), "nl-Latn-NL"),
        ("und_JP", Some("ja"), "ja-Jpan-JP"),
        ("no such language", None, "en-US"),
        ("_", None, "en-US"),
    ];
    let elements = languages.map(|(lang, ..)| {
        format!(
            r#"<key-events src="/feed.json" time-zone="UTC" lang="{lang}" loading="eager"></key-events>"#
        )
    });
    site.page("/", &format!("{MODULE}{}", elements.concat()));
    page.open("/").await;
    for (number, (lang, words, dates)) in languages.into_iter().enumerate() {
        let heading = words.map_or("Key events".to_owned(), |tag| string(tag, "heading"));
        let widget = page.nth_widget(number);
        widget.wait_count("li", 2).await;
        assert_eq!(widget.text("[part=toggle]").await, heading, "{lang}");
        let day = day_in(&page, dates).await;
        assert_eq!(widget.text("[part=day]").await, day, "{lang}");
    }
}

async fn labels_for_a_language_without_strings_make_it_that_of_the_dates(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(2));
    let english = include_str!("../../../../src/labels/locales/en.json");
    let element = r#"<key-events src="/feed.json" time-zone="UTC" lang="cy"></key-events>"#;
    let script = format!(
        "<script>
        const all = {english};
        window.element = document.querySelector('key-events');
        element.labels = {{ ...all, heading: 'Digwyddiadau allweddol' }};
        </script>"
    );
    site.page("/", &format!("{element}{script}{MODULE}"));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    widget
        .wait_text("[part=toggle]", "Digwyddiadau allweddol")
        .await;
    widget
        .wait_text("[part=day]", &day_in(&page, "cy").await)
        .await;
    page.run("element.labels = { heading: 'Digwyddiadau allweddol' }")
        .await;
    widget
        .wait_text("[part=day]", &day_in(&page, "en-US").await)
        .await;
}

/// What is wrong with the words of the order. `targets`: the size of a button, for a mouse or a finger.
const UNREADABLE: &str = "
    const [targets] = arguments;
    return [...document.querySelectorAll('key-events')].flatMap((host) => {
        const root = host.shadowRoot;
        const part = (name) => root.querySelector(`[part=${name}]`);
        root.querySelector('.base').style.setProperty('--target', targets);
        host.scrollIntoView({ block: 'start', behavior: 'instant' });
        const [order, prev, next, header] = ['order', 'prev', 'next', 'header'].map(part);
        const words = order.querySelector('.words');
        const range = document.createRange();
        range.selectNodeContents(words);
        const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
        const box = order.getBoundingClientRect();
        const faults = {
            'the words are not visible': !lines.length || !words.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
            'a line is outside of the button': lines.some(({ left, right, top, bottom }) =>
                left < box.left - 0.5 || right > box.right + 0.5 || top < box.top - 2 || bottom > box.bottom + 2),
            'a line is covered': lines.some(({ left, right, top, bottom }) => [left + 1, right - 1].some((x) =>
                root.elementFromPoint(x, (top + bottom) / 2)?.closest('button') != order)),
            'the words are small': parseFloat(getComputedStyle(words).fontSize) < 12,
            'the buttons are not in one row': [prev, next].some((step) => step.getBoundingClientRect().top != box.top),
        };
        const before = header.getBoundingClientRect().height;
        for (const step of [prev, next]) step.style.display = 'none';
        // The machine has no font for the others, and engines draw boxes of different widths instead.
        const hasFont = !['hi', 'ja', 'ko', 'zh', 'zh-Hant'].includes(host.lang);
        faults['the buttons beside it change the height'] = hasFont && header.getBoundingClientRect().height != before;
        for (const step of [prev, next]) step.style.display = '';
        return Object.keys(faults).filter((name) => faults[name]).map((name) => `${host.lang}: ${name}`);
    });";

async fn the_words_of_the_order_are_whole_in_every_language_and_column(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(4));
    let head = r#"<div id="e1">Text</div><div id="e4">Text</div>"#;
    page.resize(1000, 700).await;
    for width in [200, 288, 360, 700] {
        open_all(&site, &page, width, head, r#"src="/feed.json" limit="1""#).await;
        wait_for_all(&page, "[part=next]").await;
        for tag in tags().iter().filter(|tag| *tag != "en") {
            let words = "[...document.querySelectorAll('key-events')].find(({ lang }) => lang == LANG).shadowRoot.querySelector('[part=order]').textContent";
            let words = words.replace("LANG", &format!("'{tag}'"));
            page.wait_for(&words, string(tag, "newestFirst")).await;
        }
        for targets in ["28px", "44px"] {
            let faults = page.run_with(UNREADABLE, json!([targets])).await;
            assert_eq!(faults, json!([]), "{width} px, buttons of {targets}");
        }
    }
}
