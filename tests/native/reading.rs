//! Reading a document, and looking at what came out.

use key_events::feed::{Entry, Feed, Warning, format};

/// The feed, and its warnings as people read them.
pub fn read(text: &str) -> (Feed, Vec<String>) {
    with(text, None)
}

/// The feed when its format is given.
pub fn read_as(format: &str, text: &str) -> (Feed, Vec<String>) {
    with(text, Some(format))
}

fn with(text: &str, format: Option<&str>) -> (Feed, Vec<String>) {
    let format = format.map(|name| format::by_name(name).unwrap());
    let (feed, warnings) = Feed::read(text, format).unwrap();
    let warnings = warnings.iter().map(Warning::message).collect();
    (feed, warnings)
}

/// What `field` gives for each entry.
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

/// The addresses, `-` where there is none.
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

/// When each entry was published and edited, in RFC 3339; `-` where that is unknown.
pub fn times(feed: &Feed) -> Vec<[String; 2]> {
    use key_events::time::{date_format::to_rfc3339, timestamp::Timestamp};
    let text = |at: Option<Timestamp>| at.map_or("-".to_owned(), to_rfc3339);
    each(feed, |entry| [text(entry.published), text(entry.updated)])
}
