//! What screen readers say.

use std::fmt::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use key_events_e2e::{
    Engine, Gate, MockResponse, Page, Scenario, TestSite, feed,
    live_blog::{Blog, HEADER, is_at},
    scenario,
};
use serde_json::{Value, json};

use super::languages;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(a_short_time_is_read_in_words_and_found_once),
    scenario!(texts_have_the_language_of_the_feed),
    scenario!(words_that_are_not_translated_are_marked_as_english),
    scenario!(the_snapshots_of_a_list_are_as_committed),
    scenario!(the_snapshots_of_a_load_are_as_committed),
    scenario!(relative_times_read_well_in_every_language),
];

const ELEMENT: &str = "document.querySelector('key-events')";
const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

#[allow(clippy::disallowed_methods, reason = "not in a browser")]
async fn a_short_time_is_read_in_words_and_found_once(site: TestSite, page: Page) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut recent = feed::event("b", "Event b", 2);
    recent["date_published"] = (now.as_secs() - 150).into();
    recent["date_modified"] = (now.as_secs() - 90).into();
    site.json(
        "/feed.json",
        feed::of([recent, feed::event("a", "Event a", 1)]),
    );
    let tags = ["en", "de", "fr"].map(|lang| {
        format!(r#"<key-events src="/feed.json" lang="{lang}" loading="eager" refresh="0"></key-events>"#)
    });
    site.page("/", &format!("{MODULE}{}", tags.concat()));
    page.open("/").await;
    for (number, short, spoken) in [
        (0, "2m ago", "2 minutes ago"),
        (1, "vor 2 Min.", "vor 2 Minuten"),
        (2, "il y a 2\u{a0}min", "il y a 2 minutes"),
    ] {
        let widget = page.nth_widget(number);
        widget.wait_count("li", 2).await;
        let time = |row: &str, rest: &str| format!("[data-id={row}] [part=time]{rest}");
        let text = widget.property(&time("b", ""), "textContent").await;
        assert_eq!(text, short, "found once");
        assert_eq!(widget.count(&time("b", " [aria-hidden=true]")).await, 1);
        let hidden = time("b", " .visually-hidden");
        let words = widget.attribute(&hidden, "data-text").await;
        assert_eq!(words.as_deref(), Some(spoken));
        // A clock time is read as it is.
        assert_eq!(widget.count(&time("a", " *")).await, 0);
    }
    let content = format!(
        "return getComputedStyle({ELEMENT}.shadowRoot.querySelector('[part=time] .visually-hidden'), '::before').content"
    );
    // Firefox reports the function, not its value.
    let content = page.run(&content).await;
    assert!(
        content == "\"2 minutes ago\"" || content == "attr(data-text)",
        "{content}"
    );
    let updated = "[part=updated] .visually-hidden";
    let words = page.widget().attribute(updated, "data-text").await;
    assert_eq!(words.as_deref(), Some("Updated 1 minute ago"));
}

