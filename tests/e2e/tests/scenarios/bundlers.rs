//! The npm package in the builds of bundlers.

use std::time::Duration;

use key_events_e2e::{Engine, NpmProject, Page, Scenario, TestSite, feed, prerender, scenario};
use serde_json::{Value, json};

const fn of_a_bundler(scenario: Scenario) -> Scenario {
    // The bundler is what differs from other scenarios, not the engine.
    scenario
        .except(&[Engine::Firefox, Engine::Webkit])
        .within(Duration::from_mins(3))
}

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    of_a_bundler(scenario!(a_build_of_vite_shows_the_feed)),
    of_a_bundler(scenario!(the_development_server_of_vite_shows_the_feed)),
    of_a_bundler(scenario!(a_build_of_webpack_shows_the_feed)),
    of_a_bundler(scenario!(
        a_build_of_esbuild_shows_the_feed_from_a_base_folder
    )),
    of_a_bundler(scenario!(
        a_build_that_does_not_know_its_files_says_what_to_do
    )),
    of_a_bundler(scenario!(a_property_named_refresh_sets_the_attribute)),
    of_a_bundler(scenario!(each_attribute_has_the_property_of_the_manifest)),
];

const INDEX: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Page</title></head>
<body><key-events src="/feed.json"></key-events><script type="module" src="/main.js"></script></body></html>"#;

/// The same page with a prerendered list, too.
fn index() -> String {
    let end = format!("{}</body>", prerendered());
    INDEX.replace("</body>", &end)
}

const MAIN: &str = r#"import "key-events-timeline";"#;

fn feed() -> Value {
    let mut event = feed::event("a", "Event a", 1);
    event["content_html"] = json!(
        "<p>First <b>words</b>.</p><img src='/none.png' onerror='window.attacked = true'><script>window.attacked = true</script>"
    );
    feed::of([event])
}

/// The list that is in the page before the package is loaded.
pub(crate) fn prerendered() -> String {
    prerender(&feed(), &["--src", "/feed.json", "--lang", "fr"])
}

pub(crate) fn serve_feed(site: &TestSite) {
    site.json("/feed.json", feed());
}

/// Opens the page, and asserts that it works.
async fn assert_works(page: &Page) {
    page.open("/").await;
    assert_shows_feed(page).await;
}

/// Asserts that the lists are in French, that a story is sanitized, and that the prerendered list is replaced.
pub(crate) async fn assert_shows_feed(page: &Page) {
    page.wait_for_events("key-events-ready", 2).await;
    page.wait_until(
        "!document.querySelectorAll('key-events')[1].shadowRoot.querySelector('details')",
    )
    .await;
    let upgraded = page.nth_widget(1);
    upgraded.wait_text("[part=toggle]", "Les temps forts").await;
    let widget = page.widget();
    widget.wait_text("[part=toggle]", "Les temps forts").await;
    widget.wait_texts("li [part=title]", &["Event a"]).await;
    // The lazy chunk handles the click.
    page.wait_for_lazy_chunk().await;
    widget.click("[part=more]").await;
    widget.wait_text("[part=body] .rich b", "words").await;
    assert_eq!(widget.count("[part=body] script").await, 0);
    assert_eq!(widget.count("[part=body] [onerror]").await, 0);
    assert_eq!(
        page.run("return window.attacked ?? null").await,
        json!(null)
    );
}

async fn a_build_of_vite_shows_the_feed(site: TestSite, page: Page) {
    let project = NpmProject::new(&[("index.html", &index()), ("main.js", MAIN)]);
    project.run("vite", &["build", "--logLevel", "warn"]);
    serve_feed(&site);
    project.serve(&site, "dist");
    assert_works(&page).await;
}

async fn the_development_server_of_vite_shows_the_feed(site: TestSite, page: Page) {
    // The feed is on another origin, and the page has the recorder as others do.
    let recorder = format!(
        "<head><script src=\"{}\"></script>",
        site.cdn_url("/recorder.js")
    );
    let feed = format!("src=\"{}\"", site.cdn_url("/feed.json"));
    let index = index()
        .replace("<head>", &recorder)
        .replace("src=\"/feed.json\"", &feed);
    let project = NpmProject::new(&[("index.html", &index), ("main.js", MAIN)]);
    serve_feed(&site);
    page.expect_console("[vite] connecting");
    page.expect_console("[vite] connected");
    let (url, _server) = project.develop().await;
    page.open_url(&url).await;
    assert_shows_feed(&page).await;
    // The page logs that its server has ended, so leave it first.
    site.page("/", "");
    page.open("/").await;
}

