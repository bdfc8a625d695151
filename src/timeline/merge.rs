//! Merges one response of the feed with the next.

use std::rc::Rc;

use crate::feed::{Entry, Feed, IdIndex};

/// The diff between two timelines, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The new events, in the order of the timeline.
    pub added: Vec<Rc<str>>,
    /// The events with any changed field.
    pub changed: Vec<Rc<str>>,
    /// The removed events.
    pub removed: Vec<Rc<str>>,
}

impl Diff {
    /// The diff between two lists of events.
    pub fn between(before: &[Rc<Entry>], after: &[Rc<Entry>]) -> Self {
        let mut known = EventIndex::of(before);
        let mut current = EventIndex::of(after);
        let mut diff = Self::default();
        for entry in after {
            match known.find(&entry.id) {
                None => diff.added.push(Rc::clone(&entry.id)),
                Some(old) if old != entry => diff.changed.push(Rc::clone(&entry.id)),
                Some(_) => {}
            }
        }
        for entry in before {
            if current.find(&entry.id).is_none() {
                diff.removed.push(Rc::clone(&entry.id));
            }
        }
        diff
    }

    /// Whether the timelines are equal, apart from their order.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// The ids of the events that are only in `after`.
pub fn added(before: &[Rc<Entry>], after: &[Rc<Entry>]) -> Vec<Rc<str>> {
    let mut known = EventIndex::of(before);
    let new = after.iter().filter(|entry| known.find(&entry.id).is_none());
    new.map(|entry| Rc::clone(&entry.id)).collect()
}

/// The number of linear searches before the list is indexed.
const MAX_LINEAR_SEARCHES: usize = 20;

/// Finds entries by id, fastest in the order of the list. Building a map would take longer than
/// everything else that is done with a long list.
pub struct EventIndex<'a> {
    entries: &'a [Rc<Entry>],
    /// The position to try first: the one after the last find.
    next: usize,
    misses: usize,
    ids: Option<IdIndex>,
}

impl<'a> EventIndex<'a> {
    /// An index of this list.
    pub fn of(entries: &'a [Rc<Entry>]) -> Self {
        Self {
            entries,
            next: 0,
            misses: 0,
            ids: None,
        }
    }

    /// The entry with this id.
    pub fn find(&mut self, id: &str) -> Option<&'a Rc<Entry>> {
        let has_id = |entry: &&Rc<Entry>| *entry.id == *id;
        let found = self.entries.get(self.next).filter(has_id);
        if found.is_some() {
            self.next += 1;
            return found;
        }
        self.misses += 1;
        let position = if self.misses > MAX_LINEAR_SEARCHES {
            let ids = self.ids.get_or_insert_with(|| IdIndex::of(self.entries));
            ids.position(id)
        } else {
            self.entries.iter().position(|entry| has_id(&entry))
        }?;
        self.next = position + 1;
        self.entries.get(position)
    }
}

/// The next feed. It shares unchanged entries with the current one, so that comparing those is a
/// pointer comparison.
///
/// A feed with a next page does not contain the older entries, so those of the current feed stay.
pub fn merge(current: &Feed, mut next: Feed) -> Feed {
    let mut known = EventIndex::of(&current.entries);
    for entry in &mut next.entries {
        let old = known.find(&entry.id);
        if let Some(old) = old.filter(|old| *old == entry) {
            *entry = Rc::clone(old);
        }
    }
    let oldest = next
        .entries
        .iter()
        .filter_map(|entry| entry.published)
        .min();
    if next.next.is_some() && oldest.is_some() {
        let ids = IdIndex::of(&next.entries);
        let older = current.entries.iter().filter(|entry| {
            entry.published.is_some()
                && entry.published < oldest
                && ids.position(&entry.id).is_none()
        });
        next.entries.extend(older.cloned());
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::timestamp::Timestamp;

    fn entry(id: &str, title: &str, minute: i64) -> Rc<Entry> {
        Rc::new(Entry {
            id: id.into(),
            title: Some(title.into()),
            published: Some(Timestamp(minute * Timestamp::MINUTE)),
            ..Entry::default()
        })
    }

    fn feed(entries: &[Rc<Entry>]) -> Feed {
        Feed {
            entries: entries.to_vec(),
            ..Feed::default()
        }
    }

    fn ids(ids: &[Rc<str>]) -> Vec<&str> {
        ids.iter().map(|id| &**id).collect()
    }

    #[test]
    fn new_edited_and_removed_events_are_distinguished() {
        let before = [entry("c", "C", 3), entry("b", "B", 2), entry("a", "A", 1)];
        let after = [entry("d", "D", 4), entry("c", "C!", 3), entry("a", "A", 1)];
        let diff = Diff::between(&before, &after);
        assert_eq!(ids(&diff.added), ["d"]);
        assert_eq!(ids(&diff.changed), ["c"]);
        assert_eq!(ids(&diff.removed), ["b"]);
        assert!(!diff.is_empty());
        assert!(Diff::between(&before, &before).is_empty());
    }

    #[test]
    fn entries_are_found_in_any_order_and_in_any_number() {
        let entries: Vec<_> = (0..3 * MAX_LINEAR_SEARCHES)
            .map(|number| entry(&number.to_string(), "", 0))
            .collect();
        for step in [1, 7, 3 * MAX_LINEAR_SEARCHES - 1] {
            let mut index = EventIndex::of(&entries);
            for at in 0..entries.len() {
                let number = at * step % entries.len();
                let found = index.find(&number.to_string());
                assert!(Rc::ptr_eq(found.unwrap(), &entries[number]), "{number}");
                assert!(index.find("none").is_none());
            }
        }
    }

    #[test]
    fn a_moved_event_is_neither_new_nor_changed() {
        let before = [entry("a", "A", 1), entry("b", "B", 1)];
        let after = [entry("b", "B", 1), entry("a", "A", 1)];
        assert!(Diff::between(&before, &after).is_empty());
    }

    #[test]
    fn unchanged_entries_are_shared() {
        let current = feed(&[entry("b", "B", 2), entry("a", "A", 1)]);
        let next = feed(&[entry("c", "C", 3), entry("b", "B!", 2), entry("a", "A", 1)]);
        let merged = merge(&current, next);
        assert_eq!(merged.entries.len(), 3);
        assert!(Rc::ptr_eq(&merged.entries[2], &current.entries[1]));
        assert!(!Rc::ptr_eq(&merged.entries[1], &current.entries[0]));
    }

    #[test]
    fn an_entry_that_the_feed_no_longer_has_is_removed() {
        let current = feed(&[entry("b", "B", 2), entry("a", "A", 1)]);
        let merged = merge(&current, feed(&[entry("b", "B", 2)]));
        assert_eq!(merged.entries.len(), 1);
    }

    #[test]
    fn entries_older_than_the_first_page_stay() {
        let current = feed(&[entry("c", "C", 3), entry("b", "B", 2), entry("a", "A", 1)]);
        let page = Feed {
            next: Some("page2.json".into()),
            ..feed(&[entry("d", "D", 4), entry("b", "B", 2)])
        };
        let merged = merge(&current, page);
        let kept: Vec<_> = merged.entries.iter().map(|entry| &*entry.id).collect();
        assert_eq!(
            kept,
            ["d", "b", "a"],
            "c is newer than b and gone, a is older and stays"
        );
    }
}
