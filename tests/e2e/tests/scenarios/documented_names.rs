//! The documentation and the element have the same names.
//!
//! All names come from the tables of the documentation. A new feature is a line in one of them, and
//! here at most a state in which it shows.

use std::collections::BTreeSet;

use key_events_e2e::{
    Gate, Key, MockResponse, Page, TestSite, feed, live_blog::fail_refresh, scenarios,
};
use serde_json::{Value, json};

scenarios![
    parts_and_slots_are_those_of_the_documentation,
    events_are_those_of_the_documentation,
    every_token_changes_something_and_has_the_default_that_is_documented,
    attributes_properties_and_methods_are_those_of_the_documentation,
    the_manifest_names_what_the_documentation_names,
];

const STYLING: &str = include_str!("../../../../docs/styling.md");
const README: &str = include_str!("../../../../README.md");

type Names = BTreeSet<String>;

/// The cells of the rows of the first table below a heading.
fn table(text: &'static str, heading: &str) -> Vec<Vec<&'static str>> {
    let (_, below) = text
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("no heading {heading}"));
    let lines = below.lines().skip_while(|line| !line.starts_with('|'));
    let rows: Vec<Vec<&str>> = lines
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(!rows.is_empty(), "no table below {heading}");
    rows
}

/// The code spans of a cell.
fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The names in the first column of a table, without their arguments.
fn names(text: &'static str, heading: &str) -> Names {
    table(text, heading)
        .iter()
        .flat_map(|row| code(row[0]))
        .map(|name| name.split('(').next().unwrap().to_owned())
        .collect()
}

fn parts() -> Names {
    &names(STYLING, "## Parts") | &names(STYLING, "### States")
}

/// The names of the slots. The default slot has the empty name.
fn slots() -> Names {
    let named = names(STYLING, "## Slots");
    let rows = table(STYLING, "## Slots");
    assert!(rows.iter().any(|row| row[0] == "default"));
    &named | &Names::from([String::new()])
}

/// The names in the table of events.
fn events() -> Names {
    let (_, below) = README.split_once("Events bubble").unwrap();
    let rows = below.lines().skip_while(|line| !line.starts_with('|'));
    let rows = rows.take_while(|line| line.starts_with('|')).skip(2);
    let names = rows.flat_map(code);
    let names = names.filter(|name| name.starts_with("key-events-"));
    names.map(str::to_owned).collect()
}

fn strings(value: &Value) -> Names {
    let list = value.as_array().into_iter().flatten();
    list.map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Records every part, slot and event of the widget.
const WATCH: &str = r#"<script>
    window.seen = { parts: {}, slots: {}, events: {} };
    window.record = () => {
      for (const { shadowRoot } of document.querySelectorAll("key-events")) {
        for (const element of shadowRoot?.querySelectorAll("[part], slot") ?? []) {
          for (const part of element.part) seen.parts[part] = 1;
          if (element.localName == "slot") seen.slots[element.name] = 1;
        }
      }
    };
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.type.includes("key-events")) seen.events[event.type] = 1;
      return dispatch.call(this, event);
    };
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (options) {
      const root = attach.call(this, options);
      const all = { subtree: true, childList: true, attributes: true };
      new MutationObserver(record).observe(root, all);
      return root;
    };
    // No share dialog of the system, which a test can't close, and a clipboard that works.
    Object.defineProperty(navigator, "share", { value: undefined });
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} } });
    </script>"#;

/// Makes this visit an hour later.
const LATER: &str = "<script>const now = Date.now; Date.now = () => now() + 3600000;</script>";

