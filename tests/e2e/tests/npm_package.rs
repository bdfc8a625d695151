//! The npm package in Node.js, in compilers, and in the linters of packages.
#![allow(missing_docs)]

use std::{fs, str};

use key_events_e2e::{NpmProject, documented};
use serde_json::{Value, json};

/// The largest archive, which is what npm downloads, in bytes. 1 kB is 1,000 bytes.
const ARCHIVE: u64 = 500_000;

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "module": "nodenext",
    "target": "es2022",
    "lib": ["es2022", "dom"],
    "jsx": "preserve",
    "strict": true,
    "noEmit": true,
    "types": []
  },
  "files": ["page.tsx"]
}"#;

/// A project whose page is compiled by TypeScript.
fn typescript(page: &str) -> NpmProject {
    NpmProject::new(&[("tsconfig.json", TSCONFIG), ("page.tsx", page)])
}

/// Asserts that a page compiles with `order="oldest"`, and that it does not with `order="up"`.
fn assert_checked(page: &str) {
    assert_checked_in(&typescript(page), page);
}

fn assert_checked_in(project: &NpmProject, page: &str) {
    assert!(page.contains("\"oldest\""));
    project.write("page.tsx", page);
    project.run("tsc", &["-p", "."]);
    project.write("page.tsx", &page.replace("\"oldest\"", "\"up\""));
    let output = project.try_run("tsc", &["-p", "."]);
    let message = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "\"up\" is accepted");
    assert!(message.contains("\"up\""), "{message}");
    assert_eq!(message.matches("error TS").count(), 1, "{message}");
}

#[test]
fn the_import_does_nothing_on_a_server() {
    let script = r#"
        const before = Object.getOwnPropertyNames(globalThis).join();
        const { configure, define } = await import("key-events-timeline");
        const other = await import("key-events-timeline/element");
        configure({ base: "/key-events/" });
        define("my-timeline");
        other.define("my-timeline");
        if (Object.getOwnPropertyNames(globalThis).join() != before) console.log("globals have changed");
    "#;
    let project = NpmProject::new(&[("server.js", script)]);
    let output = project.run("node", &["server.js"]);
    assert_eq!(str::from_utf8(&output.stdout).unwrap(), "");
    assert_eq!(str::from_utf8(&output.stderr).unwrap(), "");
}

#[test]
fn the_package_is_small_and_has_what_it_needs_and_no_demo() {
    let project = NpmProject::new(&[]);
    assert!(project.archive_size() <= ARCHIVE);
    let folder = project.path().join("node_modules/key-events-timeline");
    for name in [
        "README.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "THIRD-PARTY-NOTICES.txt",
        "locales/en.json",
        "locales/fr.js",
    ] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    for name in ["index.html", "feed.json", "images", "themes", "builder"] {
        assert!(!folder.join(name).exists(), "{name}");
    }
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(readme.contains("| `order` |"), "{readme}");
    assert!(!readme.contains("{version}"), "{readme}");
}

#[test]
fn publint_finds_nothing() {
    let project = NpmProject::new(&[]);
    let output = project.run(
        "publint",
        &["run", "--strict", "node_modules/key-events-timeline"],
    );
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("All good"), "{report}");
}

#[test]
fn the_types_are_found_by_every_resolution_of_modules() {
    let project = NpmProject::new(&[]);
    let archive = concat!("key-events-timeline-", env!("CARGO_PKG_VERSION"), ".tgz");
    // CommonJS cannot require the package, and style sheets have no types.
    let arguments = [
        archive,
        "--profile=esm-only",
        "--no-emoji",
        "--exclude-entrypoints",
        "key-events.css",
        "prerendered.css",
    ];
    project.run("attw", &arguments);
}

/// Asserts that a framework checks the attributes in JSX. `pragma` names the framework to the compiler, `own` are
/// properties of the framework, and `listener` is the name of one.
fn assert_jsx_is_checked(pragma: &str, framework: &str, own: &str, listener: &str) {
    assert_checked(&format!(
        r#"
        {pragma}
        import "key-events-timeline";
        import type {{}} from "key-events-timeline/{framework}";

        export const timeline = (
          <key-events
            src="feed.json" order="oldest" limit={{5}} heading-level="3" collapsed {own}
            {listener}={{(event) => event.detail.total.toFixed()}}
          ><a href="/latest">Latest</a></key-events>
        );
        "#
    ));
}

