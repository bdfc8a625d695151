//! `check`.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::program::{key_events, live_blog, path, with_input, with_variables};

/// A feed with a wide title, a broken entry and entries of every kind.
const MIXED: &str = r#"{
  "version": "https://jsonfeed.org/version/1.1", "title": "東京タワー 👩‍🚀", "next_url": "/more",
  "items": [
    {"id": "wide", "url": "/a", "title": "東京タワーが開く", "content_text": "x", "date_published": "2026-03-29T12:30:00Z", "tags": ["key-event", "tower"]},
    {"id": "emoji", "url": "/b", "title": "👩‍🚀 waves", "content_text": "x", "date_published": "2026-03-29T12:10:00Z", "_key_events": {"summary": true}},
    {"id": "plain", "url": "/c", "title": "nothing much", "content_text": "x", "date_published": "soon"},
    {"title": "no id", "content_text": "x"},
    {"id": "ascii", "url": "/d", "title": "key", "content_text": "x", "date_published": "2026-03-29T12:00:00Z", "_key_events": {"key": true}},
    {"id": "wide", "title": "twice", "content_text": "x"}
  ]}"#;

fn check(options: &[&str]) -> String {
    let arguments = [&["check"], options, &["-"]].concat();
    let run = with_input(&arguments, MIXED.as_bytes());
    assert_eq!((run.status, &*run.err), (0, ""));
    run.out
}

#[test]
fn everything_about_a_feed_is_reported() {
    assert_eq!(
        check(&[]),
        "title     東京タワー 👩‍🚀\n\
         format    json-feed\n\
         entries   4 of 6 read, 2 left out\n\
         events    3 selected (key), 3 shown\n\
         more      at /more: not read\n\
         times in  UTC\n\
         \n\
         TIME              KIND     HEADLINE          LINK\n\
         2026-03-29 12:30  key      東京タワーが開く  /a\n\
         2026-03-29 12:10  summary  👩‍🚀 waves          /b\n\
         2026-03-29 12:00  key      key               /d\n\
         \n\
         entry with id \"plain\": date_published \"soon\" is not a date like 2026-03-29T12:30:00Z: the row has no time\n\
         entry number 4: id is missing or blank, expected a string or an integer: the entry is left out\n\
         entry with id \"wide\": id occurs twice: the first entry is used, this one is left out\n"
    );
}

#[test]
fn a_feed_that_flags_no_entry_is_noted() {
    let note =
        "no entry is flagged as a key event: summaries and entries with a headline are shown";
    let flagged = r#", "_key_events": {"key": true}"#;
    let summary = r#", "_key_events": {"summary": true}"#;
    for (flag, select, expected) in [
        ("", "key", true),
        (summary, "key", true),
        (flagged, "key", false),
        ("", "all", false),
        ("", "tag:a", false),
    ] {
        let feed = format!(
            r#"{{"version": "1", "items": [{{"id": 1, "title": "A", "content_text": "a", "date_published": "2026-03-29T12:00:00Z"}},
            {{"id": 2, "title": "B", "content_text": "b", "tags": ["a"], "date_published": "2026-03-29T12:00:00Z"{flag}}}]}}"#
        );
        let run = with_input(&["check", "--select", select, "-"], feed.as_bytes());
        let line = format!("\nnote      {note}\n");
        assert_eq!(run.out.contains(&line), expected, "{run:?}");
        let run = with_input(
            &["check", "--json", "--select", select, "-"],
            feed.as_bytes(),
        );
        let object: Value = serde_json::from_str(&run.out).unwrap();
        let expected = if expected { note.into() } else { Value::Null };
        assert_eq!(object["note"], expected);
    }
}

#[test]
fn a_column_begins_at_the_same_place_in_every_row() {
    let out = check(&[]);
    let columns: BTreeSet<_> = out
        .lines()
        .filter_map(|line| line.split_once("  /").filter(|_| line.starts_with("2026")))
        .map(|(before, _)| before.width())
        .collect();
    assert_eq!(columns.len(), 1, "{columns:?}\n{out}");
}

