use crate::reading::{each, flags, ids, read, read_as, times, titles, urls};
use key_events::settings::{Order, Select};
use key_events::timeline;

const PAGE: &str = include_str!("../fixtures/guardian-page/page.json");

#[test]
fn key_events_blocks_and_the_pinned_post_are_one_list() {
    let (feed, warnings) = read(PAGE);
    assert_eq!(feed.title.as_deref(), Some("Harbour regatta – live"));
    assert_eq!(feed.language.as_deref(), Some("en"));
    assert_eq!(ids(&feed), ["65a5", "65a4", "65a1", "65a3", "65a2"]);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn key_events_include_those_of_other_pages_and_summaries() {
    let (feed, _) = read(PAGE);
    assert_eq!(
        flags(&feed),
        [vec!["65a4", "65a1"], vec!["65a5"], vec!["65a2"]]
    );
    let events = timeline::events(&feed, &Select::Key, Order::Newest);
    let events: Vec<_> = events.iter().map(|event| &*event.id).collect();
    assert_eq!(events, ["65a5", "65a4", "65a1"]);
}

#[test]
fn times_are_milliseconds_and_an_edit_before_publication_is_none() {
    let (feed, _) = read(PAGE);
    assert_eq!(
        times(&feed)[..3],
        [
            ["2026-01-09T12:00:00Z", "2026-01-09T12:10:00Z"],
            ["2026-01-09T11:00:00Z", "-"],
            ["2026-01-09T07:00:00Z", "-"],
        ]
    );
}

#[test]
fn the_body_is_that_of_all_elements() {
    let (feed, _) = read(PAGE);
    let bodies = each(&feed, |entry| entry.html.as_deref().unwrap_or("-"));
    assert_eq!(
        bodies[1],
        "<p>A gust decides it.</p><p>The green crew protests.</p>"
    );
    let images = each(&feed, |entry| entry.image.as_deref());
    assert_eq!(images[1], Some("https://images.example/blue-620.jpg"));
    assert_eq!(images[0], None);
}

#[test]
fn a_block_without_a_headline_has_its_first_sentence() {
    let (feed, _) = read(PAGE);
    assert_eq!(titles(&feed)[3], "The wind is back.");
    assert_eq!(
        each(&feed, |entry| entry.derived),
        [false, false, false, true, false]
    );
}

#[test]
fn contributors_are_authors() {
    let (feed, _) = read(PAGE);
    assert_eq!(feed.entries[1].authors, ["Sport desk".into()]);
    assert_eq!(feed.entries[0].authors, []);
}

#[test]
fn a_url_leads_to_the_page_with_the_block() {
    let (feed, _) = read(PAGE);
    assert_eq!(
        urls(&feed)[2],
        "https://news.example/sport/live/regatta?page=with:block-65a1#block-65a1"
    );
    assert_eq!(feed.entries[2].anchors, ["block-{id}"]);
}

#[test]
fn a_page_that_is_not_live_has_ended() {
    assert!(!read(PAGE).0.ended);
    assert!(
        read(&PAGE.replace(r#""isLive": true"#, r#""isLive": false"#))
            .0
            .ended
    );
}

#[test]
fn a_page_without_key_events_has_none_yet() {
    let (feed, _) = read(
        r#"{"keyEvents": [], "blocks": [{"id": "a", "elements": [{"html": "<p>Hello. We begin.</p>"}]}, {"id": "b", "title": "Line-ups"}]}"#,
    );
    let events = timeline::events(&feed, &Select::Key, Order::Newest);
    let events: Vec<_> = events.iter().map(|event| &*event.id).collect();
    assert_eq!(events, ["b"]);
}

#[test]
fn invalid_elements_are_skipped() {
    let (feed, warnings) = read(
        r#"{"keyEvents": [{"id": 1, "elements": {"html": 3, "imageSources": [{"srcSet": [{"src": "javascript:x"}]}, 2]}, "attributes": {"keyEvent": "yes"}}, 7]}"#,
    );
    assert_eq!(ids(&feed), ["1"]);
    assert_eq!(feed.entries[0].image, None);
    assert_eq!(
        warnings,
        [
            "entry with id \"1\": attributes.keyEvent \"yes\" is neither true nor false: it counts as false",
            "entry number 2: the entry is not an object: it is left out"
        ]
    );
}

#[test]
fn the_format_may_be_forced() {
    assert_eq!(read_as("guardian-page", PAGE).0, read(PAGE).0);
}

#[test]
fn an_entry_that_is_there_twice_is_reported_once() {
    let block = r#"{"id": "1", "title": "A", "blockFirstPublished": "soon"}"#;
    let text = format!(r#"{{"keyEvents": [{block}], "blocks": [{block}], "webURL": "/x"}}"#);
    let (_, warnings) = read(&text);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}
