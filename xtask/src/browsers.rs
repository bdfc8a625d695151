//! What only the tests need: browsers, their drivers, and a server.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Cmd, Shell, cmd};

use crate::{nginx, npm, paths::on_path, progress::step, setup, tools};

/// A Debian package, one of its files, and its purpose.
struct Package {
    name: &'static str,
    file: &'static str,
    purpose: &'static str,
}

const PACKAGES: &[Package] = &[
    Package {
        name: "chromium",
        file: "/usr/bin/chromium",
        purpose: "test in Chromium",
    },
    Package {
        name: "chromium-driver",
        file: CHROMEDRIVER,
        purpose: "drive Chromium",
    },
    Package {
        name: "firefox-esr",
        file: "/usr/bin/firefox-esr",
        purpose: "test in Firefox",
    },
    Package {
        name: "webkit2gtk-driver",
        file: "/usr/bin/WebKitWebDriver",
        purpose: "test in WebKit",
    },
    Package {
        name: "xvfb",
        file: "/usr/bin/Xvfb",
        purpose: "give WebKit a screen",
    },
    Package {
        name: "fonts-dejavu-core",
        file: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        purpose: "lay out text",
    },
];

/// Debian's driver for Chromium.
pub(crate) const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// Installs the missing browsers, drivers and tools.
pub(crate) fn install(sh: &Shell) -> Result<()> {
    let missing: Vec<&Package> = PACKAGES
        .iter()
        .filter(|package| !Path::new(package.file).exists())
        .collect();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
        let install = ["install", "-y", "--no-install-recommends"];
        let update = apt_get(sh, &["update"]).with_context(|| request(&missing))?;
        let install = apt_get(sh, &install).with_context(|| request(&missing))?;
        step(&format!("Installing {}", names.join(", ")), || {
            update.run()?;
            Ok(install.args(names).run()?)
        })?;
    }
    nginx::install(sh)?;
    npm::install(sh)?;
    setup::install(sh, &tools::geckodriver())
}

/// Calls apt-get, if it can install without a password.
pub(crate) fn apt_get<'a>(sh: &'a Shell, arguments: &[&str]) -> Option<Cmd<'a>> {
    let is_root = cmd!(sh, "id -u").read().is_ok_and(|id| id == "0");
    let is_allowed = is_root || cmd!(sh, "sudo -n true").ignore_stderr().read().is_ok();
    let env = if is_root {
        cmd!(sh, "env")
    } else {
        cmd!(sh, "sudo -n env")
    };
    let apt_get = env.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    (on_path("apt-get") && is_allowed).then(|| apt_get.args(arguments))
}

/// One line: what is missing, why it is needed, and how to install it.
fn request(missing: &[&Package]) -> String {
    let reasons: Vec<String> = missing
        .iter()
        .map(|package| format!("{} (to {})", package.name, package.purpose))
        .collect();
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    format!(
        "the tests need {}: install with `sudo apt-get install -y --no-install-recommends {}`",
        reasons.join(", "),
        names.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_is_one_line_with_what_why_and_how() {
        let missing: Vec<&Package> = PACKAGES.iter().take(2).collect();
        assert_eq!(
            request(&missing),
            "the tests need chromium (to test in Chromium), chromium-driver (to drive Chromium): \
             install with `sudo apt-get install -y --no-install-recommends chromium chromium-driver`"
        );
    }
}