#[test]
fn react_checks_the_attributes() {
    let own = r#"className="rail" key="a""#;
    assert_jsx_is_checked("", "react", own, "onkey-events-ready");
}

#[test]
fn preact_checks_the_attributes() {
    let (pragma, own) = ("/** @jsxImportSource preact */", r#"class="rail" key="a""#);
    assert_jsx_is_checked(pragma, "preact", own, "onkey-events-ready");
}

#[test]
fn solid_checks_the_attributes() {
    let (pragma, own) = ("/** @jsxImportSource solid-js */", r#"class="rail""#);
    assert_jsx_is_checked(pragma, "solid", own, "on:key-events-ready");
}

#[test]
fn vue_checks_the_attributes() {
    assert_checked(
        r#"
        import "key-events-timeline";
        import type {} from "key-events-timeline/vue";
        import type { GlobalComponents } from "vue";

        export const props: InstanceType<GlobalComponents["key-events"]>["$props"] = {
          src: "feed.json",
          order: "oldest",
          headingLevel: 3,
          "heading-level": "3",
          class: "rail",
          onKeyEventsReady: (event) => event.detail.total.toFixed(),
        };
        "#,
    );
}

#[test]
fn svelte_checks_the_attributes() {
    assert_checked(
        r#"
        import "key-events-timeline";
        import type {} from "key-events-timeline/svelte";
        import type { SvelteHTMLElements } from "svelte/elements";

        export const props: SvelteHTMLElements["key-events"] = {
          src: "feed.json",
          order: "oldest",
          "heading-level": 3,
          class: "rail",
          "onkey-events-ready": (event) => event.detail.total.toFixed(),
        };
        "#,
    );
}

#[test]
fn scripts_know_the_element_and_its_events() {
    let page = r#"
        import { configure, KeyEventsElement, type KeyEvent } from "key-events-timeline";
        import { define } from "key-events-timeline/element";

        configure({ base: "/key-events/" });
        define("my-timeline");
        const element = document.querySelector("key-events")!;
        const entries: readonly KeyEvent[] = element.entries;
        const done: Promise<boolean> = element.goTo(entries[0]!.id);
        document.addEventListener("key-events-error", ({ detail }) => detail.kind == "network");
        const version: string = KeyEventsElement.version;
        export { done, version };
    "#;
    typescript(page).run("tsc", &["-p", "."]);
}

#[test]
fn the_usual_generators_understand_the_manifest() {
    let script = r#"
        import { readFileSync } from "node:fs";
        import { generateJsxTypes } from "@wc-toolkit/jsx-types";
        import { generateJetBrainsWebTypes } from "custom-element-jet-brains-integration";
        import { generateVsCodeCustomElementData } from "custom-element-vs-code-integration";
        import { generateVuejsTypes } from "custom-element-vuejs-integration";

        const manifest = () => JSON.parse(readFileSync("node_modules/key-events-timeline/custom-elements.json", "utf8"));
        generateJsxTypes(manifest(), { fileName: "jsx.d.ts", componentTypePath: () => "key-events-timeline" });
        generateJetBrainsWebTypes(manifest(), { packageJson: false });
        generateVsCodeCustomElementData(manifest(), {});
        generateVuejsTypes(manifest(), { fileName: "vue.d.ts" });
    "#;
    // The generated types are for frameworks that are not installed, too.
    let tsconfig = TSCONFIG.replace("\"strict\"", "\"skipLibCheck\": true,\n    \"strict\"");
    let project = NpmProject::new(&[("generate.js", script), ("tsconfig.json", &tsconfig)]);
    project.run("node", &["generate.js"]);
    let read = |name: &str| fs::read_to_string(project.path().join(name)).unwrap();

    let jsx = read("jsx.d.ts");
    assert!(jsx.contains("import type { KeyEventsElement } from \"key-events-timeline\""));
    assert!(jsx.contains("headingLevel?: KeyEventsElement[\"headingLevel\"]"));
    assert!(!jsx.contains("unknown") && !jsx.contains(" undefined?:"));
    let page = r#"
        import type {} from "react";
        import type {} from "./jsx.d.ts";

        export const timeline = (
          <key-events
            src="feed.json" order="oldest" limit={5} heading-level={3} refresh={60} collapsed labels={{ showAll: "All" }}
            onkey-events-order={(event) => event.detail.order === "newest"}
          />
        );
    "#;
    assert_checked_in(&project, page);

    let page = r#"
        import type {} from "./vue.d.ts";
        import type { GlobalComponents } from "vue";

        export const props: InstanceType<GlobalComponents["key-events"]>["$props"] = {
          src: "feed.json", order: "oldest", "heading-level": 3, labels: { showAll: "All" },
          "onkey-events-ready": (event) => event.detail.total.toFixed(),
        };
    "#;
    assert_checked_in(&project, page);
    assert!(read("vue.d.ts").contains("DefineComponent<KeyEventsElementProps>"));

    let json = |name: &str| -> Value { serde_json::from_str(&read(name)).unwrap() };
    let named = |list: &Value, name: &str| -> Value {
        let mut list = list.as_array().unwrap().iter();
        list.find(|one| one["name"] == name).unwrap().clone()
    };
    let element = json("vscode.html-custom-data.json")["tags"][0].clone();
    let values = |name: &str| named(&element["attributes"], name)["values"].clone();
    assert_eq!(
        values("order"),
        json!([{ "name": "newest" }, { "name": "oldest" }])
    );
    assert_eq!(values("format"), json!([{ "name": "auto" }]));
    let tokens = json("vscode.css-custom-data.json")["properties"].clone();
    named(&tokens, "--key-events-color-accent");

    let element = json("web-types.json")["contributions"]["html"]["elements"][0].clone();
    let order = json!({ "type": "\"newest\" | \"oldest\"", "default": "\"newest\"" });
    assert_eq!(named(&element["attributes"], "order")["value"], order);
    named(&element["js"]["properties"], "headingLevel");
    let event = named(&element["events"], "key-events-ready");
    assert_eq!(event["type"], "{ total: number, shown: number }");
    named(&element["slots"], "footer");
    let parts = json("web-types.json")["contributions"]["css"]["pseudo-elements"].clone();
    named(&parts, "part(show-all)");
}

#[test]
fn the_documented_components_in_jsx_are_checked() {
    let mut components = documented("tsx");
    components.retain(|one| one.contains("<key-events"));
    assert_eq!(components.len(), 4, "React, Next.js, Preact and Solid");
    for component in components {
        assert_checked(component);
    }
}

#[test]
fn the_documented_components_of_vue_and_svelte_compile() {
    let [vue, svelte] = ["vue", "svelte"].map(|language| {
        let components = documented(language);
        assert_eq!(components.len(), 1, "{language}");
        components[0]
    });
    let script = r#"
        import { readFileSync } from "node:fs";
        import { compileTemplate, compileScript, parse } from "vue/compiler-sfc";
        import { compile } from "svelte/compiler";

        const { descriptor, errors } = parse(readFileSync("Timeline.vue", "utf8"));
        const { content: script } = compileScript(descriptor, { id: "a" });
        const template = compileTemplate({
          id: "a", filename: "Timeline.vue", source: descriptor.template.content,
          compilerOptions: { isCustomElement: (tag) => tag === "key-events" },
        });
        for (const problem of [...errors, ...template.errors, ...template.tips]) console.log(problem);
        if (!script.includes('"key-events-timeline"')) console.log("vue: no import");
        if (!template.code.includes('"key-events"')) console.log("vue: no element");
        const { js, warnings } = compile(readFileSync("Timeline.svelte", "utf8"), { filename: "Timeline.svelte" });
        for (const warning of warnings) console.log(warning.message);
        if (!js.code.includes("<key-events")) console.log("svelte: no element");
    "#;
    let project = NpmProject::new(&[
        ("compile.js", script),
        ("Timeline.vue", vue),
        ("Timeline.svelte", svelte),
    ]);
    let output = project.run("node", &["compile.js"]);
    assert_eq!(str::from_utf8(&output.stdout).unwrap(), "");
}
