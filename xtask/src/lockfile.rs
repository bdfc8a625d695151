//! Reading versions out of `Cargo.lock` and `Cargo.toml`.

use std::fs;

use crate::{
    paths::root,
    run::{Context, Failure, Outcome},
};

/// The version of wasm-bindgen the project is locked to.
pub(crate) fn wasm_bindgen_version() -> Outcome<String> {
    locked("wasm-bindgen")
}

/// The project's own version.
pub(crate) fn project_version() -> Outcome<String> {
    locked("key-events")
}

fn locked(package: &str) -> Outcome<String> {
    let path = root().join("Cargo.lock");
    let text = fs::read_to_string(&path).context("cannot read Cargo.lock")?;
    version_in(&text, package)
        .map(str::to_owned)
        .ok_or_else(|| Failure(format!("Cargo.lock has no package {package}")))
}

/// The version that follows the package's name in a lock file.
fn version_in<'a>(lockfile: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lockfile.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = r#"
[[package]]
name = "wasm-bindgen-macro"
version = "0.2.7"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry"
"#;

    #[test]
    fn the_version_is_that_of_the_exact_name() {
        assert_eq!(version_in(LOCKFILE, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(LOCKFILE, "wasm"), None);
    }

    #[test]
    fn the_project_is_in_its_own_lockfile() {
        assert_eq!(project_version(), Ok(env!("CARGO_PKG_VERSION").to_owned()));
        assert!(wasm_bindgen_version().is_ok());
    }
}
