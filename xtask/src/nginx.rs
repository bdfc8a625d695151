//! nginx for the tests. Debian's package is unpacked, not installed: an installed nginx starts a server on
//! port 80.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use xshell::{Shell, cmd};

use crate::{
    browsers,
    paths::{cache_dir, on_path},
    progress::step,
    setup::fill,
};

/// The path of an installed nginx.
const INSTALLED: &str = "/usr/sbin/nginx";

/// The packages that may have the program, depending on the release of Debian.
const PACKAGES: [&str; 2] = ["nginx", "nginx-core"];

/// The path of the program, which may not be there yet.
pub(crate) fn program() -> Result<PathBuf> {
    if Path::new(INSTALLED).is_file() {
        return Ok(INSTALLED.into());
    }
    Ok(cache_dir()?.join(format!("nginx{INSTALLED}")))
}

/// Downloads and unpacks the package unless there is an nginx.
pub(crate) fn install(sh: &Shell) -> Result<()> {
    if program()?.is_file() {
        return Ok(());
    }
    ensure!(
        on_path("apt-get"),
        "nginx is missing at {INSTALLED}, needed to test with a real server: \
         install it with the system's package manager"
    );
    step("Unpacking nginx", || {
        fill(sh, "nginx", |directory| {
            let _directory = sh.push_dir(directory);
            unpack(sh).or_else(|error| {
                // The package lists may be old, or there may be none.
                let update = browsers::apt_get(sh, &["update"]).ok_or(error)?;
                update.run()?;
                unpack(sh)
            })
        })
    })
}

/// Unpacks packages into the current directory until one of them has the program.
fn unpack(sh: &Shell) -> Result<()> {
    for package in PACKAGES {
        cmd!(sh, "apt-get -q download {package}").run()?;
        for file in sh.read_dir(".")? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(&format!("{package}_")) && name.ends_with("deb") {
                cmd!(sh, "dpkg-deb -x {file} .").run()?;
            }
        }
        let program = sh.current_dir().join(INSTALLED.trim_start_matches('/'));
        if program.is_file() {
            let version = cmd!(sh, "{program} -v").quiet().ignore_stderr().run();
            return version
                .context("nginx cannot run here: install the libraries that `ldd` misses");
        }
    }
    bail!("the packages {} have no nginx", PACKAGES.join(" and "))
}
