//! Splits the wasm into two files: one for the first list, one for the rest (`src/lazy_chunk.rs`).
//!
//! Trunk calls the first `wasm-bindgen` on `PATH`. `xtask` puts a copy of this program there under that
//! name. The program splits the linker's output, then calls the real wasm-bindgen with the entry chunk.
//! Release and development builds do the same.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use walrus::Module;
use wasm_split_cli_support::{Options, transform};
use xshell::{Shell, cmd};

/// The environment variable with the path of the real wasm-bindgen.
const WASM_BINDGEN: &str = "KEY_EVENTS_WASM_BINDGEN";

/// The macro `wasm_split` imports from this module until the wasm is split.
const PLACEHOLDER: &str = "__wasm_split_placeholder__";

/// Splits the wasm that the arguments name, and calls wasm-bindgen with the entry chunk instead.
pub(crate) fn bindgen(arguments: &[&str]) -> Result<()> {
    let bindgen = env::var_os(WASM_BINDGEN)
        .with_context(|| format!("{WASM_BINDGEN} is not set: run `cargo xtask build`"))?;
    let sh = Shell::new()?;
    let is_wasm = |argument: &str| {
        Path::new(argument)
            .extension()
            .is_some_and(|end| end == "wasm")
    };
    let Some(linked) = arguments.iter().find(|argument| is_wasm(argument)) else {
        return Ok(cmd!(sh, "{bindgen} {arguments...}").quiet().run()?);
    };
    let main = split(Path::new(linked))?;
    let others = arguments.iter().filter(|argument| *argument != linked);
    // The lazy chunk uses the table and the stack of the entry chunk.
    cmd!(sh, "{bindgen} {others...} --keep-lld-exports {main}")
        .quiet()
        .run()?;
    Ok(())
}

/// Fails when a wasm was not split. That happens when Trunk calls another wasm-bindgen.
pub(crate) fn check(wasm: &Path) -> Result<()> {
    let module = Module::from_file(wasm).with_context(|| wasm.display().to_string())?;
    let is_placeholder = |name: &str| name.contains(PLACEHOLDER);
    ensure!(
        !module
            .imports
            .iter()
            .any(|import| is_placeholder(&import.name) || is_placeholder(&import.module)),
        "the wasm was not split: run `cargo xtask serve` or `cargo xtask build`, not trunk"
    );
    Ok(())
}

/// Splits a wasm into the folder `split` beside it; returns the path of the entry chunk.
fn split(linked: &Path) -> Result<PathBuf> {
    let bytes = fs::read(linked).with_context(|| format!("cannot read {}", linked.display()))?;
    let parts = linked.with_file_name("split");
    if parts.exists() {
        fs::remove_dir_all(&parts).with_context(|| format!("cannot remove {}", parts.display()))?;
    }
    // wasm-bindgen names the glue after this file.
    let main = parts.join(linked.file_name().unwrap_or_default());
    let mut options = Options::new(&bytes);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.link_name = "./__wasm_split.js";
    // The alias of the glue in the call of esbuild (`xtask/src/bundle.rs`).
    options.main_module = "glue";
    let split = transform(options)
        .map_err(|error| anyhow!("cannot split {}: {error:#}", linked.display()))?;
    match split.split_modules.as_slice() {
        [_] => Ok(main),
        parts => bail!("expected one lazy chunk, found {}", parts.len()),
    }
}
