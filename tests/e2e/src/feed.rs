//! Feeds for scenarios.

use serde_json::{Value, json};

/// A JSON Feed of these items.
pub fn of(items: impl IntoIterator<Item = Value>) -> Value {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Live blog",
        "items": Vec::from_iter(items),
    })
}

/// A key event, this many minutes after 12:00 UTC on 1 July 2024.
pub fn event(id: &str, title: &str, minute: usize) -> Value {
    json!({
        "id": id,
        "url": format!("/live?entry={id}"),
        "title": title,
        "content_text": title,
        "date_published": format!("2024-07-01T{:02}:{:02}:00Z", 12 + minute / 60, minute % 60),
        "tags": ["key-event"],
    })
}

/// A feed of `count` key events, the latest first: “Event 3” with the id `e3`, “Event 2”, “Event
/// 1”.
///
/// They are a minute apart, up to 600. The rest have the same time.
pub fn numbered(count: usize) -> Value {
    let items = (1..=count)
        .rev()
        .map(|n| event(&format!("e{n}"), &format!("Event {n}"), n.min(600)));
    of(items)
}
