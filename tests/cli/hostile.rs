//! Untrusted text with terminal control characters.

use crate::program::{Run, key_events, with_input, with_variables};
use crate::server::{Server, redirect, response};

/// Escape sequences that clear the screen and set the title, 8-bit CSI, backspaces, a line break, and
/// bidirectional controls.
const HOSTILE: &str =
    "A\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}1m\u{8}\u{7f}\r\n\u{85}\u{2028}\u{202e}\u{2066}\u{feff}Z";

fn feed() -> String {
    let text = serde_json::Value::from(HOSTILE);
    format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": {text}, "language": {text},
            "home_page_url": {text}, "next_url": {text}, "items": [
            {{"id": {text}, "url": {text}, "title": {text}, "content_text": {text}, "date_published": {text},
              "tags": ["key-event", {text}], "authors": [{{"name": {text}}}], "_key_events": {{"anchor": {text}}}}},
            {{"id": {text}}},
            {{"id": "text only", "url": "/\u202e\u2066", "content_text": {text}, "_key_events": {{"key": true}}}}]}}"#
    )
}

/// Checks that the output is lines of text, with colors only if `colored`.
fn harmless(run: &Run, colored: bool) {
    for text in [&run.out, &run.err] {
        let mut text = text.clone();
        if colored {
            for number in ["0", "1", "2", "33", "36"] {
                text = text.replace(&format!("\u{1b}[{number}m"), "");
            }
        }
        let steering = |char: char| {
            char.is_control() && char != '\n'
                || ('\u{2028}'..='\u{202e}').contains(&char)
                || ('\u{2066}'..='\u{2069}').contains(&char)
                || char == '\u{feff}'
        };
        assert!(!text.contains(steering), "{text:?}");
    }
}

#[test]
fn check_shows_hostile_text_as_text() {
    let run = with_input(&["check", "-"], feed().as_bytes());
    assert_eq!(run.status, 0);
    harmless(&run, false);
    assert!(run.out.contains("A�[2J�]0;t��1m�� �����Z"), "{run:?}");
    // Every row and every warning is one line.
    assert_eq!(
        run.out
            .lines()
            .filter(|line| line.contains("key   "))
            .count(),
        2
    );
    let colored = with_variables(&[("CLICOLOR_FORCE", "1")], &["check", &file().1]);
    assert!(colored.out.contains('\u{1b}'));
    harmless(&colored, true);
}

#[test]
fn prerendered_markup_has_no_hostile_text() {
    for options in [
        &["--select", "all"][..],
        &["--select", "all", "--jsonld", "--anchor", "e-{id}"],
        &[
            "--select",
            "all",
            "--time-zone",
            "UTC",
            "--limit",
            "1",
            "--collapsed",
        ],
    ] {
        let (_file, path) = file();
        let run = key_events(&[&["prerender", &path], options].concat());
        assert_eq!(run.status, 0);
        harmless(&run, false);
        // What HTML allows is still there: U+202E and U+2066, as references.
        assert!(run.out.contains("&#x202e;&#x2066;&#xfeff;Z"), "{run:?}");
    }
}

#[test]
fn a_prerendered_file_has_no_characters_that_html_forbids() {
    let (_file, path) = file();
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("list.html");
    let output_option = output.to_str().unwrap();
    let run = key_events(&["prerender", "--jsonld", "--output", output_option, &path]);
    assert_eq!((run.status, &*run.out, &*run.err), (0, "", ""));
    let html = std::fs::read_to_string(&output).unwrap();
    let forbidden = |char: char| char.is_control() && !"\n\t".contains(char);
    assert!(!html.contains(forbidden), "{html:?}");
    assert!(html.contains("\u{202e}\u{2066}"), "{html:?}");
}

#[test]
fn json_escapes_hostile_text_and_loses_nothing() {
    for command in [
        &["check", "--json", "-"][..],
        &["convert", "--select", "all", "--bodies", "-"],
    ] {
        let run = with_input(command, feed().as_bytes());
        assert_eq!(run.status, 0);
        harmless(&run, false);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let texts = |name: &str| {
            json[name].as_array().is_some_and(|rows| {
                rows.iter().any(|row| {
                    [&row["id"], &row["headline"]]
                        .iter()
                        .any(|text| text.as_str() == Some(HOSTILE))
                })
            })
        };
        assert!(texts("list") || texts("items"), "{json}");
    }
}

#[test]
fn the_name_of_a_file_and_what_a_server_says_are_text() {
    for source in [
        "no\u{1b}[2J\u{202e}such",
        "ftp://\u{1b}[2J\u{9b}",
        "http://a b\u{1b}[2J\u{202e}",
    ] {
        let run = key_events(&["check", source]);
        assert_eq!((run.status, run.err.lines().count()), (2, 1), "{run:?}");
        harmless(&run, false);
    }
    for response in [
        response("404 \u{9b}2J\u{202e}", &[], b""),
        redirect("ftp://\u{1b}[2J\u{202e}/"),
        redirect("\u{9b}\u{202e}"),
        response(
            "200 \u{1b}[2J",
            &["content-encoding: \u{1b}[2J"],
            b"\x1b[2J",
        ),
    ] {
        let server = Server::start(vec![response]);
        let run = key_events(&["check", &server.address]);
        assert_eq!((run.status, run.err.lines().count()), (2, 1), "{run:?}");
        harmless(&run, false);
    }
}

#[test]
fn a_bad_option_is_text() {
    let run = key_events(&["check", "--select", "\u{1b}[2J\u{202e}", "x"]);
    assert_eq!(run.status, 2);
    harmless(&run, false);
}

fn file() -> (tempfile::NamedTempFile, String) {
    use std::io::Write;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(feed().as_bytes()).unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    (file, path)
}