async fn a_build_of_webpack_shows_the_feed(site: TestSite, page: Page) {
    let project = NpmProject::new(&[("main.js", MAIN)]);
    let arguments = ["--mode=production", "--entry=./main.js", "--no-performance"];
    let built = project.run("webpack", &arguments);
    let log = String::from_utf8(built.stdout).unwrap();
    assert!(!log.contains("WARNING"), "{log}");
    serve_feed(&site);
    project.serve(&site, "dist");
    site.respond("/", site.html(&index()));
    assert_works(&page).await;
}

/// Serves a page with a build of esbuild that is not a module: there is no `import.meta`.
fn serve_esbuild(site: &TestSite, main: &str) -> NpmProject {
    let project = NpmProject::new(&[("app.js", main)]);
    let arguments = [
        "app.js",
        "--bundle",
        "--format=iife",
        "--outfile=dist/main.js",
        "--log-level=error",
    ];
    project.run("esbuild", &arguments);
    serve_feed(site);
    project.serve(site, "dist");
    site.respond("/", site.html(&index()));
    project
}

async fn a_build_of_esbuild_shows_the_feed_from_a_base_folder(site: TestSite, page: Page) {
    let folder = site.cdn_url(&TestSite::cdn_path(""));
    let main = format!(
        r#"import {{ configure }} from "key-events-timeline";
        configure({{ base: "{folder}" }});{MAIN}"#
    );
    let _project = serve_esbuild(&site, &main);
    assert_works(&page).await;
    assert_eq!(site.count(&TestSite::wasm()), 1);
    assert_eq!(site.count(&TestSite::lazy_chunk()), 1);
}

async fn a_build_that_does_not_know_its_files_says_what_to_do(site: TestSite, page: Page) {
    let _project = serve_esbuild(&site, MAIN);
    page.expect_console("call configure({ base })");
    page.open("/").await;
    page.wait_for("document.querySelector('key-events').state", "error")
        .await;
}

async fn a_property_named_refresh_sets_the_attribute(site: TestSite, page: Page) {
    let project = NpmProject::new(&[("index.html", INDEX), ("main.js", MAIN)]);
    project.run("vite", &["build", "--logLevel", "warn"]);
    serve_feed(&site);
    project.serve(&site, "dist");
    page.open("/").await;
    page.wait_for_events("key-events-ready", 1).await;
    // As React and Vue do.
    let script = "
        const element = document.querySelector('key-events');
        element.refresh = 60;
        const set = element.getAttribute('refresh');
        element.refresh = undefined;
        return [set, element.hasAttribute('refresh'), typeof element.refresh];";
    assert_eq!(page.run(script).await, json!(["60", false, "function"]));
    let refresh = "return document.querySelector('key-events').refresh()";
    page.run(refresh).await;
    site.wait_for_requests("/feed.json", 2).await;
}

async fn each_attribute_has_the_property_of_the_manifest(site: TestSite, page: Page) {
    // A property that is set before the element is defined counts, too.
    let early =
        "<script>document.querySelector('key-events').headingLevel = 4</script><script type";
    let index = INDEX.replace("<script type", early);
    let project = NpmProject::new(&[("index.html", &index), ("main.js", MAIN)]);
    project.run("vite", &["build", "--logLevel", "warn"]);
    serve_feed(&site);
    project.serve(&site, "dist");
    page.open("/").await;
    page.widget()
        .wait_count("[part=heading][aria-level='4'], h4[part=heading]", 1)
        .await;
    let manifest: Value = serde_json::from_slice(&TestSite::file("custom-elements.json")).unwrap();
    let members = manifest["modules"][0]["declarations"][0]["members"].clone();
    let script = format!(
        "const element = document.createElement('key-events');
        const values = {{ boolean: true, number: 3 }};
        const wrong = [];
        for (const {{ name, attribute, type }} of {members}) {{
            if (!attribute) continue;
            const value = values[type.text] ?? (type.text.match(/\"(.*?)\"/) ?? ['', 'a'])[1];
            element[name] = value;
            const set = element.getAttribute(attribute);
            if (element[name] !== value || set !== String(value === true ? '' : value)) wrong.push(name);
            element[name] = value === true ? false : null;
            if (element.hasAttribute(attribute) && !['lang', 'dir'].includes(name)) wrong.push(name);
        }}
        return wrong;"
    );
    assert_eq!(page.run(&script).await, json!([]));
}