/// A feed with all that an event can have, over two days.
fn rich(count: usize) -> Value {
    let mut feed = feed::numbered(count);
    feed["_key_events"] = json!({
        "related": [{ "title": "More", "url": "/more" }],
        "discussion_url": "/talk",
    });
    for (number, item) in feed["items"].as_array_mut().unwrap().iter_mut().enumerate() {
        item["content_html"] = "<p>What happened.</p>".into();
        // An image that most entries share is nobody's.
        item["image"] = format!("/image.svg?{number}").into();
        item["date_modified"] = "2024-07-01T15:00:00Z".into();
        item["authors"] = json!([{ "name": "The desk" }]);
    }
    let first = feed["items"].as_array_mut().unwrap().last_mut().unwrap();
    first["date_published"] = "2024-06-30T12:00:00Z".into();
    // Nothing to expand: its row has all of it.
    let second = &mut feed["items"][1];
    second.as_object_mut().unwrap().remove("content_html");
    second["_key_events"] = json!({ "key": true, "summary": true, "weight": "major" });
    feed["items"][2]["_key_events"] = json!({ "key": true, "weight": "minor" });
    feed
}

fn serve(site: &TestSite) {
    // An invalid `Date`, so that the reader's clock is not corrected.
    let response = MockResponse::json(&rich(5).to_string()).header("date", "never");
    site.respond("/feed.json", response);
    site.respond(
        "/image.svg",
        MockResponse::new(
            "image/svg+xml",
            "<svg xmlns='http://www.w3.org/2000/svg'/>".to_owned(),
        ),
    );
    let blocks = [1, 2, 3, 4, 5, 6]
        .map(|n| format!(r#"<article id="block-e{n}" style="height: 700px">{n}</article>"#))
        .concat();
    for (path, head) in [("/", ""), ("/later", LATER)] {
        site.page(
            path,
            &format!(
                r#"{head}{WATCH}<script type="module" src="{{cdn}}/key-events.js"></script>
                <key-events src="/feed.json" limit="3" images overview reading-bar remember loading="eager"></key-events>
                {blocks}"#
            ),
        );
    }
}

/// Puts the element through its states, which the page records in `seen`. Returns the records of
/// the documents that were left.
async fn visit_all_states(site: &TestSite, page: &Page) -> Vec<Value> {
    let mut left = Vec::new();
    serve(site);
    site.json("/empty.json", feed::of([]));
    let gate = Gate::closed();
    site.respond("/bad.json", MockResponse::json("no feed").behind(&gate));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 3).await;

    // Every kind of button once. The toggle comes last, because it hides the others.
    widget.click("[part=order]").await;
    widget.click("[part=order]").await;
    for part in ["more", "share", "show-all"] {
        if parts().contains(part) {
            widget.click(&format!("[part={part}]")).await;
        }
    }
    widget.wait_count(".item", 5).await;
    page.run("addEventListener('click', (event) => event.preventDefault(), { once: true })")
        .await;
    widget.click("[part~=discussion] a").await;
    page.wait_for("seen.events['key-events-view']", 1).await;
    widget.click("[data-id=e3] [part=link]").await;
    widget.wait_count("[part~=current]", 1).await;
    widget.wait_count("[part=toast]", 1).await;
    widget.click("[part=toast]").await;
    page.wait_until("Object.values(localStorage).length == 1")
        .await;
    let noted = "Object.values(localStorage).some((value) => JSON.parse(value)[2] > 0)";
    page.wait_until(noted).await;

    // Collapsed, then stale, then with new events.
    widget.click("[part=toggle]").await;
    widget.wait_visible(".item", false).await;
    fail_refresh(site, page).await;
    widget.wait_count("[part~=status] [part=retry]", 1).await;
    site.json("/feed.json", rich(6));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_text("[part=toast]", "1 new key event").await;
    widget.click("[part=toast]").await;
    widget.wait_count("[part=new-badge]", 1).await;

    // Loading, an error, and an empty list.
    page.run(
        "for (const src of ['/bad.json', '/empty.json']) {
            const element = document.createElement('key-events');
            element.setAttribute('src', src);
            element.setAttribute('loading', 'eager');
            document.body.prepend(element);
        }",
    )
    .await;
    page.nth_widget(0).wait_count("[part=empty]", 1).await;
    page.expect_console("key-events: ");
    gate.open();
    page.nth_widget(1).wait_count("[part=error]", 1).await;
    left.push(page.run("record(); return seen").await);

    // Another visit, with new events in between.
    site.respond(
        "/feed.json",
        MockResponse::json(&rich(7).to_string()).header("date", "never"),
    );
    page.open("/later").await;
    page.widget().wait_count("[part=visit]", 1).await;
    left.push(page.run("record(); return seen").await);
    left
}

