use crate::reading::{flags, ids, read, read_as, times, titles, urls};
use key_events::settings::{Order, Select};
use key_events::timeline;

const BLOCKS: &str = include_str!("../fixtures/guardian-api/blocks.json");

#[test]
fn blocks_of_the_body_and_requested_blocks_are_one_list() {
    let (feed, warnings) = read(BLOCKS);
    assert_eq!(feed.title.as_deref(), Some("Moon landing – live"));
    assert_eq!(ids(&feed), ["5f0a03", "5f0a02", "5f0a01", "5f0a00"]);
    assert_eq!(
        warnings,
        [
            "entry with id \"5f0a02\": the headline is missing: the first sentence of the text takes its place"
        ]
    );
}

#[test]
fn attributes_flag_key_events_and_summaries() {
    let (feed, _) = read(BLOCKS);
    assert_eq!(
        flags(&feed),
        [vec!["5f0a02", "5f0a00"], vec!["5f0a03"], vec!["5f0a03"]]
    );
    let events = timeline::events(&feed, &Select::Key, Order::Newest);
    assert_eq!(events.len(), 3);
}

#[test]
fn a_headline_is_the_blocks_or_its_attributes_or_the_first_sentence() {
    let (feed, _) = read(BLOCKS);
    assert_eq!(
        titles(&feed),
        [
            "What we know",
            "The ladder holds.",
            "All quiet.",
            "The Eagle has landed"
        ]
    );
}

#[test]
fn times_are_those_of_first_publication_and_of_the_last_change() {
    let (feed, _) = read(BLOCKS);
    assert_eq!(
        times(&feed),
        [
            ["1969-07-21T05:11:13Z", "1969-07-21T05:30:00Z"],
            ["1969-07-21T02:56:15Z", "-"],
            ["1969-07-20T21:00:00Z", "-"],
            ["1969-07-20T20:17:40Z", "-"],
        ]
    );
    let (feed, _) = read(
        r#"{"response": {"content": {"blocks": {"body": [
            {"id": "a", "firstPublishedDate": "2026-01-09T10:00:00Z", "publishedDate": "2026-01-09T11:00:00Z"}]}}}}"#,
    );
    assert_eq!(
        times(&feed),
        [["2026-01-09T10:00:00Z", "2026-01-09T11:00:00Z"]]
    );
}

#[test]
fn a_url_leads_to_the_page_with_the_block() {
    let (feed, _) = read(BLOCKS);
    assert_eq!(
        urls(&feed)[0],
        "https://news.example/science/live/moon-landing?page=with:block-5f0a03#block-5f0a03"
    );
    assert_eq!(feed.entries[0].anchors, ["block-{id}"]);
}

#[test]
fn a_blog_that_is_not_live_has_ended() {
    assert!(read(BLOCKS).0.ended);
    let live = BLOCKS.replace(
        r#""liveBloggingNow": "false""#,
        r#""liveBloggingNow": "true""#,
    );
    assert!(!read(&live).0.ended);
    assert!(!read(r#"{"response": {"content": {"blocks": {}}}}"#).0.ended);
}

#[test]
fn attributes_may_be_missing_or_wrong() {
    let (feed, warnings) = read(
        r#"{"response": {"content": {"webUrl": "javascript:x", "blocks": {"requestedBodyBlocks": {"a": [{"id": 1}, {"id": "b", "attributes": 3}], "c": null}}}}}"#,
    );
    assert_eq!(ids(&feed), ["1", "b"]);
    assert_eq!(
        warnings,
        [
            "feed: webUrl \"javascript:x\" is not an http, https or relative URL: it is ignored",
            "entry with id \"b\": attributes 3 is not an object: it is ignored"
        ]
    );
    assert_eq!(urls(&feed)[1], "?page=with:block-b#block-b");
}

#[test]
fn the_format_may_be_forced() {
    assert_eq!(read_as("guardian-api", BLOCKS).0, read(BLOCKS).0);
}
