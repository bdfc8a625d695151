//! Recognizes edited entries of feeds without ids.
//!
//! The id of such an entry is derived from its time and its headline, so an edit changes it.

use std::rc::Rc;

use crate::feed::{Entry, Feed, IdIndex};

/// How many entries are compared, because each is compared with each.
const MAX_COMPARED: usize = 100;

/// From this length in bytes on, two entries with the same text are almost certainly the same entry.
const LONG_TEXT: usize = 12;

/// The minimum score of a match, in each pass. The first takes only the sure ones, so that they are not lost to
/// weaker ones.
const MIN_SCORES: [i32; 2] = [5, 3];

/// The next feed with the ids that edited entries had before. `None`: nothing changes.
pub fn keep_ids(before: &Feed, next: &Feed) -> Option<Feed> {
    let mut old = unmatched(&before.entries, &next.entries);
    let mut new = unmatched(&next.entries, &before.entries);
    let mut feed = None;
    for min in MIN_SCORES {
        new.retain(|candidate| {
            let mut best = (min - 1, None);
            for (number, known) in old.iter().enumerate() {
                let score = known.score(candidate);
                if score > best.0 {
                    best = (score, Some(number));
                }
            }
            let Some(number) = best.1 else {
                return true;
            };
            let id = Rc::clone(&old.remove(number).entry.id);
            let feed = feed.get_or_insert_with(|| next.clone());
            if let Some(entry) = feed.entries.get_mut(candidate.position) {
                let mut edited = (**entry).clone();
                edited.id = id;
                *entry = Rc::new(edited);
            }
            false
        });
    }
    feed
}

/// An entry with a derived id that is in one of the feeds only, and its neighbors.
struct Candidate<'a> {
    position: usize,
    entry: &'a Entry,
    previous: Option<&'a str>,
    next: Option<&'a str>,
    /// Whether no other entry has its time.
    has_own_time: bool,
}

/// The entries with a derived id that the other feed has not.
fn unmatched<'a>(entries: &'a [Rc<Entry>], others: &[Rc<Entry>]) -> Vec<Candidate<'a>> {
    if !entries.iter().any(|entry| entry.has_derived_id) {
        return Vec::new();
    }
    let ids = IdIndex::of(others);
    let id = |position: Option<usize>| Some(&*entries.get(position?)?.id);
    let is_unmatched =
        |(_, entry): &(_, &Rc<Entry>)| entry.has_derived_id && ids.get(&entry.id).is_none();
    let unmatched = entries.iter().enumerate().filter(is_unmatched);
    let mut candidates = Vec::new();
    for (position, entry) in unmatched.take(MAX_COMPARED) {
        let is_only = entries
            .iter()
            .filter(|other| other.published == entry.published);
        candidates.push(Candidate {
            position,
            entry,
            previous: id(position.checked_sub(1)),
            next: id(position.checked_add(1)),
            has_own_time: is_only.take(2).count() == 1,
        });
    }
    candidates
}

