//! `bench PEERS --long-tasks [SHAPE]`: prints the longest task for large feeds of many shapes.
//!
//! `bench PEERS [--runs N] [--events N] [--only NAME] [--write DOCUMENT]`: measures the widget
//! beside other timelines. It prints the tables of `docs/performance.md`, or writes them there.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use key_events_e2e::bench::{self, Plan};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut plan = Plan {
        counts: vec![50, 1_000, 10_000],
        runs: 7,
        only: String::new(),
    };
    let mut document = None;
    let [peers, options @ ..] = arguments.as_slice() else {
        return usage();
    };
    if let ["--long-tasks", only @ ..] = options {
        let only = only.first().copied().unwrap_or_default();
        return finish(runtime().and_then(|runtime| {
            let report = runtime.block_on(bench::long_tasks::run(only))?;
            println!("{report}");
            Ok(())
        }));
    }
    let mut options = options;
    while let [option, value, rest @ ..] = options {
        let number = value.parse().unwrap_or(1);
        match *option {
            "--runs" => plan.runs = number,
            "--events" => plan.counts = vec![number],
            "--only" => (*value).clone_into(&mut plan.only),
            "--write" => document = Some(PathBuf::from(value)),
            _ => return usage(),
        }
        options = rest;
    }
    let outcome = runtime()
        .and_then(|runtime| runtime.block_on(bench::run(&plan, Path::new(peers))))
        .and_then(|results| {
            let report = bench::report(&results);
            println!("{report}");
            document.map_or(Ok(()), |document| write(&document, &report))
        });
    finish(outcome)
}

fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Runtime::new().map_err(|error| error.to_string())
}

fn finish(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Replaces the last report, between two marker lines of a document.
fn write(document: &Path, report: &str) -> Result<(), String> {
    let failed = |error| format!("{}: {error}", document.display());
    let text = fs::read_to_string(document).map_err(failed)?;
    let (before, rest) = text
        .split_once(START)
        .ok_or("the document has no start of results")?;
    let (_, after) = rest
        .split_once(END)
        .ok_or("the document has no end of results")?;
    let text = format!("{before}{START}\n\n{report}\n{END}{after}");
    fs::write(document, text).map_err(failed)
}

const START: &str = "<!-- results -->";
const END: &str = "<!-- end of results -->";

fn usage() -> ExitCode {
    eprintln!("Usage: bench PEERS [--runs N] [--events N] [--only NAME] [--write DOCUMENT]");
    ExitCode::from(2)
}