#[test]
fn the_selection_the_order_and_the_limit_are_those_of_the_element() {
    let headlines = |options: &[&str]| {
        let object: Value = serde_json::from_str(&check(&[options, &["--json"]].concat())).unwrap();
        let ids: Vec<_> = object["list"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect();
        ids.join(" ")
    };
    assert_eq!(headlines(&[]), "wide emoji ascii");
    assert_eq!(headlines(&["--select", "all"]), "wide emoji plain ascii");
    assert_eq!(headlines(&["--select", "tag:tower"]), "wide");
    assert_eq!(headlines(&["--order", "oldest"]), "ascii emoji wide");
    assert_eq!(
        headlines(&["--limit", "2", "--format", "json-feed"]),
        "wide emoji"
    );
    let out = check(&["--limit", "2"]);
    assert!(out.contains("3 selected (key), 2 shown\n"), "{out}");
    assert!(out.contains("/b\nand 1 more behind “Show all”\n"), "{out}");
}

#[test]
fn times_are_shown_in_the_requested_zone() {
    let out = check(&["--time-zone", "Asia/Tokyo"]);
    assert!(out.contains("times in  Asia/Tokyo\n"), "{out}");
    assert!(
        out.contains("2026-03-29 21:30  key      東京タワーが開く"),
        "{out}"
    );
    // Daylight saving time starts in Europe at 01:00 UTC.
    let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": 1, "title": "after", "content_text": "", "date_published": "2026-03-29T01:00:00Z"},
        {"id": 2, "title": "before", "content_text": "", "date_published": "2026-03-29T00:59:00Z"}]}"#;
    let run = with_input(
        &["check", "--time-zone", "Europe/Paris", "-"],
        feed.as_bytes(),
    );
    assert!(run.out.contains("2026-03-29 03:00  after\n"), "{run:?}");
    assert!(run.out.contains("2026-03-29 01:59  before\n"), "{run:?}");
}

#[test]
fn nothing_to_show_is_status_1() {
    let run = key_events(&["check", "--select", "tag:none", &live_blog()]);
    assert_eq!((run.status, &*run.err), (1, ""));
    assert!(
        run.out
            .contains("events    0 selected (tag:none), 0 shown\n"),
        "{run:?}"
    );
    assert!(run.out.ends_with("\nNothing to show.\n"), "{run:?}");
    let run = key_events(&["check", "--json", "--select", "tag:none", &live_blog()]);
    assert_eq!((run.status, &*run.err), (1, ""));
    assert!(
        run.out.contains(r#""shown":0},"note":null,"list":[],"#),
        "{run:?}"
    );
}

#[test]
fn the_end_of_the_coverage_is_reported() {
    let run = key_events(&["check", &live_blog()]);
    assert!(
        run.out
            .contains("coverage  over: the list is not refreshed any more\n"),
        "{run:?}"
    );
}

#[test]
fn lines_are_truncated_to_the_width_of_the_terminal() {
    let feed = path("demo/feed.json");
    let whole = key_events(&["check", &feed]).out;
    let width = |out: &str| {
        out.lines()
            .skip(8)
            .map(UnicodeWidthStr::width)
            .max()
            .unwrap()
    };
    assert!(width(&whole) > 80);
    let cut = with_variables(&[("COLUMNS", "80")], &["check", &feed]).out;
    assert_eq!(width(&cut), 80);
    assert_eq!(cut.lines().count(), whole.lines().count());
}

#[test]
fn there_is_no_color_but_on_a_terminal_and_none_with_no_color() {
    let feed = live_blog();
    let plain = key_events(&["check", &feed]).out;
    let forced = with_variables(&[("CLICOLOR_FORCE", "1")], &["check", &feed]).out;
    let refused = with_variables(
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &["check", &feed],
    )
    .out;
    assert!(forced.contains("\u{1b}[36msummary\u{1b}[0m"), "{forced:?}");
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(refused, plain);
}

#[test]
fn every_format_is_named_and_optional_fields_are_reported() {
    // In the future, or no date.
    for (end, modified, warning) in [
        ("2999-03-29T12:00:00Z", "2026-03-29T12:00:00Z", ""),
        ("2999-03-29T12:00:00Z", "2999-03-29T12:00:00Z", ""),
        (
            "soon",
            "soon",
            "feed: coverageEndTime \"soon\" is not a date like 2026-03-29T12:30:00Z: it is ignored\n",
        ),
        (
            "0001-01-01T00:00:00Z",
            "x",
            "feed: coverageEndTime \"0001-01-01T00:00:00Z\" stands for no date: it is ignored\n",
        ),
    ] {
        let feed = format!(
            r#"{{"@type": "LiveBlogPosting", "coverageEndTime": "{end}", "dateModified": "{modified}", "liveBlogUpdate": [
                {{"@id": "/a", "headline": "A", "datePublished": "2026-03-29T12:00:00Z"}}]}}"#
        );
        let run = with_input(&["check", "-"], feed.as_bytes());
        assert_eq!(run.status, 0);
        assert!(!run.out.contains("coverage  over"), "{}", run.out);
        assert!(run.out.ends_with(warning), "{}", run.out);
        let run = with_input(&["convert", "-"], feed.as_bytes());
        assert!(!run.out.contains("expired"), "{}", run.out);
    }
    // In the past, with a change to come.
    for modified in ["2999-03-29T12:00:00Z", "soon"] {
        let feed = format!(
            r#"{{"@type": "LiveBlogPosting", "coverageEndTime": "2026-03-29T12:00:00Z", "dateModified": "{modified}", "liveBlogUpdate": [
                {{"@id": "/a", "headline": "A", "datePublished": "2026-03-28T12:00:00Z", "dateModified": "{modified}"}}]}}"#
        );
        let run = with_input(&["check", "-"], feed.as_bytes());
        assert!(run.out.contains("coverage  over"), "{}", run.out);
        let run = with_input(&["convert", "-"], feed.as_bytes());
        assert!(run.out.contains("\"expired\":true"), "{}", run.out);
    }
    let ended = r#"{"@type": "LiveBlogPosting", "coverageEndTime": "2026-03-29T12:00:00Z", "liveBlogUpdate": [
        {"@id": "a", "datePublished": "2026-03-29T11:00:00Z", "articleBody": "It is over. Good night."}]}"#;
    let run = with_input(&["check", "-"], ended.as_bytes());
    assert_eq!(run.status, 0);
    assert!(run.out.contains("format    live-blog-posting\n"), "{run:?}");
    assert!(run.out.contains("ends      2026-03-29 12:00\n"), "{run:?}");
    assert!(run.out.contains("coverage  over: "), "{run:?}");
    // An archive: the end is the last change.
    let changed = r#""dateModified": "2026-03-29T12:00:00Z", "liveBlogUpdate""#;
    let archived = ended.replace(r#""liveBlogUpdate""#, changed);
    assert_eq!(
        with_input(&["check", "-"], archived.as_bytes()).out,
        run.out
    );
    let options = ["prerender", "--jsonld", "--time-zone", "UTC", "-"];
    let prerendered = with_input(&options, archived.as_bytes());
    let end = r#""coverageEndTime":"2026-03-29T12:00:00Z""#;
    assert!(prerendered.out.contains(end), "{prerendered:?}");
    let later = ended.replace("2026-03-29T12", "9000-01-01T12");
    let run = with_input(&["check", "-"], later.as_bytes());
    assert!(run.out.contains("ends      9000-01-01 12:00\n"), "{run:?}");
    assert!(!run.out.contains("coverage"), "{run:?}");
    let run = with_input(&["check", "--json", "-"], ended.as_bytes());
    let object: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(object["ends"], "2026-03-29T12:00:00Z");
    assert_eq!(object["list"][0]["headline"], "It is over.");
    assert_eq!(object["list"][0]["derived"], true);
    let deleted = r#"{"entries": [{"id": 1, "type": "delete", "entry_time": 1774782000, "timestamp": 1774782000}], "pages": 1}"#;
    let run = with_input(&["check", "-"], deleted.as_bytes());
    assert_eq!(run.status, 1);
    assert!(
        run.out.contains("format    wordpress-liveblog\n"),
        "{run:?}"
    );
    assert!(run.out.contains("removed   1 entries\n"), "{run:?}");
}

