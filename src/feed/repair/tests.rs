#[cfg(not(target_arch = "wasm32"))]
mod properties;

use super::{RepairKind, RepairLocations, Repaired};
use crate::feed::NotAFeed;
use crate::feed::json::{self, Value};
use crate::feed::pace::{Pace, complete};
use crate::feed::paced_json::MAX_DEPTH;

fn repair<'t>(text: &'t str, document: &'t str) -> Result<Repaired<'t>, NotAFeed> {
    complete(Repaired::new(text, document, &Pace::whole()))
}

fn parse<'t>(repaired: &'t Repaired) -> Result<Value<'t>, NotAFeed> {
    complete(repaired.parse(&Pace::whole()))
}

fn locate(repaired: &Repaired, document: &Value) -> RepairLocations {
    complete(repaired.locate(document, &Pace::whole()))
}

/// The repaired text, and the kinds of the repairs.
fn repaired(text: &str) -> (String, Vec<RepairKind>) {
    let repaired = repair(text, text).unwrap();
    let kinds = repaired.repairs.iter().map(|repair| repair.kind).collect();
    (repaired.text.into_owned(), kinds)
}

fn reason(text: &str) -> Option<NotAFeed> {
    let document = text.trim_start_matches('\u{feff}').trim();
    let repaired = match repair(text, document) {
        Ok(repaired) => repaired,
        Err(reason) => return Some(reason),
    };
    parse(&repaired).err()
}

/// A number in nested arrays.
fn nested(levels: usize) -> String {
    ["[".repeat(levels), "1".into(), "]".repeat(levels)].concat()
}

fn becomes(cases: &[(&str, &str)], kind: RepairKind) {
    for (text, expected) in cases {
        let (repaired, kinds) = repaired(text);
        assert_eq!(repaired, *expected, "{text}");
        assert!(!kinds.is_empty(), "{text}");
        assert!(kinds.iter().all(|it| *it == kind), "{text}: {kinds:?}");
        assert!(
            json::parse(&repaired).is_ok_and(|(_, large)| !large),
            "{text}"
        );
    }
}

