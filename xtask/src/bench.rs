//! Measuring the widget beside other ways to show a feed.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    browsers,
    build::{build, dist},
    npm,
    paths::root,
    progress::step,
    run::{Context, Outcome, cargo, run},
    test::command,
};

/// What the bundler leaves out or passes on of what the others ask for.
const LOADERS: [&str; 6] = [
    // Of the source of a style sheet that is there as CSS too.
    "--loader:.less=empty",
    "--loader:.eot=file",
    "--loader:.svg=file",
    "--loader:.ttf=file",
    "--loader:.woff=file",
    "--loader:.woff2=file",
];

/// Builds, measures, and writes what came of it into `docs/performance.md`; with options, prints it.
pub(crate) fn bench(options: &[&str]) -> Outcome {
    browsers::install()?;
    build()?;
    let peers = peers()?;
    let key_events = command()?;
    let document = root().join("docs/performance.md");
    step("Measuring", || {
        let mut command = cargo();
        command
            .args([
                "run",
                "--quiet",
                "-p",
                "key-events-e2e",
                "--bin",
                "bench",
                "--",
            ])
            .arg(&peers)
            .args(options)
            .current_dir(root())
            .env("KEY_EVENTS_DIST", dist())
            .env("KEY_EVENTS_COMMAND", key_events);
        // A part of the tables is no replacement for all of them.
        if options.is_empty() {
            command.arg("--write").arg(&document);
        }
        run(&mut command)
    })
}

/// Installs and bundles the others; returns the folder that they are in.
pub(crate) fn peers() -> Outcome<PathBuf> {
    npm::install()?;
    step("Bundling the others", || {
        let folder = root().join("target/bench/peers");
        if folder.is_dir() {
            fs::remove_dir_all(&folder).context("cannot clear the folder of the others")?;
        }
        run(Command::new(npm::file(npm::ESBUILD)?)
            .args(["hand.js", "preact.js", "timelinejs.js", "vis.js"])
            .args(["--bundle", "--minify", "--format=esm", "--charset=utf8"])
            .args(["--target=chrome111", "--log-level=warning"])
            .args(LOADERS)
            .arg(format!("--outdir={}", folder.display()))
            .current_dir(root().join("tests/bench/peers"))
            .env("NODE_PATH", npm::folder()?))?;
        Ok(folder)
    })
}
