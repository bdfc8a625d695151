//! Helpers that read a document and list its fields.

use key_events::feed::{Entry, Feed, Warning, format};

/// The feed and the messages of its warnings, except those about entries without a date.
pub fn read(text: &str) -> (Feed, Vec<String>) {
    with(text, None)
}

/// As [`read`], with the format given by name.
pub fn read_as(format: &str, text: &str) -> (Feed, Vec<String>) {
    with(text, Some(format))
}

fn with(text: &str, format: Option<&str>) -> (Feed, Vec<String>) {
    let format = format.map(|name| format::by_name(name).unwrap());
    let (feed, warnings) = Feed::read(text, format).unwrap();
    let is_other = |warning: &&Warning| {
        !(warning.problem.starts_with("is missing") && warning.problem.ends_with("no time"))
    };
    let warnings = warnings.iter().filter(is_other).map(Warning::message);
    let warnings = warnings.collect();
    (feed, warnings)
}

/// The value of `field` for each entry.
pub fn each<'a, T>(feed: &'a Feed, field: impl Fn(&'a Entry) -> T) -> Vec<T> {
    feed.entries.iter().map(|entry| field(entry)).collect()
}

/// The ids.
pub fn ids(feed: &Feed) -> Vec<&str> {
    each(feed, |entry| &*entry.id)
}

/// The headlines, `-` where there is none.
pub fn titles(feed: &Feed) -> Vec<&str> {
    each(feed, |entry| entry.title.as_deref().unwrap_or("-"))
}

/// The URLs, `-` where there is none.
pub fn urls(feed: &Feed) -> Vec<&str> {
    each(feed, |entry| entry.url.as_deref().unwrap_or("-"))
}

/// The ids of key events, summaries and pinned entries.
pub fn flags(feed: &Feed) -> [Vec<&str>; 3] {
    let with = |flag: fn(&Entry) -> bool| {
        let entries = feed.entries.iter().filter(|entry| flag(entry));
        entries.map(|entry| &*entry.id).collect()
    };
    [
        with(|entry| entry.key),
        with(|entry| entry.summary),
        with(|entry| entry.pinned),
    ]
}

/// The times of publication and of the last edit, in RFC 3339; `-` where there is none.
pub fn times(feed: &Feed) -> Vec<[String; 2]> {
    use key_events::time::{date_format::to_rfc3339, timestamp::Timestamp};
    let text = |at: Option<Timestamp>| at.map_or("-".to_owned(), to_rfc3339);
    each(feed, |entry| [text(entry.published), text(entry.updated)])
}
