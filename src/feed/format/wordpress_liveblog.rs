//! The REST API of the WordPress plugin Liveblog: `get-key-events`, `get-entries` and the polling
//! endpoint.
//!
//! Source: Automattic's Liveblog plugin, `WPCOM_Liveblog_Rest_Api`, `WPCOM_Liveblog_Entry` and
//! `WPCOM_Liveblog_Entry_Key_Events`.

use std::rc::Rc;

use super::{FeedFormat, when};
use crate::feed::extract::{self, Extractor, at};
use crate::feed::field_map::FieldMap;
use crate::feed::text::non_blank;
use crate::feed::{Feed, IdIndex, Value, headline, html};
use crate::time::date_format::{self, DateFormat};
use crate::time::timestamp::Timestamp;

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
    read: |root, feed| Box::pin(read(root, feed)),
};

async fn read(root: Extractor<'_>, feed: &mut Feed) {
    let list = root.value.as_array().or(root.at("entries").as_array());
    let entries = list.unwrap_or_default();
    let versions = entries.iter().filter_map(|entry| {
        // Negated, because the index keeps the smallest number of an id.
        Some((extract::id(at(entry, "id"))?, -version(entry)))
    });
    let latest = IdIndex::new(versions.collect());
    let local_time = LocalTime::of(entries);
    if local_time.is_some() {
        root.warn(
            "entry_time",
            "is in the site's own time zone, expected UTC: it is read as timestamp has it",
        );
    }
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
        if let Some(local_time) = &local_time {
            let offset = local_time.offset(item.value);
            let published = entry
                .published
                .map(|at| at.plus(-offset * Timestamp::SECOND));
            // After a change of the clocks, the offset of the others can be too small.
            entry.published = published.map(|at| entry.updated.map_or(at, |last| at.min(last)));
        }
        entry.html = entry.html.take().map(without_command);
        if entry.title.is_none()
            && let Some(content) = item.text("key_event_content", non_blank)
        {
            let content = html::text(&without_command(content), usize::MAX);
            entry.title = Some(headline::first_line(&content).into());
            entry.title.take_if(|title| title.is_empty());
        }
        true
    })
    .await;
}

/// The version of a deleted entry: the last one.
const DELETED: i64 = i64::MAX;

/// Orders the versions of an entry: by time, and an update after the original.
fn version(entry: &Value) -> i64 {
    let kind = at(entry, "type");
    if *kind == *"delete" {
        return DELETED;
    }
    seconds(at(entry, "timestamp")).unwrap_or_default() * 2 + i64::from(*kind == *"update")
}

fn seconds(value: &Value) -> Option<i64> {
    extract::id(value).and_then(|seconds| date_format::parse_digits(&seconds, 10))
}

/// How far `entry_time` is ahead of UTC, where a site writes it in its own time zone.
///
/// `timestamp` is in UTC, and the two are equal until an entry is edited. So the offset is what most entries
/// that are not edited have in common, if that can be the offset of a time zone. Two offsets that are an hour apart
/// are those before and after a change of the clocks, if nearly all of these entries have one of them.
struct LocalTime {
    /// The offsets of the entries that are not edited, in their order, each with the address of the entry.
    known: Vec<(usize, i64)>,
}

impl LocalTime {
    /// `None`: the times are in UTC.
    fn of(entries: &[Value]) -> Option<Self> {
        let own = |entry| Some((address(entry), original_offset(entry)?));
        let mut known: Vec<_> = entries.iter().filter_map(own).collect();
        let count = |offset| known.iter().filter(|(_, other)| *other == offset).count();
        let mut offsets: Vec<_> = known.iter().map(|(_, offset)| *offset).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut offsets: Vec<_> = offsets
            .into_iter()
            .map(|offset| (offset, count(offset)))
            .collect();
        // One entry can be edited hours later, but none is edited before it is written.
        let is_zone = |(offset, count): &(i64, usize)| *offset >= 0 || *count > 1;
        offsets.retain(is_zone);
        let pair = |before: &(i64, usize)| {
            let after = offsets.iter().find(|(after, _)| after - before.0 == 3600);
            Some((*before, *after?))
        };
        let changes = offsets.iter().filter_map(pair);
        let change = changes.max_by_key(|((_, one), (_, other))| one + other);
        let change = change.filter(|((_, one), (_, other))| (one + other) * 10 >= known.len() * 9);
        let most = offsets.iter().max_by_key(|(_, count)| *count);
        let most = most.filter(|(_, count)| count * 2 > known.len());
        let offsets = match (change, most) {
            (Some(((before, _), (after, _))), _) => [before, after],
            (None, Some((offset, _))) if *offset != 0 => [*offset; 2],
            _ => return None,
        };
        known.retain(|(_, offset)| offsets.contains(offset));
        Some(Self { known })
    }

    /// The offset of an entry: that of the nearest one that is not edited.
    fn offset(&self, entry: &Value) -> i64 {
        // The entries are in one slice.
        let at = address(entry);
        let next = self.known.partition_point(|(known, _)| *known < at);
        let neighbors = self.known.get(next.saturating_sub(1)..).unwrap_or_default();
        let nearest = neighbors
            .iter()
            .take(2)
            .min_by_key(|(known, _)| known.abs_diff(at));
        nearest.map_or(0, |(_, offset)| *offset)
    }
}

fn address(entry: &Value) -> usize {
    std::ptr::from_ref(entry).addr()
}

/// How far the time of an entry as written is ahead of `timestamp`. `None`: the entry is edited, or that cannot be the
/// offset of a time zone.
fn original_offset(entry: &Value) -> Option<i64> {
    const QUARTER: i64 = 15 * 60;
    const MAX_OFFSET: i64 = 14 * 3600;
    let kind = at(entry, "type");
    if *kind == *"update" || *kind == *"delete" {
        return None;
    }
    let offset = seconds(at(entry, "entry_time"))? - seconds(at(entry, "timestamp"))?;
    (offset % QUARTER == 0 && offset.abs() <= MAX_OFFSET).then_some(offset)
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

/// Instead of [`str::split_once`], which makes the wasm larger (docs/decisions/003-small-wasm.md).
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
