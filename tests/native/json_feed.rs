use crate::reading::{each, read, times, titles};
use key_events::feed::{Feed, NotAFeed, Warning};
use key_events::labels::Labels;
use proptest::prelude::*;

fn items(items: &str) -> (Feed, Vec<String>) {
    read(&format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "authors": [{{"name": "Feed"}}], "items": [{items}]}}"#
    ))
}

const LIVE_BLOG: &str = include_str!("../fixtures/json-feed/live-blog.json");

#[test]
fn a_live_blog_reads_without_a_warning() {
    assert_eq!(Feed::format(LIVE_BLOG).unwrap().name, "json-feed");
    let (feed, warnings) = read(LIVE_BLOG);
    assert_eq!(warnings, [""; 0]);
    assert_eq!(feed.title.as_deref(), Some("Harbour bridge opening: live"));
    assert_eq!(feed.language.as_deref(), Some("en"));
    assert!(feed.ended);
    let ids: Vec<_> = feed.entries.iter().map(|entry| &*entry.id).collect();
    assert_eq!(ids, ["ribbon", "12", "so-far", "gates"]);
    let flags: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| (entry.key, entry.summary, entry.pinned))
        .collect();
    assert_eq!(
        flags,
        [
            (true, false, true),
            (true, false, false),
            (false, true, false),
            (false, false, false)
        ]
    );
    let first = &feed.entries[0];
    assert_eq!(first.anchor.as_deref(), Some("moment-ribbon"));
    assert_eq!(first.authors, ["News desk".into()]);
    assert!(first.updated > first.published);
}

#[test]
fn the_demo_feed_reads_without_a_warning() {
    let (feed, warnings) = read(include_str!("../../demo/feed.json"));
    assert_eq!(warnings, [""; 0]);
    let count = |holds: fn(&key_events::feed::Entry) -> bool| {
        feed.entries.iter().filter(|entry| holds(entry)).count()
    };
    assert!(feed.entries.len() >= 40);
    assert!(count(|entry| entry.key) >= 14);
    assert_eq!(count(|entry| entry.summary), 2);
}

#[test]
fn ids_are_coerced_and_blank_ones_dropped() {
    let (feed, warnings) = items(
        r#"{"id": 7, "content_text": "a"}, {"id": 8.0, "content_text": "b"}, {"id": "  ", "content_text": "c"},
           {"content_text": "d"}, {"id": null, "content_text": "e"}, {"id": {}, "content_text": "f"}, {"id": " x ", "content_text": "g"}"#,
    );
    let ids: Vec<_> = feed.entries.iter().map(|entry| &*entry.id).collect();
    assert_eq!(ids, ["7", "8", "x"]);
    assert_eq!(warnings.len(), 4);
    assert!(
        warnings[0].starts_with("entry number 3: id is missing or blank"),
        "{}",
        warnings[0]
    );
}

