//! Where the repairs are in the document, for the warnings about them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ptr;

use super::{Repair, RepairKind};
use crate::feed::json::Value;
use crate::feed::pace::{self, Pace};
use crate::feed::{IdIndex, Subject, Warning, Warnings};

/// How deep in a document the values are whose repairs are located. An entry is less deep, and those of what is
/// deeper are those of what it is in.
const MAX_LOCATED_DEPTH: usize = 16;

/// The locations of the repairs in a document.
#[derive(Debug)]
pub(in crate::feed) struct RepairLocations {
    /// The kind of each repair, and whether it is in an entry that was reported.
    repairs: Vec<(RepairKind, Cell<bool>)>,
    /// For each depth, and each value with repairs there, its memory address and the range of its repairs, sorted by
    /// address.
    values: [Vec<(usize, usize, usize)>; MAX_LOCATED_DEPTH],
    /// The warnings about entries.
    entry_warnings: RefCell<Vec<Warning>>,
}

impl RepairLocations {
    pub(super) async fn new(document: &Value<'_>, repairs: &[Repair], pace: &Pace) -> Self {
        let mut values: [Vec<_>; MAX_LOCATED_DEPTH] = Default::default();
        // A depth-first traversal. For each ancestor: its next child, and the first repair that can be
        // in it.
        let mut open = vec![(document, 0, 0)];
        let (mut number, mut located) = (1, 0);
        let is_in = |repair: Option<&Repair>, number| repair.is_some_and(|it| it.value == number);
        while let Some((value, next, first)) = open.last_mut() {
            if let Some(child) = child(value, *next) {
                *next += 1;
                number += 1;
                open.push((child, 0, located));
                while is_in(repairs.get(located), number) {
                    located += 1;
                }
            } else {
                let found = (address(value), *first, located);
                open.pop();
                if found.2 > found.1
                    && let Some(values) = values.get_mut(open.len())
                {
                    values.push(found);
                }
            }
            if pace.is_due(pace::VALUE) {
                pace.pause().await;
            }
        }
        for values in &mut values {
            // Mostly sorted, because memory is mostly allocated in order.
            values.sort_by_key(|(address, ..)| *address);
            if pace.is_due(values.len() * pace::VALUE) {
                pace.pause().await;
            }
        }
        let unreported = |repair: &Repair| (repair.kind, Cell::new(false));
        Self {
            repairs: repairs.iter().map(unreported).collect(),
            values,
            entry_warnings: RefCell::default(),
        }
    }

    /// The depth of a value, and the range of the repairs in it.
    pub(super) fn find(&self, value: &Value) -> (usize, (usize, usize)) {
        let depths = 0..self.values.len();
        let mut found = depths.map(|depth| (depth, self.range_at(depth, value)));
        found.find(|(_, (_, end))| *end > 0).unwrap_or_default()
    }

    /// The range of the repairs in a value of this depth.
    fn range_at(&self, depth: usize, value: &Value) -> (usize, usize) {
        let address = address(value);
        let values = self.values.get(depth).map_or(&[][..], Vec::as_slice);
        let position = values.partition_point(|(other, ..)| *other < address);
        match values.get(position) {
            Some((other, first, end)) if *other == address => (*first, *end),
            _ => (0, 0),
        }
    }

    /// Reports the repairs in the current entry of the warnings, whose value this is: each kind once.
    pub(in crate::feed) fn warn_in(&self, value: &Value, warnings: &Warnings) {
        let (_, (first, end)) = self.find(value);
        let repairs = self.repairs.get(first..end).unwrap_or_default();
        let mut reported_kinds = Vec::new();
        for (number, (kind, reported)) in (first..).zip(repairs) {
            reported.set(true);
            if !reported_kinds.contains(kind) {
                reported_kinds.push(*kind);
                self.entry_warnings.borrow_mut().push(Warning {
                    subject: warnings.subject.borrow().clone(),
                    field: self.path(value, number, "the entry"),
                    value: None,
                    problem: kind.problem(),
                });
            }
        }
    }

    /// The warnings: first the repairs outside of the entries, each kind once.
    pub(in crate::feed) fn into_warnings(self, document: &Value) -> Vec<Warning> {
        let mut reported_kinds = Vec::new();
        let mut all = Vec::new();
        for (number, (kind, reported)) in self.repairs.iter().enumerate() {
            if !reported.get() && !reported_kinds.contains(kind) {
                reported_kinds.push(*kind);
                all.push(Warning {
                    subject: Subject::Feed,
                    field: self.path(document, number, "the document"),
                    value: None,
                    problem: kind.problem(),
                });
            }
        }
        // A document can contain an entry more than once: keeps one warning of each kind.
        let entry_warnings = self.entry_warnings.into_inner();
        let key = |warning: &Warning| {
            let entry = warning.subject.name().unwrap_or_default();
            [&entry, warning.problem].concat()
        };
        let keys = entry_warnings.iter().map(|warning| key(warning).into());
        let ids = IdIndex::new(keys.zip(0..).collect());
        let once = entry_warnings.into_iter().enumerate();
        let once =
            once.filter(|(position, warning)| ids.position(&key(warning)) == Some(*position));
        all.extend(once.map(|(_, warning)| warning));
        all
    }

    /// The path from a value to a repair in it, at most four names; `itself` if it has none.
    pub(super) fn path(
        &self,
        mut value: &Value,
        number: usize,
        itself: &'static str,
    ) -> Cow<'static, str> {
        let (mut depth, _) = self.find(value);
        let mut path = String::new();
        let mut names = 0;
        while names < 4 {
            depth += 1;
            let holds = |value: &Value| {
                let (first, end) = self.range_at(depth, value);
                (first..end).contains(&number)
            };
            let inner = match value {
                Value::Array(values) => values.iter().find(|value| holds(value)),
                _ => {
                    let mut fields = value.fields().iter();
                    let field = fields.find(|(name, value)| holds(name) || holds(value));
                    field.map(|(name, value)| {
                        if names > 0 {
                            path.push('.');
                        }
                        let name = name.as_str().unwrap_or_default();
                        path.push_str(if name.is_empty() { "\"\"" } else { name });
                        names += 1;
                        value
                    })
                }
            };
            match inner {
                Some(inner) => value = inner,
                None => break,
            }
        }
        if names == 0 {
            itself.into()
        } else {
            path.into()
        }
    }
}

/// The child of a value at a position, in document order. Field names count as children.
fn child<'a>(value: &'a Value<'a>, number: usize) -> Option<&'a Value<'a>> {
    match value {
        Value::Array(values) => values.get(number),
        _ => {
            let (name, value) = value.fields().get(number / 2)?;
            Some(if number.is_multiple_of(2) {
                name
            } else {
                value
            })
        }
    }
}

/// The memory address of a value, which identifies it as long as its document exists.
fn address(value: &Value) -> usize {
    ptr::from_ref(value).addr()
}
