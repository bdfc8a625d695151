//! Calls Trunk, with the flags for a small release that is the same on each machine.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell, cmd};

use crate::{
    integrity::pinned_tags,
    live, npm,
    paths::{path_with, project_root, target_dir, tool_path},
    progress::step,
    setup::{setup, sysroot},
    tools, wasm_tools,
};

/// Builds the release files into `dist/`.
pub(crate) fn build(sh: &Shell) -> Result<()> {
    prepare(sh)?;
    step("Building dist/", || Ok(release(sh)?.run()?))?;
    println!("{}", pinned_tags(&dist())?);
    Ok(())
}

/// Makes the build of `serve` for the tests, in `target/development`.
pub(crate) fn build_development(sh: &Shell) -> Result<()> {
    step(
        "Building target/development",
        || Ok(development(sh)?.run()?),
    )
}

/// Builds a release with the feature `probe` for a test, in `target/probe`.
pub(crate) fn build_probe(sh: &Shell) -> Result<()> {
    step("Building target/probe", || {
        let build = release(sh)?.arg("--dist").arg(probe_dist());
        Ok(build.arg("tests/probe/index.html").run()?)
    })
}

/// Builds the Yew app of a test, in `target/yew-app`.
pub(crate) fn build_yew_app(sh: &Shell) -> Result<()> {
    step("Building target/yew-app", || {
        cmd!(
            sh,
            "cargo build --example yew_app --target wasm32-unknown-unknown"
        )
        .run()?;
        let wasm = target_dir().join("wasm32-unknown-unknown/debug/examples/yew_app.wasm");
        let bindgen = tool_path(&tools::wasm_bindgen(sh)?)?;
        let out = yew_app();
        let bindgen = cmd!(sh, "{bindgen} {wasm} --target web --out-dir {out}");
        Ok(bindgen.arg("--no-typescript").run()?)
    })
}

/// Serves a development build and rebuilds it after each change of a source.
pub(crate) fn serve(sh: &Shell) -> Result<()> {
    prepare(sh)?;
    println!("==> Serving on http://127.0.0.1:8080/ (Ctrl-C ends it)");
    println!(
        "==> A live demo, as soon as that is built: http://{}/",
        live::ADDRESS
    );
    live::start()?;
    // Not in `dist/`, which the tests may use at the same time.
    exec(
        trunk(sh)?
            .args(["serve", "--address", "127.0.0.1", "--port", "8080"])
            .args(["--dist", "target/serve"]),
    )
}

/// The directory of the release files.
pub(crate) fn dist() -> PathBuf {
    project_root().join("dist")
}

/// The directory of the development build for the tests. `serve` replaces its own files after each change.
pub(crate) fn development_dist() -> PathBuf {
    project_root().join("target/development")
}

/// The directory of the build with the feature `probe`.
pub(crate) fn probe_dist() -> PathBuf {
    project_root().join("target/probe")
}

/// The directory of the Yew app of a test.
pub(crate) fn yew_app() -> PathBuf {
    project_root().join("target/yew-app")
}

/// Installs and builds the tools of a build.
fn prepare(sh: &Shell) -> Result<()> {
    setup(sh)?;
    step("Building wasm-tools", || wasm_tools::build(sh))
}

fn release(sh: &Shell) -> Result<Cmd<'_>> {
    let flags = size_flags(sh)?;
    Ok(trunk(sh)?
        .args(["build", "--release", "--locked"])
        .envs(flags))
}

fn development(sh: &Shell) -> Result<Cmd<'_>> {
    let build = trunk(sh)?.args(["build", "--locked", "--dist"]);
    Ok(build.arg(development_dist()))
}

fn trunk(sh: &Shell) -> Result<Cmd<'_>> {
    let trunk = tool_path(&tools::trunk())?;
    // Trunk prefers the tools of the right version on PATH to a download.
    let path = path_with(&[wasm_tools::wrapper_dir(), npm::folder()?.join(".bin")])?;
    let command = cmd!(sh, "{trunk} --skip-version-check")
        .env("PATH", path)
        .env(
            "KEY_EVENTS_WASM_BINDGEN",
            tool_path(&tools::wasm_bindgen(sh)?)?,
        );
    // The convention is that any value counts; Trunk needs a Boolean.
    let no_color = env::var_os("NO_COLOR").map(|_| ("NO_COLOR", "true"));
    Ok(command.envs(no_color))
}

/// Replaces this process, so that Ctrl-C goes to the server and the exit code is the server's.
#[cfg(unix)]
fn exec(command: Cmd<'_>) -> Result<()> {
    use std::{os::unix::process::CommandExt, process::Command};
    let name = command.to_string();
    Err(Command::from(command).exec()).with_context(|| format!("cannot start `{name}`"))
}

#[cfg(not(unix))]
fn exec(command: Cmd<'_>) -> Result<()> {
    Ok(command.run()?)
}

/// The environment variables with which Cargo builds the smallest wasm.
///
/// Cargo also compiles the standard library: for size, and without the messages of panics. That needs
/// unstable flags, which `RUSTC_BOOTSTRAP` allows with a stable compiler. Only Trunk's process has these
/// variables; everything else is built with stable flags. `Trunk.toml` removes them for the hook.
pub(crate) fn size_flags(sh: &Shell) -> Result<[(&'static str, OsString); 4]> {
    let mut flags: Vec<OsString> = [
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zfmt-debug=none",
        "-Zlocation-detail=none",
        // These flags replace those of `.cargo/config.toml`, which has this one.
        "-Clink-arg=--emit-relocs",
    ]
    .map(Into::into)
    .to_vec();
    for (from, to) in machine_paths(sh)? {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(from);
        flag.push("=");
        flag.push(to);
        flags.push(flag);
    }
    Ok([
        ("RUSTC_BOOTSTRAP", "1".into()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()),
        (
            "CARGO_UNSTABLE_BUILD_STD_FEATURES",
            "optimize_for_size".into(),
        ),
        // The encoded form, because a path may contain spaces.
        ("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}".as_ref())),
    ])
}

/// Directories that differ between machines, and their names in the output.
fn machine_paths(sh: &Shell) -> Result<Vec<(PathBuf, &'static str)>> {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = env::var_os("HOME")?;
        Some(Path::new(&home).join(".cargo"))
    });
    let mut paths = vec![
        (project_root(), "/key-events"),
        (sysroot(sh)?.into(), "/rust"),
    ];
    paths.extend(cargo_home.map(|home| (home, "/cargo")));
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_development_build_has_no_release_flags_and_its_own_directory() {
        let sh = Shell::new().unwrap();
        let trunk = Command::from(development(&sh).unwrap());
        let words: Vec<_> = trunk.get_args().collect();
        assert!(!words.contains(&"--release".as_ref()), "{words:?}");
        assert!(words.ends_with(&["--dist".as_ref(), development_dist().as_os_str()]));
        assert_ne!(development_dist(), dist());
        for (name, _) in size_flags(&sh).unwrap() {
            assert!(trunk.get_envs().all(|(set, _)| set != name), "{name}");
        }
    }

    #[test]
    fn trunk_toml_removes_all_size_flags_for_the_hook() {
        let trunk_toml = include_str!("../../Trunk.toml");
        for (name, _) in size_flags(&Shell::new().unwrap()).unwrap() {
            assert!(
                trunk_toml.contains(&format!("\"--unset={name}\"")),
                "{name}"
            );
        }
    }
}
