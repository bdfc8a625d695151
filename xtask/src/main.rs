//! The developer's commands, run as `cargo xtask COMMAND`.

#![allow(clippy::disallowed_methods, reason = "a native program has a clock")]

mod audit;
mod bench;
mod browsers;
mod build;
mod builder;
mod bundle;
mod demo;
mod docs;
mod flags;
mod fuzz;
mod integrity;
mod live;
mod nginx;
mod notices;
mod npm;
mod npm_package;
mod paths;
mod progress;
mod release;
mod screenshots;
mod setup;
mod test;
mod themes;
mod tools;
mod wasm_tools;
mod wordpress;

use std::process::ExitCode;

use anyhow::Result;
use flags::{Xtask, XtaskCmd};
use xshell::Shell;

fn main() -> ExitCode {
    match Xtask::from_env() {
        Ok(xtask) => match run(xtask.subcommand) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error:#}");
                ExitCode::FAILURE
            }
        },
        Err(help) if help.is_help() => help.exit(),
        Err(error) => {
            eprintln!("{error}: see `cargo xtask --help`");
            ExitCode::from(2)
        }
    }
}

fn run(command: XtaskCmd) -> Result<()> {
    let sh = &Shell::new()?;
    sh.change_dir(paths::project_root());
    match command {
        XtaskCmd::Setup(setup) => {
            setup::setup(sh)?;
            if setup.browsers {
                browsers::install(sh)?;
            }
            Ok(())
        }
        XtaskCmd::Build(_) => build::build(sh),
        XtaskCmd::Serve(_) => build::serve(sh),
        XtaskCmd::Test(test) if test.hostile => test::hostile(sh, test.filter.as_deref()),
        XtaskCmd::Test(test) if test.adoption => test::adoption(sh, test.filter.as_deref()),
        XtaskCmd::Test(test) => test::test(sh, test.filter.as_deref()),
        XtaskCmd::Codegen(_) => test::codegen(sh),
        XtaskCmd::Check(_) => test::check(sh),
        XtaskCmd::Size(_) => test::size(sh),
        XtaskCmd::Screenshots(_) => screenshots::screenshots(sh),
        XtaskCmd::Bench(bench) => bench::bench(sh, &bench),
        XtaskCmd::Audit(_) => audit::audit(sh, true),
        XtaskCmd::Fuzz(fuzz) => fuzz::fuzz(sh, &fuzz),
        XtaskCmd::Docs(_) => docs::docs(sh),
        XtaskCmd::Release(release) => release::release(sh, &release.version),
        XtaskCmd::Live(live) => live::serve(sh, live.with_parent),
        XtaskCmd::PostBuild(_) => bundle::post_build(sh),
    }
}
