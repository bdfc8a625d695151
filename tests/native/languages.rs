//! Checks that every language has all labels, in its own plural categories.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use serde_json::{Map, Value};

type Labels = Map<String, Value>;

/// The languages by tag, each with its labels.
fn languages() -> Vec<(String, Labels)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/labels/locales");
    let mut languages = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let tag = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let labels = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{tag}: {error}"));
        languages.push((tag, labels));
    }
    languages.sort_by(|(one, _), (other, _)| one.cmp(other));
    languages
}

fn english() -> Labels {
    let is_english = |(tag, _): &(String, Labels)| tag == "en";
    languages().into_iter().find(is_english).unwrap().1
}

/// The errors in the labels of a language.
fn errors(tag: &str, labels: &Labels, english: &Labels) -> Vec<String> {
    let mut faults = Vec::new();
    let unknown = labels.keys().filter(|key| !english.contains_key(*key));
    faults.extend(unknown.map(|key| format!("{tag}: {key} is unknown")));
    let categories = categories(tag);
    for (key, model) in english {
        let Some(string) = labels.get(key) else {
            faults.push(format!("{tag}: {key} is missing"));
            continue;
        };
        if model.is_string() != string.is_string() {
            faults.push(format!("{tag}: {key} is text or forms, unlike in English"));
        }
        if let Value::Object(forms) = string {
            let found: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            if found != categories {
                faults.push(format!("{tag}: {key} has {found:?}, not {categories:?}"));
            }
        }
        let wanted = placeholders(texts(model)[0].1);
        for (name, text) in texts(string) {
            let name = format!("{tag}: {key}{name}");
            if text.trim().is_empty() || text.trim() != text {
                faults.push(format!("{name} is empty or has spaces around it"));
            }
            if placeholders(text) != wanted {
                faults.push(format!("{name} has not the placeholders {wanted:?}"));
            }
            if text.contains(['\'', '"']) || text.contains("...") {
                faults.push(format!("{name} has the typewriter's quotes or dots"));
            }
        }
    }
    faults
}

/// The plural categories of a language in CLDR.
fn categories(tag: &str) -> BTreeSet<&'static str> {
    let locale: Locale = tag.parse().unwrap();
    let rules = PluralRules::try_new((&locale).into(), PluralRulesOptions::default()).unwrap();
    rules
        .categories()
        .map(|category| match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        })
        .collect()
}

/// The texts of a string: one, or one per plural category, each with a suffix for the string's name.
fn texts(string: &Value) -> Vec<(String, &str)> {
    match string {
        Value::Object(forms) => forms
            .iter()
            .map(|(category, text)| (format!(".{category}"), text.as_str().unwrap_or_default()))
            .collect(),
        text => vec![(String::new(), text.as_str().unwrap_or_default())],
    }
}

/// The placeholders of a text, in order.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<_> = text
        .split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn the_documentation_lists_every_language_with_its_heading() {
    let page = include_str!("../../docs/languages.md");
    let listed: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .filter_map(|(tag, row)| Some((tag, row.split_once(" | ")?.1.strip_suffix(" |")?)))
        .collect();
    let languages = languages();
    let expected: Vec<(&str, &str)> = languages
        .iter()
        .map(|(tag, labels)| (tag.as_str(), labels["heading"].as_str().unwrap()))
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn every_language_has_every_string_in_its_own_plural_forms() {
    let english = english();
    let faults: Vec<_> = languages()
        .iter()
        .flat_map(|(tag, labels)| errors(tag, labels, &english))
        .collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn there_are_english_and_24_more_at_least() {
    let languages: BTreeSet<_> = languages()
        .into_iter()
        .map(|(tag, _)| tag.split('-').next().unwrap().to_owned())
        .collect();
    assert!(languages.len() >= 25, "{languages:?}");
}

#[test]
fn a_file_is_named_by_its_canonical_tag() {
    for (tag, _) in languages() {
        let locale: Locale = tag.parse().unwrap();
        assert_eq!(locale.to_string(), tag);
    }
}

#[test]
fn each_error_is_found() {
    let english = english();
    let broken = |key: &str, string: Option<Value>| {
        let mut labels = languages()
            .into_iter()
            .find(|(tag, _)| tag == "pl")
            .unwrap()
            .1;
        match string {
            Some(string) => labels.insert(key.into(), string),
            None => labels.remove(key),
        };
        errors("pl", &labels, &english)
    };
    let forms = |text: &str| {
        serde_json::from_str(&text.replace('\'', "\"")).unwrap_or_else(|_| Value::from(text))
    };
    let found = |key: &str, text: &str| broken(key, Some(forms(text)));
    assert_eq!(broken("retry", None), ["pl: retry is missing"]);
    assert_eq!(found("retyr", "Spróbuj"), ["pl: retyr is unknown"]);
    assert_eq!(
        found("new", "{'one': '{n}', 'few': '{n}', 'other': '{n}'}"),
        [r#"pl: new has {"few", "one", "other"}, not {"few", "many", "one", "other"}"#]
    );
    let two = "{'one': '{n}', 'two': '{n}', 'few': '{n}', 'many': '{n}', 'other': '{n}'}";
    assert_eq!(found("new", two).len(), 1);
    assert_eq!(
        found("new", "{n} nowe"),
        ["pl: new is text or forms, unlike in English"]
    );
    let number = "{'one': '1', 'few': '{n}', 'many': '{n}', 'other': '{n}'}";
    assert_eq!(
        found("new", number),
        [r#"pl: new.one has not the placeholders ["n"]"#]
    );
    assert_eq!(
        found("by", "{name}"),
        [r#"pl: by has not the placeholders ["names"]"#]
    );
    assert_eq!(
        found("retry", ""),
        ["pl: retry is empty or has spaces around it"]
    );
    assert_eq!(
        found("retry", "Jeszcze raz..."),
        ["pl: retry has the typewriter's quotes or dots"]
    );
}

#[test]
fn the_time_of_the_last_check_and_of_the_last_update_are_in_different_words() {
    for (tag, labels) in languages() {
        let words = |key: &str| {
            let text = labels[key].as_str().unwrap();
            let words = text.split("{time}").next().unwrap().to_lowercase();
            words.replace(|char: char| !char.is_alphanumeric(), "")
        };
        let (check, update) = (words("stale"), words("lastUpdate"));
        assert!(!check.starts_with(&update), "{tag}: {check}, {update}");
    }
}
