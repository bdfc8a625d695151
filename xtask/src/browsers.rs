//! What the tests need beyond the build: browsers and their drivers, and a server.

use std::{path::Path, process::Command};

use crate::{
    nginx, npm,
    progress::step,
    run::{Failure, Outcome, on_path, output_of, run},
    setup::install as install_tool,
    tools,
};

/// A Debian package, a file that shows it is there, and what it is needed for.
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

/// Installs the browsers and drivers that are missing.
pub(crate) fn install() -> Outcome {
    let missing: Vec<&Package> = PACKAGES
        .iter()
        .filter(|package| !Path::new(package.file).exists())
        .collect();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
        let Some(apt_get) = apt_get() else {
            return Err(Failure(request(&missing)));
        };
        step(&format!("Installing {}", names.join(", ")), || {
            run(apt_get().arg("update"))?;
            run(apt_get()
                .args(["install", "-y", "--no-install-recommends"])
                .args(&names))
        })?;
    }
    nginx::install()?;
    npm::install()?;
    install_tool(&tools::geckodriver())
}

/// One line: what is missing, why it is needed, and how to get it.
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

/// How to start apt-get with the right to install, when there is a way without a question.
pub(crate) fn apt_get() -> Option<impl Fn() -> Command> {
    let is_root = output_of(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let may = on_path("apt-get")
        && (is_root || output_of(Command::new("sudo").args(["-n", "true"])).is_some());
    may.then_some(move || {
        let mut command = Command::new(if is_root { "env" } else { "sudo" });
        if !is_root {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
        command
    })
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
