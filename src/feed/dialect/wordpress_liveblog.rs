//! The REST API of the WordPress plugin Liveblog: `get-key-events`, `get-entries` and what its
//! pages poll.
//!
//! Source: Automattic's Liveblog plugin, `WPCOM_Liveblog_Rest_Api`, `WPCOM_Liveblog_Entry` and
//! `WPCOM_Liveblog_Entry_Key_Events`.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::Dialect;
use crate::feed::date::Notation;
use crate::feed::wire::{self, Record};
use crate::feed::{Entry, Feed, Warnings, headline, html};

pub(super) const DIALECT: Dialect = Dialect {
    name: "wordpress-liveblog",
    has_flag: true,
    overlaps: false,
    matches,
    read,
};

/// What themes make of an entry's id.
const ANCHORS: &[&str] = &["{id}", "id_{id}", "liveblog-entry-{id}"];

fn matches(document: &Value) -> bool {
    let has = |value: &Value, names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    match document {
        // What `get-key-events` says before the first key event.
        Value::Array(entries) => {
            entries.is_empty() || entries.iter().any(|entry| has(entry, &["entry_time"]))
        }
        _ => {
            wire::at(document, &["entries"]).is_array()
                && has(document, &["pages", "latest_timestamp", "refresh_interval"])
        }
    }
}

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    let entries = match document {
        Value::Array(_) => document,
        _ => document.get("entries")?,
    };
    let entries = entries.as_array()?;
    let mut latest = Map::new();
    for value in entries {
        if let Some(entry) = Record::root(value, warnings)
            && let Some(id) = wire::id(entry.value("id"))
            && latest.get(&*id).and_then(Value::as_i64) < Some(version(&entry))
        {
            latest.insert(id.to_string(), version(&entry).into());
        }
    }
    let mut removed = Vec::new();
    let entries = wire::entries(entries, warnings, &mut |mut value| {
        let id = value.id("id")?;
        let version = version(&value);
        if latest.get(&*id).and_then(Value::as_i64) != Some(version) {
            return None;
        }
        let status = value.text("status");
        if version == DELETED || status.is_some_and(|status| &*status != "publish") {
            removed.push(id);
            return None;
        }
        Some(entry(value, id))
    });
    Some(Feed {
        removed,
        entries,
        ..Feed::default()
    })
}

/// The version of an entry that nothing comes after.
const DELETED: i64 = i64::MAX;

/// Which of two versions of an entry is the later one: by time, then an update.
fn version(entry: &Record) -> i64 {
    let kind = entry.value("type");
    if kind == "delete" {
        return DELETED;
    }
    let timestamp = wire::id(entry.value("timestamp"));
    let timestamp = timestamp.and_then(|seconds| seconds.parse().ok());
    let seconds: i64 = timestamp.unwrap_or_default();
    seconds.min(DELETED / 4) * 2 + i64::from(kind == "update")
}

fn entry(value: Record, id: Rc<str>) -> Entry {
    let content = value
        .text("key_event_content")
        .map(|content| html::text(&without_command(content), usize::MAX));
    let content = content.filter(|content| !content.is_empty());
    let authors = value.people("authors", "name");
    Entry {
        title: value
            .plain("headline")
            .or_else(|| Some(headline::first_line(&content?).into())),
        url: value.link("share_link"),
        published: value.date("entry_time", Notation::Epoch),
        updated: value.date("timestamp", Notation::Epoch),
        key: value.flag("key_event"),
        anchors: ANCHORS,
        html: value
            .text("render")
            .or_else(|| value.text("content"))
            .map(without_command),
        authors: if authors.is_empty() {
            value.plain("author_link").into_iter().collect()
        } else {
            authors
        },
        id,
        ..Entry::default()
    }
}

/// The HTML without the command that makes a key event of it, as typed or as rendered, in front.
fn without_command(html: Rc<str>) -> Rc<str> {
    for (command, end) in [
        ("<span class=\"liveblog-command type-key\">", "</span>"),
        ("/key", ""),
    ] {
        if let Some((before, after)) = html.split_once(command)
            && html::text(before, 1).is_empty()
            && let Some((_, after)) = after.split_once(end)
            && (!end.is_empty() || !after.starts_with(|next: char| next.is_ascii_alphanumeric()))
        {
            return [before, after.trim_start()].concat().into();
        }
    }
    html
}
