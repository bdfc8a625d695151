//! What of a wasm goes into which part.

use std::collections::{BTreeMap, BTreeSet};

use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, LocalFunction, Module,
    ir::{self, Value},
};

use crate::{
    reach::{Linked, Reach},
    run::{Failure, Outcome},
    snip::without_hashes,
};

/// What goes where; functions by their numbers.
pub(super) struct Plan {
    /// The functions of each part.
    pub(super) parts: Vec<BTreeSet<usize>>,
    /// What each function calls by its name.
    pub(super) calls: BTreeMap<usize, Vec<usize>>,
    /// The doors that are called by parts before theirs, by their part.
    pub(super) doors: Vec<Vec<usize>>,
    /// The place in the table and the function of what is called through it.
    pub(super) in_table: Vec<(i32, usize)>,
    pub(super) table: usize,
    pub(super) table_size: i32,
    /// Which part what is in the memory is for, by address.
    pub(super) data: Vec<Place>,
}

/// Who something in the memory is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Part(usize),
    Nobody,
}
impl Plan {
    pub(super) fn new(
        module: &Module,
        linked: &Linked,
        is_snipped: &dyn Fn(&str) -> bool,
        doors: &[Vec<&str>],
    ) -> Outcome<Self> {
        let is_door_of = |part: usize, name: &str| {
            let doors = part.checked_sub(1).and_then(|part| doors.get(part));
            doors.into_iter().flatten().any(|door| is(door, name))
        };
        let count = doors.len() + 1;
        let reach: Vec<Reach> = (0..count)
            .map(|part| {
                let is_door = |name: &str| (part + 1..count).any(|part| is_door_of(part, name));
                let ends = |name: &str| is_snipped(name) || is_door(name);
                match part {
                    0 => linked.reached_from_exports(&ends),
                    _ => linked.reached_from(&|name| is_door_of(part, name), &ends),
                }
            })
            .collect();
        let known: BTreeSet<_> = linked.functions().collect();

        let mut roots = vec![Vec::new(); count];
        for (part, doors) in (1..).zip(doors) {
            for door in doors {
                let named = |name: Option<&str>| name.is_some_and(|name| is(door, name));
                let found = module
                    .funcs
                    .iter()
                    .filter(|function| named(function.name.as_deref()));
                let before = roots[part].len();
                roots[part].extend(found.map(|function| function.id().index()));
                if roots[part].len() == before {
                    return Err(Failure(format!(
                        "no function is called {door}: see xtask/src/doors.rs"
                    )));
                }
            }
        }
        let all_doors = roots.clone();
        for export in module.exports.iter() {
            if let walrus::ExportItem::Function(id) = export.item {
                roots[0].push(id.index());
            }
        }
        roots[0].extend(module.start.map(|id| id.index()));
        let mut in_table = Vec::new();
        let mut the_table = (0, 0);
        for element in module.elements.iter() {
            let (ElementKind::Active { table, offset }, ElementItems::Functions(functions)) =
                (&element.kind, &element.items)
            else {
                continue;
            };
            let ConstExpr::Value(Value::I32(offset)) = offset else {
                return Err(Failure("the wasm can be moved in its table".into()));
            };
            let size = i32::try_from(module.tables.get(*table).initial).unwrap_or(i32::MAX);
            the_table = (table.index(), size);
            for (slot, id) in (*offset..).zip(functions) {
                let number = id.index();
                in_table.push((slot, number));
                let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
                let reaches = |part: &usize| reach[*part].functions.contains(name);
                let door_of = (1..count).find(|part| all_doors[*part].contains(&number));
                if let Some(part) = door_of {
                    let is_dyn = doors[part - 1]
                        .iter()
                        .any(|door| door.starts_with(DYN) && is(door, name));
                    if !is_dyn && (0..part).any(|part| reaches(&part)) {
                        return Err(Failure(format!(
                            "{name} is a door and may be called by its address"
                        )));
                    }
                    roots[part].push(number);
                } else if !known.contains(name) {
                    roots[0].push(number);
                } else if let Some(part) = (0..count).find(reaches) {
                    roots[part].push(number);
                }
            }
        }
        let calls = calls(module);
        let mut parts: Vec<BTreeSet<usize>> = Vec::new();
        for (part, roots) in roots.into_iter().enumerate() {
            let before = parts.iter().flatten();
            let not = before.chain(all_doors[part + 1..].iter().flatten());
            let not = not.copied().collect();
            parts.push(closure(roots, &calls, &not));
        }
        let doors = (0..count).map(|part| {
            let before = parts[..part].iter().flatten();
            let called = before.filter_map(|number| calls.get(number)).flatten();
            let called: BTreeSet<_> = called.collect();
            let doors = all_doors[part].iter().copied();
            doors.filter(|door| called.contains(door)).collect()
        });
        Ok(Self {
            doors: doors.collect(),
            parts,
            calls,
            in_table,
            table: the_table.0,
            table_size: the_table.1,
            data: places(linked, &reach),
        })
    }

