//! What of the linked wasm can be reached from where.
//!
//! The code alone does not tell: the number of a function in the table and the address of a constant
//! are numbers like any other. The linker knows, and says so when it is asked to keep its
//! relocations.
//!
//! Source: WebAssembly tool conventions, “Linking”: “Relocation Sections”, “Symbol Table Subsection”.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use wasmparser::{
    DataKind, ExternalKind, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocationType,
    SymbolInfo, TypeRef,
};

use crate::run::{Failure, Outcome};

/// Something that can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    /// A function, by its number.
    Function(usize),
    /// Something in the memory, by the number of its symbol.
    Data(usize),
}

/// A linked wasm with the references between its parts.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// The names of all functions, by their numbers, as wasm-bindgen writes them.
    names: BTreeMap<usize, String>,
    /// Names and numbers of the functions that are exported.
    exports: Vec<(String, usize)>,
    /// What refers to what.
    references: BTreeMap<Node, Vec<Node>>,
    /// Where the symbols of data are in the memory.
    places: BTreeMap<usize, Range<usize>>,
}

/// What can be reached.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The names of functions.
    pub(crate) functions: BTreeSet<String>,
    /// Parts of the memory.
    pub(crate) data: Vec<Range<usize>>,
}

impl Linked {
    /// Reads a wasm that was linked with `--emit-relocs`.
    ///
    /// # Errors
    /// When it is no wasm, or has no relocations.
    pub(crate) fn read(wasm: &[u8]) -> Outcome<Self> {
        let sections = Sections::read(wasm).map_err(|error| Failure(error.to_string()))?;
        sections.linked()
    }

    /// What the exports need; functions for which `ends` holds are reached, but nothing through
    /// them.
    pub(crate) fn reached_from_exports(&self, ends: &dyn Fn(&str) -> bool) -> Reach {
        // wasm-bindgen runs these while it makes the glue, and drops them.
        let kept = |(name, _): &&(String, usize)| !name.starts_with("__wbindgen_describe");
        let roots = self.exports.iter().filter(kept);
        self.reach(roots.map(|(_, function)| *function).collect(), ends)
    }

    /// What functions of these names need, they themselves included.
    pub(crate) fn reached_from(
        &self,
        are_roots: &dyn Fn(&str) -> bool,
        ends: &dyn Fn(&str) -> bool,
    ) -> Reach {
        let roots = self.names.iter().filter(|(_, name)| are_roots(name));
        self.reach(roots.map(|(function, _)| *function).collect(), ends)
    }

    /// The names of all functions.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &str> {
        self.names.values().map(String::as_str)
    }

    /// Where data is in the memory.
    pub(crate) fn data(&self) -> impl Iterator<Item = &Range<usize>> {
        self.places.values()
    }

    /// One that exports a function, and whose functions refer to each other in this way.
    #[cfg(test)]
    pub(crate) fn of(export: &str, references: &[(&str, &str)]) -> Self {
        let mut linked = Self::default();
        let mut number = |name: &str| {
            let known = linked.names.iter().find(|(_, known)| *known == name);
            known.map(|(number, _)| *number).unwrap_or_else(|| {
                linked.names.insert(linked.names.len(), name.to_owned());
                linked.names.len() - 1
            })
        };
        let export = (export.to_owned(), number(export));
        let numbers: Vec<_> = references
            .iter()
            .map(|(from, to)| (number(from), number(to)))
            .collect();
        linked.exports.push(export);
        for (from, to) in numbers {
            let from = linked.references.entry(Node::Function(from)).or_default();
            from.push(Node::Function(to));
        }
        linked
    }

    fn reach(&self, roots: Vec<usize>, ends: &dyn Fn(&str) -> bool) -> Reach {
        let mut open: Vec<_> = roots.iter().copied().map(Node::Function).collect();
        let mut seen: BTreeSet<_> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            if let Node::Function(function) = node
                && !roots.contains(&function)
                && self.names.get(&function).is_some_and(|name| ends(name))
            {
                continue;
            }
            for next in self.references.get(&node).into_iter().flatten() {
                if seen.insert(*next) {
                    open.push(*next);
                }
            }
        }
        let mut reach = Reach::default();
        for node in seen {
            match node {
                Node::Function(function) => {
                    reach.functions.extend(self.names.get(&function).cloned())
                }
                Node::Data(symbol) => reach.data.extend(self.places.get(&symbol).cloned()),
            }
        }
        reach
    }
}

