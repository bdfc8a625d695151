//! Dividing the wasm in two: what draws the first list, and what can wait until that is drawn.
//!
//! The two share memory and table. What is needed later, and only then, is found from the doors:
//! what can be reached only through them moves to the second file, whose functions the first calls
//! by their places in the table, which the second fills.

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

/// The name that the second file knows the first by.
const FIRST: &str = "b";

/// The two files.
pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) later: Vec<u8>,
}

/// Divides a wasm.
///
/// `linked` is the same wasm as the linker left it; `names` gives names that no export has.
///
/// # Errors
/// When there is no such door, or one that can be gone through without being called by its name.
pub(crate) fn divide(
    wasm: &[u8],
    linked: &Linked,
    names: impl Iterator<Item = String>,
) -> Outcome<Parts> {
    let doors: Vec<_> = DOORS.iter().map(|(door, _)| *door).collect();
    by_doors(wasm, linked, &doors, names)
}

fn by_doors(
    wasm: &[u8],
    linked: &Linked,
    doors: &[&str],
    mut names: impl Iterator<Item = String>,
) -> Outcome<Parts> {
    let mut first = parse(wasm)?;
    let mut later = parse(wasm)?;
    let plan = Plan::new(&first, linked, &never_runs, doors)?;
    for module in [&mut first, &mut later] {
        name_by_signature(module);
    }
    plan.make_later(&mut later, &mut names);
    let used: Vec<_> = later
        .imports
        .iter()
        .filter(|import| import.module == FIRST)
        .map(|import| (import.name.clone(), import.kind.clone()))
        .collect();
    plan.make_first(&mut first);
    for (name, kind) in used {
        use walrus::ImportKind as Kind;
        match kind {
            Kind::Function(id) => first.exports.add(
                &name,
                nth(first.funcs.iter().map(walrus::Function::id), id.index()),
            ),
            Kind::Table(id) => first.exports.add(
                &name,
                nth(first.tables.iter().map(walrus::Table::id), id.index()),
            ),
            Kind::Memory(id) => first.exports.add(
                &name,
                nth(first.memories.iter().map(walrus::Memory::id), id.index()),
            ),
            Kind::Global(id) => first.exports.add(
                &name,
                nth(first.globals.iter().map(walrus::Global::id), id.index()),
            ),
            Kind::Tag(_) => return Err(Failure("the wasm has exceptions".into())),
        };
    }
    walrus::passes::gc::run(&mut first);
    Ok(Parts {
        first: first.emit_wasm(),
        later: later.emit_wasm(),
    })
}

fn parse(wasm: &[u8]) -> Outcome<Module> {
    Module::from_buffer(wasm).map_err(|error| Failure(error.to_string()))
}

/// Both files are read from the same bytes, so that the numbers in one are those in the other.
fn nth<T: Copy>(ids: impl Iterator<Item = T>, number: usize) -> T {
    let ids: Vec<_> = ids.collect();
    ids[number]
}

/// What goes where; functions by their numbers.
struct Plan {
    doors: Vec<usize>,
    first: BTreeSet<usize>,
    later: BTreeSet<usize>,
    /// The place in the table and the function of what is called through it.
    in_table: Vec<(i32, usize)>,
    table: usize,
    table_size: i32,
    /// Parts of the memory that are for the second file, and for neither.
    later_data: Vec<bool>,
    dead_data: Vec<bool>,
}

