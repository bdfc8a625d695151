//! Builds and calls `wasm-tools`, the program that splits and shrinks the wasm.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use crate::{
    npm,
    paths::{root, target},
    run::{Context, Failure, Outcome, cargo, output_of, run},
};

/// The script that loads the second file. The glue imports it by this name.
pub(crate) const LINK: &str = "__wasm_split.js";

/// Builds the program, and copies it to where Trunk finds it as `wasm-bindgen`.
pub(crate) fn build() -> Outcome {
    run(cargo()
        .args(["build", "--package", "wasm-tools"])
        .env_remove("CARGO_BUILD_TARGET")
        .current_dir(root()))?;
    let directory = wrapper_dir();
    fs::create_dir_all(&directory).context("cannot make the directory of the wrapper")?;
    // A running program cannot be overwritten, only replaced.
    let copy = directory.join(format!("wasm-bindgen-{}", process::id()));
    fs::copy(program(), &copy).context("cannot copy wasm-tools")?;
    let wrapper = directory.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    fs::rename(copy, wrapper).context("cannot name the wrapper")
}

/// The directory for `PATH` that has the program under the name `wasm-bindgen`.
pub(crate) fn wrapper_dir() -> PathBuf {
    target().join("xtask")
}

/// Where the program puts the files that it splits a wasm into.
pub(crate) fn parts(profile: &str) -> PathBuf {
    target().join(format!("wasm32-unknown-unknown/{profile}/split"))
}

/// Fails when a wasm was not split.
pub(crate) fn check_split(wasm: &Path) -> Outcome {
    let program = program();
    if !program.is_file() {
        return Err(Failure(
            "the wasm was not split: run `cargo xtask serve` or `cargo xtask build`, not trunk"
                .into(),
        ));
    }
    run(Command::new(program).arg("check-split").arg(wasm))
}

/// Shrinks both files; returns the short names of the imports and exports as a JSON object.
pub(crate) fn shrink(main: &Path, later: &Path) -> Outcome<String> {
    let names = output_of(
        Command::new(program())
            .arg("shrink")
            .arg(npm::file(npm::WASM_OPT)?)
            .args([main, later]),
    );
    names.ok_or_else(|| Failure("wasm-tools cannot shrink the wasm".into()))
}

fn program() -> PathBuf {
    let name = format!("debug/wasm-tools{}", env::consts::EXE_SUFFIX);
    root().join(target()).join(name)
}
