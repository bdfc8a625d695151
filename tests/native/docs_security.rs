//! Compares docs/security.md and docs/policies.md with the tests and the limits.

use std::fs;
use std::path::Path;

use key_events::feed::limits;

const PAGE: &str = include_str!("../../docs/security.md");
const POLICIES: &str = include_str!("../../docs/policies.md");

/// The text of all tests.
fn tests(directory: &Path, text: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_promise_and_every_limit_names_a_test_that_exists() {
    let mut text = String::new();
    tests(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"),
        &mut text,
    );
    let lines = PAGE.lines().chain(POLICIES.lines());
    let cells = lines.filter_map(|line| line.strip_suffix("` |"));
    let names = cells.filter_map(|row| row.rsplit('`').next());
    let mut count = 0;
    for name in names.filter(|name| name.contains('_')) {
        assert!(text.contains(&format!("fn {name}(")), "{name}");
        count += 1;
    }
    assert!(count > 30, "{count}");
}

/// The numbers in the table of limits, by the start of the row.
fn limits_of(what: &str) -> Vec<usize> {
    let (_, table) = PAGE.split_once("| What | Limit |").unwrap();
    let mut rows = table.lines().filter_map(|line| line.strip_prefix("| "));
    let row = rows.find(|row| row.starts_with(&format!("{what} |")));
    let row = row.unwrap_or_else(|| panic!("no row of {what}"));
    let limit = row.split(" | ").nth(1).unwrap().replace(',', "");
    let words = limit.split_whitespace();
    words.filter_map(|word| word.parse().ok()).collect()
}

/// The value of a constant that is private.
fn constant(code: &str, name: &str) -> usize {
    let (_, rest) = code.split_once(&format!("const {name}: ")).unwrap();
    let (_, value) = rest.split(';').next().unwrap().split_once(" = ").unwrap();
    value.replace('_', "").parse().unwrap()
}

#[test]
fn the_limits_are_those_of_the_code() {
    let json = include_str!("../../src/feed/paced_json.rs");
    let input = include_str!("../../cli/src/input.rs");
    let entry = include_str!("../../src/feed/entry.rs");
    let rows: &[(&str, &[usize])] = &[
        ("A response", &[limits::MAX_BODY_BYTES as usize]),
        (
            "The time for a response",
            &[limits::TIMEOUT_MS as usize / 1_000],
        ),
        ("Pages of a feed", &[limits::MAX_PAGES]),
        (
            "Redirects that the command follows",
            &[constant(input, "MAX_REDIRECTS")],
        ),
        ("Depth of JSON", &[constant(json, "MAX_DEPTH")]),
        ("Entries of a document", &[limits::MAX_ENTRIES]),
        ("Authors of an entry", &[limits::MAX_AUTHORS]),
        ("Related links", &[limits::MAX_RELATED]),
        (
            "The HTML of a body",
            &[
                limits::MAX_STORY_BYTES,
                limits::MAX_TAGS,
                limits::MAX_DEPTH,
                limits::MAX_ATTRIBUTES,
            ],
        ),
        (
            "The elements that a parser adds to the HTML of a body, for those that are not closed",
            &[limits::MAX_REOPENED],
        ),
        (
            "The columns and rows that a cell of a table spans",
            &[limits::MAX_SPAN as usize],
        ),
        (
            "A text: a headline, or the text of a body",
            &[limits::MAX_TEXT_BYTES],
        ),
        (
            "A headline in a row that is not expanded",
            &[constant(entry, "MAX_HEADLINE")],
        ),
    ];
    for (what, expected) in rows {
        assert_eq!(limits_of(what), *expected, "{what}");
    }
    let (_, table) = PAGE.split_once("| What | Limit |").unwrap();
    let count = table.lines().skip(2).take_while(|line| !line.is_empty());
    assert_eq!(count.count(), rows.len());
}
