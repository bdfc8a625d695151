//! Making a part of a wasm.

use std::collections::{BTreeMap, BTreeSet};

use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, ImportedFunction, Module, TableId, TypeId,
    ir::{self, Instr, Value},
};

use super::plan::{Place, Plan};

/// The name that a part knows those before it by.
pub(super) const BEFORE: &str = "b";

/// What the parts after one import from it: each has one name for all.
#[derive(Default)]
pub(super) struct Shared {
    /// Numbers of functions, in the order that they are in within a part.
    functions: Vec<(usize, String)>,
    /// All of them, in their order.
    globals: Vec<String>,
    tables: Vec<String>,
    memories: Vec<String>,
}

impl Plan {
    /// Names what parts have of each other.
    pub(super) fn shared(
        &self,
        module: &Module,
        names: &mut impl Iterator<Item = String>,
    ) -> Shared {
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
    pub(super) fn make(
        &self,
        part: usize,
        module: &mut Module,
        shared: &Shared,
        used: &BTreeSet<String>,
    ) {
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
        let functions = shared.functions.iter();
        let own = functions.filter(|(number, _)| self.parts[part].contains(number));
        let mut offered: Vec<(&String, ExportItem)> = own
            .map(|(number, name)| (name, ids[*number].into()))
            .collect();
        if part == 0 {
            let globals = module.globals.iter().map(|global| global.id().into());
            offered.extend(shared.globals.iter().zip(globals));
            let tables = module.tables.iter().map(|table| table.id().into());
            offered.extend(shared.tables.iter().zip(tables));
            let memories = module.memories.iter().map(|memory| memory.id().into());
            offered.extend(shared.memories.iter().zip(memories));
        }
        for (name, item) in offered {
            if used.contains(name) {
                module.exports.add(name, item);
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

/// All are read from the same bytes, so that the numbers in one are those in the others.
fn nth<T: Copy>(ids: impl Iterator<Item = T>, number: usize) -> T {
    let ids: Vec<_> = ids.collect();
    ids[number]
}
