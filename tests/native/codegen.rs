//! Checks that the files generated from the table of attributes are up to date.
//!
//! `cargo xtask codegen` generates them: it runs these tests with `KEY_EVENTS_CODEGEN=write`.

use std::path::Path;
use std::{env, fs};

use key_events::settings::attribute::{ALL, Attribute, LIMIT, REFRESH, Values};
use serde_json::{Value, json};

use crate::editor_data::{vscode_data, web_types};

/// Writes the file, or checks that it is up to date.
fn generate(path: &str, text: impl FnOnce(&str) -> String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let before = fs::read_to_string(&file).unwrap_or_default();
    let after = text(&before);
    if env::var_os("KEY_EVENTS_CODEGEN").is_some() {
        fs::write(&file, after).unwrap();
    } else {
        assert!(
            before == after,
            "{path} is out of date: run cargo xtask codegen"
        );
    }
}

/// The text with `content` between two markers.
fn between(text: &str, start: &str, end: &str, content: &str) -> String {
    let (head, rest) = text
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start}"));
    let (_, tail) = rest.split_once(end).unwrap_or_else(|| panic!("no {end}"));
    [head, start, content, end, tail].concat()
}

#[test]
fn the_loader_observes_every_attribute() {
    generate("src/element/attributes.js", |_| {
        let names = ALL.map(|attribute| attribute.name).join(" ");
        let default = |attribute: Attribute| attribute.default.unwrap();
        let with = |is_kind: fn(Values) -> bool| {
            let found = ALL.iter().filter(|attribute| is_kind(attribute.values));
            let names: Vec<_> = found.map(|attribute| attribute.name).collect();
            names.join(" ")
        };
        format!(
            "// Written by `cargo xtask codegen`.\nexport const ATTRIBUTES = \"{names}\".split(\" \");\n\
             export const FLAGS = \"{}\".split(\" \");\nexport const NUMBERS = \"{}\".split(\" \");\n\
             export const DEFAULT_LIMIT = {};\nexport const DEFAULT_REFRESH = {};\n",
            with(|values| values == Values::Flag),
            with(|values| matches!(values, Values::Number(..))),
            default(LIMIT),
            default(REFRESH)
        )
    });
}

#[test]
fn the_readme_has_a_row_for_every_attribute() {
    generate("README.md", |text| {
        let row = |attribute: Attribute| {
            let Attribute { name, help, .. } = attribute;
            let default = default_of(&attribute);
            format!("| `{name}` | {help} | {default} |\n")
        };
        let head = "\n| Attribute | Meaning | Default |\n|---|---|---|\n";
        let table = [head, &ALL.map(row).concat()].concat();
        between(text, "<!-- attributes -->", "<!-- /attributes -->", &table)
    });
}

/// A publisher reads the README in one go, and a developer the page of the demo.
#[test]
fn the_readme_and_the_page_of_the_demo_stay_short() {
    for (path, most) in [("README.md", 150), ("index.html", 200)] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        assert!(text.lines().count() <= most, "{path}");
    }
}

#[test]
fn the_demo_has_a_row_for_every_attribute() {
    let code = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let mut parts = text.split('`');
        let mut html = parts.next().unwrap_or_default().to_owned();
        while let (Some(code), Some(text)) = (parts.next(), parts.next()) {
            html.extend(["<code>", code, "</code>", text]);
        }
        html
    };
    generate("index.html", |text| {
        let row = |attribute: Attribute| {
            format!(
                "\n<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
                attribute.name,
                code(attribute.help),
                code(&default_of(&attribute))
            )
        };
        let rows = ALL.map(row).concat() + "\n";
        between(text, "<!-- attributes -->", "<!-- /attributes -->", &rows)
    });
}

const MANIFEST: &str = "src/element/custom-elements.json";

#[test]
fn the_manifest_describes_every_attribute() {
    generate(MANIFEST, |text| pretty(&with_attributes(text)));
}

#[test]
fn the_data_for_editors_is_that_of_the_manifest() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(MANIFEST);
    let manifest = with_attributes(&fs::read_to_string(manifest).unwrap());
    let element = &manifest["modules"][0]["declarations"][0];
    let data = vscode_data(element);
    let attributes = data["tags"][0]["attributes"].as_array().unwrap();
    let of = |name: &str| attributes.iter().find(|one| one["name"] == name).unwrap();
    let values = json!([{ "name": "newest" }, { "name": "oldest" }]);
    assert_eq!(of("order")["values"], values);
    assert_eq!(of("collapsed")["valueSet"], "v");
    let web_types = web_types(element);
    let described = &web_types["contributions"]["html"]["elements"][0];
    let has = |list: &Value, name: &str| {
        list.as_array()
            .unwrap()
            .iter()
            .any(|one| one["name"] == name)
    };
    assert!(has(&described["attributes"], "order"));
    assert!(has(&described["js"]["properties"], "labels"));
    assert!(has(&described["js"]["properties"], "headingLevel"));
    let ready = &described["js"]["events"][0];
    assert_eq!(ready["name"], "key-events-ready");
    assert_eq!(
        ready["type"],
        "CustomEvent<{ total: number, shown: number }>"
    );
    let folder = "src/element/package";
    generate(&format!("{folder}/vscode.html-custom-data.json"), |_| {
        pretty(&data)
    });
    generate(&format!("{folder}/web-types.json"), |_| pretty(&web_types));
}

fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap() + "\n"
}

/// The manifest with the attributes of the table, and their properties.
fn with_attributes(manifest: &str) -> Value {
    let mut manifest: Value = serde_json::from_str(manifest).unwrap();
    let described = |attribute: Attribute| {
        let Attribute { name, help, .. } = attribute;
        let kind = type_in_manifest(attribute.values);
        json!({ "name": name, "description": help, "type": { "text": kind } })
    };
    let attribute = |attribute: Attribute| {
        let mut described = described(attribute);
        described["fieldName"] = json!(property_of(attribute.name));
        if let Some(default) = attribute.default.filter(|default| is_value(default)) {
            // As in JavaScript.
            described["default"] = match attribute.values {
                Values::Number(..) => json!(default),
                _ => json!(format!("\"{default}\"")),
            };
        }
        described
    };
    let field = |attribute: Attribute| {
        let mut described = described(attribute);
        described["kind"] = json!("field");
        described["name"] = json!(property_of(attribute.name));
        described["attribute"] = json!(attribute.name);
        described["reflects"] = json!(true);
        described
    };
    let element = &mut manifest["modules"][0]["declarations"][0];
    element["attributes"] = ALL.map(attribute).into_iter().collect();
    let members = element["members"].as_array_mut().unwrap();
    members.retain(|member| member["attribute"].is_null());
    members.extend(ALL.map(field));
    manifest
}

#[test]
fn the_package_types_every_property_of_an_attribute() {
    generate("src/element/package/npm.d.ts", |text| {
        let property = |Attribute { name, values, .. }: Attribute| {
            // `HTMLElement` has the others.
            let kind = match values {
                _ if is_global(name) => return String::new(),
                Values::Flag => "boolean".to_owned(),
                values => type_of(values) + " | null",
            };
            format!("  {}: {kind};\n", property_of(name))
        };
        let fields = ["\n", &ALL.map(property).concat(), "  "].concat();
        between(text, "// <properties>", "// </properties>", &fields)
    });
}

#[test]
fn the_types_have_every_attribute() {
    generate("src/element/element.d.ts", |text| {
        let field = |Attribute {
                         name, values, help, ..
                     }: Attribute| {
            let mut kind = type_of(values);
            if let Values::Number(..) = values {
                // As in a template: `limit="5"`.
                kind += " | `${number}`";
            }
            format!("  /** {help}. */\n  \"{name}\"?: {kind};\n")
        };
        let fields = ["\n", &ALL.map(field).concat(), "  "].concat();
        between(text, "// <attributes>", "// </attributes>", &fields)
    });
}

#[test]
fn the_wordpress_plugin_has_every_attribute_and_stays_short() {
    let path = "integrations/wordpress/key-events.php";
    generate(path, |text| {
        let entry = |Attribute { name, values, .. }: &Attribute| match values {
            Values::Flag => format!("'{name}' => true,"),
            Values::Choice(words) => format!("'{name}' => '{words}',"),
            _ => format!("'{name}' => '',"),
        };
        let line = |some: &[Attribute]| {
            let entries: Vec<_> = some.iter().map(entry).collect();
            format!("\t{}\n", entries.join(" "))
        };
        let lines: String = ALL.chunks(6).map(line).collect();
        let (start, end) = ("\t// <attributes>\n", "\t// </attributes>");
        between(text, start, end, &lines)
    });
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    assert!(text.lines().count() <= 120);
    let version = concat!("\n * Version: ", env!("CARGO_PKG_VERSION"), "\n");
    assert!(text.contains(version));
}

/// Whether every element of HTML has the attribute, and its property.
fn is_global(attribute: &str) -> bool {
    ["lang", "dir"].contains(&attribute)
}

/// The property of an attribute in the npm package, as `src/element/package/npm.js` names it.
fn property_of(attribute: &str) -> String {
    if attribute == REFRESH.name {
        // `refresh()` is a method.
        return "refreshInterval".to_owned();
    }
    let mut words = attribute.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        name + &word[..1].to_uppercase() + &word[1..]
    })
}

/// The type of a value in the manifest. Its readers take each alternative but `string` for a value to complete.
fn type_in_manifest(values: Values) -> String {
    type_of(values).replace("(string & {})", "string")
}

/// The default in Markdown: a value is code, words are not.
fn default_of(attribute: &Attribute) -> String {
    match attribute.default {
        None => String::new(),
        Some(value) if is_value(value) => format!("`{value}`"),
        Some(words) => words.to_owned(),
    }
}

/// Whether a default is a value. Else it is words, such as “the page's”.
fn is_value(default: &str) -> bool {
    !default.contains(' ')
}

/// The type of an attribute's value in TypeScript.
fn type_of(values: Values) -> String {
    match values {
        Values::Text | Values::Template(_) => "string".to_owned(),
        Values::Flag => "boolean".to_owned(),
        Values::Number(..) => "number".to_owned(),
        Values::Choice(words) => {
            let words: Vec<_> = words
                .split(", ")
                .map(|word| format!("\"{word}\""))
                .collect();
            words.join(" | ")
        }
        // Any string, with completions for the literals.
        Values::Pattern(words) => {
            let fixed = words
                .split(", ")
                .filter(|word| !word.contains(char::is_uppercase));
            let words: Vec<_> = fixed.map(|word| format!("\"{word}\"")).collect();
            format!("{} | (string & {{}})", words.join(" | "))
        }
    }
}
