//! The tools that Cargo installs, with their versions. The npm packages are in `xtask/npm/package.json`,
//! the Rust toolchain is in `rust-toolchain.toml`. The browsers are those of the distribution.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

/// A command-line tool from crates.io.
#[derive(Debug)]
pub(crate) struct Tool {
    /// The name of the crate.
    pub(crate) package: &'static str,
    /// The name of the program.
    pub(crate) program: &'static str,
    /// The exact version.
    pub(crate) version: String,
    /// Whether to install it with the lock file of its authors.
    pub(crate) locked: bool,
}

/// Builds the page and its assets. `Trunk.toml` has the version too.
pub(crate) fn trunk() -> Tool {
    locked("trunk", "0.21.14")
}

/// Drives Firefox in the tests.
pub(crate) fn geckodriver() -> Tool {
    locked("geckodriver", "0.37.1")
}

/// Builds the fuzz targets.
pub(crate) fn cargo_fuzz() -> Tool {
    locked("cargo-fuzz", "0.13.2")
}

/// Checks the dependencies.
pub(crate) fn cargo_deny() -> Tool {
    locked("cargo-deny", "0.20.2")
}

/// Makes the documentation site.
pub(crate) fn mdbook() -> Tool {
    locked("mdbook", "0.5.4")
}

/// Checks the links of the documentation site.
pub(crate) fn hyperlink() -> Tool {
    locked("hyperlink", "0.3.2")
}

/// Generates the JavaScript between the page and the wasm. Its version must be that of the library.
pub(crate) fn wasm_bindgen(sh: &Shell) -> Result<Tool> {
    let id = cmd!(sh, "cargo pkgid wasm-bindgen").quiet().read()?;
    let (_, version) = id
        .rsplit_once('@')
        .with_context(|| format!("`cargo pkgid wasm-bindgen` prints no version: {id}"))?;
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: version.to_owned(),
        // Its crate has no lock file.
        locked: false,
    })
}

impl Tool {
    /// The name of its directory in the cache.
    pub(crate) fn directory(&self) -> String {
        format!("{}-{}", self.program, self.version)
    }
}

fn locked(name: &'static str, version: &str) -> Tool {
    Tool {
        package: name,
        program: name,
        version: version.to_owned(),
        locked: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_has_the_version() {
        assert_eq!(trunk().directory(), "trunk-0.21.14");
    }

    #[test]
    fn trunk_toml_has_the_same_version() {
        let trunk_toml = include_str!("../../Trunk.toml");
        assert!(trunk_toml.contains(&format!("trunk-version = \"{}\"", trunk().version)));
    }

    #[test]
    fn wasm_bindgen_has_the_version_of_the_library() {
        let manifest = include_str!("../../Cargo.toml");
        let version = wasm_bindgen(&Shell::new().unwrap()).unwrap().version;
        assert!(manifest.contains(&format!("wasm-bindgen = \"={version}\"")));
    }
}
