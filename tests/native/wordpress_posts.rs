use crate::reading::{each, flags, ids, read, read_as, times, titles, urls};
use key_events::feed::{Feed, NotAFeed, format};
use key_events::settings::{Order, Select};
use key_events::timeline;

const POSTS: &str = include_str!("../fixtures/wordpress-posts/posts.json");

#[test]
fn posts_are_read_without_a_warning() {
    let (feed, warnings) = read(POSTS);
    assert_eq!(ids(&feed), ["1203", "1199"]);
    assert_eq!(warnings, [""; 0]);
    assert_eq!(urls(&feed)[0], "https://news.example/storm/bridge-closed/");
}

#[test]
fn titles_are_decoded_and_an_empty_one_is_the_first_sentence() {
    let (feed, _) = read(POSTS);
    assert_eq!(
        titles(&feed),
        [
            "Bridge closed – ‘no way across’ & no ferry",
            "The first gusts reach the coast."
        ]
    );
    assert_eq!(
        feed.entries[0].text.as_deref(),
        Some("The old bridge is closed. […]")
    );
    assert_eq!(
        feed.entries[0].html.as_deref(),
        Some("<p>The <b>old bridge</b> is closed.</p>")
    );
}

#[test]
fn times_without_an_offset_are_utc() {
    let (feed, _) = read(POSTS);
    assert_eq!(
        times(&feed),
        [
            ["2026-01-09T17:20:00Z", "2026-01-09T17:45:00Z"],
            ["2026-01-09T07:00:00Z", "-"]
        ]
    );
}

#[test]
fn the_time_of_the_site_is_read_as_utc_with_a_warning() {
    let (feed, warnings) = read(
        r#"[{"id": 1, "title": {"rendered": "A"}, "date": "2026-01-09T18:20:00", "modified": "2026-01-09T19:00:00"},
            {"id": 2, "title": {"rendered": "B"}, "date": "2026-01-09T18:20:00", "date_gmt": "2026-01-09T17:20:00"},
            {"id": 3, "title": {"rendered": "C"}, "date": "2026-01-09T18:20:00+01:00"}]"#,
    );
    assert_eq!(
        times(&feed),
        [
            ["2026-01-09T18:20:00Z", "2026-01-09T19:00:00Z"],
            ["2026-01-09T17:20:00Z", "-"],
            ["2026-01-09T17:20:00Z", "-"]
        ]
    );
    let problem = "is in the site's own time zone, expected the date in UTC, such as date_gmt: it is read as UTC";
    let warned = [
        r#"date "2026-01-09T18:20:00""#,
        r#"modified "2026-01-09T19:00:00""#,
    ]
    .map(|field| format!("entry with id \"1\": {field} {problem}"));
    assert_eq!(warnings, warned);
}

#[test]
fn every_post_with_a_title_is_an_event() {
    let (feed, _) = read(POSTS);
    assert_eq!(flags(&feed), [vec![], vec![], vec!["1203"]]);
    let events = timeline::events(&feed, &Select::Key, Order::Newest);
    assert_eq!(events.len(), 1);
    let tagged = timeline::events(&feed, &Select::Tag("7".into()), Order::Newest);
    assert_eq!(tagged.len(), 1);
}

#[test]
fn numbers_of_windows_1252_are_the_characters_that_were_meant() {
    let (feed, _) = read(
        r#"[{"id": 1, "title": {"rendered": "It&#146;s open &#150; at last&#133;"}}, {"id": 2, "title": {"rendered": "&#x93;Ready&#x94;"}}]"#,
    );
    assert_eq!(titles(&feed), ["It’s open – at last…", "“Ready”"]);
}

#[test]
fn embedded_authors_are_named() {
    let (feed, _) = read(POSTS);
    let authors = each(&feed, |entry| entry.authors.join(", "));
    assert_eq!(authors, ["Local desk & friends", ""]);
}

#[test]
fn a_missing_or_invalid_title_is_ignored() {
    let (feed, warnings) = read(
        r#"[{"id": 1, "title": {"rendered": "A"}, "date_gmt": "0000-00-00T00:00:00"}, {"id": 2, "title": "B", "excerpt": {"rendered": "Text."}}]"#,
    );
    assert_eq!(titles(&feed), ["A", "Text."]);
    assert_eq!(
        warnings,
        [
            "entry with id \"1\": date_gmt \"0000-00-00T00:00:00\" is not a date like 2026-03-29T12:30:00Z: the row has no time",
            "entry with id \"2\": title \"B\" is not an object: it is ignored"
        ]
    );
}

#[test]
fn the_format_may_be_forced_but_not_on_anything() {
    assert_eq!(read_as("wordpress-posts", POSTS).0, read(POSTS).0);
    assert!(read_as("wordpress-posts", "[]").0.entries.is_empty());
    let format = format::by_name("wordpress-posts");
    assert_eq!(
        Feed::read(r#"[{"id": 1}]"#, format).err(),
        Some(NotAFeed::WrongFormat("wordpress-posts"))
    );
}

#[test]
fn a_sticky_post_has_more_weight() {
    let (feed, _) = read(POSTS);
    assert_eq!(
        each(&feed, |entry| entry.weight().name()),
        ["major", "normal"]
    );
}