#[test]
fn a_summary_hides_no_other_event() {
    let feed = |summary: bool, key: bool| {
        format!(
            r#"{{"version": "1", "items": [
            {{"id": "s", "title": "The story so far", "content_text": "a", "_key_events": {{"summary": {summary}}}}},
            {{"id": "a", "title": "A", "content_text": "a", "_key_events": {{"key": {key}}}}},
            {{"id": "b", "title": "B", "content_text": "b"}}]}}"#
        )
    };
    let rows = |command: &str, list: &str, feed: &str| {
        let json = if command == "check" {
            "--json"
        } else {
            "--bodies"
        };
        let run = with_input(&[command, json, "-"], feed.as_bytes());
        let object: Value = serde_json::from_str(&run.out).unwrap();
        object[list].as_array().unwrap().len()
    };
    for (summary, key, expected) in [(false, false, 3), (true, false, 3), (true, true, 2)] {
        let feed = feed(summary, key);
        assert_eq!(rows("check", "list", &feed), expected);
        assert_eq!(rows("convert", "items", &feed), expected);
        let run = with_input(&["check", "-"], feed.as_bytes());
        let events = format!("events    {expected} selected (key), {expected} shown\n");
        assert!(run.out.contains(&events), "{run:?}");
    }
    // If only summaries have headlines of their own, derived headlines are selected.
    let derived = feed(true, false)
        .replace(r#""title": "A", "#, "")
        .replace(r#""title": "B", "#, "");
    assert_eq!(rows("check", "list", &derived), 3);
    assert_eq!(rows("convert", "items", &derived), 3);
    let run = with_input(&["prerender", "-"], derived.as_bytes());
    assert_eq!(run.out.matches("<li").count(), 3, "{run:?}");
}

#[test]
fn repaired_json_is_shown_and_the_entry_is_named() {
    let feed = "{\"version\": \"1\", \"title\": \"T\", \"items\": [
        {\"id\": \"1\", \"title\": \"Cheers \\ud83d\", \"content_text\": \"a\", \"date_published\": \"2026-03-29T12:05:00Z\"},
        {\"id\": \"2\", \"title\": \"Cut\", \"content_text\": \"a\tb\", \"date_published\": NaN}], \"_x\": 1e400}";
    let run = with_input(&["check", "-"], feed.as_bytes());
    assert_eq!((run.status, &*run.err), (0, ""));
    assert_eq!(
        run.out,
        "title     T\n\
         format    json-feed\n\
         entries   2 of 2 read, 0 left out\n\
         events    2 selected (key), 2 shown\n\
         note      no entry is flagged as a key event: summaries and entries with a headline are shown\n\
         times in  UTC\n\
         \n\
         TIME              HEADLINE\n\
         2026-03-29 12:05  Cheers \u{fffd}\n\u{20}                 Cut\n\
         \n\
         feed: _x has a number that is too large or not finite: null takes its place\n\
         entry with id \"1\": title has half of a surrogate pair, expected both: U+FFFD takes its place\n\
         entry with id \"2\": content_text has a line break or a tab that is not escaped: it is read as written\n\
         entry with id \"2\": date_published has a number that is too large or not finite: null takes its place\n"
    );
    let run = with_input(&["check", "-"], b"{\"items\": [\"\\ud83d\",\n NaN,, 2]}");
    assert_eq!(run.status, 2);
    assert!(
        run.err
            .contains("the feed is not JSON: reading stopped at line 2, column 6"),
        "{run:?}"
    );
    let run = with_input(&["convert", "-"], feed.as_bytes());
    assert_eq!(run.status, 0);
    assert_eq!(run.out.matches("\"id\":").count(), 2, "{run:?}");
}

/// The paths of all fields in an object, such as `list[].id` for the objects of an array.
fn fields(prefix: &str, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let dot = if prefix.is_empty() { "" } else { "." };
                fields(&[prefix, dot, name].concat(), value, names);
            }
        }
        Value::Array(values) => {
            for value in values {
                fields(&[prefix, "[]"].concat(), value, names);
            }
        }
        _ => {
            names.insert(prefix.to_owned());
        }
    }
}

