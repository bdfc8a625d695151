//! The npm packages of `xtask/npm/package.json`, and those of the folders beside it, each in one folder of the cache.
//!
//! To update one, change `package.json` and run `npm install --package-lock-only` in its folder.

use std::{env, ffi::OsString, path::PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    integrity::short_hash,
    paths::{cache_dir, on_path},
    progress::step,
    setup::fill,
};

/// Packages with exact versions and hashes.
struct Packages {
    package: &'static str,
    lock: &'static str,
}

/// The packages that the build, the tests and the benchmark use.
const PACKAGES: Packages = Packages {
    package: include_str!("../npm/package.json"),
    lock: include_str!("../npm/package-lock.json"),
};

/// The bundlers and compilers that the tests use the package of key-events with. A build does without them.
const ADOPTION: Packages = Packages {
    package: include_str!("../npm/adoption/package.json"),
    lock: include_str!("../npm/adoption/package-lock.json"),
};

/// The frameworks that the tests of `cargo xtask test --adoption` build pages with.
const FRAMEWORKS: Packages = Packages {
    package: include_str!("../npm/frameworks/package.json"),
    lock: include_str!("../npm/frameworks/package-lock.json"),
};

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

impl Packages {
    /// Installs the packages unless they are there.
    fn install(&self, sh: &Shell) -> Result<()> {
        if self.folder()?.is_dir() {
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
            fill(sh, &self.directory(), |folder| {
                sh.write_file(folder.join("package.json"), self.package)?;
                sh.write_file(folder.join("package-lock.json"), self.lock)?;
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
    fn folder(&self) -> Result<PathBuf> {
        Ok(cache_dir()?.join(self.directory()).join("node_modules"))
    }

    fn directory(&self) -> String {
        format!("npm-{}", short_hash(self.lock.as_bytes()))
    }
}

/// Installs the packages of a build, of most tests and of the benchmark unless they are there.
pub(crate) fn install(sh: &Shell) -> Result<()> {
    PACKAGES.install(sh)
}

/// Installs the packages that use the package of key-events unless they are there.
pub(crate) fn install_for_adoption(sh: &Shell) -> Result<()> {
    ADOPTION.install(sh)
}

/// Installs the frameworks unless they are there. Returns their folder `node_modules`.
pub(crate) fn frameworks(sh: &Shell) -> Result<PathBuf> {
    FRAMEWORKS.install(sh)?;
    FRAMEWORKS.folder()
}

/// The folder `node_modules`, which may not be there yet.
pub(crate) fn folder() -> Result<PathBuf> {
    PACKAGES.folder()
}

/// The folder `node_modules` of the packages that use the package of key-events.
pub(crate) fn adoption_folder() -> Result<PathBuf> {
    ADOPTION.folder()
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn the_lock_files_have_the_packages_and_no_host() {
        for Packages { package, lock } in [PACKAGES, ADOPTION, FRAMEWORKS] {
            assert!(!lock.contains("\"resolved\""));
            let package: Value = serde_json::from_str(package).unwrap();
            let lock: Value = serde_json::from_str(lock).unwrap();
            assert_eq!(
                lock["packages"][""]["dependencies"],
                package["dependencies"]
            );
        }
    }
}
