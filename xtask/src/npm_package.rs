//! The files that make `dist/` an npm package: `package.json`, types, and data for editors.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::paths::{file_names, project_root};

/// The version of the project, which all packages of the workspace share.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The address of the repository: the only place for it is `repository` in the workspace's `Cargo.toml`.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The files that are copied with the version in place of `{version}`, in `src/element/package`.
const COPIED: [&str; 6] = [
    "index.js",
    "index.d.ts",
    "npm.d.ts",
    "server.js",
    "vscode.html-custom-data.json",
    "web-types.json",
];

/// The folder with the types for frameworks.
const FRAMEWORKS: &str = "frameworks";

/// Adds the files.
pub(crate) fn add_files(sh: &Shell, staging: &Path) -> Result<()> {
    let sources = project_root().join("src/element/package");
    for name in COPIED {
        let text = sh.read_file(sources.join(name))?;
        sh.write_file(staging.join(name), text.replace("{version}", VERSION))?;
    }
    let (from, to) = (sources.join(FRAMEWORKS), staging.join(FRAMEWORKS));
    sh.create_dir(&to)?;
    for name in file_names(sh, &from)? {
        sh.copy_file(from.join(&name), to.join(&name))?;
    }
    let package = package_json(
        &sh.read_file(sources.join("npm-package.json"))?,
        VERSION,
        env!("CARGO_PKG_LICENSE"),
        REPOSITORY,
    );
    sh.write_file(staging.join("package.json"), package)?;

    let project_readme = sh.read_file(project_root().join("README.md"))?;
    let readme = sh.read_file(sources.join("README.md"))?;
    let readme = readme
        .replace("{version}", VERSION)
        .replace("{attributes}", attribute_table(&project_readme)?);
    sh.write_file(staging.join("README.md"), readme)?;
    Ok(())
}

/// The text of `package.json`.
fn package_json(template: &str, version: &str, license: &str, repository: &str) -> String {
    let repository = match repository {
        "" => String::new(),
        url => format!("\n  \"repository\": {{ \"type\": \"git\", \"url\": \"git+{url}.git\" }},"),
    };
    template
        .replace("{version}", version)
        // npm wants parentheses around an expression.
        .replace("{license}", &format!("({license})"))
        .replace("{repository}", &repository)
}

/// The table of attributes in the project's README.
fn attribute_table(readme: &str) -> Result<&str> {
    let (_, rest) = readme
        .split_once("<!-- attributes -->\n")
        .context("the README has no table of attributes")?;
    let (table, _) = rest
        .split_once("\n<!-- /attributes -->")
        .context("the README's table of attributes does not end")?;
    Ok(table)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const TEMPLATE: &str = include_str!("../../src/element/package/npm-package.json");

    #[test]
    fn the_package_has_the_version_and_the_entry_points() {
        let text = package_json(TEMPLATE, "1.2.3", "MIT OR Apache-2.0", "");
        let package: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(package["version"], "1.2.3");
        assert_eq!(package["license"], "(MIT OR Apache-2.0)");
        assert_eq!(package["exports"]["./element"]["default"], "./npm.js");
        assert!(package.get("repository").is_none());
    }

    #[test]
    fn an_address_of_the_repository_is_in_the_package() {
        let text = package_json(TEMPLATE, "1.2.3", "MIT", "https://git.example/team/project");
        let package: Value = serde_json::from_str(&text).unwrap();
        let url = &package["repository"]["url"];
        assert_eq!(url, "git+https://git.example/team/project.git");
    }
}
