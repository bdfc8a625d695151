//! The npm packages of `xtask/npm/package.json`, in one folder of the cache.
//!
//! To update one, change `package.json` and run `npm install --package-lock-only` in `xtask/npm/`.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use crate::{
    integrity::short_hash,
    paths::tools_directory,
    progress::step,
    run::{Context, Failure, Outcome, on_path, run},
    setup::publish,
};

/// The packages that the build, the tests and the benchmark use.
const PACKAGE: &str = include_str!("../npm/package.json");
/// Their exact versions and hashes.
const LOCK: &str = include_str!("../npm/package-lock.json");

/// The bundler.
pub(crate) const ESBUILD: &str = ".bin/esbuild";
/// The optimizer for wasm, of Binaryen.
pub(crate) const WASM_OPT: &str = ".bin/wasm-opt";
/// Sanitizes HTML in browsers without a sanitizer. It becomes a part of the page.
pub(crate) const DOMPURIFY: &str = "dompurify/dist/purify.es.mjs";
/// Checks the accessibility of a page in the tests.
pub(crate) const AXE: &str = "axe-core/axe.min.js";

/// Style sheets that many pages start with. The tests check that they do not change the widget.
const PAGE_STYLES: [&str; 3] = [
    "bootstrap/dist/css/bootstrap.min.css",
    "tailwindcss/preflight.css",
    "normalize.css/normalize.css",
];

/// Installs the packages unless they are there.
pub(crate) fn install() -> Outcome {
    if folder()?.is_dir() {
        return Ok(());
    }
    for program in ["node", "npm"] {
        if !on_path(program) {
            return Err(Failure(format!(
                "{program} is missing, needed to install esbuild and wasm-opt: install it with `sudo apt-get install -y nodejs npm`"
            )));
        }
    }
    step("Installing the npm packages", || {
        let finished = tools_directory()?.join(directory());
        let unfinished = tools_directory()?.join(format!("{}.part-{}", directory(), process::id()));
        let outcome = npm_ci(&unfinished).and_then(|()| publish(&unfinished, &finished));
        if outcome.is_err() {
            // The first error is the one to report. A leftover is never taken for a tool.
            let _ = fs::remove_dir_all(&unfinished);
        }
        outcome
    })
}

/// The folder `node_modules`, which may not be there yet.
pub(crate) fn folder() -> Outcome<PathBuf> {
    Ok(tools_directory()?.join(directory()).join("node_modules"))
}

/// The path of a file of a package.
pub(crate) fn file(path: &str) -> Outcome<PathBuf> {
    let file = folder()?.join(path);
    if file.is_file() {
        Ok(file)
    } else {
        Err(Failure(format!(
            "{} is missing: install it with `cargo xtask setup`",
            file.display()
        )))
    }
}

/// The paths of the style sheets for pages, as a list like `PATH`.
pub(crate) fn page_styles() -> Outcome<OsString> {
    let folder = folder()?;
    env::join_paths(PAGE_STYLES.map(|path| folder.join(path)))
        .map_err(|error| Failure(format!("the tools' directory cannot be in a list: {error}")))
}

fn npm_ci(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).context(format!("cannot create {}", folder.display()))?;
    fs::write(folder.join("package.json"), PACKAGE).context("cannot write package.json")?;
    fs::write(folder.join("package-lock.json"), LOCK).context("cannot write package-lock.json")?;
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--no-update-notifier", "--loglevel=error"])
        .current_dir(folder))
}

fn directory() -> String {
    format!("npm-{}", short_hash(LOCK.as_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_lock_file_has_the_packages_and_no_host() {
        let package: Value = serde_json::from_str(PACKAGE).unwrap();
        let lock: Value = serde_json::from_str(LOCK).unwrap();
        assert_eq!(
            lock["packages"][""]["dependencies"],
            package["dependencies"]
        );
        assert!(!LOCK.contains("\"resolved\""));
    }
}
