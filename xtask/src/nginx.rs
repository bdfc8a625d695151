//! nginx for the tests: Debian's package, unpacked rather than installed, because an installed
//! one starts a server on port 80, now and after every start of the machine.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use crate::{
    browsers::apt_get,
    paths::tools_directory,
    progress::step,
    run::{Context, Failure, Outcome, on_path, output_of, run},
    setup::publish,
};

/// Where an installed one is.
const INSTALLED: &str = "/usr/sbin/nginx";

/// The packages that have the program, depending on the release.
const PACKAGES: [&str; 2] = ["nginx", "nginx-core"];

/// The path of the program, whether or not it is there.
pub(crate) fn program() -> Outcome<PathBuf> {
    if Path::new(INSTALLED).is_file() {
        return Ok(INSTALLED.into());
    }
    Ok(tools_directory()?.join(format!("nginx{INSTALLED}")))
}

/// Fetches and unpacks the package unless there is an nginx.
pub(crate) fn install() -> Outcome {
    if program()?.is_file() {
        return Ok(());
    }
    if !on_path("apt-get") {
        return Err(Failure(format!(
            "nginx is missing at {INSTALLED}, needed to test against a real server: install it with the system's package manager"
        )));
    }
    step("Unpacking nginx", || {
        let tools = tools_directory()?;
        let unfinished = tools.join(format!("nginx.part-{}", process::id()));
        fs::create_dir_all(&unfinished)
            .context(format!("cannot create {}", unfinished.display()))?;
        let outcome = fetch(&unfinished).or_else(|failure| {
            // The lists of packages may be old, or there may be none.
            let apt_get = apt_get().ok_or(failure)?;
            run(apt_get().arg("update"))?;
            fetch(&unfinished)
        });
        let outcome = outcome.and_then(|()| publish(&unfinished, &tools.join("nginx")));
        if outcome.is_err() {
            // The error itself is what matters; a rest in the cache is never taken for a tool.
            let _ = fs::remove_dir_all(&unfinished);
        }
        outcome
    })
}

/// Unpacks packages until one of them had the program.
fn fetch(directory: &Path) -> Outcome {
    for package in PACKAGES {
        run(Command::new("apt-get")
            .args(["-q", "download", package])
            .current_dir(directory))?;
        let files = fs::read_dir(directory).context("cannot look for the package")?;
        let names = files.flatten().map(|file| file.file_name());
        let of_package = |name: &std::ffi::OsString| {
            let name = name.to_string_lossy();
            name.starts_with(&format!("{package}_")) && name.ends_with(".deb")
        };
        for name in names.filter(of_package) {
            run(Command::new("dpkg-deb")
                .arg("-x")
                .arg(&name)
                .arg(".")
                .current_dir(directory))?;
        }
        let program = directory.join(INSTALLED.trim_start_matches('/'));
        if program.is_file() {
            return match output_of(Command::new(&program).arg("-v")) {
                Some(_) => Ok(()),
                None => Err(Failure(
                    "nginx can't run here: install what `ldd` says it lacks".into(),
                )),
            };
        }
    }
    Err(Failure(format!(
        "no program in the packages {}",
        PACKAGES.join(" and ")
    )))
}
