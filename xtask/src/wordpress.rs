//! WordPress, PHP and a database for the tests. Debian's packages are unpacked, not installed: an installed WordPress
//! and an installed database start servers.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    browsers,
    paths::{cache_dir, on_path},
    progress::step,
    setup::fill,
};

const PACKAGES: [&str; 5] = [
    "wordpress",
    "wordpress-theme-twentytwentythree",
    "php-cli",
    "php-mysql",
    "mariadb-server-core",
];

/// The folder with the unpacked packages, which may not be there yet. What is installed is not in it.
pub(crate) fn folder() -> Result<PathBuf> {
    Ok(cache_dir()?.join("wordpress"))
}

/// Downloads and unpacks the packages, and those that they need, unless they are there.
pub(crate) fn install(sh: &Shell) -> Result<()> {
    if folder()?.is_dir() {
        return Ok(());
    }
    ensure!(
        on_path("apt-get"),
        "apt-get is missing, needed to get {}: the test with WordPress runs on Debian or Ubuntu",
        PACKAGES.join(", ")
    );
    step("Unpacking WordPress", || {
        fill(sh, "wordpress", |folder| {
            let archives = folder.join("archives");
            sh.create_dir(archives.join("partial"))?;
            let download = || {
                let apt_get = cmd!(
                    sh,
                    "apt-get -q -y install --no-install-recommends --download-only
                        -o Debug::NoLocking=1 -o Dir::Cache::archives={archives}"
                );
                apt_get.args(PACKAGES).run()
            };
            download().or_else(|error| {
                // The package lists may be old, or there may be none.
                let update = browsers::apt_get(sh, &["update"]).ok_or(error)?;
                update.run()?;
                download()
            })?;
            for file in sh.read_dir(&archives)? {
                if file.extension().is_some_and(|end| end == "deb") {
                    cmd!(sh, "dpkg-deb -x {file} {folder}").quiet().run()?;
                }
            }
            Ok(sh.remove_path(archives)?)
        })
    })
}
