//! Running the tests and the checks around them.

use std::process::Command;

use crate::{
    browsers::{self, CHROMEDRIVER},
    build::{build, dist},
    cache::{program, root},
    lockfile::wasm_bindgen_version,
    run::{Outcome, cargo, run},
    step::step,
    tools,
};

const WASM: &str = "wasm32-unknown-unknown";

/// Builds what the browsers get, then runs every test, or those that match.
pub(crate) fn test(filter: Option<&str>) -> Outcome {
    browsers::install()?;
    build()?;
    step("Native tests", || {
        run(cargo_in_root(&["test", "-p", "key-events", "-p", "xtask"]).args(filter))
    })?;
    step("Browser tests", || browser_tests(filter))?;
    step("End-to-end tests", || run(end_to_end()?.args(filter)))?;
    let which = filter.map_or("All tests".to_owned(), |filter| {
        format!("Tests matching {filter}")
    });
    println!("==> {which} passed: native, in the browser, end to end");
    Ok(())
}

/// Everything that has to hold before a change is merged.
pub(crate) fn check() -> Outcome {
    step("Format", || {
        run(&mut cargo_in_root(&["fmt", "--all", "--check"]))
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
            "--tests",
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
fn browser_tests(filter: Option<&str>) -> Outcome {
    let bindgen = program(&tools::wasm_bindgen(wasm_bindgen_version()?))?;
    run(
        cargo_in_root(&["test", "-p", "key-events", "--target", WASM, "--tests"])
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
            .env_remove("GECKODRIVER"),
    )
}

/// The tests that open real pages with the built files.
fn end_to_end() -> Outcome<Command> {
    let mut command = cargo_in_root(&["test", "-p", "key-events-e2e"]);
    command
        .env("KEY_EVENTS_DIST", dist())
        .env("GECKODRIVER", program(&tools::geckodriver())?);
    Ok(command)
}

fn cargo_in_root(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(arguments).current_dir(root());
    command
}