impl Plan {
    fn new(
        module: &Module,
        linked: &Linked,
        is_snipped: &dyn Fn(&str) -> bool,
        doors: &[&str],
    ) -> Outcome<Self> {
        let is_door = |name: &str| doors.iter().any(|door| is(door, name));
        let from_exports = linked.reached_from_exports(&|name| is_snipped(name) || is_door(name));
        let from_doors = linked.reached_from(&is_door, &is_snipped);
        let known: BTreeSet<_> = linked.functions().collect();

        let mut plan = Self {
            doors: Vec::new(),
            first: BTreeSet::new(),
            later: BTreeSet::new(),
            in_table: Vec::new(),
            table: 0,
            table_size: 0,
            later_data: Vec::new(),
            dead_data: Vec::new(),
        };
        for door in doors {
            let named = |name: Option<&str>| name.is_some_and(|name| is(door, name));
            let found = module
                .funcs
                .iter()
                .filter(|function| named(function.name.as_deref()));
            let found: Vec<_> = found.map(|function| function.id().index()).collect();
            if found.is_empty() {
                return Err(Failure(format!(
                    "no function is called {door}: see xtask/src/doors.rs"
                )));
            }
            plan.doors.extend(found);
        }

        let mut first_roots = Vec::new();
        let mut later_roots = plan.doors.clone();
        for export in module.exports.iter() {
            if let walrus::ExportItem::Function(id) = export.item {
                first_roots.push(id.index());
            }
        }
        first_roots.extend(module.start.map(|id| id.index()));
        for element in module.elements.iter() {
            let (ElementKind::Active { table, offset }, ElementItems::Functions(functions)) =
                (&element.kind, &element.items)
            else {
                continue;
            };
            let ConstExpr::Value(Value::I32(offset)) = offset else {
                return Err(Failure("the wasm can be moved in its table".into()));
            };
            plan.table = table.index();
            plan.table_size = i32::try_from(module.tables.get(*table).initial).unwrap_or(i32::MAX);
            for (slot, id) in (*offset..).zip(functions) {
                let number = id.index();
                plan.in_table.push((slot, number));
                let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
                if plan.doors.contains(&number) {
                    if from_exports.functions.contains(name) {
                        return Err(Failure(format!(
                            "{name} is a door and may be called by its address"
                        )));
                    }
                    later_roots.push(number);
                } else if !known.contains(name) || from_exports.functions.contains(name) {
                    first_roots.push(number);
                } else if from_doors.functions.contains(name) {
                    later_roots.push(number);
                }
            }
        }
        let calls = calls(module);
        plan.first = closure(first_roots, &calls, &plan.doors.iter().copied().collect());
        plan.later = closure(later_roots, &calls, &plan.first);
        let called: BTreeSet<_> = plan
            .first
            .iter()
            .filter_map(|number| calls.get(number))
            .flatten()
            .collect();
        plan.doors.retain(|door| called.contains(door));
        plan.place_data(linked, &from_exports, &from_doors);
        Ok(plan)
    }

    fn place_data(&mut self, linked: &Linked, first: &Reach, later: &Reach) {
        let end = linked
            .data()
            .map(|place| place.end)
            .max()
            .unwrap_or_default();
        self.later_data = vec![false; end];
        self.dead_data = vec![false; end];
        for place in linked.data() {
            self.dead_data[place.clone()].fill(true);
        }
        for place in &later.data {
            self.dead_data[place.clone()].fill(false);
            self.later_data[place.clone()].fill(true);
        }
        for place in &first.data {
            self.dead_data[place.clone()].fill(false);
            self.later_data[place.clone()].fill(false);
        }
    }

    fn is_later(&self, address: usize) -> bool {
        self.later_data.get(address) == Some(&true)
    }

    fn is_dead(&self, address: usize) -> bool {
        self.dead_data.get(address) == Some(&true)
    }

    /// The place of each door in the table: after all others.
    fn slots(&self) -> impl Iterator<Item = (i32, usize)> {
        (self.table_size..).zip(self.doors.iter().copied())
    }

    fn make_first(&self, module: &mut Module) {
        let ids: Vec<_> = module.funcs.iter().map(walrus::Function::id).collect();
        let table = nth(module.tables.iter().map(walrus::Table::id), self.table);
        let doors = self.slots().map(|(slot, door)| {
            let ty = module.funcs.get(ids[door]).ty();
            (ids[door], (slot, ty))
        });
        let mut redirect = Redirect {
            doors: doors.collect(),
            table,
        };
        for (id, function) in module.funcs.iter_local_mut() {
            if self.first.contains(&id.index()) {
                let entry = function.entry_block();
                ir::dfs_pre_order_mut(&mut redirect, function, entry);
            }
        }
        // The places of functions in the table stay what they are: what is not there is a trap.
        let mut trap = FunctionBuilder::new(&mut module.types, &[], &[]);
        trap.func_body().unreachable();
        let trap = trap.finish(Vec::new(), &mut module.funcs);
        for element in module.elements.iter_mut() {
            if let ElementItems::Functions(functions) = &mut element.items {
                for id in functions {
                    if !self.first.contains(&id.index()) {
                        *id = trap;
                    }
                }
            }
        }
        let more = self.doors.len() as u64;
        let table = module.tables.get_mut(table);
        table.initial += more;
        table.maximum = table.maximum.map(|most| most + more);
        let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
        for id in segments {
            let data = module.data.get_mut(id);
            if let Some(start) = start_of(&data.kind) {
                for (address, byte) in (start..).zip(&mut data.value) {
                    if self.is_later(address) || self.is_dead(address) {
                        *byte = 0;
                    }
                }
            }
        }
    }