#[test]
fn ids_in_any_script_are_kept() {
    let (feed, warnings) = items(
        r#"{"id": "it's \"quoted\"", "content_text": "a"}, {"id": "urn:x:1 2", "content_text": "b"}, {"id": "событие-七", "content_text": "c"}"#,
    );
    let ids: Vec<_> = feed.entries.iter().map(|entry| &*entry.id).collect();
    assert_eq!(ids, ["it's \"quoted\"", "urn:x:1 2", "событие-七"]);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn of_two_entries_with_one_id_the_first_stays() {
    let (feed, warnings) = items(
        r#"{"id": "a", "title": "first", "content_text": "x"}, {"id": "a", "title": "second", "content_text": "x"}"#,
    );
    assert_eq!(feed.entries.len(), 1);
    assert_eq!(feed.entries[0].title.as_deref(), Some("first"));
    assert!(
        warnings[0].contains("entry with id \"a\": id occurs twice"),
        "{}",
        warnings[0]
    );
}

#[test]
fn authors_take_precedence_over_author_and_fall_back_to_the_feed() {
    let (feed, _) = items(
        r#"{"id": 1, "content_text": "x", "author": {"name": "Old"}, "authors": [{"name": "New"}, {"url": "/a"}]},
           {"id": 2, "content_text": "x", "author": {"name": "Old"}}, {"id": 3, "content_text": "x"}"#,
    );
    let authors: Vec<Vec<_>> = feed
        .entries
        .iter()
        .map(|entry| entry.authors.iter().map(|name| &**name).collect())
        .collect();
    assert_eq!(authors, [["New"], ["Old"], ["Feed"]]);
}

#[test]
fn a_date_that_stands_for_none_leaves_the_entry_without_a_time() {
    for date in [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "1970-01-01T00:00:00Z",
        "1970-01-01T01:00:00+01:00",
    ] {
        let (feed, warnings) = items(&format!(
            r#"{{"id": 1, "title": "t", "content_text": "x", "date_published": "{date}"}}"#
        ));
        assert_eq!(feed.entries[0].published, None, "{date}");
        let expected = [format!(
            "entry with id \"1\": date_published \"{date}\" stands for no date: the row has no time"
        )];
        assert_eq!(warnings, expected, "{date}");
    }
}

#[test]
fn a_date_as_programs_write_it_is_read_without_a_warning() {
    for date in [
        "2026-03-29 12:30:00 +0200",
        "2026-03-29 12:30:00.123456789 +0200 CEST",
        "Sun, 29 Mar 2026 10:30:00 GMT",
        "2026-03-29T12:30:00+02:00[Europe/Paris]",
        "20260329T103000Z",
    ] {
        let (feed, warnings) = items(&format!(
            r#"{{"id": 1, "title": "t", "content_text": "x", "date_published": "{date}"}}"#
        ));
        let read = feed.entries[0].published.map(|at| at.0 / 1_000);
        assert_eq!(read, Some(1_774_780_200), "{date}");
        assert_eq!(warnings, [""; 0], "{date}");
    }
}

#[test]
fn a_title_with_character_references_is_decoded_once() {
    for (written, shown) in [
        ("It&#8217;s open &amp; busy", "It’s open & busy"),
        ("How to write &lt;b&gt; in HTML", "How to write <b> in HTML"),
        ("&amp;lt;", "&lt;"),
        ("&#146;&#x80;&#150;", "’€–"),
    ] {
        let (feed, warnings) = items(&format!(
            r#"{{"id": 1, "title": "{written}", "content_text": "x"}}"#
        ));
        assert_eq!(feed.entries[0].title.as_deref(), Some(shown));
        let expected = [format!(
            "entry with id \"1\": title \"{written}\" has character references: they are decoded"
        )];
        assert_eq!(warnings, expected, "{written}");
    }
    for written in [
        "The <em>Sea &amp; sail</em>",
        "Q&A; more",
        "A & B; C",
        "&unknown;",
    ] {
        let (feed, warnings) = items(&format!(
            r#"{{"id": 1, "title": "{written}", "content_text": "x"}}"#
        ));
        assert_eq!(feed.entries[0].title.as_deref(), Some(written));
        assert_eq!(warnings, [""; 0], "{written}");
    }
}

#[test]
fn rare_formats_are_left_to_the_lazy_chunk() {
    let feed = |item: &str| {
        format!(
            r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": 1, "content_text": "x", {item}}}]}}"#
        )
    };
    for (item, is_eager) in [
        (
            r#""title": "A & B", "date_published": "2026-03-29T12:30:00Z""#,
            true,
        ),
        (r#""title": "A &amp; B""#, false),
        (
            r#""title": "A", "date_published": "Sun, 29 Mar 2026 10:30:00 GMT""#,
            false,
        ),
        (r#""title": "A", "_rating": 4.5"#, true),
        (r#""title": "A", "_rating": 4.5e0"#, false),
        (r#""title": "A", "date_published": 1774780200.0"#, false),
    ] {
        let read = Feed::read_eagerly(&feed(item), None, true);
        assert_eq!(read.is_some(), is_eager, "{item}");
    }
}

#[test]
fn a_bad_date_leaves_the_entry_without_a_time() {
    let (feed, warnings) =
        items(r#"{"id": 1, "title": "t", "content_text": "x", "date_published": "yesterday"}"#);
    assert_eq!(feed.entries[0].published, None);
    assert_eq!(
        warnings,
        [
            "entry with id \"1\": date_published \"yesterday\" is not a date like 2026-03-29T12:30:00Z: the row has no time"
        ]
    );
}

#[test]
fn a_number_with_too_many_digits_is_not_a_date() {
    let digits = "9".repeat(40);
    let (feed, warnings) = items(&format!(
        r#"{{"id": 1, "content_text": "x", "date_published": "{digits}"}}"#
    ));
    assert_eq!(feed.entries[0].published, None);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn a_url_that_could_run_code_is_not_a_link() {
    let (feed, warnings) = items(r#"{"id": 1, "content_text": "x", "url": "javascript:alert(1)"}"#);
    assert_eq!(feed.entries[0].url, None);
    assert!(
        warnings[0].starts_with("entry with id \"1\": url \"javascript:alert(1)\" is not an http"),
        "{}",
        warnings[0]
    );
}

#[test]
fn a_field_of_a_wrong_type_is_ignored() {
    let (feed, warnings) = items(
        r#"5, {"id": 1, "title": 3, "tags": "key-event", "date_published": 12, "_key_events": [], "content_text": "x", "url": false}"#,
    );
    assert_eq!(feed.entries.len(), 1);
    assert_eq!(warnings.len(), 6, "{warnings:?}");
}

#[test]
fn an_entry_without_a_headline_is_listed_by_its_text_else_by_its_medium() {
    let (feed, _) = items(
        r#"{"id": 1, "title": "t", "content_text": "x"}, {"id": 2, "content_text": "x"}, {"id": 3},
           {"id": 4, "image": "/a.jpg"}, {"id": 5, "content_html": "<img src=a alt=b>"}"#,
    );
    let headlines = each(&feed, |entry| Labels::default().headline(entry).to_string());
    assert_eq!(headlines, ["t", "x", "Post", "Image", "b"]);
}

#[test]
fn an_empty_body_is_a_body() {
    for body in ["content_text", "content_html"] {
        let (feed, warnings) = items(&format!(r#"{{"id": 1, "title": "t", "{body}": ""}}"#));
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(warnings, [""; 0]);
    }
}

#[test]
fn warnings_that_drop_an_entry_are_distinguished() {
    let (_, warnings) = Feed::read(
        r#"{"version": "https://jsonfeed.org/version/1.1", "items": [3, {"id": 1, "content_text": "x", "date_published": "soon"},
            {"id": 1, "content_text": "x"}, {"content_text": "x"}, {"id": 2}]}"#,
        None,
    )
    .unwrap();
    let left_out = |warning: &key_events::feed::Warning| warning.leaves_out_entry();
    assert_eq!(
        warnings.iter().map(left_out).collect::<Vec<_>>(),
        [true, false, true, false, true, false]
    );
}

#[test]
fn version_1_0_and_unknown_extensions_read() {
    let (feed, warnings) = read(
        r#"{"version": "https://jsonfeed.org/version/1", "title": "T", "author": {"name": "A"}, "_x": {"a": 1},
            "items": [{"id": "1", "content_html": "<p>x</p>", "_y": [1, 2]}]}"#,
    );
    assert_eq!(warnings, [""; 0]);
    assert_eq!(feed.entries[0].authors, ["A".into()]);
}

#[test]
fn an_item_without_a_title_has_its_first_sentence() {
    let (feed, warnings) = items(
        r#"{"id": 1, "content_html": "<script>x()</script><p>Rain stops play. Tea is taken.</p>"},
           {"id": 2, "content_text": "1 < 2 & so on\nMore"}, {"id": 3, "content_html": "<p>x</p>", "summary": "In short. And more."},
           {"id": 4, "content_html": "<img src=x>"}, {"id": 5, "title": "Own", "content_text": "x"}"#,
    );
    assert_eq!(
        titles(&feed),
        ["Rain stops play.", "1 < 2 & so on", "In short.", "-", "Own"]
    );
    let derived: Vec<_> = feed.entries.iter().map(|entry| entry.derived).collect();
    assert_eq!(derived, [true, true, true, false, false]);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn a_key_event_without_a_title_is_reported() {
    let (_, warnings) = items(r#"{"id": 1, "content_text": "Goal.", "tags": ["key-event"]}"#);
    assert_eq!(
        warnings,
        [
            "entry with id \"1\": the headline is missing: the first sentence of the text takes its place"
        ]
    );
}

#[test]
fn dates_in_other_formats_are_read_and_reported() {
    let (feed, warnings) = items(
        r#"{"id": 1, "title": "t", "content_text": "x", "date_published": "2026-03-29T12:30:00", "date_modified": 1774789200},
           {"id": 2, "title": "t", "content_text": "x", "date_published": "1774787400000", "date_modified": "2026-03-29T12:30:00.000+0000"},
           {"id": 3, "title": "t", "content_text": "x", "date_published": "", "date_modified": "2026-03-29T14:30:00+02:00"},
           {"id": 4, "title": "t", "content_text": "x", "date_published": 1e300, "date_modified": null}"#,
    );
    assert_eq!(
        times(&feed),
        [
            ["2026-03-29T12:30:00Z", "2026-03-29T13:00:00Z"],
            ["2026-03-29T12:30:00Z", "-"],
            ["-", "2026-03-29T12:30:00Z"],
            ["-", "-"]
        ]
    );
    assert_eq!(
        warnings,
        [
            "entry with id \"1\": date_published \"2026-03-29T12:30:00\" has no offset from UTC: it is read as UTC",
            "entry with id \"1\": date_modified 1774789200 is a number: it is read as seconds or milliseconds since 1970",
            "entry with id \"2\": date_published \"1774787400000\" is a number: it is read as seconds or milliseconds since 1970",
            "entry with id \"4\": date_published 1e+300 is not a date like 2026-03-29T12:30:00Z: the row has no time"
        ]
    );
}

#[test]
fn missing_fields_fall_back() {
    let (feed, _) = items(
        r#"{"id": 1, "title": "t", "content_text": "x", "url": "javascript:x", "external_url": "/elsewhere", "banner_image": "/b.png"}"#,
    );
    assert_eq!(feed.entries[0].url.as_deref(), Some("/elsewhere"));
    assert_eq!(feed.entries[0].image.as_deref(), Some("/b.png"));
}

#[test]
fn a_page_adds_the_entries_with_unknown_ids() {
    let (mut feed, _) = items(r#"{"id": 3, "title": "C"}, {"id": 2, "title": "B"}"#);
    let (page, _) = read(
        r#"{"version": "", "next_url": "?page=3", "items": [{"id": 2, "title": "B, older"}, {"id": 1, "title": "A"}]}"#,
    );
    assert!(feed.append(page.clone()));
    assert_eq!(titles(&feed), ["C", "B", "A"]);
    assert!(!feed.append(page));
    assert_eq!(feed.next.as_deref(), Some("?page=3"));
    assert_eq!(feed.title.as_deref(), Some("T"));
}

#[test]
fn an_invalid_feed_has_a_reason() {
    for (text, reason) in [
        ("", NotAFeed::Empty),
        ("  \n", NotAFeed::Empty),
        ("<!doctype html><p>Not found", NotAFeed::Html),
        ("nope", NotAFeed::NotJson(1, 2)),
        ("{\"items\": [1,, 2]}", NotAFeed::NotJson(1, 14)),
        ("{\"items\": [{\"id\": \"1", NotAFeed::Truncated),
        ("null", NotAFeed::UnknownFormat),
        ("[[]]", NotAFeed::UnknownFormat),
        ("{\"items\": 3}", NotAFeed::UnknownFormat),
    ] {
        assert_eq!(Feed::read(text, None).err(), Some(reason), "{text:?}");
        assert_eq!(Feed::format(text).err(), Some(reason), "{text:?}");
        assert!(!reason.message().is_empty());
    }
}

#[test]
fn ten_thousand_entries_read() {
    let many: Vec<_> = (0..10_000)
        .map(|id| format!(r#"{{"id": {id}, "title": "t", "content_text": "x"}}"#))
        .collect();
    assert_eq!(items(&many.join(",")).0.entries.len(), 10_000);
}

#[test]
fn of_very_long_lists_the_first_values_are_read() {
    let values = |count: usize, value: &str| -> String {
        let values: Vec<_> = (0..count)
            .map(|n| value.replace('#', &n.to_string()))
            .collect();
        values.join(",")
    };
    let text = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "authors": [{}], "items": [{}],
            "_key_events": {{"related": [{}]}}}}"#,
        values(30_000, r#"{"name": "Author #"}"#),
        values(
            50_000,
            r##"{"id": "#", "title": "Event #", "content_text": "x"}"##
        ),
        values(30_000, r#"{"title": "Link #", "url": "/#"}"#),
    );
    let (feed, warnings) = Feed::read(&text, None).unwrap();
    assert_eq!((feed.entries.len(), feed.related.len()), (10_000, 50));
    assert!(feed.entries.iter().all(|entry| entry.authors.len() == 20));
    let messages: Vec<_> = warnings.iter().map(Warning::message).collect();
    let expected = "feed: the list of entries has more than 10,000: the first of them are read";
    assert_eq!(messages[0], expected);
}

proptest! {
    #[test]
    fn a_truncated_document_is_a_feed_or_an_error(end in 0..LIVE_BLOG.len()) {
        let _ = Feed::read(LIVE_BLOG.get(..end).unwrap_or_default(), None);
    }

    #[test]
    fn a_document_with_a_changed_byte_is_a_feed_or_an_error(at in 0..LIVE_BLOG.len(), byte in 0_u8..128) {
        let mut bytes = LIVE_BLOG.as_bytes().to_vec();
        bytes[at] = byte;
        let _ = Feed::read(&String::from_utf8_lossy(&bytes), None);
    }
}

#[test]
fn links_below_the_list_are_read_one_by_one() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "items": [], "_key_events": {
        "related": [
            {"title": "Before", "url": "/before"},
            {"title": "Bad", "url": "javascript:x"},
            {"url": "/nameless"},
            7
        ],
        "discussion_url": "/talk"
    }}"#;
    let (feed, warnings) = Feed::read(text, None).unwrap();
    let links: Vec<_> = feed
        .related
        .iter()
        .map(|link| (&*link.title, &*link.url))
        .collect();
    assert_eq!(links, [("Before", "/before")]);
    assert_eq!(feed.discussion.as_deref(), Some("/talk"));
    assert!(warnings.iter().all(|warning| !warning.leaves_out_entry()));
    let messages = warnings.iter().map(key_events::feed::Warning::message);
    let nameless = "feed: _key_events.related has a link without a title or a URL: it is ignored";
    assert!(messages.into_iter().any(|message| message == nameless));
}

#[test]
fn titles_and_names_with_references_are_decoded() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Q&amp;A: It&#8217;s the bridge",
        "authors": [{"name": "Ren&eacute;e"}],
        "_key_events": {"related": [{"title": "More &amp; more", "url": "/more"}]},
        "items": [
            {"id": 1, "title": "&nbsp;", "content_text": "The text"},
            {"id": 2, "title": "&#8203; &#xFEFF;", "content_text": "Other"},
            {"id": 3, "title": "Profit < 5 &amp; loss &gt; 3", "content_text": "x", "tags": ["Q&amp;A"]},
            {"id": 4, "title": "The <em>Resolute</em> &amp; crew", "content_text": "x"},
            {"id": 5, "title": "a < b", "content_text": "x", "authors": [{"name": "A &amp; B"}]}
        ]}"#;
    let (feed, warnings) = read(text);
    assert_eq!(feed.title.as_deref(), Some("Q&A: It’s the bridge"));
    assert_eq!(
        titles(&feed),
        [
            "The text",
            "Other",
            "Profit < 5 & loss > 3",
            "The <em>Resolute</em> &amp; crew",
            "a < b"
        ]
    );
    assert_eq!(feed.related[0].title.as_ref(), "More & more");
    assert_eq!(feed.entries[0].authors, ["Renée".into()]);
    assert_eq!(feed.entries[4].authors, ["A & B".into()]);
    assert_eq!(feed.entries[2].tags, ["Q&A".into()]);
    let expected =
        "feed: title \"Q&amp;A: It&#8217;s the bridge\" has character references: they are decoded";
    assert_eq!(warnings.first().map(String::as_str), Some(expected));
}

#[test]
fn an_attachment_stands_for_a_text() {
    let (feed, _) = items(
        r#"{"id": 1, "attachments": [{"url": "/a.mp4", "mime_type": "video/mp4", "title": "The speech &amp; more"}]},
           {"id": 2, "attachments": [{"url": "/a.mp4", "mime_type": "video/mp4"}]},
           {"id": 3, "attachments": [{"url": "/a.jpg", "mime_type": "image/jpeg"}, {"url": "/b.mp4", "mime_type": "video/mp4"}]},
           {"id": 4, "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg"}]},
           {"id": 5, "attachments": [{"url": "/a.jpg", "mime_type": "image/jpeg", "title": "IMG 1.JPG"}]},
           {"id": 6, "content_text": "A text", "attachments": [{"mime_type": "video/mp4", "title": "No"}]}"#,
    );
    assert_eq!(
        titles(&feed),
        ["The speech & more", "-", "-", "-", "-", "A text"]
    );
    let media = each(&feed, |entry| entry.medium.label());
    assert_eq!(media[1..5], ["video", "video", "post", "image"]);
}

#[test]
fn an_image_of_most_items_or_the_icon_is_nobodys() {
    let images = |items: &[&str], icon: &str| {
        let items: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(id, image)| {
                format!(r#"{{"id": {id}, "title": "T", "content_text": "x", "image": "{image}"}}"#)
            })
            .collect();
        let text = format!(
            r#"{{"version": "https://jsonfeed.org/version/1.1", "icon": "{icon}", "favicon": "/f.ico", "items": [{}]}}"#,
            items.join(",")
        );
        let (feed, warnings) = read(&text);
        assert_eq!(warnings, [""; 0]);
        if feed.entries.iter().any(|entry| entry.image.is_none()) {
            assert!(Feed::read_eagerly(&text, None, true).is_none());
        }
        each(&feed, |entry| {
            entry.image.as_deref().unwrap_or("-").to_owned()
        })
    };
    assert_eq!(
        images(&["/l.png", "/l.png", "/own.png", "/l.png"], ""),
        ["-", "-", "/own.png", "-"]
    );
    assert_eq!(images(&["/l.png", "/l.png"], ""), ["/l.png", "/l.png"]);
    assert_eq!(
        images(&["/l.png", "/f.ico", "/own.png"], "/l.png"),
        ["-", "-", "/own.png"]
    );
}

#[test]
fn the_portrait_of_an_author_is_nobodys_image() {
    for (blog, item) in [
        (r#""author": {"name": "A", "avatar": "/a.png"}"#, ""),
        (
            r#""authors": [{"name": "B"}, {"name": "A", "avatar": "/a.png"}]"#,
            "",
        ),
        (
            r#""title": "T""#,
            r#""authors": [{"name": "A", "avatar": "/a.png"}],"#,
        ),
    ] {
        let text = format!(
            r#"{{"version": "https://jsonfeed.org/version/1.1", {blog}, "items": [
                {{"id": 1, "title": "T", "content_text": "x", {item} "image": "/a.png"}},
                {{"id": 2, "title": "U", "content_text": "x", "image": "/b.png"}}]}}"#
        );
        let (feed, _) = read(&text);
        let images = each(&feed, |entry| entry.image.as_deref().map(str::to_owned));
        assert_eq!(images, [None, Some("/b.png".to_owned())], "{text}");
        // What is in the items, only the lazy chunk knows.
        let is_eager = Feed::read_eagerly(&text, None, true).is_some();
        assert_eq!(is_eager, !item.is_empty());
    }
}

#[test]
fn an_id_contains_no_null_character() {
    // No markup and no selector can contain it.
    let item = r#"{"id": "a\u0000b\u0000", "title": "T", "content_text": "x"}"#;
    let text = format!(r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [{item}]}}"#);
    let (feed, warnings) = read(&text);
    assert_eq!(warnings, [""; 0]);
    assert_eq!(
        each(&feed, |entry| entry.id.to_string()),
        ["a\u{fffd}b\u{fffd}"]
    );
    // This format compares the ids of versions.
    let entry = r#"{"id": "a\u0000", "headline": "T", "render": "x", "entry_time": 1767975000, "key_event": true}"#;
    let (feed, _) = read(&format!("[{entry}]"));
    assert_eq!(each(&feed, |entry| entry.id.to_string()), ["a\u{fffd}"]);
}

#[test]
fn a_weight_is_named_by_its_field_or_by_a_tag() {
    let item = |rest: &str| format!(r#"{{"id": 1, "title": "T", "content_text": "x"{rest}}}"#);
    for (rest, weight, warning) in [
        ("", "normal", None),
        (r#", "_key_events": {"weight": "major"}"#, "major", None),
        (r#", "_key_events": {"weight": "minor"}"#, "minor", None),
        (r#", "tags": ["sport", "major"]"#, "major", None),
        (
            r#", "tags": ["major"], "_key_events": {"weight": "normal"}"#,
            "normal",
            None,
        ),
        (
            r#", "tags": ["minor"], "_key_events": {"weight": "huge"}"#,
            "minor",
            Some("neither minor, normal nor major"),
        ),
        (
            r#", "_key_events": {"weight": 3}"#,
            "normal",
            Some("neither minor, normal nor major"),
        ),
    ] {
        let (feed, warnings) = items(&item(rest));
        assert_eq!(
            each(&feed, |entry| entry.weight().name()),
            [weight],
            "{rest}"
        );
        match (warning, warnings.as_slice()) {
            (None, []) => {}
            (Some(problem), [warning]) => assert!(warning.contains(problem), "{warning}"),
            _ => panic!("{rest}: {warnings:?}"),
        }
    }
}
