use crate::reading::{each, flags, ids, read, read_as, times, titles, urls};
use key_events::feed::Feed;
use key_events::labels::Labels;
use key_events::settings::{Order, Select};
use key_events::timeline;

const V1: &str = include_str!("../fixtures/sourcefabric/v1.json");
const V2: &str = include_str!("../fixtures/sourcefabric/v2.json");
const GOAL: &str = "urn:newsml:live.example:2026-01-09T18:00:00.000000:aa03";

#[test]
fn open_posts_are_read_and_the_others_are_removed() {
    let (feed, warnings) = read(V1);
    assert_eq!(ids(&feed).len(), 2);
    assert_eq!(feed.removed, ["urn:draft".into(), "urn:gone".into()]);
    assert_eq!(
        warnings,
        [format!(
            "entry with id \"{GOAL}\": the headline is missing: the first sentence of the text takes its place"
        )]
    );
}

#[test]
fn a_highlight_is_a_key_event() {
    let (feed, _) = read(V1);
    assert_eq!(flags(&feed), [vec![GOAL], vec![], vec![GOAL]]);
    assert_eq!(
        timeline::events(&feed, &Select::Key, Order::Newest).len(),
        1
    );
    let goals = timeline::events(&feed, &Select::Tag("goal".into()), Order::Newest);
    assert_eq!(goals.len(), 1);
}

#[test]
fn the_headline_is_the_first_sentence_of_the_first_text() {
    assert_eq!(titles(&read(V1).0), ["Equaliser!", "Half-time."]);
    assert_eq!(titles(&read(V2).0), ["Equaliser!"]);
}

#[test]
fn the_body_is_that_of_all_items_of_the_main_group() {
    let (feed, _) = read(V1);
    let html = each(&feed, |entry| entry.html.as_deref().unwrap_or("-"));
    assert!(html[0].starts_with("<figure>") && html[0].contains("six yards"));
    let images = each(&feed, |entry| entry.image.as_deref());
    assert_eq!(images, [Some("https://live.example/goal.jpg"), None]);
    assert_eq!(read(V2).0.entries[0].image, feed.entries[0].image);
}

#[test]
fn an_edit_is_one_of_the_content() {
    assert_eq!(
        times(&read(V1).0),
        [
            ["2026-01-09T18:00:00Z", "2026-01-09T18:05:00Z"],
            ["2026-01-09T17:40:00Z", "-"]
        ]
    );
    assert_eq!(times(&read(V2).0), [["2026-01-09T18:00:00Z", "-"]]);
}

#[test]
fn a_url_is_the_permalink_of_the_page_that_embeds_the_blog() {
    let (feed, _) = read(V1);
    assert_eq!(urls(&feed), [&*format!("?liveblog._id={GOAL}__3"), "-"]);
    assert_eq!(feed.entries[0].anchors, ["[data-post-id=\"{id}\"]"]);
    assert_eq!(urls(&read(V2).0), ["-"]);
}

#[test]
fn the_publisher_is_the_author() {
    for text in [V1, V2] {
        assert_eq!(read(text).0.entries[0].authors, ["Sport desk".into()]);
    }
}

#[test]
fn the_next_page_is_another_query_of_the_same_url() {
    assert_eq!(read(V1).0.next.as_deref(), Some("?max_results=4&page=2"));
    assert_eq!(read(V2).0.next, None);
}

#[test]
fn a_next_page_with_a_control_character_is_ignored() {
    let (feed, _) = read(r#"{"_items": [], "_links": {"next": {"href": "posts?page=\t2"}}}"#);
    assert_eq!(feed.next, None);
}

#[test]
fn invalid_posts_are_skipped() {
    let (feed, warnings) = read(
        r#"{"_items": [{"_id": "a", "groups": [{"id": "main", "refs": [{"item": 3}, {}, 7]}, 5]}, {"_id": "b", "items": "x", "deleted": "no", "post_status": 4}, {}]}"#,
    );
    assert_eq!(ids(&feed), ["a", "b"]);
    assert_eq!(titles(&feed), ["-", "-"]);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

/// A highlighted post with one item of this type, HTML and metadata.
fn post(kind: &str, html: &str, meta: &str) -> (Feed, Vec<String>) {
    let item = serde_json::json!({"item_type": kind, "text": html});
    let item = item.to_string();
    let item = item.trim_end_matches('}');
    read(&format!(
        r#"{{"_items": [{{"_id": "urn:1", "lb_highlight": true, "items": [{item}, "meta": {meta}}}]}}]}}"#
    ))
}

#[test]
fn an_image_without_a_text_has_its_alternative_text_or_caption_as_headline() {
    for (html, meta, headline) in [
        (
            r#"<figure><img src="/a.jpg" alt="The mayor"><figcaption></figcaption></figure>"#,
            "{}",
            "The mayor",
        ),
        (
            r#"<figure><img src="/a.jpg" alt=""><figcaption>The mayor</figcaption></figure>"#,
            "{}",
            "The mayor",
        ),
        (
            r#"<figure><img src="/a.jpg"></figure>"#,
            r#"{"caption": "The mayor"}"#,
            "The mayor",
        ),
        (
            r#"<iframe src="/a" title="The mayor"></iframe>"#,
            "{}",
            "The mayor",
        ),
    ] {
        let (feed, warnings) = post("image", html, meta);
        assert_eq!(titles(&feed), [headline], "{html}");
        assert!(feed.entries[0].derived);
        assert_eq!(
            warnings,
            [
                "entry with id \"urn:1\": the headline is missing: the first sentence of the text takes its place"
            ]
        );
    }
}

#[test]
fn an_entry_without_any_text_is_named_after_its_medium() {
    let mut german = Labels::default();
    german.add(include_str!("../../src/labels/locales/de.json"));
    for (html, names) in [
        (
            r#"<figure><img src="/a.jpg" alt=""></figure>"#,
            ["Image", "Bild"],
        ),
        (
            r#"<img src="/a.jpg" alt="IMG_0012.JPG">"#,
            ["Image", "Bild"],
        ),
        (r#"<video src="/a.mp4"></video>"#, ["Video", "Video"]),
        (
            r#"<blockquote class="tweet"></blockquote>"#,
            ["Post", "Beitrag"],
        ),
        ("", ["Post", "Beitrag"]),
    ] {
        let (feed, warnings) = post("embed", html, "{}");
        let entry = &feed.entries[0];
        assert_eq!(entry.title, None);
        let labels = [Labels::default(), german.clone()];
        assert_eq!(
            labels.map(|labels| labels.headline(entry).to_string()),
            names,
            "{html}"
        );
        assert_eq!(
            warnings,
            [
                "entry with id \"urn:1\": the headline is missing, as is any text: the word Image, Video or Post takes its place"
            ]
        );
    }
}

#[test]
fn the_format_may_be_forced() {
    assert_eq!(read_as("sourcefabric", V1).0, read(V1).0);
}

#[test]
fn a_post_with_an_empty_text_is_listed_by_its_other_items() {
    let (feed, _) = read(
        r#"{"_items": [{"_id": "a", "items": [
            {"item_type": "text", "text": "<p></p>"}, {"item_type": "quote", "text": "<q>Well played.</q>"}]}]}"#,
    );
    assert_eq!(titles(&feed), ["Well played."]);
    assert_eq!(feed.entries[0].text, None);
}

#[test]
fn a_sticky_post_has_more_weight() {
    let (feed, _) = read(V1);
    assert_eq!(
        each(&feed, |entry| entry.weight().name()),
        ["major", "normal"]
    );
}
