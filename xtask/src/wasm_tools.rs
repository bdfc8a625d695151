//! Builds and calls `wasm-tools`, the program that splits and shrinks the wasm.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    npm,
    paths::{project_root, target_dir},
};

/// The generated script that loads the lazy chunk. The glue imports it by this name.
pub(crate) const WASM_IMPORTS: &str = "__wasm_split.js";

/// Builds the program, and copies it to where Trunk finds it as `wasm-bindgen`.
pub(crate) fn build(sh: &Shell) -> Result<()> {
    cmd!(sh, "cargo build --package wasm-tools")
        .env_remove("CARGO_BUILD_TARGET")
        .run()
        .context("cannot build wasm-tools")?;
    let directory = sh.create_dir(wrapper_dir())?;
    // A running program cannot be overwritten, only replaced.
    let copy = directory.join(format!("wasm-bindgen-{}", process::id()));
    sh.copy_file(program(), &copy)?;
    let wrapper = directory.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    fs::rename(copy, &wrapper).with_context(|| format!("cannot create {}", wrapper.display()))
}

/// The directory for `PATH` that has the program under the name `wasm-bindgen`.
pub(crate) fn wrapper_dir() -> PathBuf {
    target_dir().join("xtask")
}

/// Where the program puts the files that it splits a wasm into.
pub(crate) fn parts(profile: &str) -> PathBuf {
    target_dir().join(format!("wasm32-unknown-unknown/{profile}/split"))
}

/// Fails when a wasm was not split.
pub(crate) fn check_split(sh: &Shell, wasm: &Path) -> Result<()> {
    let program = program();
    ensure!(
        program.is_file(),
        "the wasm was not split: run `cargo xtask serve` or `cargo xtask build`, not trunk"
    );
    Ok(cmd!(sh, "{program} check-split {wasm}").quiet().run()?)
}

/// Shrinks both files; returns the short names of the imports and exports as a JSON object.
pub(crate) fn shrink(sh: &Shell, main: &Path, lazy: &Path) -> Result<String> {
    let (program, wasm_opt) = (program(), npm::file(npm::WASM_OPT)?);
    Ok(cmd!(sh, "{program} shrink {wasm_opt} {main} {lazy}").read()?)
}

/// Removes the relocations from a file that is not split.
pub(crate) fn strip_relocations(sh: &Shell, wasm: &Path) -> Result<()> {
    let program = program();
    Ok(cmd!(sh, "{program} strip-relocations {wasm}")
        .quiet()
        .run()?)
}

fn program() -> PathBuf {
    let name = format!("debug/wasm-tools{}", env::consts::EXE_SUFFIX);
    project_root().join(target_dir()).join(name)
}
