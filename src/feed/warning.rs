//! Warnings about a feed.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::fmt::itoa;

/// A problem in a feed: something that could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The entry: its id, or its position such as `#3` if it has none. `None`: the feed itself.
    pub entry: Option<Rc<str>>,
    /// The field's name or path in the document.
    pub field: Cow<'static, str>,
    /// What is wrong, what was expected and what was done. It ends with “is left out” if the whole
    /// entry was skipped.
    pub problem: &'static str,
}

impl Warning {
    /// Whether the whole entry was skipped because of it.
    pub fn drops_entry(&self) -> bool {
        self.problem.ends_with(" is left out")
    }

    /// The message, in English.
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
    /// The current entry: its position, from 1, and its id once that is known; 0: the feed itself.
    entry: RefCell<(usize, Option<Rc<str>>)>,
    /// Whether there is something that only the lazy chunk reads.
    pub(crate) has_unusual: Cell<bool>,
}

impl Warnings {
    /// Sets the entry that the next warnings are about: its position, from 1, and its id; 0: the feed
    /// itself.
    pub(crate) fn set_entry(&self, position: usize, id: Option<&Rc<str>>) {
        *self.entry.borrow_mut() = (position, id.cloned());
    }

    /// Adds a warning, unless it equals the last one.
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

    /// The name of the current entry in warnings.
    pub(crate) fn entry(&self) -> Option<Rc<str>> {
        let (position, id) = &*self.entry.borrow();
        match id {
            None if *position > 0 => {
                Some(["#", &itoa(position.cast_signed() as i64)].concat().into())
            }
            id => id.clone(),
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Warning> {
        self.list.into_inner()
    }
}
