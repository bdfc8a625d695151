//! Every tool the build and the tests use, with its version: the one place to change them.
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
    /// An npm package.
    Npm,
    /// An npm package that is a file rather than a program.
    NpmFile,
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

/// Provides `wasm-opt`.
pub(crate) fn binaryen() -> Tool {
    Tool {
        package: "binaryen",
        program: "wasm-opt",
        version: "132.0.0".into(),
        source: Source::Npm,
        purpose: "shrink the wasm",
    }
}

/// Bundles and minifies scripts and style sheets.
pub(crate) fn esbuild() -> Tool {
    Tool {
        package: "esbuild",
        program: "esbuild",
        version: "0.28.2".into(),
        source: Source::Npm,
        purpose: "bundle scripts and style sheets",
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

/// Cleans HTML in browsers that can't do it themselves; a part of the page.
pub(crate) fn dompurify() -> Tool {
    Tool {
        package: "dompurify",
        program: "dist/purify.es.mjs",
        version: "3.4.18".into(),
        source: Source::NpmFile,
        purpose: "clean HTML in older browsers",
    }
}

/// Finds what keeps people from using a page, in the tests.
pub(crate) fn axe() -> Tool {
    Tool {
        package: "axe-core",
        program: "axe.min.js",
        version: "4.14.1".into(),
        source: Source::NpmFile,
        purpose: "check accessibility in the tests",
    }
}

/// Style sheets that half the web's pages start from: in the tests they must not change the widget.
pub(crate) fn page_styles() -> [Tool; 3] {
    let sheet = |package, program, version: &str| Tool {
        package,
        program,
        version: version.into(),
        source: Source::NpmFile,
        purpose: "see that pages' styles stay out in the tests",
    };
    [
        sheet("bootstrap", "dist/css/bootstrap.min.css", "5.3.9"),
        sheet("tailwindcss", "preflight.css", "4.3.5"),
        sheet("normalize.css", "normalize.css", "8.0.1"),
    ]
}

/// What the widget is measured beside.
pub(crate) fn peers() -> [Tool; 3] {
    let peer = |package, program, version: &str| Tool {
        package,
        program,
        version: version.into(),
        source: Source::NpmFile,
        purpose: "measure the widget beside others",
    };
    [
        peer("preact", "package.json", "11.2.0"),
        peer("@knight-lab/timelinejs", "package.json", "3.9.11"),
        peer("vis-timeline", "package.json", "8.5.4"),
    ]
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
            Source::Npm => format!("node_modules/.bin/{}", self.program),
            Source::NpmFile => format!("node_modules/{}/{}", self.package, self.program),
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
