//! Making the wasm small, in one pass of wasm-opt: its code, and the names between it and its glue.
//! wasm-bindgen's names are long and half of them random digits, which no compression removes.

use std::{fs, path::Path, process::Command};

use crate::{
    cache::find,
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
/// inlined body, and a repeated expression better than a local for its value. Measured at 3 %.
const PASSES: [&str; 8] = [
    "-Oz",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--always-inline-max-function-size=2",
    "--skip-pass=local-cse",
    "--strip-producers",
    "--strip-target-features",
    "--minify-imports-and-exports-and-modules",
];

/// Shrinks the wasm in its place, and gives the glue the new names of imports and exports.
pub(crate) fn shrink(wasm: &Path, glue: &Path) -> Outcome {
    snip(wasm)?;
    let output = Command::new(find(&tools::binaryen())?)
        .args(FEATURES)
        .args(PASSES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm)
        .output()
        .context("cannot run wasm-opt")?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        return Err(Failure(format!("wasm-opt: {error}")));
    }
    let names = Names::read(&String::from_utf8_lossy(&output.stdout));
    let text = fs::read_to_string(glue).context("cannot read the glue")?;
    fs::write(glue, names.apply(text)?).context("cannot write the glue")
}

/// What wasm-opt says it has renamed.
#[derive(Debug, PartialEq, Eq)]
struct Names {
    /// Module, old name and new name.
    imports: Vec<[String; 3]>,
    /// Old name and new name.
    exports: Vec<[String; 2]>,
}

impl Names {
    /// Reads lines such as `["./glue.js", "old", "new"]` and `["old", "new"]`.
    fn read(text: &str) -> Self {
        let mut names = Self {
            imports: Vec::new(),
            exports: Vec::new(),
        };
        for line in text.lines() {
            let strings: Vec<_> = line
                .split('"')
                .skip(1)
                .step_by(2)
                .map(String::from)
                .collect();
            match strings.len() {
                3 => names.imports.extend(strings.try_into()),
                2 => names.exports.extend(strings.try_into()),
                _ => {}
            }
        }
        names
    }

    /// The glue with the new names.
    ///
    /// # Errors
    /// When the glue does not name every import just once, as a property.
    fn apply(&self, mut glue: String) -> Outcome<String> {
        for [module, old, new] in &self.imports {
            glue = once(&glue, &format!(" {old}: "), &format!(" {new}: "))?;
            glue = glue.replace(&format!("\"{module}\": "), "\"a\": ");
        }
        for [old, new] in &self.exports {
            glue = after_wasm(&glue, old, new);
        }
        Ok(glue)
    }
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

    const REPORT: &str = "{\n \"imports\": [\n  [\"./k_bg.js\", \"__wbg_a_1\", \"$\"],\n  \
        [\"./k_bg.js\", \"__wbg_a_12\", \"b\"]\n ],\n\"exports\": [\n  [\"memory\", \"c\"],\n  [\"mem\", \"d\"]\n ]\n}";

    #[test]
    fn imports_and_exports_get_their_new_names() {
        let glue = "const imports = { __wbg_a_1: function() {}, __wbg_a_12: f };\n\
            wasm.memory.buffer; wasm.mem(memory); return { \"./k_bg.js\": imports };";
        let short = Names::read(REPORT).apply(glue.into()).unwrap();
        assert_eq!(
            short,
            "const imports = { $: function() {}, b: f };\n\
             wasm.c.buffer; wasm.d(memory); return { \"a\": imports };"
        );
    }

    #[test]
    fn an_import_that_the_glue_lacks_is_an_error() {
        let failure = Names::read(REPORT)
            .apply("{ __wbg_a_1: f }".into())
            .unwrap_err();
        assert!(failure.0.contains("__wbg_a_12"), "{failure:?}");
    }
}