#[test]
fn a_lone_surrogate_becomes_the_replacement_character() {
    let cases = [
        (r#""a \ud83d""#, r#""a \ufffd""#),
        (r#""\ud83d!""#, r#""\ufffd!""#),
        (r#""\uDE00 b""#, r#""\ufffd b""#),
        (r#""\ud83d\ud83d""#, r#""\ufffd\ufffd""#),
        (r#""\uD83D\uD83D\uDE00""#, r#""\ufffd\uD83D\uDE00""#),
        (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
        (r#""\ud83d\n\\\ud83d""#, r#""\ufffd\n\\\ufffd""#),
        (r#""\ud83d\u0041""#, r#""\ufffd\u0041""#),
        (r#"{"\ud83d": 1}"#, r#"{"\ufffd": 1}"#),
    ];
    becomes(&cases, RepairKind::Surrogate);
}

#[test]
fn unescaped_white_space_is_kept() {
    let cases = [
        ("\"a\tb\r\nc\"", r#""a\tb\r\nc""#),
        ("{\"a\n\": \n1}", "{\"a\\n\": \n1}"),
    ];
    becomes(&cases, RepairKind::Space);
}

#[test]
fn other_control_characters_become_the_replacement_character() {
    let cases = [
        ("\"\0\u{1}a\u{1f}\"", r#""\ufffd\ufffda\ufffd""#),
        ("\"\u{1b}[2J\u{7f}\"", "\"\\ufffd[2J\u{7f}\""),
    ];
    becomes(&cases, RepairKind::Control);
}

#[test]
fn numbers_that_are_too_large_or_not_finite_become_null() {
    let digits = "9".repeat(400);
    let cases = [
        ("[1e400,-1e999 ,1.5E+400]", "[null,null ,null]"),
        (&*digits, "null"),
        ("{\"a\":NaN}", "{\"a\":null}"),
        ("[-Infinity, Infinity\n, -NaN]", "[null, null\n, null]"),
        ("[nan, -nan, inf, -inf]", "[null, null, null, null]"),
    ];
    becomes(&cases, RepairKind::Number);
}

#[test]
fn a_value_nested_too_deep_becomes_null() {
    let at_limit = nested(MAX_DEPTH);
    assert_eq!(repaired(&at_limit), (at_limit, Vec::new()));
    let expected = nested(MAX_DEPTH).replace('1', "null");
    for levels in [MAX_DEPTH + 1, MAX_DEPTH + 2, 200, 100_000] {
        becomes(&[(&nested(levels), &expected)], RepairKind::Deep);
    }
    let deep = ["{\"a\": ".repeat(300), "}".repeat(300)].join("{}");
    let expected = ["{\"a\": ".repeat(MAX_DEPTH), "}".repeat(MAX_DEPTH)].join("null");
    becomes(&[(&deep, &expected)], RepairKind::Deep);
    // The repairs inside the value are dropped with it; those after it are kept.
    let inner = nested(MAX_DEPTH).replace('1', r#"{"]": "\ud83d\"]", "b": NaN}, {}, 2"#);
    let expected = nested(MAX_DEPTH).replace('1', "null, null, 2");
    becomes(&[(&inner, &expected)], RepairKind::Deep);
}

#[test]
fn a_value_nested_too_deep_has_to_be_json() {
    let with = |inner: &str| nested(MAX_DEPTH + 1).replace('1', inner);
    let start = MAX_DEPTH + 1;
    for (inner, column) in [("1,]", 3), ("nope", 2), ("}", 1), ("01", 2), ("\"\\x\"", 3)] {
        let reason = reason(&with(inner));
        assert_eq!(
            reason,
            Some(NotAFeed::NotJson(1, start + column)),
            "{inner}"
        );
    }
    assert_eq!(reason(&"[".repeat(100_000)), Some(NotAFeed::Truncated));
    assert_eq!(reason(&with("\"")), Some(NotAFeed::Truncated));
}

#[test]
fn any_other_error_is_not_repaired() {
    for text in [
        "nope",
        "[1,]",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "-",
        "NaNa",
        "--inf",
        "[1e400x]",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\\n\"",
        "{1e5: 2}",
        "undefined",
        "[1] [2]",
        "]]]]",
    ] {
        let (same, kinds) = repaired(text);
        assert_eq!((&*same, kinds), (text, vec![]));
        assert!(reason(text).is_some(), "{text}");
    }
}

#[test]
fn an_error_has_its_position_in_the_original() {
    let position = |text| match reason(text) {
        Some(NotAFeed::NotJson(line, column)) => (line, column),
        reason => panic!("{text}: {reason:?}"),
    };
    for (text, expected) in [
        ("[1,, 2]", (1, 4)),
        ("[\"\\ud83d\", NaN,, 2]", (1, 16)),
        ("[\"a\nb\tc\",, 2]", (2, 6)),
        ("[\"a\n\",\n1e400, Infinity NaN]", (3, 17)),
        ("[\"\u{1}\",\n\n\"é\" nope]", (3, 6)),
        ("\u{feff}\n \n  [\"\\ud83d\" x]", (3, 13)),
    ] {
        assert_eq!(position(text), expected, "{text:?}");
    }
    let deep = format!("[\"\n\", {},\n\"\t\" x]", nested(300));
    assert_eq!(position(&deep), (3, 5));
    assert_eq!(reason("[\"\\ud83d\", "), Some(NotAFeed::Truncated));
    assert_eq!(reason("[NaN, \"\n"), Some(NotAFeed::Truncated));
}

#[test]
fn a_repair_is_located_in_its_ancestors_only() {
    let text =
        r#"{"a\ud83d": 1, "b": [{"\u0063": {"d": NaN}}, [2, "\ud83d"], 3], "e": [], "f": 1e400}"#;
    let repaired = repair(text, text).unwrap();
    let document = parse(&repaired).unwrap();
    let locations = locate(&repaired, &document);
    assert_eq!(locations.find(&document).1, (0, 4));
    let path = |number| locations.path(&document, number, "itself");
    assert_eq!([0, 1, 2, 3].map(path), ["a\u{fffd}", "b.c.d", "b", "f"]);
    let list = document.get("b").unwrap();
    assert_eq!(locations.find(list).1, (1, 3));
    let items = list.as_array().unwrap();
    let ranges: Vec<_> = items.iter().map(|item| locations.find(item).1).collect();
    assert_eq!(ranges, [(1, 2), (2, 3), (0, 0)]);
    assert_eq!(locations.path(&items[1], 2, "itself"), "itself");
    assert_eq!(locations.find(document.get("e").unwrap()).1, (0, 0));
}

#[test]
fn a_path_has_four_names_at_most() {
    let text = ["{\"a\": ".repeat(500), "}".repeat(500)].join("1");
    let repaired = repair(&text, &text).unwrap();
    let document = parse(&repaired).unwrap();
    let locations = locate(&repaired, &document);
    assert_eq!(locations.path(&document, 0, "itself"), "a.a.a.a");
}

#[test]
fn a_million_repairs_are_located() {
    let text = format!("[{}0]", "NaN,".repeat(1_000_000));
    let repaired = repair(&text, &text).unwrap();
    let document = parse(&repaired).unwrap();
    let locations = locate(&repaired, &document);
    assert_eq!(locations.find(&document).1, (0, 1_000_000));
    assert_eq!(locations.into_warnings(&document).len(), 1);
}