async fn texts_have_the_language_of_the_feed(site: TestSite, page: Page) {
    for (number, language) in ["de", "pt_BR", "en"].into_iter().enumerate() {
        let mut event = feed::event("a", "Ein Ereignis", 1);
        event["content_html"] = json!("<p>Was es dazu zu sagen gibt.</p>");
        let mut feed = feed::of([event]);
        feed["language"] = language.into();
        feed["_key_events"] = json!({ "related": [{ "title": "Mehr", "url": "/more" }] });
        site.json(&format!("/{number}.json"), feed);
    }
    let tags = [0, 1, 2].map(|number| {
        format!(r#"<key-events src="/{number}.json" loading="eager" refresh="0"></key-events>"#)
    });
    site.page(
        "/",
        &format!(r#"{MODULE}<main lang="en-GB">{}</main>"#, tags.concat()),
    );
    page.open("/").await;
    for (number, language) in [Some("de"), Some("pt-BR"), None].into_iter().enumerate() {
        let widget = page.nth_widget(number);
        widget.wait_count("[part=more]", 1).await;
        widget.click("[part=more]").await;
        for text in ["[part=title]", "[part=link]", ".rich", "[part=related] li"] {
            widget.wait_count(text, 1).await;
            let lang = widget.attribute(text, "lang").await;
            assert_eq!(lang.as_deref(), language, "{number} {text}");
        }
        // The words of the interface are in the language of the page.
        assert_eq!(widget.attribute("[part=base]", "lang").await, None);
        assert_eq!(widget.count("li:not([part=related] li)[lang]").await, 0);
        let bidi = widget.style("[part=related] a", "unicode-bidi").await;
        assert_eq!(bidi, "plaintext");
    }
}

async fn words_that_are_not_translated_are_marked_as_english(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let tag = |lang: &str, rest: &str| {
        format!(
            r#"<key-events lang="{lang}" {rest} src="/feed.json" loading="eager" refresh="0"></key-events>"#
        )
    };
    let tags = [
        tag("sw", r#"heading="Matukio""#),
        tag("de", r#"heading="Ereignisse""#),
        tag("en-AU", ""),
        tag("sw", ""),
    ];
    site.page("/", &format!("{MODULE}{}", tags.concat()));
    page.open("/").await;
    for (number, words, heading, title) in [
        (0, Some("en"), Some("sw"), Some("sw")),
        (1, None, None, None),
        (2, None, None, None),
        (3, Some("en"), None, Some("sw")),
    ] {
        let widget = page.nth_widget(number);
        widget.wait_count("li", 2).await;
        for (element, expected) in [
            ("[part=base]", words),
            ("[part=toggle] slot > span", heading),
            ("[part=title]", title),
        ] {
            let lang = widget.attribute(element, "lang").await;
            assert_eq!(lang.as_deref(), expected, "{number} {element}");
        }
    }
}

/// What precedes a time that is that of the test.
const CHECKED: &str = "Last checked at ";

/// The accessibility tree of the widget, a line each: role, name, states, text. Elements without a role of their
/// own are left out.
async fn snapshot(page: &Page) -> String {
    fn write(nodes: &[Value], id: &Value, depth: usize, parent: &str, out: &mut String) {
        let Some(node) = nodes.iter().find(|node| node["nodeId"] == *id) else {
            return;
        };
        let role = node["role"]["value"].as_str().unwrap_or_default();
        let name = node["name"]["value"].as_str().unwrap_or_default();
        let indent = "  ".repeat(depth);
        if role == "StaticText" {
            // The name of its parent says it already.
            if !parent.contains(name) {
                writeln!(out, "{indent}- text: {name}").unwrap();
            }
            return;
        }
        let plain = ["generic", "none", "ListMarker", "RootWebArea"];
        let is_ignored = node["ignored"] == true || plain.contains(&role);
        let mut below = if is_ignored { parent } else { "" };
        if !is_ignored {
            let is_named_by_text = ["button", "link", "heading"].contains(&role);
            below = if is_named_by_text { name } else { "" };
            write!(out, "{indent}- {role}").unwrap();
            if !name.is_empty() {
                write!(out, " {name:?}").unwrap();
            }
            for property in node["properties"].as_array().into_iter().flatten() {
                let value = &property["value"]["value"];
                let state = property["name"].as_str().unwrap_or_default();
                if ["expanded", "pressed", "disabled", "live", "level"].contains(&state) {
                    let value = value.to_string().replace('"', "");
                    write!(out, " [{state}={value}]").unwrap();
                }
            }
            let description = node["description"]["value"].as_str().unwrap_or_default();
            if !description.is_empty() {
                write!(out, " [description={description:?}]").unwrap();
            }
            out.push('\n');
        }
        for child in node["childIds"].as_array().into_iter().flatten() {
            write(nodes, child, depth + usize::from(!is_ignored), below, out);
        }
    }
    let tree = page
        .devtools("Accessibility.getFullAXTree", json!({}))
        .await;
    let nodes = tree["nodes"].as_array().unwrap();
    let root = nodes.iter().find(|node| node["role"]["value"] == "region");
    let mut text = String::new();
    write(nodes, &root.unwrap()["nodeId"], 0, "", &mut text);
    // The driver does not tell this state.
    for current in page.widget().texts("[aria-current=location]").await {
        let link = format!("- link {current:?}");
        text = text.replace(&link, &format!("{link} [current=location]"));
    }
    // The time of the last check is that of the test.
    let mut parts = text.split(CHECKED);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.extend([CHECKED, "…", part.split_at("12:34".len()).1]);
    }
    text
}

/// The roles that a snapshot is compared by where there is no tree.
const ROLES: [&str; 3] = ["button", "heading", "link"];

/// The roles and names of the visible links, buttons and headings, as in a snapshot.
async fn named(page: &Page) -> Vec<String> {
    let elements = page
        .run(&format!(
            "return [...{ELEMENT}.shadowRoot.querySelectorAll('a, button, h2, h3')].filter((element) => element.checkVisibility())"
        ))
        .await;
    let mut lines = Vec::new();
    for element in elements.as_array().unwrap() {
        let role = page.computed("role", element).await;
        let name = page.computed("label", element).await;
        lines.push(format!("{role} {name:?}"));
    }
    lines
}

/// Compares the tree with that in `tests/e2e/snapshots/`. With `UPDATE_SNAPSHOTS=1`, writes it there.
///
/// Only the driver of Chromium gives access to the tree. Those of the other engines tell the role and the name of an
/// element.
async fn assert_snapshot(page: &Page, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let file = folder.join(format!("{name}.txt"));
    if page.engine() != Engine::Chromium {
        let committed = fs::read_to_string(&file).unwrap();
        let expected = committed.matches("Skip key events").count();
        page.widget().wait_count("[part=skip]", expected).await;
        let lines = committed.lines().filter_map(|line| {
            let line = line.trim_start().strip_prefix("- ")?;
            let (role, rest) = line.split_once(' ')?;
            let (name, _) = rest
                .split_once("\" [")
                .unwrap_or((rest.trim_end_matches('"'), ""));
            ROLES.contains(&role).then(|| format!("{role} {name}\""))
        });
        assert_eq!(named(page).await, lines.collect::<Vec<_>>(), "{name}");
        return;
    }
    let now = snapshot(page).await;
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, &now).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(now, committed, "{name}: UPDATE_SNAPSHOTS=1 writes it");
}

fn events() -> Vec<Value> {
    let mut summary = feed::event("s", "The story so far", 9);
    summary["_key_events"] = json!({ "summary": true });
    let mut story = feed::event("e2", "An event with a story", 2);
    story["content_html"] = json!(r#"<p>Text, with <a href="/more">a link</a>.</p>"#);
    vec![summary, story, feed::event("e1", "An event", 1)]
}

async fn the_snapshots_of_a_list_are_as_committed(site: TestSite, page: Page) {
    site.json("/feed.json", feed::of(events()));
    let blocks = Blog {
        attributes: r#"lang="en-GB" time-zone="UTC" refresh="0""#,
        ..Blog::new(2)
    };
    site.page("/", &blocks.page());
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 3).await;
    widget.wait_count("[part=skip]", 1).await;
    widget.wait_count("[part=next]", 1).await;
    assert_snapshot(&page, "list").await;
    widget.click("[data-id=e2] [part=more]").await;
    widget.wait_count("[data-id=e2] .rich a", 1).await;
    assert_snapshot(&page, "story-open").await;
    widget.click("[data-id=e2] [part=more]").await;
    widget.wait_count("[part=body]", 0).await;
    widget.click("[data-id=e1] a").await;
    page.wait_until(&is_at("block-e1", HEADER)).await;
    widget
        .wait_count("[data-id=e1] [aria-current=location]", 1)
        .await;
    widget.wait_count("[part=toast]", 1).await;
    assert_snapshot(&page, "current-row").await;
    let mut more = events();
    more.insert(0, feed::event("e3", "News", 10));
    site.json("/feed.json", feed::of(more));
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_text("[part=toast]", "1 new key event").await;
    assert_snapshot(&page, "new-events").await;
}

async fn the_snapshots_of_a_load_are_as_committed(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let tag = r#"<key-events src="/feed.json" loading="eager" refresh="0" lang="en-GB" time-zone="UTC">Fallback</key-events>"#;
    site.page("/", &format!("{MODULE}<main><h1>Live</h1>{tag}</main>"));
    let failure = || MockResponse::json("").status(503);
    site.respond("/feed.json", failure().behind(&gate));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".skeleton", 1).await;
    assert_snapshot(&page, "loading").await;
    page.expect_console("/feed.json");
    gate.open();
    widget.wait_count("[part=error]", 1).await;
    assert_snapshot(&page, "error").await;
    site.json("/feed.json", feed::of([]));
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_count("[part=empty]", 1).await;
    assert_snapshot(&page, "empty").await;
    site.json("/feed.json", feed::of(events()));
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_count("li", 3).await;
    page.expect_console("/feed.json");
    site.respond("/feed.json", failure());
    page.run(&format!("return {ELEMENT}.refresh()")).await;
    widget.wait_count("[part=retry]", 1).await;
    assert_snapshot(&page, "stale").await;
}

#[allow(clippy::disallowed_methods, reason = "not in a browser")]
async fn relative_times_read_well_in_every_language(site: TestSite, page: Page) {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    // Two minutes, three hours and four days ago.
    let ages = [150, 3 * 3600 + 60, 4 * 86_400 + 60];
    let events = ages.map(|age| {
        let mut event = feed::event(&format!("e{age}"), "An event", 0);
        event["date_published"] = (now - age).into();
        event
    });
    site.json("/feed.json", feed::of(events));
    let tags = languages::tags();
    let elements: Vec<_> = tags
        .iter()
        .map(|tag| {
            format!(r#"<key-events src="/feed.json" lang="{tag}" time="relative" loading="eager" refresh="0"></key-events>"#)
        })
        .collect();
    site.page("/", &format!("{MODULE}{}", elements.concat()));
    page.open("/").await;
    page.wait_until(
        "[...document.querySelectorAll('key-events')].every(({ shadowRoot }) => shadowRoot?.querySelectorAll('li [part=time]').length == 3)",
    )
    .await;
    let times = page
        .run(
            "return [...document.querySelectorAll('key-events')].map(({ lang, shadowRoot }) =>
                [...shadowRoot.querySelectorAll('[part=time]')].map((time, number) => {
                    const short = time.textContent;
                    const spoken = time.querySelector('[data-text]')?.dataset.text ?? short;
                    const faults = {
                        'are meters': /\\d\\s?m\\.?$/.test(short),
                        'are a negative number': /^[\\u200e\\u200f]?[-\\u2212\\u2013+]/.test(short),
                        'have no number': !/\\p{N}/u.test(short) && !/[\\p{L}\\p{M}]{4,}/u.test(short),
                        // Chinese, Japanese and Korean write such a word with one or two characters. Hours are “ore” in Italian.
                        'have no word': !(number == 1 ? /[\\p{L}\\p{M}]{3,}|\\p{sc=Han}|\\p{sc=Hang}/u : /[\\p{L}\\p{M}]{4,}|\\p{sc=Han}|\\p{sc=Hang}/u).test(spoken),
                    };
                    return [`${lang}: ${short}, ${spoken}`, Object.keys(faults).filter((name) => faults[name])];
                }))",
        )
        .await;
    let times: Vec<Vec<(String, Vec<String>)>> = serde_json::from_value(times).unwrap();
    assert_eq!(times.len(), tags.len());
    let faults: Vec<_> = times
        .iter()
        .flatten()
        .filter(|(_, faults)| !faults.is_empty())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let swedish = times
        .iter()
        .flatten()
        .find(|(time, _)| time.starts_with("sv: "));
    let (swedish, _) = swedish.unwrap();
    assert!(swedish.starts_with("sv: för 2 min s"), "{swedish}");
    assert!(swedish.ends_with("för 2 minuter sedan"), "{swedish}");
}
