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
fn urls_and_anchors_are_those_of_the_plugin() {
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
        warnings[0].starts_with("entry with id \"1\": id occurs twice"),
        "{warnings:?}"
    );
}

/// A list of entries, each with its `type`, `entry_time` and `timestamp`.
fn at_times(times: &[(&str, i64, i64)]) -> (Feed, Vec<String>) {
    let times = times.iter().enumerate();
    let list: Vec<_> = times
        .map(|(id, (kind, written, changed))| {
            format!(
                r#"{{"id": {}, "type": "{kind}", "headline": "A", "entry_time": "{written}", "timestamp": {changed}}}"#,
                id + 1
            )
        })
        .collect();
    entries(&list.join(", "))
}

/// 2026-03-29T12:00:00Z.
const NOON: i64 = 1_774_785_600;

#[test]
fn local_times_are_read_as_utc_with_one_warning() {
    for offset in [7200, -18_000, 20_700, 900] {
        let (feed, warnings) = at_times(&[
            ("new", NOON + offset, NOON),
            ("new", NOON - 600 + offset, NOON - 600),
            // Edited: the time of the last change differs.
            ("new", NOON - 1200 + offset, NOON - 77),
            ("update", NOON - 1800 + offset, NOON),
        ]);
        assert_eq!(
            times(&feed),
            [
                ["2026-03-29T12:00:00Z", "-"],
                ["2026-03-29T11:50:00Z", "-"],
                ["2026-03-29T11:40:00Z", "2026-03-29T11:58:43Z"],
                ["2026-03-29T11:30:00Z", "2026-03-29T12:00:00Z"],
            ],
            "{offset}"
        );
        assert_eq!(
            warnings,
            [
                "feed: entry_time is in the site's own time zone, expected UTC: it is read as timestamp has it"
            ]
        );
    }
    let (feed, warnings) = at_times(&[("new", NOON + 3600, NOON)]);
    assert_eq!(times(&feed), [["2026-03-29T12:00:00Z", "-"]]);
    assert_eq!(warnings.len(), 1);
}

#[test]
fn after_a_change_of_the_clocks_no_entry_is_in_the_future() {
    let (feed, _) = at_times(&[
        ("new", NOON + 7200, NOON),
        ("new", NOON - 600 + 3600, NOON - 600),
        ("new", NOON - 900 + 3600, NOON - 900),
    ]);
    assert_eq!(times(&feed)[0], ["2026-03-29T12:00:00Z", "-"]);
}

#[test]
fn a_feed_that_spans_a_change_of_the_clocks_has_two_offsets() {
    let minute = |n: i64| NOON - 600 * n;
    for (before, after) in [
        (7200, 3600),
        (3600, 7200),
        (3600, 0),
        (0, 3600),
        (-14_400, -18_000),
        (-9000, -12_600),
        (34_200, 37_800),
    ] {
        // Half of them, or most of them, are before the change.
        for count in [2, 4, 5] {
            let offset = |n: i64| if n < count { after } else { before };
            let mut list: Vec<_> = (0..8)
                .map(|n| ("new", minute(n) + offset(n), minute(n)))
                .collect();
            // Edited ones are as their neighbors are.
            list.insert(1, ("update", minute(1) + 60 + after, NOON + 77));
            list.push(("new", minute(8) + before, NOON + 78));
            let (feed, warnings) = at_times(&list);
            let expected = |at: i64| jiff::Timestamp::from_second(at).unwrap().to_string();
            let published: Vec<_> = times(&feed)
                .into_iter()
                .map(|[published, _]| published)
                .collect();
            let mut times: Vec<_> = (0..=8).map(|n| expected(minute(n))).collect();
            times.insert(1, expected(minute(1) + 60));
            assert_eq!(published, times, "{before} {after} {count}");
            assert_eq!(
                warnings,
                [
                    "feed: entry_time is in the site's own time zone, expected UTC: it is read as timestamp has it"
                ]
            );
        }
    }
}

#[test]
fn offsets_that_explain_too_few_entries_are_no_change_of_the_clocks() {
    // Edited an hour and two hours later.
    let (feed, warnings) = at_times(&[
        ("new", NOON, NOON),
        ("new", NOON - 600, NOON - 600),
        ("new", NOON - 4200, NOON - 600),
        ("new", NOON - 7800, NOON - 600),
        ("new", NOON - 9000, NOON - 9000),
    ]);
    assert_eq!(warnings, [""; 0]);
    assert_eq!(
        times(&feed)[2],
        ["2026-03-29T10:50:00Z", "2026-03-29T11:50:00Z"]
    );
}

#[test]
fn edits_are_not_a_time_zone() {
    for list in [
        &[("new", NOON - 3600, NOON)][..],
        &[("new", NOON, NOON), ("new", NOON - 3600, NOON)],
        &[("new", NOON - 3601, NOON), ("new", NOON - 3601, NOON)],
        &[("update", NOON - 3600, NOON), ("update", NOON - 3600, NOON)],
        &[
            ("new", NOON, NOON),
            ("new", NOON - 900, NOON),
            ("new", NOON - 1800, NOON),
        ],
        &[("new", NOON - 86_400, NOON), ("new", NOON - 86_400, NOON)],
    ] {
        let (feed, warnings) = at_times(list);
        let written = jiff::Timestamp::from_second(list[0].1).unwrap();
        assert_eq!(times(&feed)[0][0], written.to_string(), "{list:?}");
        assert_eq!(warnings, [""; 0], "{list:?}");
    }
}
