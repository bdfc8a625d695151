//! What reading a feed had to leave out.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use crate::fmt::itoa;

/// One thing in a feed that could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The entry: its id, or its place such as `#3` when it has none; `None`: the feed itself.
    pub entry: Option<Rc<str>>,
    /// The field as the document names it.
    pub field: Cow<'static, str>,
    /// What is wrong, what was expected and what was done; it ends with “is left out” when that
    /// cost the whole entry.
    pub problem: &'static str,
}

impl Warning {
    /// Whether the whole entry was left out because of it.
    pub fn drops_entry(&self) -> bool {
        self.problem.ends_with(" is left out")
    }

    /// The message for people.
    pub fn message(&self) -> String {
        match &self.entry {
            Some(entry) => ["entry ", entry, ": ", &self.field, " ", self.problem].concat(),
            None => ["feed: ", &self.field, " ", self.problem].concat(),
        }
    }
}

/// Collects warnings while a document is read.
#[derive(Debug, Default)]
pub struct Warnings {
    list: RefCell<Vec<Warning>>,
    /// The entry that is being read: its place, from 1, and its id once that is known.
    entry: RefCell<(usize, Option<Rc<str>>)>,
}

impl Warnings {
    /// What comes is about the entry at this place, from 1, with this id; 0: the feed itself.
    pub(crate) fn turn_to(&self, place: usize, id: Option<&Rc<str>>) {
        *self.entry.borrow_mut() = (place, id.cloned());
    }

    /// Adds a warning, unless it is the last one again.
    pub(crate) fn push(&self, field: &'static str, problem: &'static str) {
        let warning = Warning {
            entry: self.entry(),
            field: field.into(),
            problem,
        };
        let mut list = self.list.borrow_mut();
        if list.last() != Some(&warning) {
            list.push(warning);
        }
    }

    /// What the entry that is being read is called in a warning.
    pub(crate) fn entry(&self) -> Option<Rc<str>> {
        let (place, id) = &*self.entry.borrow();
        match id {
            None if *place > 0 => Some(["#", &itoa(place.cast_signed() as i64)].concat().into()),
            id => id.clone(),
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Warning> {
        self.list.into_inner()
    }
}
