//! Fuzzes the parsers: reads generated documents until one violates an invariant or the time is over.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use xshell::{Shell, cmd};

use crate::{
    flags::Fuzz,
    paths::{file_names, on_path, project_root, tool_path},
    progress::step,
    setup::{host, install},
    tools,
};

/// Seconds for each target without the option.
const SECONDS: u32 = 60;

/// The maximum length of a document of the corpus in the repository, in bytes.
const MAX_KEPT: usize = 100;

/// The maximum number of documents of a target there.
const MAX_COUNT: usize = 64;

/// Fuzzes the targets one by one. After a failure the others still run.
pub(crate) fn fuzz(sh: &Shell, options: &Fuzz) -> Result<()> {
    let seconds = options.seconds.map_or(SECONDS, Into::into);
    let all = targets(sh)?;
    let chosen = chosen(&all, options.target.as_deref())?;
    install(sh, &tools::cargo_fuzz())?;
    let host = host(sh)?;
    build(sh, &host)?;
    let mut failures = Vec::new();
    for target in chosen {
        let heading = format!("Fuzzing {target} for {seconds} s");
        if let Err(error) = step(&heading, || fuzz_one(sh, &host, target, seconds)) {
            failures.push(format!("{error:#}"));
        } else if options.keep {
            step(&format!("Minimizing {target}"), || keep(sh, &host, target))?;
        }
    }
    ensure!(failures.is_empty(), failures.join("\n"));
    Ok(())
}

/// The names of the fuzz targets: the formats, and the parsers of a text.
fn targets(sh: &Shell) -> Result<Vec<String>> {
    let files = file_names(sh, &fuzz_directory().join("fuzz_targets"))?;
    let names = files.iter().filter_map(|file| file.strip_suffix(".rs"));
    Ok(names.map(ToOwned::to_owned).collect())
}

fn chosen<'a>(all: &'a [String], target: Option<&str>) -> Result<Vec<&'a String>> {
    let chosen: Vec<&String> = all
        .iter()
        .filter(|name| target.is_none_or(|target| target == *name))
        .collect();
    ensure!(
        !chosen.is_empty(),
        "no such target: expected one of {}",
        all.join(", ")
    );
    Ok(chosen)
}

/// Builds all targets.
///
/// The project has no unsafe code. So it needs no sanitizer, and the stable compiler can build them.
fn build(sh: &Shell, host: &str) -> Result<()> {
    ensure!(
        on_path("c++"),
        "c++ is missing, needed to build the fuzzer: install it with `sudo apt-get install -y g++`"
    );
    step("Building the fuzz targets", || {
        let cargo_fuzz = tool_path(&tools::cargo_fuzz())?;
        let (directory, output) = (fuzz_directory(), output());
        cmd!(
            sh,
            "{cargo_fuzz} fuzz build --sanitizer none --target {host} --fuzz-dir {directory} --target-dir {output}"
        )
        // It would replace the flags for the fuzzer.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .run()?;
        Ok(())
    })
}

/// Fuzzes one target. Starts with the documents of earlier runs, those of the repository, and the fixtures of
/// the format.
fn fuzz_one(sh: &Shell, host: &str, target: &str, seconds: u32) -> Result<()> {
    let corpus = sh.create_dir(output().join("corpus").join(target))?;
    // The fuzzer only prepends this to a name.
    let artifacts = sh
        .create_dir(output().join("artifacts").join(target))?
        .join("");
    let dictionary = fuzz_directory().join("feeds.dict");
    let fixtures = project_root().join("tests/fixtures").join(target);
    let seeds = [corpus_directory(target), fixtures];
    let seeds = seeds.iter().filter(|seeds| seeds.is_dir());
    let fuzzer = fuzzer(host, target);
    let seconds = seconds.to_string();
    // It writes new documents into the first directory. A document takes much less than the timeout.
    let fuzz = cmd!(
        sh,
        "{fuzzer} -max_total_time={seconds} -dict={dictionary} -artifact_prefix={artifacts} -print_funcs=0
            -timeout=10 {corpus} {seeds...}"
    );
    let failed = || format!("cannot run {}", fuzzer.display());
    let mut running = Command::from(fuzz)
        .stderr(Stdio::piped())
        .spawn()
        .with_context(failed)?;
    let mut document = None;
    if let Some(output) = running.stderr.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line.with_context(failed)?;
            let line = String::from_utf8_lossy(&line);
            if !is_detail(&line) {
                println!("    {line}");
            }
            document = document.or(artifact(&line).map(ToOwned::to_owned));
        }
    }
    let status = running.wait().with_context(failed)?;
    if status.success() {
        return Ok(());
    }
    let document = document.unwrap_or_else(|| "DOCUMENT".into());
    bail!(
        "{target} failed ({status}): repeat it with `{} {document}`",
        fuzzer.display()
    )
}

