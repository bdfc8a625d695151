//! The notices of the third-party software in `dist/`: its names, versions and licenses.

use std::{collections::BTreeMap, iter, path::PathBuf};

use anyhow::{Context, Result, ensure};
use cargo_metadata::MetadataCommand;
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::{npm, paths::project_root};

/// The licenses that a part of `dist/` may have, by their SPDX identifiers.
const ALLOWED: [&str; 7] = [
    "Apache-2.0",
    "BSL-1.0",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The text of the notices: each license text once, after the packages that have it.
pub(crate) fn notices(sh: &Shell) -> Result<String> {
    let apache = sh.read_file(project_root().join("LICENSE-APACHE"))?;
    let mut packages = crates(sh)?;
    let rust = cmd!(sh, "rustc --version").quiet().read()?;
    packages.push(Package {
        name: format!("The standard library of {rust}"),
        license: "MIT OR Apache-2.0".into(),
        directory: None,
    });
    packages.push(dompurify(sh)?);
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        package.check()?;
        let text = package.text(sh)?.unwrap_or_else(|| apache.clone());
        let line = format!("{} ({})", package.name, package.license);
        by_text.entry(text).or_default().push(line);
    }
    let head = "The files in this folder contain the third-party software below.\n".to_owned();
    let groups = by_text.into_iter().map(|(text, mut lines)| {
        lines.sort();
        let rule = "-".repeat(80);
        format!("{rule}\n{}\n\n{}\n", lines.join("\n"), text.trim_end())
    });
    let parts: Vec<String> = iter::once(head).chain(groups).collect();
    Ok(parts.join("\n"))
}

/// A package that `dist/` contains.
struct Package {
    /// Its name and version.
    name: String,
    /// Its license, as an SPDX expression.
    license: String,
    /// The directory with its license files.
    directory: Option<PathBuf>,
}

impl Package {
    fn check(&self) -> Result<()> {
        let words = self.license.split(['(', ')', '/', ' ']);
        let mut licenses = words.filter(|word| !["", "OR", "AND"].contains(word));
        ensure!(
            !self.license.is_empty() && licenses.all(|license| ALLOWED.contains(&license)),
            "{} has the license {:?}: expected only {}",
            self.name,
            self.license,
            ALLOWED.join(", ")
        );
        Ok(())
    }

    /// The text of its license. `None`: it has no file, so that the text of Apache 2.0 applies.
    fn text(&self, sh: &Shell) -> Result<Option<String>> {
        let files = match &self.directory {
            Some(directory) => sh.read_dir(directory)?,
            None => Vec::new(),
        };
        let with = |names: &[&str]| {
            let mut files = files.iter();
            files.find(|file| {
                let stem = file.file_stem().and_then(|stem| stem.to_str());
                stem.is_some_and(|stem| names.contains(&stem.to_uppercase().as_str()))
            })
        };
        if let Some(file) = with(&["LICENSE-MIT"]).or_else(|| with(&["LICENSE", "LICENCE"])) {
            return Ok(Some(sh.read_file(file)?));
        }
        ensure!(
            self.license.contains("Apache-2.0"),
            "{} has no file with its license",
            self.name
        );
        Ok(None)
    }
}

/// The crates that are compiled into the wasm, without those that only run while it is compiled.
fn crates(sh: &Shell) -> Result<Vec<Package>> {
    let tree = cmd!(
        sh,
        "cargo tree --package key-events --package key-events-builder --locked --target wasm32-unknown-unknown --features key-events/split
            --edges normal,no-proc-macro --prefix none"
    );
    let tree = tree.quiet().read()?;
    let compiled = |name: &str| {
        tree.lines()
            .any(|line| line.trim_end_matches(" (*)") == name)
    };
    let metadata = MetadataCommand::new()
        .other_options(["--locked".to_owned()])
        .exec()?;
    let packages = metadata.packages.into_iter();
    let packages =
        packages.filter(|package| compiled(&format!("{} v{}", package.name, package.version)));
    let packages = packages.map(|package| Package {
        name: format!("{} {}", package.name, package.version),
        license: package.license.unwrap_or_default(),
        directory: package.manifest_path.parent().map(Into::into),
    });
    Ok(packages.collect())
}

/// The sanitizer for browsers without one.
fn dompurify(sh: &Shell) -> Result<Package> {
    let script = npm::file(npm::DOMPURIFY)?;
    let directory = script.ancestors().nth(2).context("it has a folder")?;
    let package: Value = serde_json::from_str(&sh.read_file(directory.join("package.json"))?)?;
    Ok(Package {
        name: format!("DOMPurify {}", text(&package, "version")),
        license: text(&package, "license"),
        directory: Some(directory.to_owned()),
    })
}

fn text(package: &Value, name: &str) -> String {
    let value = package.get(name).and_then(Value::as_str);
    value.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(license: &str) -> Package {
        Package {
            name: "name 1.0.0".into(),
            license: license.into(),
            directory: None,
        }
    }

    #[test]
    fn every_license_of_a_package_must_be_allowed() {
        for license in [
            "MIT",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert!(package(license).check().is_ok(), "{license}");
        }
        for license in ["", "GPL-3.0-only", "MIT AND GPL-3.0-only"] {
            assert!(package(license).check().is_err(), "{license}");
        }
    }

    #[test]
    fn a_package_without_a_license_file_needs_the_text_of_apache() {
        let sh = Shell::new().unwrap();
        assert_eq!(package("MIT OR Apache-2.0").text(&sh).unwrap(), None);
        let error = package("Zlib").text(&sh).unwrap_err().to_string();
        assert_eq!(error, "name 1.0.0 has no file with its license");
    }

    #[test]
    fn the_notices_name_each_part_once() {
        let sh = Shell::new().unwrap();
        let crates = crates(&sh).unwrap();
        let named = |name: &str| crates.iter().filter(|it| it.name.starts_with(name)).count();
        assert_eq!(
            (named("yew "), named("key-events"), named("syn ")),
            (1, 0, 0)
        );
    }
}
