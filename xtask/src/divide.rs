//! Dividing the wasm: what starts a widget, what draws its first list, and what can wait until that
//! is drawn.
//!
//! The parts share memory and table. What is in the second and third is found from their doors: what
//! can be reached only through those of a part moves there. The parts before call the doors by their
//! places in the table, which the part fills when it is there.

use std::collections::{BTreeMap, BTreeSet};

use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind,
    GlobalKind, ImportedFunction, LocalFunction, Module, TableId, TypeId,
    ir::{self, Instr, Value},
};

use crate::{
    doors::DOORS,
    order::name_by_signature,
    reach::{Linked, Reach},
    run::{Failure, Outcome},
    snip::{never_runs, without_hashes},
};

/// The name that a part knows those before it by.
const BEFORE: &str = "b";

/// Divides a wasm; the parts, in the order in which they are needed.
///
/// `linked` is the same wasm as the linker left it; `names` gives names that no export has.
///
/// # Errors
/// When there is no such door, or one that can be gone through without being called by its name.
pub(crate) fn divide(
    wasm: &[u8],
    linked: &Linked,
    names: impl Iterator<Item = String>,
) -> Outcome<Vec<Vec<u8>>> {
    let names_of = |doors: &[(&'static str, &str)]| doors.iter().map(|(door, _)| *door).collect();
    let doors: Vec<Vec<_>> = DOORS.iter().map(|doors| names_of(doors)).collect();
    by_doors(wasm, linked, &doors, names)
}

/// `doors`: those of the second part, of the third and so on.
fn by_doors(
    wasm: &[u8],
    linked: &Linked,
    doors: &[Vec<&str>],
    mut names: impl Iterator<Item = String>,
) -> Outcome<Vec<Vec<u8>>> {
    let mut module = parse(wasm)?;
    let plan = Plan::new(&module, linked, &never_runs, doors)?;
    name_by_signature(&mut module);
    let shared = plan.shared(&module, &mut names);
    let mut used = BTreeSet::new();
    let mut parts = Vec::new();
    // The last first: what it takes from those before it is known then.
    for part in (0..plan.parts.len()).rev() {
        let mut module = parse(wasm)?;
        name_by_signature(&mut module);
        plan.make(part, &mut module, &shared, &used);
        let imports = module.imports.iter();
        let taken = imports.filter(|import| import.module == BEFORE);
        used.extend(taken.map(|import| import.name.clone()));
        parts.push(module.emit_wasm());
    }
    parts.reverse();
    Ok(parts)
}

fn parse(wasm: &[u8]) -> Outcome<Module> {
    Module::from_buffer(wasm).map_err(|error| Failure(error.to_string()))
}

/// All are read from the same bytes, so that the numbers in one are those in the others.
fn nth<T: Copy>(ids: impl Iterator<Item = T>, number: usize) -> T {
    let ids: Vec<_> = ids.collect();
    ids[number]
}

/// What the parts after one import from it: each has one name for all.
#[derive(Default)]
struct Shared {
    /// Numbers of functions, in the order that they are in within a part.
    functions: Vec<(usize, String)>,
    /// All of them, in their order.
    globals: Vec<String>,
    tables: Vec<String>,
    memories: Vec<String>,
}

/// What goes where; functions by their numbers.
struct Plan {
    /// The functions of each part.
    parts: Vec<BTreeSet<usize>>,
    /// What each function calls by its name.
    calls: BTreeMap<usize, Vec<usize>>,
    /// The doors that are called by parts before theirs, by their part.
    doors: Vec<Vec<usize>>,
    /// The place in the table and the function of what is called through it.
    in_table: Vec<(i32, usize)>,
    table: usize,
    table_size: i32,
    /// Which part what is in the memory is for, by address.
    data: Vec<Place>,
}

/// Who something in the memory is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Part(usize),
    Nobody,
}

impl Plan {
    fn new(
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

    fn place(&self, address: usize) -> Place {
        self.data.get(address).copied().unwrap_or(Place::Part(0))
    }

    /// Part and place in the table of each door: after all others.
    fn slots(&self) -> impl Iterator<Item = (usize, i32, usize)> {
        let doors = self.doors.iter().enumerate();
        let doors = doors.flat_map(|(part, doors)| doors.iter().map(move |door| (part, *door)));
        (self.table_size..)
            .zip(doors)
            .map(|(slot, (part, door))| (part, slot, door))
    }

    /// What a part calls by name of those before it.
    fn needs(&self, part: usize) -> BTreeSet<usize> {
        let called = self.parts[part].iter();
        let called = called.filter_map(|number| self.calls.get(number)).flatten();
        let before = |number: &&usize| self.parts[..part].iter().any(|part| part.contains(number));
        called.filter(before).copied().collect()
    }

    /// Names what parts have of each other.
    fn shared(&self, module: &Module, names: &mut impl Iterator<Item = String>) -> Shared {
        let mut name = || names.next().unwrap_or_default();
        let mut shared = Shared::default();
        let needed: BTreeSet<_> = (1..self.parts.len())
            .flat_map(|part| self.needs(part))
            .collect();
        let functions = module.funcs.iter_local();
        let mut functions: Vec<_> = functions
            .map(|(id, _)| (module.funcs.get(id).name.as_deref(), id.index()))
            .filter(|(_, number)| needed.contains(number))
            .collect();
        functions.sort();
        shared.functions = functions
            .into_iter()
            .map(|(_, number)| (number, name()))
            .collect();
        shared.globals = module.globals.iter().map(|_| name()).collect();
        shared.tables = module.tables.iter().map(|_| name()).collect();
        shared.memories = module.memories.iter().map(|_| name()).collect();
        shared
    }

    /// Makes a part of the whole; `used` names what the parts after it have of it.
    fn make(&self, part: usize, module: &mut Module, shared: &Shared, used: &BTreeSet<String>) {
        self.redirect(part, module);
        if part == 0 {
            self.keep(module);
        } else {
            self.take(part, module, shared);
        }
        self.offer(part, module, shared, used);
        walrus::passes::gc::run(module);
    }

    /// Exports what the parts after it have of a part.
    fn offer(&self, part: usize, module: &mut Module, shared: &Shared, used: &BTreeSet<String>) {
        let ids: Vec<_> = module.funcs.iter().map(walrus::Function::id).collect();
        for (number, name) in &shared.functions {
            if self.parts[part].contains(number) && used.contains(name) {
                module.exports.add(name, ids[*number]);
            }
        }
        if part > 0 {
            return;
        }
        let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
        for (name, id) in shared.globals.iter().zip(globals) {
            if used.contains(name) {
                module.exports.add(name, id);
            }
        }
        let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
        for (name, id) in shared.tables.iter().zip(tables) {
            if used.contains(name) {
                module.exports.add(name, id);
            }
        }
        let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
        for (name, id) in shared.memories.iter().zip(memories) {
            if used.contains(name) {
                module.exports.add(name, id);
            }
        }
    }

    /// Has the doors of later parts called by their places.
    fn redirect(&self, part: usize, module: &mut Module) {
        let ids: Vec<_> = module.funcs.iter().map(walrus::Function::id).collect();
        let doors = self.slots().filter(|(of, ..)| *of > part);
        let mut redirect = Redirect {
            table: nth(module.tables.iter().map(walrus::Table::id), self.table),
            doors: doors
                .map(|(_, slot, door)| (ids[door], (slot, module.funcs.get(ids[door]).ty())))
                .collect(),
        };
        for (id, function) in module.funcs.iter_local_mut() {
            if self.parts[part].contains(&id.index()) {
                let entry = function.entry_block();
                ir::dfs_pre_order_mut(&mut redirect, function, entry);
            }
        }
    }

    /// Leaves of the whole what the first part has.
    fn keep(&self, module: &mut Module) {
        let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
        // The places of functions in the table stay what they are: what is not there is a trap.
        let mut trap = FunctionBuilder::new(&mut module.types, &[], &[]);
        trap.func_body().unreachable();
        let trap = trap.finish(Vec::new(), &mut module.funcs);
        for element in module.elements.iter_mut() {
            if let ElementItems::Functions(functions) = &mut element.items {
                for id in functions {
                    if !self.parts[0].contains(&id.index()) {
                        *id = trap;
                    }
                }
            }
        }
        let more = self.slots().count() as u64;
        let table = module.tables.get_mut(tables[self.table]);
        table.initial += more;
        table.maximum = table.maximum.map(|most| most + more);
        let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
        for id in segments {
            let data = module.data.get_mut(id);
            if let Some(start) = start_of(&data.kind) {
                for (address, byte) in (start..).zip(&mut data.value) {
                    if self.place(address) != Place::Part(0) {
                        *byte = 0;
                    }
                }
            }
        }
    }

    /// Leaves of the whole what a later part has, and imports what it needs of those before it.
    fn take(&self, part: usize, module: &mut Module, shared: &Shared) {
        let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
        for id in exports {
            module.exports.delete(id);
        }
        module.start = None;
        let ids: Vec<_> = module.funcs.iter().map(walrus::Function::id).collect();
        let needed = self.needs(part);
        for (number, name) in &shared.functions {
            if needed.contains(number) {
                let id = ids[*number];
                let ty = module.funcs.get(id).ty();
                let import = module.imports.add(BEFORE, name, id);
                module.funcs.get_mut(id).kind =
                    FunctionKind::Import(ImportedFunction { import, ty });
            }
        }
        let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
        for (id, name) in globals.into_iter().zip(&shared.globals) {
            if matches!(module.globals.get(id).kind, GlobalKind::Local(_)) {
                let import = module.imports.add(BEFORE, name, id);
                module.globals.get_mut(id).kind = GlobalKind::Import(import);
            }
        }
        let elements: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
        for id in elements {
            module.elements.delete(id);
        }
        let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
        for (id, name) in tables.iter().zip(&shared.tables) {
            let import = module.imports.add(BEFORE, name, *id);
            let table = module.tables.get_mut(*id);
            table.import = Some(import);
            // Whatever the first part makes of it.
            table.maximum = None;
            table.elem_segments = Default::default();
        }
        let table = tables[self.table];
        let moved = self.in_table.iter().copied();
        let moved = moved.filter(|(_, number)| self.parts[part].contains(number));
        let doors = self.slots().filter(|(of, ..)| *of == part);
        let doors = doors.map(|(_, slot, door)| (slot, door));
        for (slot, functions) in runs(moved.chain(doors)) {
            let functions = functions.into_iter().map(|number| ids[number]);
            let offset = ConstExpr::Value(Value::I32(slot));
            let id = module.elements.add(
                ElementKind::Active { table, offset },
                ElementItems::Functions(functions.collect()),
            );
            module.tables.get_mut(table).elem_segments.insert(id);
        }
        let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
        for (id, name) in memories.into_iter().zip(&shared.memories) {
            let import = module.imports.add(BEFORE, name, id);
            let memory = module.memories.get_mut(id);
            memory.import = Some(import);
            memory.maximum = None;
            memory.data_segments = Default::default();
        }
        let mut bytes = Vec::new();
        let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
        for id in segments {
            let data = module.data.get(id);
            if let (Some(start), DataKind::Active { memory, .. }) =
                (start_of(&data.kind), &data.kind)
            {
                let all = (start..).zip(data.value.iter().copied());
                let moved = all.filter(|(address, _)| self.place(*address) == Place::Part(part));
                bytes.extend(moved.map(|(address, byte)| (address as i32, (*memory, byte))));
            }
            module.data.delete(id);
        }
        bytes.sort_by_key(|(address, _)| *address);
        for (start, bytes) in runs(bytes.into_iter()) {
            let memory = bytes[0].0;
            let offset = ConstExpr::Value(Value::I32(start));
            let value = bytes.into_iter().map(|(_, byte)| byte).collect();
            let id = module.data.add(DataKind::Active { memory, offset }, value);
            module.memories.get_mut(memory).data_segments.insert(id);
        }
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

/// Calls doors by their places in the table.
struct Redirect {
    doors: BTreeMap<FunctionId, (i32, TypeId)>,
    table: TableId,
}

impl ir::VisitorMut for Redirect {
    fn start_instr_seq_mut(&mut self, sequence: &mut ir::InstrSeq) {
        let mut at = 0;
        while at < sequence.instrs.len() {
            let (instruction, place) = &mut sequence.instrs[at];
            if let Instr::Call(call) = instruction
                && let Some((slot, ty)) = self.doors.get(&call.func)
            {
                let (ty, table) = (*ty, self.table);
                let place = *place;
                *instruction = Instr::CallIndirect(ir::CallIndirect { ty, table });
                let value = Value::I32(*slot);
                sequence
                    .instrs
                    .insert(at, (Instr::Const(ir::Const { value }), place));
                at += 1;
            }
            at += 1;
        }
    }
}

fn start_of(kind: &DataKind) -> Option<usize> {
    match kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } => Some(start.cast_unsigned() as usize),
        _ => None,
    }
}

/// Neighbours together: where they start, and what they are.
fn runs<T>(items: impl Iterator<Item = (i32, T)>) -> Vec<(i32, Vec<T>)> {
    let mut runs: Vec<(i32, Vec<T>)> = Vec::new();
    for (at, item) in items {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as i32 == at => run.push(item),
            _ => runs.push((at, vec![item])),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use walrus::ValType;

    use super::*;

    /// `start` calls `near` and the door; the door calls `away`; `start` and the door each have a
    /// function that they call through the table.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let mut add = |name: &str, calls: &[FunctionId]| {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            function.name(name.to_owned());
            let mut body = function.func_body();
            for called in calls {
                body.call(*called).drop();
            }
            body.i32_const(7);
            function.finish(Vec::new(), &mut module.funcs)
        };
        let (near, far) = (add("near", &[]), add("away", &[]));
        let door = add("door", &[far, near]);
        let start = add("start", &[near, door]);
        let (pointed, pointed_far) = (add("pointed", &[]), add("pointed_far", &[]));
        module.exports.add("start", start);
        let table = module
            .tables
            .add_local(false, 3, Some(3), walrus::RefType::FUNCREF);
        let offset = ConstExpr::Value(Value::I32(1));
        let segment = module.elements.add(
            ElementKind::Active { table, offset },
            ElementItems::Functions(vec![pointed, pointed_far]),
        );
        module.tables.get_mut(table).elem_segments.insert(segment);
        module.emit_wasm()
    }

    fn linked(more: &[(&str, &str)]) -> Linked {
        let references = [
            ("start", "near"),
            ("start", "door"),
            ("start", "pointed"),
            ("door", "away"),
            ("door", "near"),
            ("door", "pointed_far"),
        ];
        Linked::of("start", &[&references, more].concat())
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let module = Module::from_buffer(wasm).unwrap();
        let local = module.funcs.iter_local();
        let names = local.filter_map(|(id, _)| module.funcs.get(id).name.clone());
        // Without the places that sort them.
        let names = names.map(|name| name.split(' ').next_back().unwrap().to_owned());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn divided(linked: &Linked, doors: &[&[&str]]) -> Outcome<Vec<Vec<u8>>> {
        let names = (0..).map(|number| format!("n{number}"));
        let doors: Vec<_> = doors.iter().map(|doors| doors.to_vec()).collect();
        by_doors(&module(), linked, &doors, names)
    }

    #[test]
    fn what_only_a_door_leads_to_is_in_the_second_file() {
        let parts = divided(&linked(&[]), &[&["door"]]).unwrap();
        assert_eq!(names(&parts[0]), ["near", "pointed", "start"]);
        assert_eq!(names(&parts[1]), ["away", "door", "pointed_far"]);
    }

    #[test]
    fn the_second_file_takes_from_the_first_what_it_lacks() {
        let parts = divided(&linked(&[]), &[&["door"]]).unwrap();
        let (first, later) = (parse(&parts[0]).unwrap(), parse(&parts[1]).unwrap());
        let exported: Vec<_> = first.exports.iter().map(|export| &export.name).collect();
        assert!(later.imports.iter().count() >= 2, "`near` and the table");
        for import in later.imports.iter() {
            assert_eq!(import.module, BEFORE);
            assert!(exported.contains(&&import.name), "{}", import.name);
        }
    }

    #[test]
    fn a_door_is_called_by_its_place_after_the_end_of_the_table() {
        let parts = divided(&linked(&[]), &[&["door"]]).unwrap();
        let later = parse(&parts[1]).unwrap();
        let places: Vec<_> = later
            .elements
            .iter()
            .filter_map(|element| match &element.kind {
                ElementKind::Active {
                    offset: ConstExpr::Value(Value::I32(at)),
                    ..
                } => Some(*at),
                _ => None,
            })
            .collect();
        assert_eq!(
            places,
            [2],
            "`pointed_far` at 2 and the door right after it"
        );
        let first = parse(&parts[0]).unwrap();
        assert_eq!(first.tables.iter().next().unwrap().initial, 4);
    }

    #[test]
    fn what_both_call_stays_in_the_first_file() {
        let parts = divided(&linked(&[("start", "pointed_far")]), &[&["door"]]).unwrap();
        assert_eq!(names(&parts[1]), ["away", "door"]);
    }

    #[test]
    fn each_part_has_doors_to_those_after_it() {
        let parts = divided(&linked(&[("away", "near")]), &[&["door"], &["away"]]).unwrap();
        assert_eq!(names(&parts[0]), ["near", "pointed", "start"]);
        assert_eq!(names(&parts[1]), ["door", "pointed_far"]);
        assert_eq!(names(&parts[2]), ["away"]);
        let first = parse(&parts[0]).unwrap();
        assert_eq!(first.tables.iter().next().unwrap().initial, 5, "two doors");
    }

    #[test]
    fn a_door_that_is_not_there_is_an_error() {
        let Err(failure) = divided(&linked(&[]), &[&["gate"]]) else {
            panic!("there is no such door");
        };
        assert!(failure.0.contains("gate"), "{failure:?}");
    }

    #[test]
    fn a_door_that_may_be_called_by_its_address_is_in_its_place() {
        let parts = divided(&linked(&[]), &[&["dyn pointed$"]]).unwrap();
        assert_eq!(
            names(&parts[0]),
            ["away", "door", "near", "pointed_far", "start"]
        );
        assert_eq!(names(&parts[1]), ["pointed"]);
    }

    #[test]
    fn a_door_whose_address_is_known_is_an_error() {
        let Err(failure) = divided(&linked(&[]), &[&["pointed$"]]) else {
            panic!("anyone may call it");
        };
        assert!(failure.0.contains("by its address"), "{failure:?}");
    }
}
