//! Calling Trunk, with the flags that make a release small and the same on every machine.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    live,
    lockfile::wasm_bindgen_version,
    npm,
    paths::{path_with, program, root},
    progress::step,
    run::{Context, Failure, Outcome, output_of, run},
    setup::setup,
    tools, wasm_tools,
};

/// Builds the release files into `dist/`.
pub(crate) fn build() -> Outcome {
    prepare()?;
    step("Building dist/", || {
        run(trunk()?
            .args(["build", "--release", "--locked"])
            .envs(size_flags()?))
    })
}

/// Builds what `serve` serves, for the tests, into `target/development`.
pub(crate) fn build_development() -> Outcome {
    step("Building target/development", || run(&mut development()?))
}

/// Builds a release with the feature `probe`, for a test, into `target/probe`.
pub(crate) fn build_probe() -> Outcome {
    step("Building target/probe", || {
        run(trunk()?
            .args(["build", "--release", "--locked", "--dist"])
            .arg(probe_dist())
            .arg("tests/probe/index.html")
            .envs(size_flags()?))
    })
}

/// Serves a development build and rebuilds it when a source changes.
pub(crate) fn serve() -> Outcome {
    prepare()?;
    println!("==> Serving on http://127.0.0.1:8080/ (Ctrl-C ends it)");
    println!(
        "==> A live demo, once that is built: http://{}/",
        live::ADDRESS
    );
    live::start()?;
    let mut trunk = trunk()?;
    trunk
        .args(["serve", "--address", "127.0.0.1", "--port", "8080"])
        // Away from the release files, which the tests may be using.
        .args(["--dist", "target/serve"]);
    become_program(&mut trunk)
}

/// Replaces this process, so that Ctrl-C reaches the server alone and its exit code is ours.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start trunk")
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Outcome {
    run(command)
}

/// Where a build leaves its files.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Where a development build for the tests leaves its files: away from those that `serve` replaces
/// whenever a source changes, and from the release files.
pub(crate) fn development_dist() -> PathBuf {
    root().join("target/development")
}

/// Where the build with the feature `probe` leaves its files.
pub(crate) fn probe_dist() -> PathBuf {
    root().join("target/probe")
}

/// Installs and builds the tools of a build.
fn prepare() -> Outcome {
    setup()?;
    step("Building wasm-tools", wasm_tools::build)
}

/// A development build as `serve` makes it, of the same crates in the same directory of cargo.
fn development() -> Outcome<Command> {
    let mut trunk = trunk()?;
    trunk
        .args(["build", "--locked", "--dist"])
        .arg(development_dist());
    Ok(trunk)
}

fn trunk() -> Outcome<Command> {
    let mut trunk = Command::new(program(&tools::trunk())?);
    trunk
        .arg("--skip-version-check")
        .current_dir(root())
        // Trunk takes tools of the right version from PATH and downloads none.
        .env(
            "PATH",
            path_with(&[wasm_tools::wrapper_dir(), npm::folder()?.join(".bin")])?,
        )
        .env(
            "KEY_EVENTS_WASM_BINDGEN",
            program(&tools::wasm_bindgen(wasm_bindgen_version()?))?,
        );
    if env::var_os("NO_COLOR").is_some() {
        // The convention is “set at all”; Trunk wants a truth value.
        trunk.env("NO_COLOR", "true");
    }
    Ok(trunk)
}

/// The environment that makes cargo build the smallest wasm.
///
/// The standard library is compiled along, for size and without what a message of a panic needs;
/// that takes unstable flags, which `RUSTC_BOOTSTRAP` opens on the pinned stable compiler. Set for
/// one process only: everything else is built with plain stable flags. `Trunk.toml` removes these
/// variables again for the hook.
fn size_flags() -> Outcome<Vec<(&'static str, OsString)>> {
    let mut flags: Vec<OsString> = [
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zfmt-debug=none",
        "-Zlocation-detail=none",
        // As in `.cargo/config.toml`, which these take the place of.
        "-Clink-arg=--emit-relocs",
    ]
    .map(Into::into)
    .to_vec();
    for (from, to) in machine_paths()? {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(from);
        flag.push("=");
        flag.push(to);
        flags.push(flag);
    }
    Ok(vec![
        ("RUSTC_BOOTSTRAP", "1".into()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()),
        (
            "CARGO_UNSTABLE_BUILD_STD_FEATURES",
            "optimize_for_size".into(),
        ),
        // Encoded, because a path may contain spaces.
        ("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}".as_ref())),
    ])
}

/// Directories whose names differ between machines, and what to call them in the output.
fn machine_paths() -> Outcome<Vec<(PathBuf, &'static str)>> {
    let sysroot = output_of(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Failure("rustc does not say where its library is".into()))?;
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = env::var_os("HOME")?;
        Some(Path::new(&home).join(".cargo"))
    });
    let mut paths = vec![
        (root(), "/key-events"),
        (PathBuf::from(sysroot.trim()), "/rust"),
    ];
    paths.extend(cargo_home.map(|home| (home, "/cargo")));
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_development_build_leaves_the_release_alone() {
        let trunk = development().unwrap();
        let words: Vec<_> = trunk.get_args().collect();
        assert!(!words.contains(&"--release".as_ref()), "{words:?}");
        assert!(words.ends_with(&["--dist".as_ref(), development_dist().as_os_str()]));
        assert_ne!(development_dist(), dist());
        for (name, _) in size_flags().unwrap() {
            assert!(trunk.get_envs().all(|(set, _)| set != name), "{name}");
        }
    }

    #[test]
    fn trunk_toml_hides_every_size_flag_from_the_hook() {
        let trunk_toml = include_str!("../../Trunk.toml");
        for (name, _) in size_flags().unwrap() {
            assert!(
                trunk_toml.contains(&format!("\"--unset={name}\"")),
                "{name}"
            );
        }
    }
}
