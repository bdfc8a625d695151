//! JSON that a strict parser rejects and that is repaired.

use key_events::feed::{Feed, NotAFeed, Warning, format};

use crate::reading::{each, read, read_as};

const SURROGATE: &str = "has half of a surrogate pair, expected both: U+FFFD takes its place";
const SPACE: &str = "has a line break or a tab that is not escaped: it is read as written";
const CONTROL: &str = "has a control character that is not escaped: U+FFFD takes its place";
const NUMBER: &str = "has a number that is too large or not finite: null takes its place";
const DEEP: &str = "is nested more than 127 levels deep: null takes the place of the rest";

/// A feed of three entries; the second has these additional fields.
fn with(fields: &str) -> String {
    format!(
        r#"{{"version": "1", "title": "T", "items": [
            {{"id": "1", "title": "A", "content_text": "a"}},
            {{"id": "2", "content_text": "b", {fields}}},
            {{"id": "3", "title": "C", "content_text": "c"}}]}}"#
    )
}

fn titles(feed: &Feed) -> Vec<&str> {
    each(feed, |entry| entry.title.as_deref().unwrap_or_default())
}

#[test]
fn half_of_an_emoji_becomes_one_replacement_character() {
    for (title, expected) in [
        (r"cheers \ud83d", "cheers \u{fffd}"),
        (r"\ude00 cheers", "\u{fffd} cheers"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
    ] {
        let (feed, warnings) = read(&with(&format!(r#""title": "{title}""#)));
        assert_eq!(titles(&feed), ["A", expected, "C"]);
        assert_eq!(
            warnings,
            [format!("entry with id \"2\": title {SURROGATE}")]
        );
    }
}

#[test]
fn control_characters_are_replaced() {
    let (feed, warnings) = read(&with(
        "\"title\": \"a\tb\", \"content_html\": \"<pre>1\n2</pre>\"",
    ));
    assert_eq!(titles(&feed), ["A", "a\tb", "C"]);
    let html = each(&feed, |entry| entry.html.as_deref());
    assert_eq!(html, [None, Some("<pre>1\n2</pre>"), None]);
    assert_eq!(warnings, [format!("entry with id \"2\": title {SPACE}")]);
    let (feed, warnings) = read(&with("\"title\": \"a\u{1}b\""));
    assert_eq!(titles(&feed), ["A", "a\u{fffd}b", "C"]);
    assert_eq!(warnings, [format!("entry with id \"2\": title {CONTROL}")]);
}

#[test]
fn a_number_out_of_range_is_missing() {
    let digits = "7".repeat(400);
    for number in ["1e400", "-1e999", "NaN", "Infinity", "-Infinity", &digits] {
        let fields =
            format!(r#""title": "B", "date_published": {number}, "x": {{"y": [{number}]}}"#);
        let (feed, warnings) = read(&with(&fields));
        assert_eq!(titles(&feed), ["A", "B", "C"]);
        assert!(
            each(&feed, |entry| entry.published)
                .iter()
                .all(Option::is_none)
        );
        assert_eq!(
            warnings,
            [format!("entry with id \"2\": date_published {NUMBER}")]
        );
    }
}

#[test]
fn deep_nesting_in_an_unused_field_changes_nothing_else() {
    for levels in [200, 100_000] {
        let deep = ["[".repeat(levels), "]".repeat(levels)].concat();
        let (feed, warnings) = read(&with(&format!(r#""title": "B", "_x": {{"y": {deep}}}"#)));
        assert_eq!(titles(&feed), ["A", "B", "C"]);
        assert_eq!(warnings, [format!("entry with id \"2\": _x.y {DEEP}")]);
    }
}

#[test]
fn a_field_without_a_name_is_quoted() {
    let (_, warnings) = read(&with("\"\": \"a\u{1}b\""));
    assert_eq!(warnings, [format!("entry with id \"2\": \"\" {CONTROL}")]);
}

#[test]
fn an_entry_without_an_id_is_named_by_its_position() {
    let text = r#"{"version": "1", "items": [{"id": "1", "content_text": "a"},
        {"id": 1e400, "content_text": "\ud83d"}, NaN, "\ud83d"]}"#;
    let (feed, warnings) = read(text);
    assert_eq!(feed.entries.len(), 1);
    for message in [
        format!("entry number 2: id {NUMBER}"),
        format!("entry number 2: content_text {SURROGATE}"),
        format!("entry number 3: the entry {NUMBER}"),
        format!("entry number 4: the entry {SURROGATE}"),
    ] {
        assert!(warnings.contains(&message), "{message}: {warnings:?}");
    }
    assert_eq!(
        warnings
            .iter()
            .filter(|it| it.ends_with(" is left out"))
            .count(),
        3
    );
}

#[test]
fn every_entry_has_one_warning_of_each_kind_and_the_feed_too() {
    let damaged = |id: u8| {
        format!(
            "{{\"id\": {id}, \"\\ud83d\": NaN, \"title\": \"\\ud83d\\ud83d\", \"content_text\": \"\t\", \"x\": NaN}}"
        )
    };
    let text = format!(
        r#"{{"a": NaN, "items": [{}, {}], "version": "1", "title": "\ude00 \ud83d", "b": Infinity}}"#,
        damaged(1),
        damaged(2)
    );
    let (feed, warnings) = read(&text);
    assert_eq!(feed.title.as_deref(), Some("\u{fffd} \u{fffd}"));
    let mut expected = vec![
        format!("feed: a {NUMBER}"),
        format!("feed: title {SURROGATE}"),
    ];
    for id in [1, 2] {
        expected.extend([
            format!("entry with id \"{id}\": \u{fffd} {SURROGATE}"),
            format!("entry with id \"{id}\": \u{fffd} {NUMBER}"),
            format!("entry with id \"{id}\": content_text {SPACE}"),
        ]);
    }
    assert_eq!(warnings, expected);
}

#[test]
fn every_format_names_the_entry() {
    for (format, text, message) in [
        (
            "live-blog-posting",
            r#"{"@graph": [{"@type": "LiveBlogPosting", "liveBlogUpdate": {"@id": "x", "headline": "\ud83d"}}]}"#,
            "entry with id \"x\": headline ",
        ),
        (
            "guardian-page",
            r#"{"keyEvents": [{"id": "x", "title": "\ud83d"}], "pinnedPost": {"id": "x", "title": "\ud83d"}}"#,
            "entry with id \"x\": title ",
        ),
        (
            "guardian-api",
            r#"{"response": {"content": {"blocks": {"requestedBodyBlocks": {"a": [{"id": "x", "attributes": {"title": "\ud83d"}}]}}}}}"#,
            "entry with id \"x\": attributes.title ",
        ),
        (
            "wordpress-liveblog",
            r#"[{"id": 7, "entry_time": 1774782000, "content": "\ud83d"}]"#,
            "entry with id \"7\": content ",
        ),
        (
            "wordpress-posts",
            r#"[{"id": 7, "title": {"rendered": "\ud83d"}}]"#,
            "entry with id \"7\": title.rendered ",
        ),
        (
            "sourcefabric",
            r#"{"_items": [{"_id": "x", "items": [{"item_type": "text", "text": "\ud83d"}]}]}"#,
            "entry with id \"x\": items.text ",
        ),
    ] {
        let (feed, warnings) = read(text);
        assert_eq!(feed.entries.len(), 1, "{format}");
        let repaired: Vec<_> = warnings
            .iter()
            .filter(|it| it.ends_with(SURROGATE))
            .collect();
        assert_eq!(repaired, [&[message, SURROGATE].concat()], "{format}");
        assert_eq!(read_as(format, text), (feed, warnings));
    }
}

#[test]
fn the_structured_data_of_a_page_is_repaired() {
    let other = r#"{"@type": "Person", "name": "\ud83d"}"#;
    let blog =
        r#"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@id": "x", "headline": "\ud83d"}]}"#;
    let (feed, warnings) = Feed::from_page(&[other.into(), blog.into()])
        .unwrap()
        .unwrap();
    assert_eq!(titles(&feed), ["\u{fffd}"]);
    let warnings: Vec<_> = warnings.iter().map(Warning::message).collect();
    assert_eq!(
        warnings[0],
        format!("entry with id \"x\": headline {SURROGATE}")
    );
}

#[test]
fn reading_eagerly_leaves_repairs_and_errors_to_the_lazy_chunk() {
    let broken = with(r#""title": "\ud83d""#);
    for text in [&*broken, "nope", " ", "<p>", r#"{"items": ["#] {
        assert_eq!(Feed::read_eagerly(text, None, true), None);
    }
    let valid = with(r#""title": "B""#);
    assert!(Feed::read_eagerly(&valid, Some(format::NAMES[0]), true).is_some());
}

#[test]
fn an_error_that_can_not_be_repaired_has_its_position_in_the_original() {
    for (text, reason) in [
        (
            "{\"items\": [\"\\ud83d\",\n NaN,, 2]}",
            NotAFeed::NotJson(2, 6),
        ),
        ("\n\n{\"items\": [\"a\nb\", nope]}", NotAFeed::NotJson(4, 6)),
        ("\u{feff}{\"items\": [1,, 2]}", NotAFeed::NotJson(1, 14)),
        ("{\"items\": [NaN, \"a\n", NotAFeed::Truncated),
    ] {
        assert_eq!(Feed::read(text, None).err(), Some(reason), "{text:?}");
    }
}
