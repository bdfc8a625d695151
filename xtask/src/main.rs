//! The developer's commands, run as `cargo xtask COMMAND`.

#![allow(clippy::disallowed_methods, reason = "a native program has a clock")]

mod bench;
mod browsers;
mod build;
mod bundle;
mod demo;
mod fuzz;
mod integrity;
mod live;
mod lockfile;
mod nginx;
mod npm;
mod npm_package;
mod paths;
mod progress;
mod run;
mod screenshots;
mod setup;
mod test;
mod themes;
mod tools;
mod wasm_tools;

use std::{env, process::ExitCode};

use run::{Failure, Outcome};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  setup [--browsers]  install the tools that are missing; with --browsers also what the tests need
  build               build the release files into dist/
  serve               build for development and serve on http://127.0.0.1:8080, rebuilding on change;
                      a live demo with a feed that changes and fails is on http://127.0.0.1:8081
  test [FILTER]       build, then run all tests, or those whose name contains FILTER
  check               format check, lints, then all tests: what has to pass before a merge
  size                build, then print the transfer sizes and hold them against their limits
  screenshots         build, then take the pictures of the looks in docs/gallery/
  bench [--runs N] [--events N] [--only NAME]
                      build, then measure the widget beside others; without options, write what came
                      of it into docs/performance.md
  live                serve the live demo alone (serve does it)
  fuzz [DIALECT] [--seconds N]
                      read made-up documents of every dialect, or one, for N seconds each (60)
  assemble            finish the files Trunk has built (Trunk calls this itself)

Tools are kept per version in $KEY_EVENTS_TOOLS, or else in the user's cache directory.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["help" | "--help" | "-h"] | [_, "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        ["setup"] => setup::setup(),
        ["setup", "--browsers"] => setup::setup().and_then(|()| browsers::install()),
        ["build"] => build::build(),
        ["serve"] => build::serve(),
        ["live", "--with-parent"] => live::serve(true),
        ["live"] => live::serve(false),
        ["test"] => test::test(None),
        ["test", filter] if !filter.starts_with('-') => test::test(Some(filter)),
        ["check"] => test::check(),
        ["size"] => test::size(),
        ["screenshots"] => screenshots::screenshots(),
        ["bench", options @ ..] if options.len().is_multiple_of(2) => bench::bench(options),
        ["fuzz", rest @ ..] if let Some(plan) = fuzz::plan(rest) => fuzz::fuzz(&plan),
        ["assemble"] => bundle::post_build(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    finish(outcome)
}

fn finish(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