fn all(documents: &[Value], kind: &str) -> Names {
    let documents = documents.iter().filter_map(|seen| seen[kind].as_object());
    documents.flat_map(|found| found.keys().cloned()).collect()
}

async fn parts_and_slots_are_those_of_the_documentation(site: TestSite, page: Page) {
    let documents = visit_all_states(&site, &page).await;
    assert_eq!(all(&documents, "parts"), parts());
    assert_eq!(all(&documents, "slots"), slots());
}

async fn events_are_those_of_the_documentation(site: TestSite, page: Page) {
    let documents = visit_all_states(&site, &page).await;
    assert_eq!(all(&documents, "events"), events());
}

/// A value that differs from every default.
fn probe(token: &str) -> &'static str {
    match token.strip_prefix("--key-events-").unwrap() {
        name if name.starts_with("color-") => "rgb(1, 2, 3)",
        "font-family" => "monospace",
        "line-height" => "3",
        _ => "37px",
    }
}

/// A hash of the computed styles of the widget's elements, in the properties that tokens affect.
const STYLES: &str = "
    const [token, value] = arguments;
    const host = document.querySelector('key-events');
    if (token) host.style.setProperty(token, value);
    const properties = `color background-color border-top-color border-left-color border-top-width
        border-left-width border-top-left-radius outline-color font-family font-size line-height width
        height max-height padding-top padding-left margin-top top`.split(/\\s+/);
    let sum = 0;
    for (const element of host.shadowRoot.querySelectorAll('section, section *'))
        for (const pseudo of [null, '::before', '::after']) {
            const style = getComputedStyle(element, pseudo);
            for (const name of properties) {
                const text = name + style.getPropertyValue(name);
                for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
            }
        }
    if (token) host.style.removeProperty(token);
    return sum;";

async fn every_token_changes_something_and_has_the_default_that_is_documented(
    site: TestSite,
    page: Page,
) {
    let sheet = String::from_utf8(TestSite::file("key-events.css").to_vec()).unwrap();
    let built: Names = sheet
        .split("--key-events-")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
            format!("--key-events-{}", &rest[..end.unwrap_or(rest.len())])
        })
        .collect();
    assert_eq!(built, names(STYLING, "## Tokens"));

    site.json("/feed.json", feed::numbered(3));
    site.page(
        "/",
        r#"<button id="start">Start</button>
        <script type="module" src="{cdn}/key-events.js"></script>
        <key-events src="/feed.json" limit="3" loading="eager"></key-events>"#,
    );
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count(".item", 3).await;
    site.json("/feed.json", feed::numbered(4));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_count("[part=new-badge]", 1).await;
    widget.wait_count("[part=show-all]", 1).await;
    page.wait_for_lazy_chunk().await;
    page.document().focus("#start").await;
    page.press(Key::Tab).await;
    // Past the link that skips the timeline.
    page.press(Key::Tab).await;
    assert!(widget.is_focused("[part=toggle]").await);
    // The badge disappears by itself, so a copy is kept. The others need a jump and a visit.
    page.run(
        "const root = document.querySelector('key-events').shadowRoot;
        const visit = document.createElement('p');
        visit.className = 'visit';
        root.querySelector('section').append(visit);
        const current = root.querySelector('.item').cloneNode(true);
        current.part = 'item current';
        current.querySelector('[part=new-badge]')?.remove();
        root.querySelector('section').append(current);
        const badge = root.querySelector('[part=new-badge]').cloneNode(true);
        root.querySelector('section').append(badge);
        root.querySelector('section > [part=new-badge]').removeAttribute('part');",
    )
    .await;
    widget.wait_count("[part=new-badge]", 0).await;
    for theme in ["light", "dark"] {
        page.run(&format!(
            "document.querySelector('key-events').setAttribute('theme', '{theme}')"
        ))
        .await;
        widget
            .wait_attribute("[part=base]", "data-theme", theme)
            .await;
        for row in table(STYLING, "## Tokens") {
            let token = code(row[0])[0];
            let plain = page.run_with(STYLES, json!([null, null])).await;
            let changed = page.run_with(STYLES, json!([token, probe(token)])).await;
            assert_ne!(changed, plain, "{token} changes nothing, {theme}");
            let defaults = code(row[1]);
            let (([default], _) | ([default, _], "light") | ([_, default], "dark")) =
                (defaults.as_slice(), theme)
            else {
                continue;
            };
            let same = page.run_with(STYLES, json!([token, default])).await;
            assert_eq!(
                same, plain,
                "{token}: {default} is not the default, {theme}"
            );
        }
    }
}

