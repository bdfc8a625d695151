//! `bench PEERS [--runs N] [--events N] [--only NAME]`: measures the widget beside others and prints
//! the tables of `docs/performance.md`.

use std::{env, path::Path, process::ExitCode};

use key_events_e2e::bench::{self, Plan};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut plan = Plan {
        counts: vec![50, 1_000, 10_000],
        runs: 7,
        only: String::new(),
    };
    let [peers, options @ ..] = arguments.as_slice() else {
        return usage();
    };
    let mut options = options;
    while let [option, value, rest @ ..] = options {
        let number = value.parse().unwrap_or(1);
        match *option {
            "--runs" => plan.runs = number,
            "--events" => plan.counts = vec![number],
            "--only" => plan.only = (*value).to_owned(),
            _ => return usage(),
        }
        options = rest;
    }
    let outcome = tokio::runtime::Runtime::new()
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(bench::run(&plan, Path::new(peers))));
    match outcome {
        Ok(series) => {
            println!("{}", bench::report(&series));
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("Usage: bench PEERS [--runs N] [--events N] [--only NAME]");
    ExitCode::from(2)
}
