//! The invariants of every feed that was read, on which the other modules rely.

use key_events::feed::format::FeedFormat;
use key_events::feed::{Feed, headline, link};
use key_events::settings::{Order, Select};
use key_events::time::timestamp::Timestamp;
use key_events::timeline;
use key_events::timeline::merge::{Diff, merge};

/// Reads a text as a format or with detection, and panics if an invariant does not hold.
pub fn check(text: &str, format: Option<&'static FeedFormat>) {
    let read = Feed::read(text, format);
    assert_eq!(read, Feed::read(text, format), "reading is deterministic");
    let Ok((feed, warnings)) = read else { return };
    entries(&feed);
    events(&feed);
    next(&feed);
    for warning in warnings {
        assert!(!warning.field.is_empty() && !warning.problem.is_empty());
    }
}

fn entries(feed: &Feed) {
    let mut ids: Vec<_> = feed.entries.iter().map(|entry| &entry.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), feed.entries.len(), "ids are unique");
    let mut addresses = vec![&feed.url, &feed.next];
    for entry in &feed.entries {
        assert!(!entry.id.trim().is_empty());
        let title = entry.title.as_deref();
        assert!(title.is_none_or(|title| !title.trim().is_empty()));
        assert!(
            !entry.derived || title.is_some_and(|it| it.chars().count() <= headline::MAX_CHARS)
        );
        assert!(entry.updated.is_none() || entry.updated > entry.published);
        addresses.extend([&entry.url, &entry.image]);
    }
    for address in addresses.into_iter().flatten() {
        assert_eq!(link::safe(address), Some(&**address));
    }
}

fn events(feed: &Feed) {
    let tags = feed.entries.iter().flat_map(|entry| &entry.tags).take(3);
    let tagged = tags.map(|tag| Select::Tag(tag.clone()));
    for select in [Select::Key, Select::All].into_iter().chain(tagged) {
        let mut events = timeline::events(feed, &select, Order::Newest);
        match select {
            Select::Key => {}
            Select::All => assert_eq!(events.len(), feed.entries.len()),
            Select::Tag(_) => assert!(!events.is_empty()),
        }
        let times: Vec<_> = events.iter().map(|event| event.published).collect();
        assert!(times.iter().flatten().is_sorted_by(|a, b| a >= b));
        let days = timeline::days(&times, |at| at.0.div_euclid(Timestamp::DAY));
        assert_eq!(days.iter().map(|day| day.len).sum::<usize>(), events.len());
        events.reverse();
        assert_eq!(events, timeline::events(feed, &select, Order::Oldest));
    }
}

/// Merging the same feed again changes nothing.
fn next(feed: &Feed) {
    let merged = merge(feed, feed.clone());
    assert!(Diff::between(&feed.entries, &merged.entries).is_empty());
    assert!(!feed.clone().append(feed.clone()));
}