    fn make_later(&self, module: &mut Module, names: &mut impl Iterator<Item = String>) {
        let mut name = || names.next().unwrap_or_default();
        let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
        for id in exports {
            module.exports.delete(id);
        }
        module.start = None;
        let ids: Vec<_> = module.funcs.iter().map(walrus::Function::id).collect();
        let needed = self
            .later
            .iter()
            .flat_map(|number| called(module, ids[*number]));
        let needed: BTreeSet<_> = needed.collect();
        let mut in_order = ids.clone();
        // As they will be in the first file.
        in_order.sort_by_key(|id| module.funcs.get(*id).name.clone());
        for id in &in_order {
            let function = module.funcs.get(*id);
            if !matches!(function.kind, FunctionKind::Local(_))
                || !needed.contains(&id.index())
                || self.later.contains(&id.index())
            {
                continue;
            }
            let ty = function.ty();
            let import = module.imports.add(FIRST, &name(), *id);
            module.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
        let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
        for id in globals {
            if matches!(module.globals.get(id).kind, GlobalKind::Local(_)) {
                let import = module.imports.add(FIRST, &name(), id);
                module.globals.get_mut(id).kind = GlobalKind::Import(import);
            }
        }
        let elements: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
        for id in elements {
            module.elements.delete(id);
        }
        let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
        for id in &tables {
            let import = module.imports.add(FIRST, &name(), *id);
            let table = module.tables.get_mut(*id);
            table.import = Some(import);
            // Whatever the first file makes of it.
            table.maximum = None;
            table.elem_segments = Default::default();
        }
        let table = tables[self.table];
        let moved = self.in_table.iter().copied();
        let moved = moved.filter(|(_, number)| self.later.contains(number));
        for (slot, functions) in runs(moved.chain(self.slots())) {
            let functions = functions.into_iter().map(|number| ids[number]);
            let offset = ConstExpr::Value(Value::I32(slot));
            let id = module.elements.add(
                ElementKind::Active { table, offset },
                ElementItems::Functions(functions.collect()),
            );
            module.tables.get_mut(table).elem_segments.insert(id);
        }
        let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
        for id in memories {
            let import = module.imports.add(FIRST, &name(), id);
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
                let moved = all.filter(|(address, _)| self.is_later(*address));
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
        walrus::passes::gc::run(module);
    }
}

/// Whether a function of this name is such a door: a part of it, or with `$` its end.
///
/// What is empty is dropped all the same.
fn is(door: &str, name: &str) -> bool {
    let name = without_hashes(name);
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

    /// `start` calls `near` and the door; the door calls `far`; `start` and the door each have a
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
        let (near, far) = (add("near", &[]), add("far", &[]));
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
            ("door", "far"),
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

    fn divided(linked: &Linked, doors: &[&str]) -> Outcome<Parts> {
        let names = (0..).map(|number| format!("n{number}"));
        by_doors(&module(), linked, doors, names)
    }

    #[test]
    fn what_only_a_door_leads_to_is_in_the_second_file() {
        let parts = divided(&linked(&[]), &["door"]).unwrap();
        assert_eq!(names(&parts.first), ["near", "pointed", "start"]);
        assert_eq!(names(&parts.later), ["door", "far", "pointed_far"]);
    }

    #[test]
    fn the_second_file_takes_from_the_first_what_it_lacks() {
        let parts = divided(&linked(&[]), &["door"]).unwrap();
        let (first, later) = (parse(&parts.first).unwrap(), parse(&parts.later).unwrap());
        let exported: Vec<_> = first.exports.iter().map(|export| &export.name).collect();
        assert!(later.imports.iter().count() >= 2, "`near` and the table");
        for import in later.imports.iter() {
            assert_eq!(import.module, FIRST);
            assert!(exported.contains(&&import.name), "{}", import.name);
        }
    }

    #[test]
    fn a_door_is_called_by_its_place_after_the_end_of_the_table() {
        let parts = divided(&linked(&[]), &["door"]).unwrap();
        let later = parse(&parts.later).unwrap();
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
        let first = parse(&parts.first).unwrap();
        assert_eq!(first.tables.iter().next().unwrap().initial, 4);
    }

    #[test]
    fn what_both_call_stays_in_the_first_file() {
        let parts = divided(&linked(&[("start", "pointed_far")]), &["door"]).unwrap();
        assert_eq!(names(&parts.later), ["door", "far"]);
    }

    #[test]
    fn a_door_that_is_not_there_is_an_error() {
        let Err(failure) = divided(&linked(&[]), &["gate"]) else {
            panic!("there is no such door");
        };
        assert!(failure.0.contains("gate"), "{failure:?}");
    }

    #[test]
    fn a_door_whose_address_is_known_is_an_error() {
        let Err(failure) = divided(&linked(&[]), &["pointed$"]) else {
            panic!("anyone may call it");
        };
        assert!(failure.0.contains("by its address"), "{failure:?}");
    }
}
