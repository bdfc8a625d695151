//! Prepares a release: the changelog, the versions, and the files to publish. It publishes and commits nothing.

use std::{path::Path, time::SystemTime};

use anyhow::{Context, Result, ensure};
use cargo_metadata::semver::Version;
use xshell::{Shell, cmd};

use crate::{
    build::{build, dist},
    npm_package::VERSION,
    paths::{file_names, target_dir},
    progress::step,
    setup::host,
};

/// The heading of what is not released yet.
const UNRELEASED: &str = "## [Unreleased]\n";

/// Where the version stands, and the text around it.
const PLACES: [(&str, &str, &str); 4] = [
    ("Cargo.toml", "[workspace.package]\nversion = \"", "\"\n"),
    ("cli/Cargo.toml", "path = \"..\", version = \"", "\""),
    ("docs/frameworks.md", "key-events-timeline-", ".tgz"),
    (
        "integrations/wordpress/key-events.php",
        "\n * Version: ",
        "\n",
    ),
];

/// The packages with a lock file that has the version.
const LOCKED: [&str; 2] = ["Cargo.toml", "tests/fuzz/Cargo.toml"];

/// Sets the version, builds, and leaves the files in `target/release-VERSION`.
pub(crate) fn release(sh: &Shell, version: &Version) -> Result<()> {
    check(version, VERSION)?;
    let changes = cmd!(sh, "git status --porcelain").quiet().read()?;
    ensure!(
        changes.is_empty(),
        "a release has only what is committed: commit or discard these changes:\n{changes}"
    );
    let folder = target_dir().join(format!("release-{version}"));
    set_version(sh, version)
        .and_then(|()| build(sh))
        .and_then(|()| step("Packing the release", || pack(sh, version, &folder)))
        .context("nothing is released: `git restore .` discards the changes of this command")?;
    println!("==> {}:", folder.display());
    print!("{}", sh.read_file(folder.join(SUMS))?);
    println!("{}", next_steps(version));
    Ok(())
}

/// The name of the file with the checksums, which `sha256sum --check` reads.
const SUMS: &str = "SHA256SUMS";

/// Fails unless a version can follow the present one.
fn check(version: &Version, present: &str) -> Result<()> {
    ensure!(
        *version > Version::parse(present)?,
        "{version} must be greater than the present version, {present}"
    );
    ensure!(
        version.build.is_empty(),
        "{version}: npm ignores what follows the plus sign"
    );
    Ok(())
}

fn set_version(sh: &Shell, version: &Version) -> Result<()> {
    let now = humantime::format_rfc3339(SystemTime::now()).to_string();
    let today = now.split('T').next().unwrap_or_default();
    let changelog = changelog(&sh.read_file("CHANGELOG.md")?, version, today)?;
    sh.write_file("CHANGELOG.md", changelog)?;
    for (file, before, after) in PLACES {
        let old = format!("{before}{VERSION}{after}");
        let text = sh.read_file(file)?;
        ensure!(text.contains(&old), "{file} has no {old:?}");
        sh.write_file(
            file,
            text.replace(&old, &format!("{before}{version}{after}")),
        )?;
    }
    for manifest in LOCKED {
        cmd!(
            sh,
            "cargo update --quiet --workspace --manifest-path {manifest}"
        )
        .run()?;
    }
    Ok(())
}

/// The changelog with the unreleased changes under the version.
fn changelog(text: &str, version: &Version, date: &str) -> Result<String> {
    let (head, rest) = text
        .split_once(UNRELEASED)
        .context("CHANGELOG.md has no section Unreleased")?;
    let changes = rest.split("\n## ").next().unwrap_or_default();
    ensure!(
        !changes.trim().is_empty(),
        "the section Unreleased of CHANGELOG.md is empty: there is nothing to release"
    );
    Ok(format!(
        "{head}{UNRELEASED}\n## [{version}] - {date}\n{rest}"
    ))
}

/// Writes the archives, the command for this machine, and the checksums.
fn pack(sh: &Shell, version: &Version, folder: &Path) -> Result<()> {
    let (name, dist, host) = (format!("key-events-{version}"), dist(), host(sh)?);
    sh.remove_path(folder)?;
    sh.create_dir(folder)?;
    let archive = folder.join(format!("{name}.tar.gz"));
    // The same for the same files: in order, and without times and owners.
    cmd!(
        sh,
        "tar --create --file {archive} --use-compress-program 'gzip --no-name --best' --directory {dist}
            --transform s,^[.],{name}, --sort name --mtime @0 --mode u=rwX,go=rX --owner 0 --group 0 --numeric-owner ."
    )
    .run()?;
    cmd!(
        sh,
        "npm pack {dist} --ignore-scripts --silent --pack-destination {folder}"
    )
    .run()?;
    cmd!(sh, "cargo build --release --locked -p key-events-cli").run()?;
    let command = target_dir().join("release/key-events");
    sh.copy_file(command, folder.join(format!("{name}-{host}")))?;

    let _folder = sh.push_dir(folder);
    let names = file_names(sh, folder)?;
    Ok(sh.write_file(SUMS, cmd!(sh, "sha256sum {names...}").read()? + "\n")?)
}

/// What to do with the files.
fn next_steps(version: &Version) -> String {
    // npm refuses a prerelease without a tag of its own.
    let tag = if version.pre.is_empty() {
        ""
    } else {
        " --tag next"
    };
    format!(
        "Nothing is published or committed yet. Next:
  1. Read the changes with `git diff`, and run `cargo xtask check`.
  2. git commit -am \"release: {version}\" && git tag v{version}
  3. npm publish {}/release-{version}/key-events-timeline-{version}.tgz{tag}
  4. cargo publish -p key-events && cargo publish -p key-events-cli
  5. Upload key-events-{version}.tar.gz to the CDN (docs/hosting.md), and all files with their checksums to the page of the release.",
        target_dir().display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn a_version_must_be_greater_than_the_present_one() {
        for later in ["0.2.0", "1.0.0-rc.1", "0.1.1"] {
            assert!(check(&version(later), "0.1.0").is_ok(), "{later}");
        }
        for not in ["0.1.0", "0.1.0-rc.1", "0.0.9", "0.2.0+build"] {
            assert!(check(&version(not), "0.1.0").is_err(), "{not}");
        }
    }

    #[test]
    fn the_unreleased_changes_move_to_the_version() {
        let before = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A.\n\n## [0.1.0] - 2026-01-01\n\n- B.\n";
        let after = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n- A.\n\n\
                     ## [0.1.0] - 2026-01-01\n\n- B.\n";
        let moved = |text| changelog(text, &version("0.2.0"), "2026-02-03");
        assert_eq!(moved(before).unwrap(), after);
        assert!(moved(after).is_err(), "nothing to release");
        assert!(moved("# Changelog\n").is_err(), "no section");
    }

    #[test]
    fn every_place_has_the_present_version() {
        let root = crate::paths::project_root();
        for (file, before, after) in PLACES {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            assert!(
                text.contains(&format!("{before}{VERSION}{after}")),
                "{file}"
            );
        }
    }
}
