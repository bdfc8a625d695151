//! Compares docs/security.md with the tests and the limits.

use std::fs;
use std::path::Path;

use key_events::feed::limits;

const PAGE: &str = include_str!("../../docs/security.md");

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
    let cells = PAGE.lines().filter_map(|line| line.strip_suffix("` |"));
    let names = cells.filter_map(|row| row.rsplit('`').next());
    let mut count = 0;
    for name in names.filter(|name| name.contains('_')) {
        assert!(text.contains(&format!("fn {name}(")), "{name}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_limits_are_those_of_the_code() {
    let thousands = |number: usize| {
        let digits = number.to_string();
        match digits.len() {
            0..4 => digits,
            length => format!("{},{}", &digits[..length - 3], &digits[length - 3..]),
        }
    };
    for limit in [
        limits::MAX_PAGES,
        limits::MAX_ENTRIES,
        limits::MAX_AUTHORS,
        limits::MAX_RELATED,
        limits::MAX_STORY_BYTES,
        limits::MAX_SPAN as usize,
        limits::MAX_TAGS,
        limits::MAX_DEPTH,
        limits::MAX_ATTRIBUTES,
        limits::MAX_TEXT_BYTES,
    ] {
        assert!(PAGE.contains(&format!(" {} ", thousands(limit))), "{limit}");
    }
    assert_eq!(limits::MAX_BODY_BYTES, 8_000_000);
    assert_eq!(limits::TIMEOUT_MS, 10_000);
}
