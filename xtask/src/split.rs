//! Dividing the wasm into the file of the first list and the file of the rest (`src/lazy_chunk.rs`).
//!
//! Trunk calls `wasm-bindgen` from `PATH`. The first one there is this program under that name: it divides
//! what the linker made, then has the real one do its work on the first file. For release and development
//! builds alike.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use walrus::Module;
use wasm_split_cli_support::{Options, transform};

use crate::{
    lockfile::wasm_bindgen_version,
    paths::{find, target},
    run::{Context, Failure, Outcome, run},
    tools,
};

/// The name that Trunk calls.
const NAME: &str = "wasm-bindgen";

/// The script that loads the second file, by its name in the glue.
pub(crate) const LINK: &str = "__wasm_split.js";

/// Where this program is under the name that Trunk calls.
pub(crate) fn directory() -> Outcome<PathBuf> {
    let directory = target().join("xtask");
    fs::create_dir_all(&directory).context("cannot make the directory of the splitter")?;
    let this = env::current_exe().context("cannot find this program")?;
    let name = directory
        .join(NAME)
        .with_extension(env::consts::EXE_EXTENSION);
    // A copy that runs cannot be overwritten, only replaced.
    let copy = directory.join(format!("{NAME}-{}", std::process::id()));
    fs::copy(this, &copy).context("cannot copy the splitter")?;
    fs::rename(copy, name).context("cannot name the splitter")?;
    Ok(directory)
}

/// Whether this program was called by that name.
pub(crate) fn is_called() -> bool {
    let program = env::args_os().next().map(PathBuf::from);
    program.is_some_and(|program| program.file_stem().is_some_and(|name| name == NAME))
}

/// Divides the wasm that the arguments name, and passes on the first file with them.
pub(crate) fn bindgen(arguments: &[&str]) -> Outcome {
    let mut bindgen = Command::new(find(&tools::wasm_bindgen(wasm_bindgen_version()?))?);
    let Some(linked) = arguments
        .iter()
        .find(|argument| argument.ends_with(".wasm"))
    else {
        return run(bindgen.args(arguments));
    };
    let main = split(Path::new(linked))?;
    let others = arguments.iter().filter(|argument| *argument != linked);
    // The second file uses the table and the stack of the first.
    run(bindgen.args(others).arg("--keep-lld-exports").arg(main))
}

/// Whether a wasm is the first of two files: one that Trunk built by itself still imports the second.
pub(crate) fn is_split(wasm: &Path) -> Outcome<bool> {
    let module =
        Module::from_file(wasm).map_err(|error| Failure(format!("{}: {error}", wasm.display())))?;
    let mut imports = module.imports.iter();
    Ok(!imports
        .any(|import| import.name.contains(PLACEHOLDER) || import.module.contains(PLACEHOLDER)))
}

/// What the macro `wasm_split` imports from, until the wasm is split.
const PLACEHOLDER: &str = "__wasm_split_placeholder__";

/// Where the files go that a linked wasm is divided into.
pub(crate) fn parts(profile: &str) -> PathBuf {
    target()
        .join("wasm32-unknown-unknown")
        .join(profile)
        .join("split")
}

fn split(linked: &Path) -> Outcome<PathBuf> {
    let bytes = fs::read(linked).context(format!("cannot read {}", linked.display()))?;
    let parts = linked.with_file_name("split");
    if parts.exists() {
        fs::remove_dir_all(&parts).context("cannot clear up the parts of the wasm")?;
    }
    // The glue is named after the file.
    let main = parts.join(linked.file_name().unwrap_or_default());
    let mut options = Options::new(&bytes);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.link_name = "./__wasm_split.js";
    // What the bundler knows the glue by.
    options.main_module = "glue";
    let split = transform(options).map_err(|error| Failure(format!("cannot split: {error:#}")))?;
    match split.split_modules.as_slice() {
        [_] => Ok(main),
        parts => Err(Failure(format!(
            "expected one second file of the wasm, found {}",
            parts.len()
        ))),
    }
}
