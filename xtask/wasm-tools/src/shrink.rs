//! Makes the wasm small: wasm-opt for each file, and short names between the entry chunk and its glue.
//! A part of each of wasm-bindgen's long names is random digits, which do not compress.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use walrus::Module;
use xshell::{Shell, cmd};

use crate::order;

/// The WebAssembly features that the widget's browsers have and that Rust compiles to.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The passes for the smallest compressed file. A repeated call compresses better than an inlined body,
/// unless the body is short. A repeated expression compresses better than a local for its value. Fewer functions also render the list sooner: an engine compiles each at its first call.
const PASSES: [&str; 10] = [
    "-Oz",
    "--converge",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=12",
    "--always-inline-max-function-size=4",
    "--skip-pass=local-cse",
    // The stack is there.
    "--low-memory-unused",
    // Engines ignore alignment hints.
    "--dealign",
    "--strip-producers",
    "--strip-target-features",
];

/// The short name of each import and export that has one.
pub(crate) type Names = BTreeMap<String, String>;

/// Shrinks both files; returns the short names, which the bundler gives to the glue too.
pub(crate) fn shrink(wasm_opt: &Path, main: &Path, lazy: &Path) -> Result<Names> {
    for wasm in [main, lazy] {
        run(wasm_opt, &PASSES, wasm)?;
    }
    let names = shorten(main, lazy)?;
    for wasm in [main, lazy] {
        let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        write(&mut order::name_by_similarity(&bytes)?, wasm)?;
        run(wasm_opt, &[order::PASS], wasm)?;
    }
    Ok(names)
}

fn run(wasm_opt: &Path, passes: &[&str], wasm: &Path) -> Result<()> {
    let sh = Shell::new()?;
    cmd!(sh, "{wasm_opt} {FEATURES...} {passes...} {wasm} -o {wasm}")
        .quiet()
        .ignore_stdout()
        .run()?;
    Ok(())
}

/// Gives short names to the imports from the glue and to the exports, except those that `lazy` imports.
fn shorten(main: &Path, lazy: &Path) -> Result<Names> {
    let mut module = read(main)?;
    let lazy = read(lazy)?;
    let mut names = Names::new();
    let mut unused = short_names();
    let mut shorten = |name: &mut String| {
        let short = names
            .entry(name.clone())
            .or_insert_with(|| unused.next().unwrap_or_default());
        name.clone_from(short);
    };
    for import in module.imports.iter_mut() {
        if import.module.ends_with("_bg.js") {
            shorten(&mut import.name);
        }
    }
    for export in module.exports.iter_mut() {
        let mut imports = lazy.imports.iter();
        if imports.all(|import| import.name != export.name) {
            shorten(&mut export.name);
        }
    }
    write(&mut module, main)?;
    Ok(names)
}

fn read(wasm: &Path) -> Result<Module> {
    Module::from_file(wasm).with_context(|| format!("cannot read {}", wasm.display()))
}

/// Removes what only the splitter reads, which all builds with the same flags have.
pub(crate) fn strip_relocations(wasm: &Path) -> Result<()> {
    let mut module = Module::from_file(wasm)?;
    for name in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(name);
    }
    write(&mut module, wasm)
}

fn write(module: &mut Module, wasm: &Path) -> Result<()> {
    let written = module.emit_wasm_file(wasm);
    written.with_context(|| format!("cannot write {}", wasm.display()))
}

/// `$a`, `$b` …: the bundler renames properties by name, and no property of the platform has such a name.
fn short_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(|letter| format!("${letter}"));
    let two = letters().flat_map(move |one| letters().map(move |two| format!("${one}{two}")));
    one.chain(two)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn short_names_are_unique() {
        let names: Vec<_> = short_names().collect();
        let unique: BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
        assert!(names.len() > 2_000);
    }
}