/// Replaces the corpus of a target in the repository by few of its short documents that reach the same code as
/// all of them.
fn keep(sh: &Shell, host: &str, target: &str) -> Result<()> {
    let (kept, found) = (
        corpus_directory(target),
        output().join("corpus").join(target),
    );
    let short = output().join("short").join(target);
    sh.remove_path(&short)?;
    sh.create_dir(&short)?;
    for directory in [&kept, &found] {
        let files = if directory.is_dir() {
            sh.read_dir(directory)?
        } else {
            Vec::new()
        };
        for file in files {
            if sh.read_binary_file(&file)?.len() <= MAX_KEPT {
                sh.copy_file(file, &short)?;
            }
        }
    }
    sh.remove_path(&kept)?;
    sh.create_dir(&kept)?;
    let fuzzer = fuzzer(host, target);
    cmd!(sh, "{fuzzer} -set_cover_merge=1 {kept} {short}")
        .ignore_stderr()
        .run()?;
    // It writes first what reaches the most.
    let mut written = Vec::new();
    for file in sh.read_dir(&kept)? {
        written.push((fs::metadata(&file)?.modified()?, file));
    }
    written.sort();
    for (_, file) in written.into_iter().skip(MAX_COUNT) {
        sh.remove_path(file)?;
    }
    Ok(())
}

fn fuzzer(host: &str, target: &str) -> PathBuf {
    output().join(host).join("release").join(target)
}

/// The path of the failing document, if the line has it.
fn artifact(line: &str) -> Option<&str> {
    let (_, path) = line.split_once("Test unit written to ")?;
    Some(path.trim())
}

/// Whether a line is neither progress nor an error.
fn is_detail(line: &str) -> bool {
    // Thousands of new or shorter documents, and at the end suggestions for a dictionary.
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

/// The package of the fuzz targets.
fn fuzz_directory() -> PathBuf {
    project_root().join("tests/fuzz")
}

/// The documents of a target in the repository.
fn corpus_directory(target: &str) -> PathBuf {
    fuzz_directory().join("corpus").join(target)
}

/// The directory for the output of fuzzing.
fn output() -> PathBuf {
    project_root().join("target/fuzz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_program_and_documents_of_its_name() {
        let manifest = include_str!("../../tests/fuzz/Cargo.toml");
        let targets = targets(&Shell::new().unwrap()).unwrap();
        assert_eq!(manifest.matches("[[bin]]").count(), targets.len());
        for target in &targets {
            let path = format!("name = \"{target}\"\npath = \"fuzz_targets/{target}.rs\"");
            assert!(manifest.contains(&path), "{target}");
            assert!(corpus_directory(target).is_dir(), "{target}");
        }
    }

    #[test]
    fn the_error_for_an_unknown_target_has_the_known_ones() {
        let all = ["a".to_owned(), "b".to_owned()];
        assert_eq!(chosen(&all, None).unwrap(), [&all[0], &all[1]]);
        assert_eq!(chosen(&all, Some("b")).unwrap(), [&all[1]]);
        let error = chosen(&all, Some("c")).unwrap_err();
        assert_eq!(error.to_string(), "no such target: expected one of a, b");
    }

    #[test]
    fn the_path_of_the_failing_document_is_found() {
        let line = "artifact_prefix='/x/'; Test unit written to /x/crash-0a1b";
        assert_eq!(artifact(line), Some("/x/crash-0a1b"));
        assert_eq!(artifact("#2\tINITED cov: 4 ft: 5"), None);
    }

    #[test]
    fn progress_and_errors_are_shown_but_not_each_new_document() {
        assert!(is_detail("#9\tNEW    cov: 4 ft: 5 corp: 1/1b"));
        assert!(is_detail("#9\tREDUCE cov: 4 ft: 5 corp: 1/1b"));
        assert!(is_detail("INFO: Seed: 701525925"));
        assert!(is_detail("\"keyEv\" # Uses: 188"));
        assert!(!is_detail("#8\tpulse  cov: 4 ft: 5 corp: 1/1b"));
        assert!(!is_detail("ParseDictionaryFile: error in line 3"));
        assert!(!is_detail("thread panicked: NEW "));
    }
}
