//! Warnings about a feed.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::fmt::itoa;

/// What a warning is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// The feed itself.
    #[default]
    Feed,
    /// An entry without an id: its position, from 1.
    Position(usize),
    /// An entry, by its id.
    Id(Rc<str>),
}

impl Subject {
    /// The entry's id, or its position such as `#3`. `None`: the feed itself.
    pub fn name(&self) -> Option<Rc<str>> {
        match self {
            Self::Feed => None,
            Self::Position(position) => {
                Some(["#", &itoa(position.cast_signed() as i64)].concat().into())
            }
            Self::Id(id) => Some(Rc::clone(id)),
        }
    }
}

/// A problem in a feed: something that could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The entry, or the feed itself.
    pub subject: Subject,
    /// The field's name or path in the document.
    pub field: Cow<'static, str>,
    /// The start of the value, as JSON. The command adds it.
    pub value: Option<Rc<str>>,
    /// What is wrong, what was expected and what was done. It ends with “is left out” if the whole
    /// entry was skipped.
    pub problem: &'static str,
}

impl Warning {
    /// Whether the whole entry was skipped because of it.
    pub fn leaves_out_entry(&self) -> bool {
        self.problem.ends_with(" is left out")
    }

    /// The message, in English.
    pub fn message(&self) -> String {
        let name = self.subject.name().unwrap_or_default();
        let (before, name, after) = match self.subject {
            Subject::Feed => ("feed", &*name, ": "),
            Subject::Position(_) => ("entry number ", name.trim_start_matches('#'), ": "),
            Subject::Id(_) => ("entry with id \"", &*name, "\": "),
        };
        let (space, value) = match &self.value {
            Some(value) => (" ", &**value),
            None => ("", ""),
        };
        [
            before,
            name,
            after,
            &self.field,
            space,
            value,
            " ",
            self.problem,
        ]
        .concat()
    }
}

/// The warnings about a feed that was read. Feeds that differ only in them are equal, because the list shows none.
#[derive(Clone, Debug, Default)]
pub struct ReadWarnings(pub Rc<Vec<Warning>>);

impl PartialEq for ReadWarnings {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for ReadWarnings {}

/// Collects warnings while a document is read.
#[derive(Debug, Default)]
pub struct Warnings {
    pub(super) list: RefCell<Vec<Warning>>,
    /// What the next warnings are about.
    pub(crate) subject: RefCell<Subject>,
    /// Whether there is something that only the lazy chunk reads.
    pub(crate) needs_lazy_chunk: Cell<bool>,
}

impl Warnings {
    /// Sets what the next warnings are about.
    pub(crate) fn set_subject(&self, subject: Subject) {
        *self.subject.borrow_mut() = subject;
    }

    /// Adds a warning, unless it equals the last one.
    pub(crate) fn push(&self, field: &'static str, problem: &'static str) {
        let warning = Warning {
            subject: self.subject.borrow().clone(),
            field: field.into(),
            value: None,
            problem,
        };
        let mut list = self.list.borrow_mut();
        if list.last() != Some(&warning) {
            list.push(warning);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Warning> {
        self.list.into_inner()
    }
}
