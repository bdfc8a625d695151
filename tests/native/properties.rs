//! Invariants of every format, for any document.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use key_events::feed::{Feed, Subject, format, headline, html};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::invariants;

/// A format's name and a document of it.
static FIXTURES: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut documents = Vec::new();
    for format in format::ALL {
        let mut paths: Vec<PathBuf> = fs::read_dir(fixtures.join(format.name))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        documents.extend(
            paths
                .iter()
                .map(|path| (format.name, fs::read_to_string(path).unwrap())),
        );
    }
    documents
});

/// The field names of all fixtures, so that generated documents have fields that are read.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names = Vec::new();
    for (_, text) in FIXTURES.iter() {
        add_names(&serde_json::from_str(text).unwrap(), &mut names);
    }
    names.sort();
    names.dedup();
    names
});

fn add_names(value: &Value, names: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        names.push(name.clone());
        add_names(value, names);
    }
    for value in value.as_array().into_iter().flatten() {
        add_names(value, names);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let texts = prop::sample::select(vec![
        "LiveBlogPosting",
        "delete",
        "update",
        "open",
        "main",
        "text",
        "/key Goal",
        "<p>A. B.</p>",
        "&amp;&#x41;&",
        "2026-03-29T12:30:00",
        "1774787400",
        "https://news.example/a?b#c",
        "javascript:x",
        "",
        " ",
        "é…。",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        texts.prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        let name = prop_oneof![
            9 => prop::sample::select(NAMES.clone()),
            1 => "\\PC{0,3}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..6)
                .prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Text that a strict parser rejects, its replacement, and the text of a valid document to substitute.
fn damage() -> impl Strategy<Value = (String, String, &'static str)> {
    let words =
        ["1e400", "-1e999", "NaN", "-Infinity"].map(|word| (word.to_owned(), "null".to_owned()));
    let texts = [
        (r"\ud83d", r"\ufffd"),
        (r"\ude00", r"\ufffd"),
        ("\t", r"\t"),
        ("\u{1}", r"\ufffd"),
    ];
    let texts =
        texts.map(|(invalid, repaired)| (format!("\"{invalid} "), format!("\"{repaired} ")));
    prop_oneof![
        prop::sample::select(words.to_vec())
            .prop_map(|(invalid, repaired)| (invalid, repaired, "null")),
        prop::sample::select(texts.to_vec())
            .prop_map(|(invalid, repaired)| (invalid, repaired, "\"")),
    ]
}

/// The value with this number in a depth-first traversal.
fn nth<'a>(value: &'a mut Value, number: &mut usize) -> Option<&'a mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Array(values) => values.iter_mut().find_map(|value| nth(value, number)),
        Value::Object(fields) => fields.values_mut().find_map(|value| nth(value, number)),
        _ => None,
    }
}

/// Reads a document with detection and as each format.
fn check(text: &str) {
    let formats = format::ALL.iter().map(Some).chain([None]);
    formats.for_each(|format| invariants::check(text, format));
}

#[test]
fn every_fixture_is_detected_and_keeps_the_invariants() {
    for (name, text) in FIXTURES.iter() {
        check(text);
        let forced = Feed::read(text, format::by_name(name)).unwrap();
        assert_eq!(forced, Feed::read(text, None).unwrap(), "{name}");
    }
}

proptest! {
    #[test]
    fn any_json_is_a_feed_or_an_error(value in any_json()) {
        check(&value.to_string());
    }

    #[test]
    fn a_document_with_another_value_somewhere_is_a_feed_or_an_error(
        fixture in 0..FIXTURES.len(), position in 0_usize..400, value in any_json(),
    ) {
        let mut document: Value = serde_json::from_str(&FIXTURES[fixture].1).unwrap();
        if let Some(old) = nth(&mut document, &mut position.clone()) {
            *old = value;
        }
        check(&document.to_string());
    }

    #[test]
    fn a_truncated_document_is_a_feed_or_an_error(fixture in 0..FIXTURES.len(), cut in 0.0..1.0) {
        let text = &FIXTURES[fixture].1;
        let mut end = (text.len() as f64 * cut) as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        check(&text[..end]);
    }

    #[test]
    fn a_document_with_a_changed_byte_is_a_feed_or_an_error(
        fixture in 0..FIXTURES.len(), position in 0.0..1.0, byte: u8,
    ) {
        let mut bytes = FIXTURES[fixture].1.clone().into_bytes();
        let position = (bytes.len() as f64 * position) as usize;
        bytes[position] = byte;
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn repaired_json_reads_as_the_replacement(
        value in any_json(), damage in prop::collection::vec(damage(), 1..6),
    ) {
        let mut document = value.to_string();
        let mut repaired = document.clone();
        for (part, instead, wanted) in &damage {
            document = document.replacen(wanted, part, 1);
            repaired = repaired.replacen(wanted, instead, 1);
        }
        let feed = |value: &str| {
            format!(r#"{{"version": "1", "items": [{{"id": "a"}}, {{"id": "b", "x": {value}, "_key_events": {value}}}, {{"id": "c"}}]}}"#)
        };
        check(&document);
        let (expected, fine) = Feed::read(&feed(&repaired), None).unwrap();
        let (feed, mut warnings) = Feed::read(&feed(&document), None).unwrap();
        prop_assert_eq!(feed, expected);
        let of_repairs = warnings.len() - fine.len();
        prop_assert_eq!(warnings.split_off(of_repairs), fine);
        prop_assert_eq!(of_repairs > 0, document != repaired);
        for warning in warnings {
            prop_assert_eq!(warning.subject, Subject::Id("b".into()));
        }
    }

    #[test]
    fn any_html_has_a_text_without_tags_of_its_own(text in "[<>/a-z!&;#x\"' \\n-]{0,60}|\\PC{0,40}") {
        let plain = html::text(&text, usize::MAX);
        prop_assert_eq!(plain.trim(), &plain);
        prop_assert!(!plain.contains("  "));
        let started = html::text(&text, 5);
        prop_assert!(plain.starts_with(&started), "{:?} {:?}", plain, started);
    }

    #[test]
    fn plain_text_is_its_own_text(text in "[a-zA-Zé0-9.,;!?]{1,5}( [a-zA-Zé0-9.,;!?]{1,5}){0,5}") {
        prop_assert_eq!(html::text(&text, usize::MAX), text);
    }

    #[test]
    fn a_first_sentence_begins_the_text_and_is_short(text in "\\PC{0,300}|([A-Z]?[a-z]{1,9}[.!?,]? ){0,40}") {
        let sentence = headline::first_sentence(&text);
        prop_assert!(sentence.chars().count() <= headline::MAX_CHARS);
        prop_assert_eq!(sentence.is_empty(), text.trim().is_empty());
        let kept = sentence.strip_suffix('…').unwrap_or(&sentence);
        prop_assert!(text.trim().starts_with(kept) || text.trim().starts_with(&sentence));
    }
}
