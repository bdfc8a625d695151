//! Reading made-up documents until one breaks a promise or the time is over.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    paths::{program, root},
    progress::step,
    run::{Context, Failure, Outcome, on_path, output_of, run},
    setup::install,
    tools,
};

/// How long each dialect is fuzzed unless told otherwise, in seconds.
const SECONDS: u32 = 60;

/// What to fuzz, and how long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The dialect; `None`: every one.
    dialect: Option<String>,
    /// Seconds for each.
    seconds: u32,
}

/// Reads `[DIALECT] [--seconds N]`; `None`: it is something else.
pub(crate) fn plan(arguments: &[&str]) -> Option<Plan> {
    let (dialect, options) = match arguments {
        [dialect, options @ ..] if !dialect.starts_with('-') => (Some(*dialect), options),
        options => (None, options),
    };
    let seconds = match options {
        [] => SECONDS,
        ["--seconds", seconds] => seconds.parse().ok().filter(|seconds| *seconds > 0)?,
        _ => return None,
    };
    Some(Plan {
        dialect: dialect.map(ToOwned::to_owned),
        seconds,
    })
}

/// Fuzzes the dialects of the plan one after another, all of them even if one fails.
pub(crate) fn fuzz(plan: &Plan) -> Outcome {
    let all = targets()?;
    let chosen = chosen(&all, plan.dialect.as_deref())?;
    install(&tools::cargo_fuzz())?;
    build()?;
    let mut failures = Vec::new();
    for target in chosen {
        let heading = format!("Fuzzing {target} for {} s", plan.seconds);
        if let Err(Failure(message)) = step(&heading, || fuzz_one(target, plan.seconds)) {
            failures.push(message);
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure(failures.join("\n")))
    }
}

/// The names of the fuzz targets, which are those of the dialects.
fn targets() -> Outcome<Vec<String>> {
    let directory = fuzz_directory().join("fuzz_targets");
    let files = fs::read_dir(&directory).context(format!("cannot list {}", directory.display()))?;
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn chosen<'a>(all: &'a [String], dialect: Option<&str>) -> Outcome<Vec<&'a String>> {
    let chosen: Vec<&String> = all
        .iter()
        .filter(|name| dialect.is_none_or(|dialect| dialect == *name))
        .collect();
    if chosen.is_empty() {
        return Err(Failure(format!(
            "no such dialect: expected one of {}",
            all.join(", ")
        )));
    }
    Ok(chosen)
}

/// Builds all targets.
///
/// Without a sanitizer: the project has no unsafe code, and so the pinned stable compiler will do.
fn build() -> Outcome {
    if !on_path("c++") {
        return Err(Failure(
            "c++ is missing, needed to build the fuzzer: install it with `sudo apt-get install -y g++`"
                .into(),
        ));
    }
    step("Building the fuzz targets", || {
        run(Command::new(program(&tools::cargo_fuzz())?)
            .args(["fuzz", "build", "--sanitizer", "none", "--target", &host()?])
            .arg("--fuzz-dir")
            .arg(fuzz_directory())
            .arg("--target-dir")
            .arg(output())
            // Would win over the flags that make a program a fuzzer.
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .current_dir(root()))
    })
}

/// Fuzzes one target, beginning with what was found before and the fixtures of its dialect.
fn fuzz_one(target: &str, seconds: u32) -> Outcome {
    let found = output().join("corpus").join(target);
    let artifacts = output().join("artifacts").join(target);
    for directory in [&found, &artifacts] {
        fs::create_dir_all(directory).context(format!("cannot create {}", directory.display()))?;
    }
    let fuzzer = output().join(host()?).join("release").join(target);
    let mut running = Command::new(&fuzzer)
        .arg(format!("-max_total_time={seconds}"))
        .arg(argument("-dict=", &fuzz_directory().join("feeds.dict")))
        .arg(argument("-artifact_prefix=", &artifacts.join("")))
        .arg("-print_funcs=0")
        // Reading a document takes far less than a millisecond.
        .arg("-timeout=10")
        // What is found goes to the first directory.
        .arg(found)
        .arg(root().join("tests/fixtures").join(target))
        .current_dir(root())
        .stderr(Stdio::piped())
        .spawn()
        .context(format!("cannot start {}", fuzzer.display()))?;
    let mut document = None;
    if let Some(output) = running.stderr.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line.context(format!("cannot follow {}", fuzzer.display()))?;
            let line = String::from_utf8_lossy(&line);
            if !is_detail(&line) {
                println!("    {line}");
            }
            document = document.or(artifact(&line).map(ToOwned::to_owned));
        }
    }
    let status = running
        .wait()
        .context(format!("cannot wait for {}", fuzzer.display()))?;
    if status.success() {
        return Ok(());
    }
    let document = document.unwrap_or_else(|| "DOCUMENT".into());
    Err(Failure(format!(
        "{target} failed ({status}), again with: {} {document}",
        fuzzer.display()
    )))
}

