//! Making the wasm small, in one pass of wasm-opt: its code, and the names between it and its glue.
//! wasm-bindgen's names are long and half of them random digits, which no compression removes.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use walrus::Module;

use crate::{
    cache::find,
    divide::divide,
    order,
    powers::even_out,
    reach::Linked,
    run::{Context, Failure, Outcome},
    snip::snip,
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

/// The name that all parts of the wasm know the glue by.
const GLUE: &str = "a";

/// Divides the wasm, shrinks its parts, and gives the glue the new names of imports and exports.
///
/// They are written to `parts`, in the order in which they are needed; `linked` is what the linker made.
pub(crate) fn shrink(wasm: &Path, parts: &[&Path], linked: &Path, glue: &Path) -> Outcome {
    let bytes = |path: &Path| fs::read(path).context(format!("cannot read {}", path.display()));
    let mut module =
        Module::from_buffer(&bytes(wasm)?).map_err(|error| Failure(error.to_string()))?;
    for section in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(section);
    }
    snip(&mut module)?;
    even_out(&mut module)?;
    let mut unused = short_names();
    let names = Names::shorten(&mut module, &mut unused);
    let divided = divide(&module.emit_wasm(), &Linked::read(&bytes(linked)?)?, unused)?;
    let mut imported = BTreeSet::new();
    for (path, part) in parts.iter().zip(divided) {
        fs::write(path, part).context(format!("cannot write {}", path.display()))?;
        optimise(path)?;
        let part =
            Module::from_buffer(&bytes(path)?).map_err(|error| Failure(error.to_string()))?;
        imported.extend(part.imports.iter().map(|import| import.name.clone()));
    }
    let text = fs::read_to_string(glue).context("cannot read the glue")?;
    let text = names.apply(text, &|name| imported.contains(name))?;
    fs::write(glue, text).context("cannot write the glue")
}

fn optimise(wasm: &Path) -> Outcome {
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

/// `a`, `b` … `Z`, `aa`, `ab` …
fn short_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(String::from);
    let two = letters().flat_map(move |one| letters().map(move |two| [one, two].iter().collect()));
    one.chain(two)
}

/// What was renamed.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    /// Module, old name and new name.
    imports: Vec<[String; 3]>,
    /// Old name and new name.
    exports: Vec<[String; 2]>,
}

impl Names {
    /// Gives every import and export a short name.
    fn shorten(module: &mut Module, unused: &mut impl Iterator<Item = String>) -> Self {
        let mut imports = Vec::new();
        for (import, new) in module.imports.iter_mut().zip(short_names()) {
            imports.push([import.module.clone(), import.name.clone(), new.clone()]);
            import.module = GLUE.into();
            import.name = new;
        }
        let mut exports = Vec::new();
        for (export, new) in module.exports.iter_mut().zip(unused) {
            exports.push([export.name.clone(), new.clone()]);
            export.name = new;
        }
        Self { imports, exports }
    }

    /// The glue with the new names, and without the imports that are not needed.
    ///
    /// # Errors
    /// When the glue does not name every import just once, as a property.
    fn apply(&self, mut glue: String, is_needed: &dyn Fn(&str) -> bool) -> Outcome<String> {
        for [module, old, new] in &self.imports {
            glue = once(
                &glue,
                &format!("\n        {old}: "),
                &format!("\n        {new}: "),
            )?;
            glue = glue.replace(&format!("\"{module}\": "), &format!("\"{GLUE}\": "));
            if !is_needed(new) {
                glue = without(&glue, new);
            }
        }
        for [old, new] in &self.exports {
            glue = after_wasm(&glue, old, new);
        }
        Ok(glue)
    }
}

/// The glue without an import: from its name to the brace that closes it.
fn without(glue: &str, name: &str) -> String {
    let start = format!("\n        {name}: ");
    let Some((before, rest)) = glue.split_once(&start) else {
        return glue.to_owned();
    };
    let end = rest.find("\n        }").map_or(0, |end| end + 1);
    let after = rest[end..]
        .find('\n')
        .map_or("", |line| &rest[end + line..]);
    [before, after].concat()
}

fn once(text: &str, old: &str, new: &str) -> Outcome<String> {
    match text.matches(old).count() {
        1 => Ok(text.replace(old, new)),
        count => Err(Failure(format!(
            "the glue names{old}{count} times, expected once"
        ))),
    }
}

/// Replaces a name where it is an export: after `wasm.` and before what can't be in a name.
fn after_wasm(text: &str, old: &str, new: &str) -> String {
    let old = format!("wasm.{old}");
    let mut parts = text.split(old.as_str());
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let longer =
            part.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '$');
        result.push_str(if longer { &old } else { "wasm." });
        result.push_str(if longer { "" } else { new });
        result.push_str(part);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let text = |text: &str| text.to_owned();
        Names {
            imports: vec![
                [text("./k_bg.js"), text("__wbg_a_1"), text("x")],
                [text("./k_bg.js"), text("__wbg_a_12"), text("y")],
            ],
            exports: vec![[text("memory"), text("c")], [text("mem"), text("d")]],
        }
    }

    const TEXT: &str = "const imports = {\n        __wbg_a_1: function() {\n            f();\n        },\n        \
        __wbg_a_12: f,\n};\nwasm.memory.buffer; wasm.mem(memory); return { \"./k_bg.js\": imports };";

    #[test]
    fn imports_and_exports_get_their_new_names() {
        let short = names().apply(TEXT.into(), &|_| true).unwrap();
        assert_eq!(
            short,
            "const imports = {\n        x: function() {\n            f();\n        },\n        y: f,\n};\n\
             wasm.c.buffer; wasm.d(memory); return { \"a\": imports };"
        );
    }

    #[test]
    fn an_import_that_is_not_needed_goes() {
        let short = names().apply(TEXT.into(), &|name| name == "y").unwrap();
        assert!(
            short.starts_with("const imports = {\n        y: f,\n};"),
            "{short}"
        );
    }

    #[test]
    fn an_import_that_the_glue_lacks_is_an_error() {
        let glue = "{\n        __wbg_a_1: f }";
        let failure = names().apply(glue.into(), &|_| true).unwrap_err();
        assert!(failure.0.contains("__wbg_a_12"), "{failure:?}");
    }
}
