//! Large feeds are read with pauses.

use std::cell::Cell;
use std::fs;
use std::future::ready;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use key_events::feed::pace::{Pace, Pause, SLICE};
use key_events::feed::{Feed, NotAFeed, Warning, format};
use proptest::prelude::*;

thread_local! {
    static PAUSES: Cell<usize> = const { Cell::new(0) };
}

fn count() -> Pause {
    PAUSES.set(PAUSES.get() + 1);
    Box::pin(ready(()))
}

type Read = Result<(&'static format::FeedFormat, Feed, Vec<Warning>), NotAFeed>;

/// Reads a text with a pause after each slice. Also returns the number of pauses.
fn read(text: &str, slice: usize) -> (Read, usize) {
    PAUSES.set(0);
    let pace = Pace::with(slice, count);
    let read = async {
        let (format, mut feed, warnings) = Feed::read_paced(text, None, &pace).await?;
        feed.resolve_paced(&|_| None, &pace).await;
        Ok((format, feed, warnings))
    };
    let mut read = pin!(read);
    match read.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(read) => (read, PAUSES.get()),
        Poll::Pending => panic!("a pause that is over is pending"),
    }
}

fn fixtures() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let formats = fs::read_dir(folder).unwrap();
    let formats = formats.map(|entry| entry.unwrap().path());
    let files = formats.filter(|path| path.is_dir()).flat_map(|path| {
        let files = fs::read_dir(path).unwrap();
        files.map(|entry| entry.unwrap().path())
    });
    files
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect()
}

#[test]
fn a_feed_is_the_same_with_pauses_and_without() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= format::NAMES.len());
    for text in fixtures {
        let (paced, pauses) = read(&text, 1);
        assert_eq!(paced, Feed::read_with_format(&text, None), "{text}");
        // As many as it has values, at least.
        assert!(pauses > text.matches([',', ':']).count() / 4, "{pauses}");
    }
}

/// A large feed: this before and after as many of these parts as fit.
fn large(before: &str, part: &str, after: &str) -> String {
    let count = (1_000_000 - before.len() - after.len()) / part.len();
    [before, &part.repeat(count), after].concat()
}

/// Asserts that a text is read with a pause after each slice of it, on average.
fn assert_pauses(what: &str, text: &str) {
    let (_, pauses) = read(text, SLICE);
    assert!(pauses >= text.len() / SLICE, "{what}: {pauses}");
}

#[test]
fn a_large_feed_of_any_shape_is_read_with_pauses() {
    let nested = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].join("1");
    let list = r#"{"version": "https://jsonfeed.org/version/1.1", "items": ["#;
    let one = r#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "x": ["#;
    let updates = r#"{"@type": "LiveBlogPosting", "liveBlogUpdate": ["#;
    let deep = format!(r#"{{"id": "a", "x": {}}},"#, nested(200));
    let close = "0]}]}";
    for (what, before, part, after) in [
        (
            "small entries",
            list,
            r#"{"id": "a", "title": "b"},"#,
            "{}]}",
        ),
        ("empty entries", list, "{},", "{}]}"),
        (
            "HTML without titles",
            list,
            r#"{"id": "a", "content_html": "<p>One. <b>Two</b></p>"},"#,
            "{}]}",
        ),
        ("what is no entry", list, "1,", "{}]}"),
        (
            "control characters in every entry",
            list,
            "{\"id\": \"a\", \"content_text\": \"\u{1}\u{2}\"},",
            "{}]}",
        ),
        ("too deep in every entry", list, &deep, "{}]}"),
        ("numbers", one, "1,", close),
        ("numbers that are not finite", one, "NaN,", close),
        ("arrays", one, "[],", close),
        ("objects", one, "{},", close),
        ("texts", one, "\"a\",", close),
        (
            "updates",
            updates,
            r#"{"@id": "a", "headline": "b", "articleBody": "<p>c"},"#,
            "{}]}",
        ),
        ("truncated", list, r#"{"id": "a", "title": "b"},"#, ""),
        ("not JSON", list, r#"{"id": "a", "title": "b"},"#, "nope"),
        ("no format", "[", "[],", "1]"),
    ] {
        assert_pauses(what, &large(before, part, after));
    }
    assert_pauses("levels", &format!("{one}{}{close}", nested(400_000)));
    let text = format!(r#"{list}{{"content_text": ""#);
    assert_pauses(
        "one text of control characters",
        &large(&text, "\u{1}", "\"}]}"),
    );
}

#[test]
fn a_value_nested_too_deep_in_every_entry_takes_linear_time() {
    let nested = ["[".repeat(140), "]".repeat(140)].join("1");
    let work = |entries: usize| {
        let entry = format!(r#"{{"id": "a", "x": {nested}}},"#);
        let text = format!(r#"{{"items": [{}{{}}]}}"#, entry.repeat(entries));
        read(&text, 1_000).1
    };
    let (few, many) = (work(100), work(1_000));
    assert!(many < 11 * few, "{few} {many}");
}

proptest! {
    #[test]
    fn a_generated_feed_is_the_same_with_pauses_and_without(
        parts in prop::collection::vec(prop::sample::select(&[
            r#"{"id": "a", "title": "b", "content_html": "<p>c"}"#,
            r#"{"id": "b", "date_published": "2026-01-09T16:00:00Z", "content_text": "One. Two."}"#,
            r#"{"id": 3, "title": "\ud83d", "tags": ["a", 1, NaN]}"#,
            "{\"id\": \"d\", \"title\": \"a\u{1}b\nc\"}",
            r#"{"id": "e", "x": 1e999, "authors": [{"name": "&amp;"}]}"#,
            "null", "[1]", "{}", "nope", "{\"a\"", "1,",
        ][..]), 0..12),
        ends in prop::sample::select(&[("{\"items\": [", "]}"), ("{\"liveBlogUpdate\": [", "]}"), ("[", "]"), ("{\"_items\": [", "")][..]),
        slice in 1_usize..500,
    ) {
        let text = [ends.0, &parts.join(","), ends.1].concat();
        prop_assert_eq!(read(&text, slice).0, Feed::read_with_format(&text, None));
    }
}
