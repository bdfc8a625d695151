//! The files that make `dist/` an npm package: `package.json`, types, and data for editors.

#![allow(
    clippy::indexing_slicing,
    reason = "JSON objects: reading a missing field is null, and writing adds it"
)]

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xshell::Shell;

use crate::paths::{file_names, project_root};

/// The version of the project, which all packages of the workspace share.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The address of the repository: the only place for it is `repository` in the workspace's `Cargo.toml`.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The files that are copied as they are, in `src/element/package`.
const COPIED: [&str; 4] = ["index.js", "index.d.ts", "npm.d.ts", "server.js"];

/// The folder with the types for frameworks.
const FRAMEWORKS: &str = "frameworks";

/// Adds the files. The element's manifest must be there.
pub(crate) fn add_files(sh: &Shell, staging: &Path) -> Result<()> {
    let sources = project_root().join("src/element/package");
    for name in COPIED {
        sh.copy_file(sources.join(name), staging.join(name))?;
    }
    let (from, to) = (sources.join(FRAMEWORKS), staging.join(FRAMEWORKS));
    sh.create_dir(&to)?;
    for name in file_names(sh, &from)? {
        sh.copy_file(from.join(&name), to.join(&name))?;
    }
    let package = package_json(
        &sh.read_file(sources.join("npm-package.json"))?,
        VERSION,
        env!("CARGO_PKG_LICENSE"),
        REPOSITORY,
    );
    sh.write_file(staging.join("package.json"), package)?;

    let project_readme = sh.read_file(project_root().join("README.md"))?;
    let readme = sh.read_file(sources.join("README.md"))?;
    let readme = readme
        .replace("{version}", VERSION)
        .replace("{attributes}", attribute_table(&project_readme)?);
    sh.write_file(staging.join("README.md"), readme)?;

    let manifest = sh.read_file(staging.join("custom-elements.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let element = manifest
        .pointer("/modules/0/declarations/0")
        .context("the manifest declares no element")?;
    for (name, data) in [
        ("vscode.html-custom-data.json", vscode_data(element)),
        ("web-types.json", web_types(element, VERSION)),
    ] {
        sh.write_file(staging.join(name), serde_json::to_string_pretty(&data)?)?;
    }
    Ok(())
}

/// The text of `package.json`.
fn package_json(template: &str, version: &str, license: &str, repository: &str) -> String {
    let repository = match repository {
        "" => String::new(),
        url => format!("\n  \"repository\": {{ \"type\": \"git\", \"url\": \"git+{url}.git\" }},"),
    };
    template
        .replace("{version}", version)
        // npm wants parentheses around an expression.
        .replace("{license}", &format!("({license})"))
        .replace("{repository}", &repository)
}

/// The table of attributes in the project's README.
fn attribute_table(readme: &str) -> Result<&str> {
    let (_, rest) = readme
        .split_once("<!-- attributes -->\n")
        .context("the README has no table of attributes")?;
    let (table, _) = rest
        .split_once("\n<!-- /attributes -->")
        .context("the README's table of attributes does not end")?;
    Ok(table)
}

/// The values that a type in TypeScript lists: its string literals.
fn literals(kind: &str) -> Vec<&str> {
    kind.split(" | ")
        .filter_map(|one| one.strip_prefix('"')?.strip_suffix('"'))
        .collect()
}

fn list<'a>(element: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    element[name].as_array().into_iter().flatten()
}

fn type_of(value: &Value) -> &str {
    value["type"]["text"].as_str().unwrap_or("string")
}

/// Completions for HTML in Visual Studio Code (`html.customData`).
fn vscode_data(element: &Value) -> Value {
    let attribute = |one: &Value| {
        let mut described = json!({
            "name": one["name"],
            "description": { "kind": "markdown", "value": one["description"] },
        });
        let values: Vec<Value> = literals(type_of(one))
            .into_iter()
            .map(|name| json!({ "name": name }))
            .collect();
        if type_of(one) == "boolean" {
            described["valueSet"] = json!("v");
        } else if !values.is_empty() {
            described["values"] = values.into();
        }
        described
    };
    json!({
        "version": 1.1,
        "tags": [{
            "name": element["tagName"],
            "description": { "kind": "markdown", "value": element["description"] },
            "attributes": list(element, "attributes").map(attribute).collect::<Value>(),
        }],
    })
}

/// Completions for the editors of `JetBrains`.
fn web_types(element: &Value, version: &str) -> Value {
    let named = |one: &Value| json!({ "name": one["name"], "description": one["description"] });
    let attribute = |one: &Value| {
        let kind = type_of(one);
        let mut described = named(one);
        described["value"] = if kind == "boolean" {
            json!({ "kind": "no-value", "type": "boolean", "required": false })
        } else {
            json!({ "kind": "plain", "type": kind.split(" | ").collect::<Vec<_>>(), "required": true })
        };
        if !one["default"].is_null() {
            described["default"] = one["default"].clone();
        }
        described
    };
    let event = |one: &Value| {
        let mut described = named(one);
        described["type"] = format!("CustomEvent<{}>", type_of(one)).into();
        described
    };
    let property = |one: &Value| {
        let mut described = named(one);
        described["type"] = type_of(one).into();
        described["read-only"] = one["readonly"].as_bool().unwrap_or_default().into();
        described
    };
    let token = |one: &Value| {
        let mut described = named(one);
        described["default"] = one["default"].clone();
        described
    };
    let fields = list(element, "members").filter(|one| one["kind"] == "field");
    let all = |name: &str| list(element, name).map(named).collect::<Value>();
    json!({
        "$schema": "https://json.schemastore.org/web-types",
        "name": "key-events-timeline",
        "version": version,
        "description-markup": "markdown",
        "contributions": { "html": { "elements": [{
            "name": element["tagName"],
            "description": element["description"],
            "attributes": list(element, "attributes").map(attribute).collect::<Value>(),
            "slots": all("slots"),
            "js": {
                "properties": fields.map(property).collect::<Value>(),
                "events": list(element, "events").map(event).collect::<Value>(),
            },
            "css": {
                "parts": all("cssParts"),
                "properties": list(element, "cssProperties").map(token).collect::<Value>(),
            },
        }] } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = include_str!("../../src/element/package/npm-package.json");

    fn element() -> Value {
        let manifest = include_str!("../../src/element/custom-elements.json");
        let manifest: Value = serde_json::from_str(manifest).unwrap();
        manifest["modules"][0]["declarations"][0].clone()
    }

    #[test]
    fn the_package_has_the_version_and_the_entry_points() {
        let text = package_json(TEMPLATE, "1.2.3", "MIT OR Apache-2.0", "");
        let package: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(package["version"], "1.2.3");
        assert_eq!(package["license"], "(MIT OR Apache-2.0)");
        assert_eq!(package["exports"]["./element"]["default"], "./npm.js");
        assert!(package.get("repository").is_none());
    }

    #[test]
    fn an_address_of_the_repository_is_in_the_package() {
        let text = package_json(TEMPLATE, "1.2.3", "MIT", "https://git.example/team/project");
        let package: Value = serde_json::from_str(&text).unwrap();
        let url = &package["repository"]["url"];
        assert_eq!(url, "git+https://git.example/team/project.git");
    }

    #[test]
    fn editors_complete_the_allowed_values() {
        let data = vscode_data(&element());
        let attributes = data["tags"][0]["attributes"].as_array().unwrap();
        let order = attributes.iter().find(|one| one["name"] == "order");
        let values = json!([{ "name": "newest" }, { "name": "oldest" }]);
        assert_eq!(order.unwrap()["values"], values);
        let collapsed = attributes.iter().find(|one| one["name"] == "collapsed");
        assert_eq!(collapsed.unwrap()["valueSet"], "v");
    }

    #[test]
    fn web_types_have_the_attributes_properties_and_events() {
        let data = web_types(&element(), "1.2.3");
        let element = &data["contributions"]["html"]["elements"][0];
        assert_eq!(element["name"], "key-events");
        let names = |list: &Value| -> Vec<String> {
            let list = list.as_array().unwrap().iter();
            list.map(|one| one["name"].as_str().unwrap().to_owned())
                .collect()
        };
        assert!(names(&element["attributes"]).contains(&"order".to_owned()));
        let properties = names(&element["js"]["properties"]);
        assert!(
            ["labels", "headingLevel"]
                .iter()
                .all(|name| properties.contains(&(*name).into()))
        );
        let ready = &element["js"]["events"][0];
        assert_eq!(ready["name"], "key-events-ready");
        assert_eq!(
            ready["type"],
            "CustomEvent<{ total: number, shown: number }>"
        );
    }
}
