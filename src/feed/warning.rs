//! What reading a feed had to leave out.

use std::cell::RefCell;
use std::rc::Rc;

/// One thing in a feed that could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The entry: its id, or its place such as `#3` when it has none; `None`: the feed itself.
    pub entry: Option<Rc<str>>,
    /// The field as the document names it.
    pub field: &'static str,
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
            Some(entry) => ["entry ", entry, ": ", self.field, " ", self.problem].concat(),
            None => ["feed: ", self.field, " ", self.problem].concat(),
        }
    }
}

/// Collects warnings while a document is read.
#[derive(Debug, Default)]
pub struct Warnings(RefCell<Vec<Warning>>);

impl Warnings {
    pub(crate) fn push(&self, entry: Option<&Rc<str>>, field: &'static str, problem: &'static str) {
        self.0.borrow_mut().push(Warning {
            entry: entry.cloned(),
            field,
            problem,
        });
    }

    pub(crate) fn into_vec(self) -> Vec<Warning> {
        self.0.into_inner()
    }
}
