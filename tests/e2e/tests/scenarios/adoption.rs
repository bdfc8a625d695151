//! The npm package in the projects of `tests/adoption/`, built by their own tools. Only with
//! `cargo xtask test --adoption`.

use std::{env, time::Duration};

use key_events_e2e::{Engine, NpmProject, Page, Scenario, TestSite, documented, feed, scenario};

use super::{
    bundlers::{assert_shows_feed, prerendered, serve_feed},
    routers::assert_survives,
};

const fn of_a_framework(scenario: Scenario) -> Scenario {
    // The build is what differs from other scenarios, not the engine.
    scenario
        .except(&[Engine::Firefox, Engine::Webkit])
        .within(Duration::from_mins(10))
}

/// The scenarios of this file, if they are asked for: they need minutes and a gigabyte of packages.
pub(crate) fn scenarios() -> &'static [Scenario] {
    let is_asked_for = env::var_os("KEY_EVENTS_ADOPTION").is_some();
    if is_asked_for { SCENARIOS } else { &[] }
}

const SCENARIOS: &[Scenario] = &[
    of_a_framework(scenario!(a_build_of_rollup_shows_the_feed)),
    of_a_framework(scenario!(react_shows_the_feed)),
    of_a_framework(scenario!(vue_shows_the_feed)),
    of_a_framework(scenario!(svelte_shows_the_feed)),
    of_a_framework(scenario!(astro_shows_the_feed)),
    of_a_framework(scenario!(a_visit_with_the_router_of_astro_has_one_timeline)),
    of_a_framework(scenario!(next_shows_the_feed)),
    of_a_framework(scenario!(angular_shows_the_feed)),
];

/// A project whose page has a prerendered list, too.
fn project(fixture: &str) -> NpmProject {
    let project = NpmProject::of_fixture(fixture);
    project.replace("index.html", "<!-- prerendered -->", &prerendered());
    project
}

/// The only block in a language of `docs/frameworks.md`.
fn only_documented(language: &str) -> &'static str {
    let blocks = documented(language);
    assert_eq!(blocks.len(), 1, "{language}");
    blocks[0]
}

/// Opens what the project has built.
async fn assert_works(site: &TestSite, page: &Page, project: &NpmProject, folder: &str) {
    serve_feed(site);
    project.serve(site, folder);
    page.open("/").await;
    assert_shows_feed(page).await;
}

/// Asserts that a type checker accepts the component, and not with another order.
fn assert_checked(project: &NpmProject, component: &str, program: &str, arguments: &[&str]) {
    project.run(program, arguments);
    project.replace(component, "order=\"oldest\"", "order=\"up\"");
    let output = project.try_run(program, arguments);
    let message = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "\"up\" is accepted");
    assert!(message.contains("\"up\""), "{message}");
}

async fn a_build_of_rollup_shows_the_feed(site: TestSite, page: Page) {
    let project = project("rollup");
    let configuration = documented("js")
        .into_iter()
        .find(|one| one.contains("nodeResolve("));
    project.write("rollup.config.js", configuration.unwrap());
    project.run("rollup", &["--config", "--failAfterWarnings", "--silent"]);
    project.copy("index.html", "dist/index.html");
    assert_works(&site, &page, &project, "dist").await;
}

async fn react_shows_the_feed(site: TestSite, page: Page) {
    let project = project("react");
    project.write("src/Timeline.tsx", documented("tsx")[0]);
    project.run("vite", &["build", "--logLevel", "warn"]);
    page.expect_console("log: 1");
    assert_works(&site, &page, &project, "dist").await;
    assert_checked(&project, "src/Timeline.tsx", "tsc", &["-p", "."]);
}

async fn vue_shows_the_feed(site: TestSite, page: Page) {
    let project = project("vue");
    let configuration = documented("js")
        .into_iter()
        .find(|one| one.contains("vue("));
    project.write("vite.config.js", configuration.unwrap());
    project.write("src/Timeline.vue", only_documented("vue"));
    project.run("vite", &["build", "--logLevel", "warn"]);
    page.expect_console("log: 1");
    assert_works(&site, &page, &project, "dist").await;
    assert_checked(&project, "src/Timeline.vue", "vue-tsc", &["-p", "."]);
}

async fn svelte_shows_the_feed(site: TestSite, page: Page) {
    let project = project("svelte");
    project.write("src/Timeline.svelte", only_documented("svelte"));
    project.run("vite", &["build", "--logLevel", "warn"]);
    page.expect_console("log: 1");
    assert_works(&site, &page, &project, "dist").await;
    assert_checked(
        &project,
        "src/Timeline.svelte",
        "svelte-check",
        &["--tsconfig", "tsconfig.json"],
    );
}

async fn astro_shows_the_feed(site: TestSite, page: Page) {
    let project = NpmProject::of_fixture("astro");
    project.write("prerendered.html", &prerendered());
    project.write("src/components/Timeline.astro", only_documented("astro"));
    project.run("astro", &["build", "--silent"]);
    assert_works(&site, &page, &project, "dist").await;
}

async fn a_visit_with_the_router_of_astro_has_one_timeline(site: TestSite, page: Page) {
    let project = NpmProject::of_fixture("astro");
    project.remove("src/pages/index.astro");
    project.run("astro", &["build", "--silent"]);
    project.serve(&site, "dist");
    site.json("/feed.json", feed::numbered(3));
    assert_survives(&page, false).await;
    // The same if Astro is told to run the tag after each visit.
    let live = project.read("dist/live.html");
    let rerun = live.replace("data-src", "data-astro-rerun data-src");
    assert_ne!(live, rerun);
    site.respond("/live", site.html(&rerun));
    assert_survives(&page, true).await;
}

async fn next_shows_the_feed(site: TestSite, page: Page) {
    let project = NpmProject::of_fixture("next");
    project.write("prerendered.html", &prerendered());
    for component in documented("tsx") {
        for name in ["Timeline", "DefineKeyEvents"] {
            let is_named = component.contains(&format!("export function {name}("));
            if is_named && component.starts_with("\"use client\"") {
                project.write(&format!("app/{name}.tsx"), component);
            }
        }
    }
    project.run("next", &["build"]);
    assert_works(&site, &page, &project, "out").await;
    page.expect_console("log: 1");
    page.open("/client").await;
    assert_shows_feed(&page).await;
    assert_checked(&project, "app/Timeline.tsx", "tsc", &["-p", "."]);
}

async fn angular_shows_the_feed(site: TestSite, page: Page) {
    let project = NpmProject::of_fixture("angular");
    project.replace("src/index.html", "<!-- prerendered -->", &prerendered());
    let configuration = documented("json");
    let assets = configuration
        .iter()
        .find(|one| one.contains("assets"))
        .unwrap();
    let assets = assets.trim_start_matches('{').trim_end_matches('}').trim();
    project.replace("angular.json", "\"assets\": []", assets);
    project.write("src/timeline.ts", only_documented("ts"));
    project.run("ng", &["build"]);
    page.expect_console("log: 1");
    assert_works(&site, &page, &project, "dist/browser").await;
}
