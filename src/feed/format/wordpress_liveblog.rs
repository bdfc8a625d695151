//! The REST API of the WordPress plugin Liveblog: `get-key-events`, `get-entries` and the polling
//! endpoint.
//!
//! Source: Automattic's Liveblog plugin, `WPCOM_Liveblog_Rest_Api`, `WPCOM_Liveblog_Entry` and
//! `WPCOM_Liveblog_Entry_Key_Events`.

use std::rc::Rc;

use super::{FeedFormat, when};
use crate::feed::extract::{self, Extractor, at};
use crate::feed::field_map::FieldMap;
use crate::feed::{Feed, IdIndex, Value, headline, html};
use crate::time::date_format::{self, DateFormat};

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "wordpress-liveblog",
    flags_key_events: true,
    allows_duplicates: false,
    fields: &FieldMap {
        title: "headline",
        url: "share_link",
        published: "entry_time",
        updated: "timestamp",
        times: DateFormat::Epoch,
        key: "key_event",
        html: "render content",
        authors: "authors author_link",
        to_plain_text: extract::text_of_html,
        anchors: &["{id}", "id_{id}", "liveblog-entry-{id}"],
        ..FieldMap::NONE
    },
    root: |document| {
        let has = |name| !at(document, name).is_null();
        let is_liveblog = match document.as_array() {
            // Before the first key event, `get-key-events` returns an empty array.
            Some(entries) => {
                let mut times = entries.iter().map(|entry| at(entry, "entry_time"));
                entries.is_empty() || times.any(|time| !time.is_null())
            }
            None => {
                at(document, "entries").is_array()
                    && (has("pages") || has("latest_timestamp") || has("refresh_interval"))
            }
        };
        when(document, is_liveblog)
    },
    read,
};

fn read(root: Extractor, feed: &mut Feed) {
    let list = root.value.as_array().or(root.at("entries").as_array());
    let entries = list.unwrap_or_default();
    let versions = entries.iter().filter_map(|entry| {
        // Negated, because the index keeps the smallest number of an id.
        Some((extract::id(at(entry, "id"))?, -version(entry)))
    });
    let latest = IdIndex::new(versions.collect());
    root.add_entries(&mut entries.iter(), feed, &mut |item, entry, feed| {
        let version = version(item.value);
        if latest.get(&entry.id) != Some(-version) {
            return false;
        }
        let status = item.at("status");
        if version == DELETED || status.is_string() && *status != *"publish" {
            feed.removed.push(Rc::clone(&entry.id));
            return false;
        }
        entry.html = entry.html.take().map(without_command);
        if entry.title.is_none()
            && let Some(content) = item.text("key_event_content", extract::non_blank)
        {
            let content = html::text(&without_command(content), usize::MAX);
            entry.title = Some(headline::first_line(&content).into());
            entry.title.take_if(|title| title.is_empty());
        }
        true
    });
}

/// The version of a deleted entry: the last one.
const DELETED: i64 = i64::MAX;

/// Orders the versions of an entry: by time, and an update after the original.
fn version(entry: &Value) -> i64 {
    let kind = at(entry, "type");
    if *kind == *"delete" {
        return DELETED;
    }
    let timestamp = extract::id(at(entry, "timestamp"));
    let seconds = timestamp.and_then(|seconds| date_format::parse_digits(&seconds, 10));
    seconds.unwrap_or_default() * 2 + i64::from(*kind == *"update")
}

/// The HTML without the leading `/key` command, as typed or as rendered.
fn without_command(html: Rc<str>) -> Rc<str> {
    for (command, end) in [
        ("<span class=\"liveblog-command type-key\">", "</span>"),
        ("/key", ""),
    ] {
        if let Some((before, after)) = split_once(&html, command)
            && html::text(before, 1).is_empty()
            && let Some((_, after)) = split_once(after, end)
            && (!end.is_empty() || !begins_with_letter(after))
        {
            return [before, after.trim_start()].concat().into();
        }
    }
    html
}

/// As [`str::split_once`], whose string search would add 1 kB to the wasm.
fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let bytes = text.as_bytes();
    let Some(first) = part.bytes().next() else {
        return Some(("", text));
    };
    let mut at = 0;
    // Searching for the first byte skips most of the text quickly.
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(part.as_bytes()) {
            break;
        }
        at += 1;
    }
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

fn begins_with_letter(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|next| next.is_ascii_alphanumeric())
}
