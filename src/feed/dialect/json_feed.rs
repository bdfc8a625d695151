//! JSON Feed 1.0 and 1.1.
//!
//! Source: JSON Feed 1.1, “Top-level”, “Items”, “Extensions”.

use std::rc::Rc;

use serde_json::Value;

use super::{Dialect, USUAL_ANCHORS};
use crate::feed::date::Notation;
use crate::feed::wire::{Record, flags};
use crate::feed::{Entry, Feed, Warnings};

pub(super) const DIALECT: Dialect = Dialect {
    name: "json-feed",
    has_flag: false,
    overlaps: false,
    matches,
    read,
};

/// The tag of a key event.
const KEY_TAG: &str = "key-event";

/// The feed's extension object on an item, and the one on the feed.
const EXTENSION: &str = "_key_events";

fn matches(document: &Value) -> bool {
    let version = document.get("version").and_then(Value::as_str);
    version.is_some_and(|version| version.contains("jsonfeed.org/version/"))
        || document.get("items").is_some_and(Value::is_array)
}

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    let root = Record::root(document, warnings)?;
    if !document.get("items")?.is_array() {
        return None;
    }
    if !root.has("version") {
        root.warn(
            "version",
            "is missing: expected \"https://jsonfeed.org/version/1.1\"",
        );
    }
    let authors = authors(&root);
    Some(Feed {
        title: root.text("title"),
        url: root.link("home_page_url"),
        language: root.text("language"),
        ended: root.flag("expired"),
        next: root.link("next_url"),
        entries: root.entries("items", &mut |item| entry(item, &authors)),
        ..Feed::default()
    })
}

fn entry(mut item: Record, feed_authors: &[Rc<str>]) -> Option<Entry> {
    let id = item.id("id")?;
    let extension = item.object(EXTENSION);
    let [key, summary, pinned] = flags(extension.as_ref(), ["key", "summary", "pinned"]);
    let tags = item.texts("tags");
    let html = item.text("content_html");
    let content = item.text("content_text");
    if html.is_none() && content.is_none() {
        item.warn(
            "content_html",
            "and content_text are both missing: the entry has no body",
        );
    }
    let own_authors = authors(&item);
    Some(Entry {
        id,
        title: item.text("title"),
        url: item.link("url").or_else(|| item.link("external_url")),
        published: item.date("date_published", Notation::Offset),
        updated: item.date("date_modified", Notation::Offset),
        key: key || tags.iter().any(|tag| &**tag == KEY_TAG),
        summary,
        pinned,
        anchor: extension.and_then(|extension| extension.text("anchor")),
        anchors: USUAL_ANCHORS,
        html,
        text: content.or_else(|| item.text("summary")),
        image: item.link("image").or_else(|| item.link("banner_image")),
        tags,
        authors: if own_authors.is_empty() {
            feed_authors.to_vec()
        } else {
            own_authors
        },
        ..Entry::default()
    })
}

/// The names of `authors` (1.1), else of `author` (1.0).
fn authors(record: &Record) -> Vec<Rc<str>> {
    let field = if record.has("authors") {
        "authors"
    } else {
        "author"
    };
    record.people(field, "name")
}