    pub(super) fn place(&self, address: usize) -> Place {
        self.data.get(address).copied().unwrap_or(Place::Part(0))
    }

    /// Part and place in the table of each door: after all others.
    pub(super) fn slots(&self) -> impl Iterator<Item = (usize, i32, usize)> {
        let doors = self.doors.iter().enumerate();
        let doors = doors.flat_map(|(part, doors)| doors.iter().map(move |door| (part, *door)));
        (self.table_size..)
            .zip(doors)
            .map(|(slot, (part, door))| (part, slot, door))
    }

    /// What a part calls by name of those before it.
    pub(super) fn needs(&self, part: usize) -> BTreeSet<usize> {
        let called = self.parts[part].iter();
        let called = called.filter_map(|number| self.calls.get(number)).flatten();
        let before = |number: &&usize| self.parts[..part].iter().any(|part| part.contains(number));
        called.filter(before).copied().collect()
    }
}

/// Which part what is in the memory is for: the first that refers to it.
fn places(linked: &Linked, reach: &[Reach]) -> Vec<Place> {
    let ends = linked.data().map(|place| place.end);
    let mut places = vec![Place::Part(0); ends.max().unwrap_or_default()];
    for place in linked.data() {
        places[place.clone()].fill(Place::Nobody);
    }
    for (part, reach) in reach.iter().enumerate().rev() {
        for place in &reach.data {
            places[place.clone()].fill(Place::Part(part));
        }
    }
    places
}
/// Begins the names of doors that may be called by their address too.
const DYN: &str = "dyn ";

/// Whether a function of this name is such a door: a part of it, or with `$` its end.
///
/// What is empty is dropped all the same.
fn is(door: &str, name: &str) -> bool {
    let name = without_hashes(name);
    let door = door.strip_prefix(DYN).unwrap_or(door);
    match door.strip_suffix('$') {
        Some(end) => name.ends_with(end),
        None => name.contains(door) && !name.contains("drop"),
    }
}
/// What each function calls by its name.
fn calls(module: &Module) -> BTreeMap<usize, Vec<usize>> {
    let functions = module.funcs.iter();
    let calls = functions.map(|function| (function.id().index(), called(module, function.id())));
    calls.collect()
}

fn called(module: &Module, id: FunctionId) -> Vec<usize> {
    struct Calls(Vec<usize>);
    impl ir::Visitor<'_> for Calls {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.push(function.index());
        }
    }
    let mut calls = Calls(Vec::new());
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        visit(&mut calls, function);
    }
    calls.0
}

fn visit<'a>(visitor: &mut impl ir::Visitor<'a>, function: &'a LocalFunction) {
    ir::dfs_in_order(visitor, function, function.entry_block());
}

/// What can be reached by calls, without what is in `not`.
fn closure(
    roots: Vec<usize>,
    calls: &BTreeMap<usize, Vec<usize>>,
    not: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let mut open = roots;
    let mut seen = BTreeSet::new();
    while let Some(number) = open.pop() {
        if !not.contains(&number) && seen.insert(number) {
            open.extend(calls.get(&number).into_iter().flatten());
        }
    }
    seen
}
