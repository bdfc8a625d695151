//! The REST API of the WordPress plugin Liveblog: `get-key-events`, `get-entries` and what its
//! pages poll.
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
    has_flag: true,
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
        plain: extract::text_of_html,
        anchors: &["{id}", "id_{id}", "liveblog-entry-{id}"],
        ..FieldMap::NONE
    },
    root: |document| {
        let has = |name| !at(document, name).is_null();
        let is_liveblog = match document.as_array() {
            // Before the first key event, `get-key-events` is empty.
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
    let listed = root.value.as_array().or(root.at("entries").as_array());
    let entries = listed.unwrap_or_default();
    let versions = entries.iter().filter_map(|entry| {
        // The smallest counts.
        Some((extract::id(at(entry, "id"))?, -version(entry)))
    });
    let latest = IdIndex::new(versions.collect());
    root.add_entries(entries, feed, &mut |record, entry, feed| {
        let version = version(record.value);
        if latest.number(&entry.id) != Some(-version) {
            return false;
        }
        let status = record.at("status");
        if version == DELETED || status.is_string() && *status != *"publish" {
            feed.removed.push(Rc::clone(&entry.id));
            return false;
        }
        entry.html = entry.html.take().map(without_command);
        if entry.title.is_none()
            && let Some(content) = record.text("key_event_content", extract::filled)
        {
            let content = html::text(&without_command(content), usize::MAX);
            entry.title = Some(headline::first_line(&content).into());
            entry.title.take_if(|title| title.is_empty());
        }
        true
    });
}

/// The version of an entry that nothing comes after.
const DELETED: i64 = i64::MAX;

/// Which of two versions of an entry is the later one: by time, then an update.
fn version(entry: &Value) -> i64 {
    let kind = at(entry, "type");
    if *kind == *"delete" {
        return DELETED;
    }
    let timestamp = extract::id(at(entry, "timestamp"));
    let seconds = timestamp.and_then(|seconds| date_format::whole(&seconds, 10));
    seconds.unwrap_or_default() * 2 + i64::from(*kind == *"update")
}

/// The HTML without the command that makes a key event of it, as typed or as rendered, in front.
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

/// The standard library's search for a string would weigh a kilobyte of the page.
fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let bytes = text.as_bytes();
    let Some(first) = part.bytes().next() else {
        return Some(("", text));
    };
    let mut at = 0;
    // Most bytes are no first byte: those are passed over quickly.
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