async fn attributes_properties_and_methods_are_those_of_the_documentation(
    site: TestSite,
    page: Page,
) {
    serve(&site);
    page.open("/").await;
    page.widget().wait_count(".item", 3).await;
    let found = page
        .run("return customElements.get('key-events').observedAttributes")
        .await;
    assert_eq!(strings(&found), names(README, "## Attributes"));
    let found = page
        .run(
            "const callbacks = ['constructor', 'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback'];
            const names = new Set(Object.keys(document.querySelector('key-events')));
            let type = customElements.get('key-events').prototype;
            for (; type != HTMLElement.prototype; type = Object.getPrototypeOf(type))
                for (const name of Object.getOwnPropertyNames(type)) names.add(name);
            return [...names].filter((name) => !callbacks.includes(name))",
        )
        .await;
    assert_eq!(strings(&found), names(README, "## Script API"));
}

async fn the_manifest_names_what_the_documentation_names(_site: TestSite, _page: Page) {
    let manifest: Value = serde_json::from_slice(&TestSite::file("custom-elements.json")).unwrap();
    let element = &manifest["modules"][0]["declarations"][0];
    let listed = |kind: &str| -> Names {
        let list = element[kind].as_array().unwrap();
        let names = list.iter().map(|entry| entry["name"].as_str().unwrap());
        names.map(str::to_owned).collect()
    };
    assert_eq!(listed("attributes"), names(README, "## Attributes"));
    // The properties of attributes are those of the npm package.
    let members = element["members"].as_array().unwrap();
    let members = members
        .iter()
        .filter(|member| member["attribute"].is_null());
    let members = members.map(|member| member["name"].as_str().unwrap().to_owned());
    assert_eq!(members.collect::<Names>(), names(README, "## Script API"));
    assert_eq!(listed("events"), events());
    assert_eq!(listed("cssParts"), parts());
    assert_eq!(listed("cssProperties"), names(STYLING, "## Tokens"));
    assert_eq!(listed("slots"), slots());
    // TypeScript's types have the same events and members.
    let types = String::from_utf8(TestSite::file("element.d.ts").to_vec()).unwrap();
    let block = |start: &str| {
        let (_, rest) = types.split_once(start).unwrap();
        rest.split_once("\n}").unwrap().0
    };
    let quoted = |line: &str| Some(line.trim().strip_prefix('"')?.split_once('"')?.0.to_owned());
    let map = block("interface KeyEventsEventMap");
    assert_eq!(map.lines().filter_map(quoted).collect::<Names>(), events());
    let member = |line: &str| {
        let line = line.trim();
        let name = line.strip_prefix("readonly ").unwrap_or(line);
        let end = name.find(['(', ':'])?;
        let is_name = name[..end].chars().all(char::is_alphanumeric);
        is_name.then(|| name[..end].to_owned())
    };
    let members = block("interface KeyEventsElement");
    assert_eq!(
        members.lines().filter_map(member).collect::<Names>(),
        names(README, "## Script API")
    );
}
