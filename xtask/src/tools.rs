//! The tools that Cargo installs, with their versions. The npm packages are in `xtask/npm/package.json`.
//!
//! Not here: the Rust toolchain (`rust-toolchain.toml`), wasm-bindgen, whose command must equal the
//! library in `Cargo.lock`, and the browsers, which are the distribution's.

/// Where a tool comes from, and so how it is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A crate, built with the lock file its authors published.
    Crate,
    /// A crate whose published lock file is missing or does not build.
    CrateUnlocked,
}

/// A tool and the exact version of it that the project uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tool {
    /// The name of the crate or npm package.
    pub(crate) package: &'static str,
    /// The program that is called.
    pub(crate) program: &'static str,
    /// The exact version.
    pub(crate) version: String,
    /// Where it comes from.
    pub(crate) source: Source,
    /// What it is needed for, as the end of “needed to …”.
    pub(crate) purpose: &'static str,
}

/// Builds the page and its assets.
pub(crate) fn trunk() -> Tool {
    Tool {
        package: "trunk",
        program: "trunk",
        version: "0.21.14".into(),
        source: Source::Crate,
        purpose: "build dist/",
    }
}

/// Generates the JavaScript between the page and the wasm; its version is the library's.
pub(crate) fn wasm_bindgen(version: String) -> Tool {
    Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version,
        source: Source::CrateUnlocked,
        purpose: "connect the wasm to the page",
    }
}

/// Drives Firefox in the tests.
pub(crate) fn geckodriver() -> Tool {
    Tool {
        package: "geckodriver",
        program: "geckodriver",
        version: "0.37.1".into(),
        source: Source::Crate,
        purpose: "drive Firefox in the tests",
    }
}

/// Builds the fuzz targets.
pub(crate) fn cargo_fuzz() -> Tool {
    Tool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: "0.13.2".into(),
        source: Source::Crate,
        purpose: "fuzz the reading of feeds",
    }
}

impl Tool {
    /// The directory of this tool in the cache, below the cache's root.
    ///
    /// Named after the program where that is the better known name.
    pub(crate) fn directory(&self) -> String {
        let name = match self.package {
            "wasm-bindgen-cli" => "wasm-bindgen",
            other => other,
        };
        format!("{name}-{}", self.version)
    }

    /// Where the program lies inside its directory.
    pub(crate) fn program_path(&self) -> String {
        match self.source {
            Source::Crate | Source::CrateUnlocked => format!("bin/{}", self.program),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_carries_the_version() {
        assert_eq!(trunk().directory(), "trunk-0.21.14");
        assert_eq!(
            wasm_bindgen("0.2.130".into()).directory(),
            "wasm-bindgen-0.2.130"
        );
    }

    #[test]
    fn trunk_toml_names_the_same_version() {
        let trunk_toml = include_str!("../../Trunk.toml");
        assert!(trunk_toml.contains(&format!("trunk-version = \"{}\"", trunk().version)));
    }
}
