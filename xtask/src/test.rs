//! Running the tests and the checks around them.

use std::{path::PathBuf, process::Command};

use crate::{
    bench::peers,
    browsers::{self, CHROMEDRIVER},
    build::{build, build_development, build_probe, development_dist, dist, probe_dist},
    lockfile::wasm_bindgen_version,
    nginx, npm,
    paths::{program, root, target},
    progress::step,
    run::{Failure, Outcome, cargo, run},
    setup::toolchain,
    tools,
};

const WASM: &str = "wasm32-unknown-unknown";

/// Builds what the browsers get, then runs every test, or those that match.
pub(crate) fn test(filter: Option<&str>) -> Outcome {
    browsers::install()?;
    build()?;
    // A failure in one suite does not hide what the others would have found.
    let outcomes = [
        (
            "native",
            step("Native tests", || {
                run(cargo_in_root(&[
                    "test",
                    "-p",
                    "key-events",
                    "-p",
                    "key-events-cli",
                    "-p",
                    "xtask",
                    "-p",
                    "wasm-tools",
                ])
                .args(filter))
            }),
        ),
        (
            "component",
            step("Component tests", || component_tests(filter)),
        ),
        (
            "end-to-end",
            build_probe()
                .and_then(|()| step("End-to-end tests", || run(end_to_end()?.args(filter)))),
        ),
        (
            "development end-to-end",
            build_development().and_then(|()| {
                step("End-to-end tests in development", || {
                    run(in_development(scenarios()?).args(filter))
                })
            }),
        ),
    ];
    let summary = summary(&outcomes, filter);
    if outcomes.iter().all(|(_, outcome)| outcome.is_ok()) {
        println!("==> {summary}");
        Ok(())
    } else {
        Err(Failure(format!("==> {summary}")))
    }
}

/// One line that says which suites ran and how each ended.
fn summary(outcomes: &[(&str, Outcome)], filter: Option<&str>) -> String {
    let ends: Vec<String> = outcomes
        .iter()
        .map(|(suite, outcome)| match outcome {
            Ok(()) => format!("{suite} passed"),
            Err(Failure(reason)) => format!("{suite} FAILED ({reason})"),
        })
        .collect();
    let which = filter.map_or_else(String::new, |filter| format!(" matching {filter:?}"));
    format!("Tests{which}: {}", ends.join(", "))
}

/// Everything that has to hold before a change is merged.
pub(crate) fn check() -> Outcome {
    // The lints need it, and are done long before a build would have seen to it.
    toolchain()?;
    step("Format", || {
        run(&mut cargo_in_root(&["fmt", "--all", "--check"]))?;
        // No member of the workspace.
        run(cargo_in_root(&["fmt", "--check", "--manifest-path"]).arg("tests/fuzz/Cargo.toml"))
    })?;
    step("Lints", || {
        run(cargo_in_root(&["clippy", "--workspace", "--all-targets"])
            .args(["--", "-D", "warnings"]))
    })?;
    step("Lints for wasm", || {
        run(cargo_in_root(&[
            "clippy",
            "-p",
            "key-events",
            "--lib",
            "--test",
            "component",
            "--target",
            WASM,
        ])
        .args(["--", "-D", "warnings"]))
    })?;
    test(None)
}

/// Builds, prints what travels over the network, and holds it against the limits.
pub(crate) fn size() -> Outcome {
    build()?;
    step("Sizes", || {
        run(end_to_end()?.args(["--test", "size", "--", "--nocapture"]))
    })
}

/// The tests that need a page, without a page of ours: Chromium runs them one by one.
fn component_tests(filter: Option<&str>) -> Outcome {
    let bindgen = program(&tools::wasm_bindgen(wasm_bindgen_version()?))?;
    run(cargo_in_root(&[
        "test",
        "-p",
        "key-events",
        "--target",
        WASM,
        "--test",
        "component",
    ])
    .args(filter)
    .env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        bindgen.with_file_name("wasm-bindgen-test-runner"),
    )
    .env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        root().join("xtask/webdriver.json"),
    )
    .env("CHROMEDRIVER", CHROMEDRIVER)
    // The runner takes the first driver that is named.
    .env_remove("GECKODRIVER"))
}

/// The tests that open real pages with the built files, and with what the command makes.
fn end_to_end() -> Outcome<Command> {
    let mut command = scenarios()?;
    command.env("KEY_EVENTS_PEERS", peers()?);
    Ok(command)
}

/// The same without what the benchmark measures beside the widget.
fn scenarios() -> Outcome<Command> {
    let key_events = command()?;
    let mut command = cargo_in_root(&["test", "-p", "key-events-e2e", "--no-fail-fast"]);
    command
        .env("KEY_EVENTS_DIST", dist())
        .env("KEY_EVENTS_BUILD", "release")
        .env("KEY_EVENTS_PROBE", probe_dist())
        .env("KEY_EVENTS_COMMAND", key_events)
        .env("KEY_EVENTS_AXE", npm::file(npm::AXE)?)
        .env("KEY_EVENTS_SHEETS", npm::page_styles()?)
        .env("GECKODRIVER", program(&tools::geckodriver())?)
        .env("KEY_EVENTS_NGINX", nginx::program()?);
    Ok(command)
}

/// The scenarios that ask for it on a development build; sizes and speed are those of the release.
fn in_development(mut end_to_end: Command) -> Command {
    end_to_end
        .args(["--test", "e2e"])
        .env("KEY_EVENTS_DIST", development_dist())
        .env("KEY_EVENTS_BUILD", "development");
    end_to_end
}

/// Builds the command; returns where it is.
pub(crate) fn command() -> Outcome<PathBuf> {
    run(&mut cargo_in_root(&["build", "-p", "key-events-cli"]))?;
    Ok(target().join("debug/key-events"))
}

fn cargo_in_root(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(arguments).current_dir(root());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_development_only_the_scenarios_run() {
        let mut release = Command::new("cargo");
        release
            .args(["test", "-p", "key-events-e2e"])
            .env("KEY_EVENTS_DIST", dist())
            .env("KEY_EVENTS_BUILD", "release");
        let development = in_development(release);
        let words: Vec<_> = development.get_args().collect();
        assert_eq!(words, ["test", "-p", "key-events-e2e", "--test", "e2e"]);
        let (place, build) = (development_dist(), "development".as_ref());
        for (name, value) in [
            ("KEY_EVENTS_DIST", place.as_os_str()),
            ("KEY_EVENTS_BUILD", build),
        ] {
            let mut set = development.get_envs().filter(|(set, _)| *set == name);
            assert_eq!(set.next(), Some((name.as_ref(), Some(value))));
            assert_eq!(set.next(), None);
        }
    }

    #[test]
    fn the_summary_names_what_failed() {
        let outcomes = [
            ("native", Ok(())),
            ("component", Err(Failure("cargo test failed".into()))),
        ];
        assert_eq!(
            summary(&outcomes, None),
            "Tests: native passed, browser FAILED (cargo test failed)"
        );
        assert_eq!(
            summary(&outcomes[..1], Some("jump")),
            "Tests matching \"jump\": native passed"
        );
    }
}
