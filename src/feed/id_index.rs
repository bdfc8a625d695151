//! Finding things by their ids.

use std::rc::Rc;

use super::Entry;

/// Numbers by id.
///
/// A sorted list: a map would add 1 kB to the page.
pub struct IdIndex(Vec<(Rc<str>, i64)>);

impl IdIndex {
    /// Of two numbers with the same id, the smaller one counts.
    pub fn new(mut numbers: Vec<(Rc<str>, i64)>) -> Self {
        numbers.sort_unstable();
        Self(numbers)
    }

    /// The positions in a list of entries; of two with the same id, that of the first.
    pub fn of(entries: &[Rc<Entry>]) -> Self {
        let ids = entries.iter().map(|entry| Rc::clone(&entry.id));
        Self::new(ids.zip(0..).collect())
    }

    /// The number of an id.
    pub fn number(&self, id: &str) -> Option<i64> {
        let place = self.0.partition_point(|(other, _)| **other < *id);
        let (found, number) = self.0.get(place)?;
        (**found == *id).then_some(*number)
    }

    /// The position of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        usize::try_from(self.number(id)?).ok()
    }
}
