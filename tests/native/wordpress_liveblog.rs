use crate::reading::{each, flags, ids, read, read_as, times, titles, urls};
use key_events::feed::Feed;
use key_events::settings::{Order, Select};
use key_events::timeline;

const KEY_EVENTS: &str = include_str!("../fixtures/wordpress-liveblog/key-events.json");
const ENTRIES: &str = include_str!("../fixtures/wordpress-liveblog/entries.json");
const POLLING: &str = include_str!("../fixtures/wordpress-liveblog/polling.json");
const POLLING_EMPTY: &str = include_str!("../fixtures/wordpress-liveblog/polling-empty.json");

fn entries(entries: &str) -> (Feed, Vec<String>) {
    read(&format!(r#"{{"entries": [{entries}], "pages": 1}}"#))
}

#[test]
fn all_four_responses_of_the_plugin_are_read() {
    for (text, expected) in [
        (KEY_EVENTS, &["412", "409"][..]),
        (ENTRIES, &["413", "411"]),
        (POLLING, &["412"]),
        (POLLING_EMPTY, &[]),
    ] {
        let (feed, warnings) = read(text);
        assert_eq!(ids(&feed), expected);
        assert_eq!(warnings, [""; 0]);
        assert_eq!(read_as("wordpress-liveblog", text).0, feed);
    }
}

#[test]
fn an_empty_array_is_a_blog_without_key_events() {
    let (feed, _) = read("[]");
    assert!(feed.flags_key_events && feed.entries.is_empty());
}

#[test]
fn a_headline_is_the_entrys_own_or_that_of_its_key_event_or_the_first_sentence() {
    assert_eq!(
        titles(&read(KEY_EVENTS).0),
        [
            "Red card for the keeper. Ten left.",
            "Kick-off – under the lights"
        ]
    );
    assert_eq!(
        titles(&read(ENTRIES).0),
        ["Penalty saved & scored on the rebound", "Substitution."]
    );
    assert_eq!(each(&read(ENTRIES).0, |entry| entry.derived), [false, true]);
}

#[test]
fn the_command_is_not_part_of_the_headline_or_body() {
    let (feed, _) = read(KEY_EVENTS);
    let html = each(&feed, |entry| entry.html.as_deref().unwrap_or("-"));
    assert_eq!(
        html,
        [
            "<p>Red card for the keeper. Ten left.</p>\n<p>The bench protests.</p>",
            "<p>Kick-off &#8211; under the lights</p>"
        ]
    );
    for (content, title) in [
        ("/key Goal", "Goal"),
        ("/key: Goal", ": Goal"),
        ("/keynote begins", "/keynote begins"),
        ("<p>/key</p><p>Goal</p>", "Goal"),
        ("See /key for more", "See /key for more"),
        (
            "<span class=\\\"liveblog-command type-key\\\">key</span>Goal",
            "Goal",
        ),
        (
            "Text <span class=\\\"liveblog-command type-key\\\">key</span>",
            "Text key",
        ),
        ("<span class=\\\"liveblog-command type-key\\\">key", "key"),
        ("/key", "-"),
    ] {
        let (feed, _) = entries(&format!(
            r#"{{"id": 1, "key_event": true, "key_event_content": "{content}"}}"#
        ));
        assert_eq!(titles(&feed), [title], "{content}");
    }
}

#[test]
fn a_long_key_event_is_truncated_to_its_first_sentence() {
    let long = format!("Goal! Then {}", "Words ".repeat(30));
    let (feed, _) = entries(&format!(
        r#"{{"id": 1, "key_event": true, "key_event_content": "{long}"}}"#
    ));
    assert_eq!(titles(&feed), ["Goal!"]);
}

#[test]
fn key_events_are_flagged_and_unflagged_feeds_have_none() {
    assert_eq!(flags(&read(ENTRIES).0)[0], ["413"]);
    let (feed, _) = entries(r#"{"id": 1, "render": "Hello.", "key_event": false}"#);
    let events = timeline::events(&feed, &Select::Key, Order::Newest);
    assert_eq!(events.len(), 0);
}

#[test]
fn times_are_seconds_as_numbers_or_digits() {
    assert_eq!(
        times(&read(KEY_EVENTS).0),
        [
            ["2026-01-09T16:01:00Z", "2026-01-09T16:02:00Z"],
            ["2026-01-09T15:30:00Z", "-"]
        ]
    );
    let (feed, warnings) = entries(r#"{"id": 1, "entry_time": "soon", "timestamp": 12}"#);
    assert_eq!(times(&feed), [["-", "-"]]);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn authors_are_a_list_or_a_link() {
    let authors = each(&read(KEY_EVENTS).0, |entry| entry.authors.join(", ")).clone();
    assert_eq!(authors, ["Sport desk", "Sport desk"]);
}

#[test]
fn addresses_and_anchors_are_those_of_the_plugin() {
    let (feed, _) = read(KEY_EVENTS);
    assert_eq!(urls(&feed), ["https://news.example/match?lbup=412", "-"]);
    assert_eq!(
        feed.entries[0].anchors,
        ["{id}", "id_{id}", "liveblog-entry-{id}"]
    );
}

#[test]
fn an_update_replaces_and_a_deletion_removes() {
    let (feed, _) = read(POLLING);
    assert_eq!(titles(&feed), ["Red card!"]);
    assert_eq!(feed.removed, ["411".into()]);
    assert_eq!(
        times(&feed),
        [["2026-01-09T16:01:00Z", "2026-01-09T16:02:00Z"]]
    );
}

#[test]
fn the_latest_version_wins_in_any_order() {
    for (versions, title) in [
        (
            r#"{"id": 1, "type": "update", "headline": "B", "timestamp": 1767974600}, {"id": "1", "type": "update", "headline": "A", "timestamp": "1767974500"}"#,
            "B",
        ),
        (
            r#"{"id": 1, "type": "update", "headline": "B", "timestamp": 1767974600}, {"id": 1, "type": "new", "headline": "A", "timestamp": 1767974600}"#,
            "B",
        ),
        (
            r#"{"id": 1, "type": "new", "headline": "A"}, {"id": 1, "type": "update", "headline": "B"}"#,
            "B",
        ),
    ] {
        let (feed, warnings) = entries(versions);
        assert_eq!(titles(&feed), [title], "{versions}");
        assert_eq!(warnings, [""; 0]);
    }
    let (feed, _) = entries(
        r#"{"id": 1, "type": "delete", "timestamp": 1}, {"id": 1, "type": "update", "headline": "B", "timestamp": 1767974600}"#,
    );
    assert_eq!((ids(&feed), feed.removed.len()), (vec![], 1));
}

#[test]
fn the_same_version_twice_is_reported() {
    let (feed, warnings) = entries(r#"{"id": 1, "headline": "A"}, {"id": 1, "headline": "B"}"#);
    assert_eq!(titles(&feed), ["A"]);
    assert!(
        warnings[0].starts_with("entry 1: id is there twice"),
        "{warnings:?}"
    );
}
