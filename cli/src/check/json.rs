//! What `check --json` prints.

use std::rc::Rc;

use key_events::feed::{Entry, Warning};
use key_events::labels::Labels;
use serde::Serialize;

use super::Report;
use crate::load::LoadedFeed;
use crate::terminal_json;

impl Report<'_> {
    pub(super) fn to_json(&self) -> Object<'_> {
        let LoadedFeed { feed, format, .. } = &self.loaded;
        Object {
            version: 1,
            format: format.name,
            title: feed.title.as_deref(),
            page: feed.url.as_deref(),
            language: feed.language.as_deref(),
            ended: feed.ended,
            ends: feed.end().map(terminal_json::date),
            documents: self.loaded.documents,
            next: feed.next.as_deref(),
            entries: Counts {
                read: feed.entries.len(),
                left_out: self.loaded.left_out(),
                removed: feed.removed.len(),
                selected: self.events.len(),
                shown: self.shown().len(),
            },
            note: self.note(),
            list: self.shown().iter().map(|event| Row::of(event)).collect(),
            warnings: self.loaded.warnings.iter().map(JsonWarning::of).collect(),
        }
    }
}

/// The output of `--json`, documented in docs/command-line.md.
#[derive(Serialize)]
pub(super) struct Object<'a> {
    version: u8,
    format: &'a str,
    title: Option<&'a str>,
    page: Option<&'a str>,
    language: Option<&'a str>,
    ended: bool,
    ends: Option<String>,
    documents: usize,
    next: Option<&'a str>,
    entries: Counts,
    note: Option<&'a str>,
    list: Vec<Row<'a>>,
    warnings: Vec<JsonWarning<'a>>,
}

#[derive(Serialize)]
struct Counts {
    read: usize,
    left_out: usize,
    removed: usize,
    selected: usize,
    shown: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    published: Option<String>,
    updated: Option<String>,
    headline: Rc<str>,
    derived: bool,
    url: Option<&'a str>,
    anchor: Option<&'a str>,
    key: bool,
    summary: bool,
    pinned: bool,
    weight: &'static str,
}

impl<'a> Row<'a> {
    fn of(event: &'a Entry) -> Self {
        Self {
            id: &event.id,
            published: event.published.map(terminal_json::date),
            updated: event.updated.map(terminal_json::date),
            headline: Labels::default().headline(event),
            derived: event.derived,
            url: event.url.as_deref(),
            anchor: event.anchor.as_deref(),
            key: event.key,
            summary: event.summary,
            pinned: event.pinned,
            weight: event.weight().name(),
        }
    }
}

#[derive(Serialize)]
struct JsonWarning<'a> {
    entry: Option<Rc<str>>,
    field: &'a str,
    value: Option<&'a str>,
    problem: &'a str,
    left_out: bool,
}

impl<'a> JsonWarning<'a> {
    fn of(warning: &'a Warning) -> Self {
        Self {
            entry: warning.subject.name(),
            field: &warning.field,
            value: warning.value.as_deref(),
            problem: warning.problem,
            left_out: warning.leaves_out_entry(),
        }
    }
}
