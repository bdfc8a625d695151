//! Measures the widget and its alternatives.

use std::path::PathBuf;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{
    browsers,
    build::{build, dist},
    flags::Bench,
    npm,
    paths::project_root,
    progress::step,
    test::command,
};

/// How to bundle the files that the alternatives import.
const LOADERS: [&str; 6] = [
    // The source of a style sheet that is also there as CSS.
    "--loader:.less=empty",
    "--loader:.eot=file",
    "--loader:.svg=file",
    "--loader:.ttf=file",
    "--loader:.woff=file",
    "--loader:.woff2=file",
];

/// Builds, measures, and writes the results into `docs/performance.md`; with options, prints them.
pub(crate) fn bench(sh: &Shell, options: &Bench) -> Result<()> {
    browsers::install(sh)?;
    build(sh)?;
    let peers = peers(sh)?;
    let key_events = command(sh)?;
    let long_tasks = options.long_tasks.then(|| "--long-tasks".to_owned());
    let mut arguments = Vec::from_iter(long_tasks);
    for (name, value) in [
        ("--runs", options.runs.map(|runs| runs.to_string())),
        ("--events", options.events.map(|events| events.to_string())),
        ("--only", options.only.clone()),
    ] {
        arguments.extend(
            value
                .map(|value| [name.to_owned(), value])
                .into_iter()
                .flatten(),
        );
    }
    // Only complete tables replace those of the document.
    if arguments.is_empty() {
        arguments = ["--write", "docs/performance.md"]
            .map(str::to_owned)
            .to_vec();
    }
    step("Measuring", || {
        let bench = cmd!(
            sh,
            "cargo run --quiet -p key-events-e2e --bin bench -- {peers} {arguments...}"
        );
        bench
            .env("KEY_EVENTS_DIST", dist())
            .env("KEY_EVENTS_COMMAND", key_events)
            .run()?;
        Ok(())
    })
}

/// Bundles the alternatives; returns their folder.
pub(crate) fn peers(sh: &Shell) -> Result<PathBuf> {
    npm::install(sh)?;
    step("Bundling the alternatives", || {
        let folder = project_root().join("target/bench/peers");
        sh.remove_path(&folder)?;
        let esbuild = npm::file(npm::ESBUILD)?;
        let _sources = sh.push_dir("tests/bench/peers");
        cmd!(
            sh,
            "{esbuild} hand.js preact.js timelinejs.js vis.js --bundle --minify --format=esm --charset=utf8
                --target=chrome111 --log-level=warning {LOADERS...} --outdir={folder}"
        )
        .env("NODE_PATH", npm::folder()?)
        .run()?;
        Ok(folder)
    })
}
