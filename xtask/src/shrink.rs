//! Making the wasm small: wasm-opt on each file, and short names between the first file and its glue.
//! wasm-bindgen's names are long and half of them random digits, which no compression removes.

use std::{collections::BTreeMap, path::Path, process::Command};

use walrus::Module;

use crate::{
    order,
    paths::find,
    run::{Context, Failure, Outcome},
    tools,
};

/// The WebAssembly features that the widget's browsers have and that Rust compiles to.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What is small when compressed, which is how it travels: a repeated call packs better than the
/// inlined body, unless that is short, and a repeated expression better than a local for its value.
/// Measured at 4 %. And the fewer functions, the sooner the list: engines compile each at its first
/// call.
const PASSES: [&str; 11] = [
    "-Oz",
    "--converge",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=28",
    "--always-inline-max-function-size=4",
    "--skip-pass=local-cse",
    // The stack ends there.
    "--low-memory-unused",
    // Engines pay no heed to the hints that this evens out.
    "--dealign",
    order::PASS,
    "--strip-producers",
    "--strip-target-features",
];

/// Shrinks one file of the wasm.
pub(crate) fn optimize(wasm: &Path) -> Outcome {
    let mut module = read(wasm)?;
    order::name_by_signature(&mut module);
    write(&mut module, wasm)?;
    let output = Command::new(find(&tools::binaryen())?)
        .args(FEATURES)
        .args(PASSES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm)
        .output()
        .context("cannot run wasm-opt")?;
    if output.status.success() {
        Ok(())
    } else {
        let error = String::from_utf8_lossy(&output.stderr);
        Err(Failure(format!("wasm-opt: {error}")))
    }
}

/// Old names and new ones.
pub(crate) type Names = BTreeMap<String, String>;

/// Gives the imports of the glue and the exports of a wasm short names, except what `later`, the second
/// file, imports; returns them, for the glue.
pub(crate) fn shorten(wasm: &Path, later: &Path) -> Outcome<Names> {
    let mut module = read(wasm)?;
    let later = read(later)?;
    let mut names = Names::new();
    let mut unused = short_names();
    let mut short = |name: &mut String| {
        let new = names
            .entry(name.clone())
            .or_insert_with(|| unused.next().unwrap_or_default());
        name.clone_from(new);
    };
    for import in module.imports.iter_mut() {
        if import.module.ends_with("_bg.js") {
            short(&mut import.name);
        }
    }
    for export in module.exports.iter_mut() {
        if later
            .imports
            .iter()
            .all(|import| import.name != export.name)
        {
            short(&mut export.name);
        }
    }
    write(&mut module, wasm)?;
    Ok(names)
}

fn read(wasm: &Path) -> Outcome<Module> {
    Module::from_file(wasm).map_err(|error| Failure(format!("{}: {error}", wasm.display())))
}

fn write(module: &mut Module, wasm: &Path) -> Outcome {
    module
        .emit_wasm_file(wasm)
        .map_err(|error| Failure(error.to_string()))
}

/// Names that no property of the platform has, because the bundler renames properties by name: `$a`, `$b` …
fn short_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(|letter| format!("${letter}"));
    let two = letters().flat_map(move |one| letters().map(move |two| format!("${one}{two}")));
    one.chain(two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_all_different() {
        let names: Vec<_> = short_names().collect();
        let different: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len());
        assert!(names.len() > 2_000);
    }
}
