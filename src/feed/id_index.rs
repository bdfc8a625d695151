//! An index of ids.

use std::rc::Rc;

use super::Entry;

/// Maps ids to numbers.
///
/// A sorted list, because a map makes the wasm larger (docs/decisions/003-small-wasm.md).
pub struct IdIndex(Vec<(Rc<str>, i64)>);

impl IdIndex {
    /// Of several numbers with the same id, the index keeps the smallest.
    pub fn new(mut numbers: Vec<(Rc<str>, i64)>) -> Self {
        numbers.sort_unstable();
        Self(numbers)
    }

    /// The positions of the entries in a list; of entries with the same id, the first.
    pub fn of(entries: &[Rc<Entry>]) -> Self {
        let ids = entries.iter().map(|entry| Rc::clone(&entry.id));
        Self::new(ids.zip(0..).collect())
    }

    /// The number of an id.
    pub fn get(&self, id: &str) -> Option<i64> {
        let position = self.0.partition_point(|(other, _)| **other < *id);
        let (found, number) = self.0.get(position)?;
        (**found == *id).then_some(*number)
    }

    /// The position of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        usize::try_from(self.get(id)?).ok()
    }
}
