//! The data for editors, from the element's manifest. The build puts the version in place of `{version}`.

use serde_json::{Value, json};

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
pub(crate) fn vscode_data(element: &Value) -> Value {
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
pub(crate) fn web_types(element: &Value) -> Value {
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
        "version": "{version}",
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
