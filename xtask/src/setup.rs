//! Installing what is missing, and only that.

use std::{
    fs,
    path::Path,
    process::{self, Command},
};

use crate::{
    lockfile::wasm_bindgen_version,
    npm,
    paths::{program, root, tools_directory},
    progress::step,
    run::{Context, Failure, Outcome, cargo, on_path, output_of, run},
    tools::{self, Source, Tool},
};

/// Makes a build possible.
pub(crate) fn setup() -> Outcome {
    toolchain()?;
    install(&tools::trunk())?;
    install(&tools::wasm_bindgen(wasm_bindgen_version()?))?;
    npm::install()
}

/// Installs one tool unless it is there.
pub(crate) fn install(tool: &Tool) -> Outcome {
    if program(tool)?.is_file() {
        return Ok(());
    }
    step(
        &format!("Installing {} {}", tool.package, tool.version),
        || {
            let tools = tools_directory()?;
            let finished = tools.join(tool.directory());
            let unfinished = tools.join(format!("{}.part-{}", tool.directory(), process::id()));
            fs::create_dir_all(&unfinished)
                .context(format!("cannot create {}", unfinished.display()))?;
            let outcome = match tool.source {
                Source::Crate => cargo_install(tool, &unfinished, &["--locked"]),
                Source::CrateUnlocked => cargo_install(tool, &unfinished, &[]),
            };
            let outcome = outcome.and_then(|()| publish(&unfinished, &finished));
            if outcome.is_err() {
                // The error itself is what matters; a rest in the cache is never taken for a tool.
                let _ = fs::remove_dir_all(&unfinished);
            }
            outcome
        },
    )
}

/// Gives a finished install its real name in one step, so that the name stands for “complete”.
pub(crate) fn publish(unfinished: &Path, finished: &Path) -> Outcome {
    if finished.exists() {
        fs::remove_dir_all(finished).context(format!("cannot replace {}", finished.display()))?;
    }
    fs::rename(unfinished, finished).context(format!("cannot create {}", finished.display()))
}

fn cargo_install(tool: &Tool, directory: &Path, flags: &[&str]) -> Outcome {
    run(cargo()
        .args(["install", tool.package, "--version", &tool.version])
        .arg("--no-track")
        .args(flags)
        .arg("--root")
        .arg(directory)
        // The tool is built for this machine, whatever the project is built for.
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("CARGO_TARGET_DIR")
        .envs(QUICK)
        .current_dir(root()))
}

/// Builds a tool in less than half the time; what they do takes as long as it did.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
];

/// Sees to the wasm target and to the standard library's source, which a release build compiles.
pub(crate) fn toolchain() -> Outcome {
    let Some(sysroot) = output_of(Command::new("rustc").args(["--print", "sysroot"])) else {
        return Err(Failure(
            "the Rust toolchain of rust-toolchain.toml is missing: install it with `rustup toolchain install`"
                .into(),
        ));
    };
    let rustlib = Path::new(sysroot.trim()).join("lib/rustlib");
    if !rustlib.join("wasm32-unknown-unknown/lib").is_dir() {
        rustup("target", "wasm32-unknown-unknown", "compile to wasm")?;
    }
    if !rustlib.join("src/rust/library/std").is_dir() {
        rustup("component", "rust-src", "build a small standard library")?;
    }
    Ok(())
}

fn rustup(kind: &str, name: &str, purpose: &str) -> Outcome {
    if !on_path("rustup") {
        return Err(Failure(format!(
            "the Rust {kind} {name} is missing, needed to {purpose}: get rustup, then run `rustup {kind} add {name}`"
        )));
    }
    step(&format!("Adding the Rust {kind} {name}"), || {
        run(Command::new("rustup")
            .args([kind, "add", name])
            .current_dir(root()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_install_replaces_what_was_there() {
        let place = std::env::temp_dir().join(format!("xtask-publish-{}", process::id()));
        let (unfinished, finished) = (place.join("tool.part"), place.join("tool"));
        fs::create_dir_all(&unfinished).unwrap();
        fs::create_dir_all(&finished).unwrap();
        fs::write(unfinished.join("new"), "").unwrap();
        fs::write(finished.join("old"), "").unwrap();

        publish(&unfinished, &finished).unwrap();

        assert!(finished.join("new").is_file());
        assert!(!finished.join("old").exists());
        assert!(!unfinished.exists());
        fs::remove_dir_all(place).unwrap();
    }
}
