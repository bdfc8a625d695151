//! The npm packages of `xtask/npm/package.json`, in one folder of the cache.
//!
//! To update one, change `package.json` and run `npm install --package-lock-only` in `xtask/npm/`.

use std::{env, ffi::OsString, path::PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    integrity::short_hash,
    paths::{cache_dir, on_path},
    progress::step,
    setup::fill,
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
pub(crate) fn install(sh: &Shell) -> Result<()> {
    if folder()?.is_dir() {
        return Ok(());
    }
    for program in ["node", "npm"] {
        ensure!(
            on_path(program),
            "{program} is missing, needed to install esbuild and wasm-opt: \
             install it with `sudo apt-get install -y nodejs npm`"
        );
    }
    step("Installing the npm packages", || {
        fill(sh, &directory(), |folder| {
            sh.write_file(folder.join("package.json"), PACKAGE)?;
            sh.write_file(folder.join("package-lock.json"), LOCK)?;
            let _folder = sh.push_dir(folder);
            cmd!(
                sh,
                "npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error"
            )
            .run()
            .context("cannot install the npm packages")
        })
    })
}

/// The folder `node_modules`, which may not be there yet.
pub(crate) fn folder() -> Result<PathBuf> {
    Ok(cache_dir()?.join(directory()).join("node_modules"))
}

/// The path of a file of a package.
pub(crate) fn file(path: &str) -> Result<PathBuf> {
    let file = folder()?.join(path);
    ensure!(
        file.is_file(),
        "{} is missing: install it with `cargo xtask setup`",
        file.display()
    );
    Ok(file)
}

/// The paths of the style sheets for pages, as a list like `PATH`.
pub(crate) fn page_styles() -> Result<OsString> {
    let folder = folder()?;
    env::join_paths(PAGE_STYLES.map(|path| folder.join(path)))
        .context("a list of paths cannot contain the directory of the tools")
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