/// Where the fuzzer says that it kept a document that broke a promise.
fn artifact(line: &str) -> Option<&str> {
    let (_, path) = line.split_once("Test unit written to ")?;
    Some(path.trim())
}

/// Whether a line says nothing of how far the fuzzer is or what went wrong.
fn is_detail(line: &str) -> bool {
    // A document that is new or shorter, as thousands are; at the end, pieces for a dictionary.
    line.starts_with('#') && (line.contains("\tNEW ") || line.contains("\tREDUCE "))
        || [
            "INFO: ",
            "WARNING: Failed to find function ",
            "######",
            "\"",
        ]
        .iter()
        .any(|start| line.starts_with(start))
}

fn argument(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(name);
    argument.push(path);
    argument
}

/// The crate of the fuzz targets.
fn fuzz_directory() -> PathBuf {
    root().join("tests/fuzz")
}

/// Everything that comes from fuzzing.
fn output() -> PathBuf {
    root().join("target/fuzz")
}

/// The platform that the compiler runs on.
fn host() -> Outcome<String> {
    let version = output_of(Command::new("rustc").arg("-vV")).unwrap_or_default();
    let mut lines = version.lines();
    lines
        .find_map(|line| Some(line.strip_prefix("host: ")?.to_owned()))
        .ok_or_else(|| Failure("rustc does not say which platform it runs on".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_fuzzed_for_a_minute_unless_told_otherwise() {
        let plan_of = |dialect: Option<&str>, seconds| {
            let dialect = dialect.map(ToOwned::to_owned);
            Some(Plan { dialect, seconds })
        };
        assert_eq!(plan(&[]), plan_of(None, 60));
        assert_eq!(plan(&["json-feed"]), plan_of(Some("json-feed"), 60));
        assert_eq!(plan(&["--seconds", "5"]), plan_of(None, 5));
        let both = ["json-feed", "--seconds", "5"];
        assert_eq!(plan(&both), plan_of(Some("json-feed"), 5));
        for bad in [
            &["--seconds"][..],
            &["--seconds", "0"],
            &["--seconds", "soon"],
            &["--second", "5"],
            &["json-feed", "sourcefabric"],
        ] {
            assert_eq!(plan(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn every_target_has_a_program_and_fixtures_of_its_name() {
        let manifest = include_str!("../../tests/fuzz/Cargo.toml");
        let targets = targets().unwrap();
        assert_eq!(manifest.matches("[[bin]]").count(), targets.len());
        for target in &targets {
            let path = format!("name = \"{target}\"\npath = \"fuzz_targets/{target}.rs\"");
            assert!(manifest.contains(&path), "{target}");
            let fixtures = root().join("tests/fixtures").join(target);
            assert!(fixtures.is_dir(), "{target}");
        }
    }

    #[test]
    fn an_unknown_dialect_is_answered_with_the_known_ones() {
        let all = ["a".to_owned(), "b".to_owned()];
        assert_eq!(chosen(&all, None).unwrap(), [&all[0], &all[1]]);
        assert_eq!(chosen(&all, Some("b")).unwrap(), [&all[1]]);
        let Failure(message) = chosen(&all, Some("c")).unwrap_err();
        assert_eq!(message, "no such dialect: expected one of a, b");
    }

    #[test]
    fn the_document_that_broke_a_promise_is_found_in_what_the_fuzzer_says() {
        let line = "artifact_prefix='/x/'; Test unit written to /x/crash-0a1b";
        assert_eq!(artifact(line), Some("/x/crash-0a1b"));
        assert_eq!(artifact("#2\tINITED cov: 4 ft: 5"), None);
    }

    #[test]
    fn progress_and_what_goes_wrong_are_shown_and_every_find_is_not() {
        assert!(is_detail("#9\tNEW    cov: 4 ft: 5 corp: 1/1b"));
        assert!(is_detail("#9\tREDUCE cov: 4 ft: 5 corp: 1/1b"));
        assert!(is_detail("INFO: Seed: 701525925"));
        assert!(is_detail("\"keyEv\" # Uses: 188"));
        assert!(!is_detail("#8\tpulse  cov: 4 ft: 5 corp: 1/1b"));
        assert!(!is_detail("ParseDictionaryFile: error in line 3"));
        assert!(!is_detail("thread panicked: NEW "));
    }
}