/// What of the file matters here.
#[derive(Default)]
struct Sections<'a> {
    imported: usize,
    names: BTreeMap<usize, String>,
    exports: Vec<(String, usize)>,
    /// The number of the section and where its content begins.
    code: (u32, usize),
    data: (u32, usize),
    /// Where the bodies of functions are in the file.
    bodies: Vec<Range<usize>>,
    /// Where the segments are in the file, and their addresses in the memory.
    segments: Vec<(Range<usize>, usize)>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Section, offset, kind and symbol.
    relocations: Vec<(u32, usize, RelocationType, usize)>,
}

impl<'a> Sections<'a> {
    fn read(wasm: &'a [u8]) -> wasmparser::Result<Self> {
        let mut this = Self::default();
        let mut number = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            let is_section = payload.as_section().is_some();
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        this.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if export.kind == ExternalKind::Func {
                            this.exports
                                .push((export.name.to_owned(), export.index as usize));
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => this.code = (number, range.start),
                Payload::CodeSectionEntry(body) => this.bodies.push(body.range()),
                Payload::DataSection(segments) => {
                    this.data = (number, segments.range().start);
                    for segment in segments {
                        let segment = segment?;
                        let end = segment.range.end;
                        let content = end - segment.data.len()..end;
                        this.segments.push((content, address(&segment.kind)?));
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Name(names) => {
                        for part in names {
                            if let Name::Function(functions) = part? {
                                for name in functions {
                                    let name = name?;
                                    let text = rustc_demangle::demangle(name.name).to_string();
                                    this.names.insert(name.index as usize, text);
                                }
                            }
                        }
                    }
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(symbols) = part? {
                                this.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let section = relocations.section_index();
                        for entry in relocations.entries() {
                            let entry = entry?;
                            let place = (section, entry.offset as usize);
                            this.relocations.push((
                                place.0,
                                place.1,
                                entry.ty,
                                entry.index as usize,
                            ));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            number += u32::from(is_section);
        }
        Ok(this)
    }

    fn linked(self) -> Outcome<Linked> {
        if self.symbols.is_empty() || self.relocations.is_empty() {
            return Err(Failure("the wasm was linked without --emit-relocs".into()));
        }
        // Each symbol of data with its place in the file; some lie in others.
        let mut in_file = Vec::new();
        let mut places = BTreeMap::new();
        for (number, symbol) in self.symbols.iter().enumerate() {
            if let SymbolInfo::Data {
                symbol: Some(data), ..
            } = symbol
                && let Some((content, address)) = self.segments.get(data.index as usize)
            {
                let (offset, size) = (data.offset as usize, data.size as usize);
                let file = content.start + offset;
                in_file.push((file..file + size, number));
                places.insert(number, address + offset..address + offset + size);
            }
        }
        in_file.sort_by_key(|(place, _)| (place.start, place.end));
        let longest = in_file.iter().map(|(place, _)| place.len()).max();
        let longest = longest.unwrap_or_default();
        let mut references: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        for (section, offset, kind, symbol) in &self.relocations {
            use RelocationType as R;
            if matches!(
                kind,
                R::TypeIndexLeb | R::GlobalIndexLeb | R::TableNumberLeb
            ) {
                continue;
            }
            let to = match self.symbols.get(*symbol) {
                Some(SymbolInfo::Func { index, .. }) => Node::Function(*index as usize),
                Some(SymbolInfo::Data { .. }) => Node::Data(*symbol),
                _ => continue,
            };
            if *section == self.code.0 {
                let at = self.code.1 + offset;
                let body = self.bodies.partition_point(|body| body.end <= at);
                references
                    .entry(Node::Function(self.imported + body))
                    .or_default()
                    .push(to);
            } else if *section == self.data.0 {
                let at = self.data.1 + offset;
                let after = in_file.partition_point(|(place, _)| place.start <= at);
                let near = in_file.iter().take(after).rev();
                let mut found = false;
                for (place, number) in near.take_while(|(place, _)| place.start + longest >= at) {
                    if place.contains(&at) {
                        found = true;
                        references.entry(Node::Data(*number)).or_default().push(to);
                    }
                }
                if !found {
                    return Err(Failure(format!(
                        "nothing is at {at} in the data of the wasm"
                    )));
                }
            }
        }
        Ok(Linked {
            names: self.names,
            exports: self.exports,
            references,
            places,
        })
    }
}

/// The address of a segment in the memory.
fn address(kind: &DataKind) -> wasmparser::Result<usize> {
    if let DataKind::Active { offset_expr, .. } = kind
        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
    {
        return Ok(value.cast_unsigned() as usize);
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const SOURCE: &str = r#"
        #![no_std]
        #[panic_handler]
        fn panic(_: &core::panic::PanicInfo) -> ! {
            loop {}
        }
        static POINTED: [fn() -> i32; 2] = [one, two];
        static UNUSED: [fn() -> i32; 2] = [two, two];
        fn one() -> i32 { 1 }
        fn two() -> i32 { 2 }
        #[unsafe(no_mangle)]
        #[inline(never)]
        pub extern "C" fn inner(at: usize) -> i32 {
            POINTED.get(at).map_or(0, |pointed| pointed())
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn outer(at: usize) -> i32 { inner(at + 1) }
        #[unsafe(no_mangle)]
        pub extern "C" fn lone() -> usize { &raw const UNUSED as usize }
    "#;

    fn compile(relocations: bool) -> Vec<u8> {
        let place = std::env::temp_dir();
        let name = format!("xtask-reach-{}-{relocations}", std::process::id());
        let (source, wasm) = (place.join(&name), place.join(format!("{name}.wasm")));
        std::fs::write(&source, SOURCE).unwrap();
        let mut rustc = Command::new("rustc");
        rustc
            .args(["--target=wasm32-unknown-unknown", "--crate-type=cdylib"])
            .args(["--edition=2024", "--crate-name=reach", "-Copt-level=1"])
            .arg("-o")
            .arg(&wasm)
            .arg(&source);
        if relocations {
            rustc.arg("-Clink-arg=--emit-relocs");
        }
        assert!(rustc.status().unwrap().success());
        let bytes = std::fs::read(&wasm).unwrap();
        std::fs::remove_file(source).unwrap();
        std::fs::remove_file(wasm).unwrap();
        bytes
    }

    fn has(reach: &Reach, part: &str) -> bool {
        reach.functions.iter().any(|name| name.contains(part))
    }

    #[test]
    fn functions_are_reached_by_calls_and_through_data() {
        let linked = Linked::read(&compile(true)).unwrap();
        let only = |root: &'static str| linked.reached_from(&move |name| name == root, &|_| false);
        let outer = only("outer");
        assert!(has(&outer, "inner") && has(&outer, "::one"), "{outer:?}");
        let lone = only("lone");
        assert!(!has(&lone, "::one") && has(&lone, "::two"), "{lone:?}");
        assert_eq!(lone.data.iter().map(Range::len).sum::<usize>(), 8);
        let ended = linked.reached_from(&|name| name == "outer", &|name| name == "inner");
        assert!(has(&ended, "inner") && !has(&ended, "::one"), "{ended:?}");
    }

    #[test]
    fn a_wasm_without_relocations_is_an_error() {
        let failure = Linked::read(&compile(false)).unwrap_err();
        assert!(failure.0.contains("--emit-relocs"), "{failure:?}");
    }
}
