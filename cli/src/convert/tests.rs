use std::collections::BTreeSet;
use std::fs;

use key_events::feed::headline::first_sentence;
use key_events::feed::{Medium, format};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn read(text: &str) -> Feed {
    Feed::read(text, None).unwrap().0
}

fn slim_of(feed: &Feed, select: &Select, bodies: bool) -> String {
    slim(
        feed,
        select,
        bodies,
        &Base::new(feed, None),
        &Labels::default(),
    )
}

fn nothing_lost(feed: &Feed, select: &Select, bodies: bool) {
    let text = slim_of(feed, select, bodies);
    let (back, mut warnings) = Feed::read(&text, None).unwrap();
    warnings.retain(|warning| warning.field != "date_published");
    assert_eq!(warnings, []);
    assert_eq!(
        (&back.title, &back.url, &back.language, back.ended),
        (&feed.title, &feed.url, &feed.language, feed.ended)
    );
    assert_eq!(back.next, None);
    for order in [Order::Newest, Order::Oldest] {
        let expected = timeline::events(feed, select, order);
        let expected: Vec<_> = expected.iter().map(|event| kept(event, bodies)).collect();
        let events = timeline::events(&back, select, order);
        let events: Vec<_> = events.iter().map(|event| kept(event, true)).collect();
        assert_eq!(events, expected, "{text}");
    }
}

/// The part of an entry that has to be kept.
fn kept(event: &Entry, bodies: bool) -> Entry {
    let flagged = event.key || event.summary;
    let non_empty = |text: &Option<Rc<str>>| {
        let text = text.as_deref().unwrap_or_default().trim();
        (bodies && !text.is_empty()).then(|| text.into())
    };
    let (html, text) = (non_empty(&event.html), non_empty(&event.text));
    // Without any text, the word for its medium takes the place of the headline.
    let word = html.is_none().then(|| Labels::default().headline(event));
    let word = word.or(flagged.then(|| Labels::default().headline(event)));
    let event = &Entry {
        title: event.title.clone().or_else(|| word.clone()),
        derived: event.derived || event.title.is_none() && word.is_some(),
        medium: if word.is_some() {
            Medium::default()
        } else {
            event.medium
        },
        ..event.clone()
    };
    let derived = event.derived && !flagged;
    let sentence = || event.title.clone().filter(|_| derived && html.is_none());
    let mut tags = event.tags.clone();
    tags.retain(|tag| event.key || &**tag != KEY_TAG);
    Entry {
        // The output has the id as its own.
        has_derived_id: false,
        text: text.or_else(sentence),
        html,
        derived,
        tags,
        anchors: &[],
        ..event.clone()
    }
}

/// Texts with characters that serializers and parsers can get wrong.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,8}",
        "[ \t\n]{0,2}[\u{0}-\u{9f}]{0,4}",
        "[ab\u{202e}\u{feff}\\\\\"]{0,4}"
    ]
}

fn moment() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => (0..4_u32, 0..60_u32, 0..3_u32).prop_map(|(hour, minute, ms)| {
            json!(format!("2026-03-29T0{hour}:{minute:02}:00.{ms:03}+02:00"))
        }),
        1 => Just(json!("0001-01-01T00:00:00Z")),
        1 => Just(json!("9999-12-31T23:59:59.999-14:00")),
        1 => Just(json!("soon")),
        2 => Just(Value::Null),
    ]
}

fn item() -> impl Strategy<Value = Value> {
    let texts = (text(), text(), text(), text(), text());
    let weight = prop::sample::select(vec![
        json!("minor"),
        json!("normal"),
        json!("major"),
        Value::Null,
    ]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), weight, text());
    let lists = (
        prop::collection::vec(text(), 0..3),
        prop::collection::vec(text(), 0..3),
    );
    let more = (any::<bool>(), 0..0b1_0000_0000_u32);
    ((0..12_u8, texts), flags, lists, (moment(), moment()), more).prop_map(
        |((id, texts), (key, summary, pinned, weight, anchor), (tags, names), dates, (tagged, absent))| {
            let (title, url, html, text, image) = texts;
            let mut tags = tags;
            if tagged {
                tags.push("key-event".to_owned());
            }
            let mut item = json!({
                "id": id, "title": title, "url": url, "content_html": html, "content_text": text,
                "image": image, "date_published": dates.0, "date_modified": dates.1, "tags": tags,
                "authors": names.iter().map(|name| json!({"name": name})).collect::<Vec<_>>(),
                "_key_events": {"key": key, "summary": summary, "pinned": pinned, "anchor": anchor, "weight": weight},
            });
            let names = [
                "title", "url", "content_html", "content_text", "tags", "authors", "_key_events", "id",
            ];
            for (bit, name) in names.into_iter().enumerate() {
                // An id is missing less often than the other fields.
                if absent >> bit & 1 == 1 && (name != "id" || id == 0) {
                    item.as_object_mut().unwrap().remove(name);
                }
            }
            item
        },
    )
}