impl Candidate<'_> {
    /// How much speaks for being the same entry.
    fn score(&self, other: &Self) -> i32 {
        let (a, b) = (self.entry, other.entry);
        let same = |a: &Option<Rc<str>>, b: &Option<Rc<str>>| i32::from(a.is_some() && a == b);
        let text = same(&a.text, &b.text);
        let is_long = |text: &Rc<str>| text.len() >= LONG_TEXT;
        let has_same_story = text > 0 && a.text.as_ref().is_some_and(is_long);
        let time = match (a.published, b.published) {
            (Some(a), Some(b)) if a == b => 2 + i32::from(self.has_own_time && other.has_own_time),
            // The time of an entry may be that of its last edit, which also moves it in the list.
            (Some(_), Some(_)) if has_same_story => 1,
            (Some(_), Some(_)) => -2,
            _ => 0,
        };
        let content = same(&a.url, &b.url) + text + same(&a.title, &b.title);
        let neighbors =
            i32::from(self.previous == other.previous) + i32::from(self.next == other.next);
        time + 2 * content + neighbors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::timestamp::Timestamp;

    /// An entry at this minute, with this headline and text.
    fn entry(minute: Option<i64>, title: &str, text: Option<&str>) -> Rc<Entry> {
        Rc::new(Entry {
            id: format!("{minute:?} {title}").into(),
            has_derived_id: true,
            title: Some(title.into()),
            text: text.map(Into::into),
            published: minute.map(|minute| Timestamp(minute * Timestamp::MINUTE)),
            ..Entry::default()
        })
    }

    fn feed(entries: &[Rc<Entry>]) -> Feed {
        Feed {
            entries: entries.to_vec(),
            ..Feed::default()
        }
    }

    /// For each entry of the next feed, the headline of the entry whose id it keeps.
    fn kept(before: &[Rc<Entry>], next: &[Rc<Entry>]) -> Vec<Option<String>> {
        let next = feed(next);
        let kept = keep_ids(&feed(before), &next).unwrap_or(next);
        let find = |entry: &Rc<Entry>| before.iter().find(|old| old.id == entry.id);
        let title =
            |entry: &Rc<Entry>| find(entry).and_then(|old| old.headline().map(ToString::to_string));
        kept.entries.iter().map(title).collect()
    }

    fn titles(titles: &[Option<&str>]) -> Vec<Option<String>> {
        let titles = titles.iter().copied();
        titles.map(|title| title.map(str::to_owned)).collect()
    }

    #[test]
    fn an_edited_headline_keeps_the_id() {
        let before = [
            entry(Some(2), "B", Some("b")),
            entry(Some(1), "A", Some("a")),
        ];
        let next = [
            entry(Some(3), "C", None),
            entry(Some(2), "B!", Some("b")),
            entry(Some(1), "A", Some("a")),
        ];
        assert_eq!(kept(&before, &next), titles(&[None, Some("B"), Some("A")]));
    }

    #[test]
    fn an_edited_headline_and_text_at_the_same_time_keep_the_id() {
        let before = [entry(Some(1), "A", Some("a"))];
        let next = [entry(Some(2), "B", None), entry(Some(1), "A!", Some("a!"))];
        assert_eq!(kept(&before, &next), titles(&[None, Some("A")]));
    }

    #[test]
    fn entries_of_the_same_minute_are_told_apart() {
        let before = [
            entry(Some(1), "C", Some("c")),
            entry(Some(1), "B", Some("b")),
            entry(Some(1), "A", Some("a")),
        ];
        let next = [
            entry(Some(1), "A!", Some("a")),
            entry(Some(1), "B!", Some("b")),
            entry(Some(1), "C!", Some("c")),
        ];
        let expected = titles(&[Some("A"), Some("B"), Some("C")]);
        assert_eq!(kept(&before, &next), expected);
    }

    #[test]
    fn an_edit_of_an_entry_without_a_time_keeps_the_id() {
        let before = [entry(None, "B", Some("b")), entry(None, "A", Some("a"))];
        let next = [entry(None, "B!", Some("b")), entry(None, "A", Some("a"))];
        assert_eq!(kept(&before, &next), titles(&[Some("B"), Some("A")]));
    }

    #[test]
    fn a_corrected_time_keeps_the_id_if_the_rest_is_the_same() {
        let before = [entry(Some(2), "B", Some("b")), entry(Some(1), "A", None)];
        let next = [entry(Some(3), "B", Some("b")), entry(Some(1), "A", None)];
        assert_eq!(kept(&before, &next), titles(&[Some("B"), Some("A")]));
    }

    #[test]
    fn a_time_that_changes_with_the_edit_keeps_the_id_if_the_text_stays() {
        let story = Some("The bridge is open again.");
        let before = [
            entry(Some(3), "C", Some("c")),
            entry(Some(2), "B", Some("b")),
            entry(Some(1), "A", story),
        ];
        for title in ["A", "A, edited"] {
            let moved = [
                entry(Some(9), title, story),
                entry(Some(3), "C", Some("c")),
                entry(Some(2), "B", Some("b")),
            ];
            let expected = titles(&[Some("A"), Some("C"), Some("B")]);
            assert_eq!(kept(&before, &moved), expected, "{title}");
            let stays = [
                entry(Some(3), "C", Some("c")),
                entry(Some(2), "B", Some("b")),
                entry(Some(9), title, story),
            ];
            let expected = titles(&[Some("C"), Some("B"), Some("A")]);
            assert_eq!(kept(&before, &stays), expected, "{title}");
        }
        // A word that comes again is another event.
        let before = [
            entry(Some(2), "B", None),
            entry(Some(1), "1:0", Some("Goal!")),
        ];
        let next = [
            entry(Some(9), "2:0", Some("Goal!")),
            entry(Some(2), "B", None),
        ];
        assert_eq!(kept(&before, &next), titles(&[None, Some("B")]));
    }

    #[test]
    fn a_new_entry_and_a_removed_one_are_not_the_same() {
        let before = [entry(Some(2), "B", Some("b")), entry(Some(1), "A", None)];
        let next = [
            entry(Some(3), "C", Some("c")),
            entry(Some(2), "B", Some("b")),
        ];
        assert_eq!(kept(&before, &next), titles(&[None, Some("B")]));
        let goal = [entry(Some(9), "Goal", None), entry(Some(2), "B", Some("b"))];
        let before = [entry(Some(2), "B", Some("b")), entry(Some(1), "Goal", None)];
        assert_eq!(kept(&before, &goal), titles(&[None, Some("B")]));
    }

    #[test]
    fn an_id_of_the_feed_is_never_replaced() {
        let known = |id: &str| {
            Rc::new(Entry {
                id: id.into(),
                has_derived_id: false,
                ..(*entry(Some(1), "A", Some("a"))).clone()
            })
        };
        assert!(keep_ids(&feed(&[known("1")]), &feed(&[known("2")])).is_none());
    }
}