#[test]
fn the_json_object_has_exactly_the_fields_of_the_reference() {
    let mut written = BTreeSet::new();
    fields(
        "",
        &serde_json::from_str(&check(&["--json"])).unwrap(),
        &mut written,
    );
    let manual = fs::read_to_string(path("docs/command-line.md")).unwrap();
    let (_, section) = manual.split_once("### The object of `--json`").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let documented: BTreeSet<_> = section
        .lines()
        .filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned()))
        .collect();
    assert_eq!(written, documented);
}

#[test]
fn the_json_object_equals_the_text() {
    let object: Value = serde_json::from_str(&check(&["--json", "--limit", "1"])).unwrap();
    let expected = serde_json::json!({
        "version": 1,
        "format": "json-feed",
        "title": "東京タワー 👩‍🚀",
        "page": null,
        "language": null,
        "ended": false,
        "ends": null,
        "documents": 1,
        "next": "/more",
        "entries": {"read": 4, "left_out": 2, "removed": 0, "selected": 3, "shown": 1},
        "note": null,
        "list": [{
            "id": "wide", "published": "2026-03-29T12:30:00Z", "updated": null,
            "headline": "東京タワーが開く", "derived": false, "url": "/a", "anchor": null,
            "key": true, "summary": false, "pinned": false, "weight": "normal",
        }],
        "warnings": [
            {"entry": "plain", "field": "date_published", "value": "\"soon\"", "left_out": false,
             "problem": "is not a date like 2026-03-29T12:30:00Z: the row has no time"},
            {"entry": "#4", "field": "id", "value": null, "left_out": true,
             "problem": "is missing or blank, expected a string or an integer: the entry is left out"},
            {"entry": "wide", "field": "id", "value": null, "left_out": true,
             "problem": "occurs twice: the first entry is used, this one is left out"},
        ],
    });
    assert_eq!(object, expected);
}
