//! Finding entries by their ids.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::Entry;

/// The positions of entries by id.
///
/// The map that parsing JSON needs anyway: one of its own would add 1 kB to the page.
#[derive(Default)]
pub struct Ids(Map<String, Value>);

impl Ids {
    /// The positions in a list of entries; of two with the same id, that of the first.
    pub fn of(entries: &[Rc<Entry>]) -> Self {
        let mut ids = Self::default();
        for (position, entry) in entries.iter().enumerate() {
            ids.add(&entry.id, position);
        }
        ids
    }

    /// Adds an id; returns whether it is new.
    pub fn add(&mut self, id: &str, position: usize) -> bool {
        let first = self.0.insert(id.to_owned(), position.into());
        let is_new = first.is_none();
        if let Some(first) = first {
            self.0.insert(id.to_owned(), first);
        }
        is_new
    }

    /// The position of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let position = self.0.get(id)?.as_u64()?;
        usize::try_from(position).ok()
    }
}