fn feed() -> impl Strategy<Value = Feed> {
    let items = prop::collection::vec(item(), 0..8);
    (items, text(), text(), any::<bool>()).prop_map(|(items, title, language, expired)| {
        read(
            &json!({
                "version": "https://jsonfeed.org/version/1.1", "title": title,
                "language": language, "expired": expired, "home_page_url": "/live",
                "next_url": "/more", "authors": [{"name": "Desk"}], "items": items,
            })
            .to_string(),
        )
    })
}

proptest! {
    #[test]
    fn the_output_reads_back_to_the_same_timeline(feed in feed(), bodies: bool) {
        for select in [Select::Key, Select::All, Select::Tag("key-event".into())] {
            nothing_lost(&feed, &select, bodies);
        }
    }
}

/// The fixtures of all formats.
fn fixtures() -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");
    let folders = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

#[test]
fn a_feed_of_any_format_reads_back_to_the_same_timeline() {
    let mut formats = BTreeSet::new();
    for document in fixtures() {
        let text = document.to_string();
        formats.insert(Feed::format(&text).unwrap().name);
        for bodies in [false, true] {
            nothing_lost(&read(&text), &Select::Key, bodies);
            nothing_lost(&read(&text), &Select::All, bodies);
        }
    }
    assert_eq!(formats.len(), format::ALL.len(), "{formats:?}");
}

/// Replaces the value with this number, counted depth-first.
fn replace(value: &mut Value, number: &mut usize, with: &Value) {
    match value {
        Value::Array(values) => {
            for value in values {
                replace(value, number, with);
            }
        }
        Value::Object(object) => {
            for value in object.values_mut() {
                replace(value, number, with);
            }
        }
        _ => {}
    }
    if *number == 0 {
        *value = with.clone();
    }
    *number = number.wrapping_sub(1);
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (0_i64..2_000_000_000).prop_map(Value::from),
        moment(),
    ]
}

proptest! {
    #[test]
    fn a_damaged_feed_of_any_format_reads_back_to_the_same_timeline(
        fixture: prop::sample::Index,
        damage in prop::collection::vec((0_usize..150, value()), 0..6),
        bodies: bool,
    ) {
        let mut document = fixture.get(&fixtures()).clone();
        for (number, with) in damage {
            replace(&mut document, &mut number.clone(), &with);
        }
        if let Ok((feed, _)) = Feed::read(&document.to_string(), None) {
            for select in [Select::Key, Select::All] {
                nothing_lost(&feed, &select, bodies);
            }
        }
    }
}

proptest! {
    #[test]
    fn the_first_sentence_of_a_first_sentence_is_itself(
        words in prop::collection::vec(
            prop_oneof![9 => "[a-zA-Z0-9é,-]{1,12}", 1 => "[a-z.!?:'\"”()…。！」 ]{1,6}"],
            1..40,
        ),
    ) {
        let sentence = first_sentence(&words.join(" "));
        prop_assert_eq!(first_sentence(&sentence), sentence);
    }
}

#[test]
fn the_key_event_tag_does_not_flag_unflagged_entries() {
    let feed = read(
        r#"{"_items": [{"_id": "a", "tags": ["key-event", "goal"], "items": [{"item_type": "text", "text": "A"}]}]}"#,
    );
    nothing_lost(&feed, &Select::All, false);
    let slim = slim_of(&feed, &Select::All, false);
    assert!(slim.contains(r#""tags":["goal"]"#), "{slim}");
}

#[test]
fn an_entry_without_a_text_is_named_after_its_medium_in_the_language_of_the_feed() {
    let feed = read(
        r#"{"language": "de", "items": [{"id": 1, "content_html": "<img src=a>", "_key_events": {"key": true}}]}"#,
    );
    let slim = slim(
        &feed,
        &Select::Key,
        false,
        &Base::new(&feed, None),
        &labels_of(&feed),
    );
    assert!(slim.contains(r#""title":"Bild""#), "{slim}");
    for bodies in [false, true] {
        nothing_lost(&feed, &Select::All, bodies);
    }
}

#[test]
fn only_the_fields_of_a_timeline_are_written() {
    let feed = read(include_str!(
        "../../../tests/fixtures/json-feed/live-blog.json"
    ));
    let slim = slim_of(&feed, &Select::Key, false);
    assert!(slim.starts_with(concat!(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Harbour bridge opening: live","#,
        r#""home_page_url":"https://news.example/bridge","language":"en","expired":true,"items":["#,
        r#"{"id":"ribbon","url":"https://news.example/bridge#ribbon","title":"The ribbon is cut","#,
        r#""content_text":"","date_published":"2026-03-29T12:30:00Z","#,
        r#""date_modified":"2026-03-29T12:41:00Z","tags":["key-event"],"#,
        r#""authors":[{"name":"News desk"}],"#,
        r#""_key_events":{"key":true,"pinned":true,"anchor":"moment-ribbon"}},{"id":"12","#,
    )), "{slim}");
    assert!(slim.ends_with("]}\n"));
    assert_eq!(slim.matches("\"id\":").count(), 3);
    let whole = slim_of(&feed, &Select::All, true);
    assert_eq!(whole.matches("\"id\":").count(), 4);
    assert!(whole.contains(r#""content_html":"<p>The bridge is open.</p>","date"#));
    assert!(whole.contains(r#""content_text":"Walkers go first.""#));
}
