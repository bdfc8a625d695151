//! Installs what is missing for a build.

use std::{fs, path::Path, process};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    npm,
    paths::{cache_dir, on_path, tool_path},
    progress::step,
    tools::{self, Tool},
};

/// Settings that shorten the time to build a tool. The tools are as quick as without them.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
];

/// Installs what a build needs.
pub(crate) fn setup(sh: &Shell) -> Result<()> {
    toolchain(sh)?;
    install(sh, &tools::trunk())?;
    install(sh, &tools::wasm_bindgen(sh)?)?;
    npm::install(sh)
}

/// Installs one tool unless it is there.
pub(crate) fn install(sh: &Shell, tool: &Tool) -> Result<()> {
    if tool_path(tool)?.is_file() {
        return Ok(());
    }
    let (package, version) = (tool.package, &tool.version);
    let locked = tool.locked.then_some("--locked");
    step(&format!("Installing {package} {version}"), || {
        fill(sh, &tool.directory(), |directory| {
            cmd!(
                sh,
                "cargo install {package} --version {version} --no-track {locked...} --root {directory}"
            )
            // The tool runs on this machine, whatever the project is built for.
            .env_remove("CARGO_BUILD_TARGET")
            .env_remove("CARGO_TARGET_DIR")
            .envs(QUICK)
            .run()
            .with_context(|| format!("cannot install {package}"))
        })
    })
}

/// Fills a directory of the cache. It gets its name when it is complete, so that no other process sees
/// a part of it.
pub(crate) fn fill(sh: &Shell, name: &str, work: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let finished = cache_dir()?.join(name);
    let unfinished = finished.with_file_name(format!("{name}.part-{}", process::id()));
    sh.create_dir(&unfinished)?;
    let result = work(&unfinished).and_then(|()| {
        sh.remove_path(&finished)?;
        fs::rename(&unfinished, &finished)
            .with_context(|| format!("cannot create {}", finished.display()))
    });
    if result.is_err() {
        // The first error is the one to report. A leftover is never taken for a tool.
        let _ = sh.remove_path(&unfinished);
    }
    result
}

/// Adds the wasm target and the source of the standard library, which a release build compiles.
pub(crate) fn toolchain(sh: &Shell) -> Result<()> {
    let sysroot = sysroot(sh).context(
        "the Rust toolchain of rust-toolchain.toml is missing: install it with `rustup toolchain install`",
    )?;
    let rustlib = Path::new(&sysroot).join("lib/rustlib");
    if !rustlib.join("wasm32-unknown-unknown/lib").is_dir() {
        rustup(sh, "target", "wasm32-unknown-unknown", "compile to wasm")?;
    }
    if !rustlib.join("src/rust/library/std").is_dir() {
        rustup(
            sh,
            "component",
            "rust-src",
            "build a small standard library",
        )?;
    }
    Ok(())
}

/// The directory of the Rust toolchain.
pub(crate) fn sysroot(sh: &Shell) -> Result<String> {
    Ok(cmd!(sh, "rustc --print sysroot").quiet().read()?)
}

/// The platform of the compiler, such as `x86_64-unknown-linux-gnu`.
pub(crate) fn host(sh: &Shell) -> Result<String> {
    Ok(cmd!(sh, "rustc --print host-tuple").quiet().read()?)
}

fn rustup(sh: &Shell, kind: &str, name: &str, purpose: &str) -> Result<()> {
    ensure!(
        on_path("rustup"),
        "the Rust {kind} {name} is missing, needed to {purpose}: \
         install rustup, then run `rustup {kind} add {name}`"
    );
    step(&format!("Adding the Rust {kind} {name}"), || {
        Ok(cmd!(sh, "rustup {kind} add {name}").run()?)
    })
}
