//! JSON Feed 1.0 and 1.1.
//!
//! Source: JSON Feed 1.1, “Top-level”, “Items”, “Extensions”.

use std::rc::Rc;

use serde_json::Value;

use super::Dialect;
use crate::feed::wire::Record;
use crate::feed::{Entry, Feed, Warnings};

pub(super) const DIALECT: Dialect = Dialect {
    name: "json-feed",
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
        entries: root.entries("items", &|item| entry(item, &authors)),
    })
}

fn entry(mut item: Record, feed_authors: &[Rc<str>]) -> Option<Entry> {
    let id = item.id("id")?;
    let extension = item.object(EXTENSION);
    let flag = |name| {
        extension
            .as_ref()
            .is_some_and(|extension| extension.flag(name))
    };
    let tags = item.texts("tags");
    let html = item.text("content_html");
    let content = item.text("content_text");
    if !item.has("content_html") && !item.has("content_text") {
        item.warn(
            "content_html",
            "and content_text are both missing: the entry has no body",
        );
    }
    let published = item.date("date_published");
    let own_authors = authors(&item);
    Some(Entry {
        id,
        title: item.text("title"),
        url: item.link("url").or_else(|| item.link("external_url")),
        published,
        updated: item
            .date("date_modified")
            .filter(|updated| published < Some(*updated)),
        key: flag("key") || tags.iter().any(|tag| &**tag == KEY_TAG),
        summary: flag("summary"),
        pinned: flag("pinned"),
        anchor: extension
            .as_ref()
            .and_then(|extension| extension.text("anchor")),
        html,
        text: content.or_else(|| item.text("summary")),
        image: item.link("image").or_else(|| item.link("banner_image")),
        tags,
        authors: if own_authors.is_empty() {
            feed_authors.to_vec()
        } else {
            own_authors
        },
    })
}

/// The names of `authors` (1.1), else of `author` (1.0).
fn authors(record: &Record) -> Vec<Rc<str>> {
    if record.has("authors") {
        return record.texts_in("authors", "name");
    }
    let author = record.object("author");
    author
        .and_then(|author| author.text("name"))
        .into_iter()
        .collect()
}
