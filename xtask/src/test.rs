//! Runs the tests and the lints.

use std::path::PathBuf;

use anyhow::{Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::{
    audit::audit,
    bench::peers,
    browsers::{self, CHROMEDRIVER},
    build::{
        build, build_development, build_probe, build_yew_app, development_dist, dist, probe_dist,
        yew_app,
    },
    nginx, npm,
    paths::{project_root, target_dir, tool_path},
    progress::step,
    setup::toolchain,
    tools, wordpress,
};

/// Builds, then runs all tests but those that need time and disk, or those whose name contains the filter.
pub(crate) fn test(sh: &Shell, filter: Option<&str>) -> Result<()> {
    browsers::install(sh)?;
    npm::install_for_adoption(sh)?;
    build(sh)?;
    // After a failure the other suites still run.
    let native = step("Native tests", || {
        Ok(cmd!(
            sh,
            "cargo test -p key-events -p key-events-builder -p key-events-cli -p xtask -p wasm-tools {filter...}"
        )
        .run()?)
    });
    let component = step("Component tests", || component_tests(sh, filter));
    let e2e = build_probe(sh).and_then(|()| {
        build_yew_app(sh)?;
        step("End-to-end tests", || {
            Ok(end_to_end(sh)?.args(filter).run()?)
        })
    });
    let development = build_development(sh).and_then(|()| {
        step("End-to-end tests in development", || {
            Ok(in_development(scenarios(sh)?).args(filter).run()?)
        })
    });
    let results = [
        ("native", native),
        ("component", component),
        ("end-to-end", e2e),
        ("development end-to-end", development),
    ];
    let summary = summary(&results, filter);
    if results.iter().any(|(_, result)| result.is_err()) {
        bail!("==> {summary}");
    }
    println!("==> {summary}");
    Ok(())
}

/// Builds, then runs the scenarios with hostile feeds, with all payloads.
pub(crate) fn hostile(sh: &Shell, filter: Option<&str>) -> Result<()> {
    browsers::install(sh)?;
    npm::install_for_adoption(sh)?;
    build(sh)?;
    let filter = filter.unwrap_or("hostile::");
    step("Hostile feeds", || {
        Ok(scenarios(sh)?
            .args(["--test", "e2e", "--", "--nocapture", filter])
            .env("KEY_EVENTS_HOSTILE", "all")
            .run()?)
    })
}

/// Builds, then runs the tests that need time and disk: the npm package in bundlers and frameworks, and a real
/// WordPress.
pub(crate) fn adoption(sh: &Shell, filter: Option<&str>) -> Result<()> {
    browsers::install(sh)?;
    wordpress::install(sh)?;
    npm::install_for_adoption(sh)?;
    let frameworks = npm::frameworks(sh)?;
    build(sh)?;
    let tests = || -> Result<Cmd<'_>> {
        Ok(scenarios(sh)?
            .env("KEY_EVENTS_ADOPTION", "1")
            .env("KEY_EVENTS_FRAMEWORKS", &frameworks))
    };
    let wordpress = step("WordPress", || {
        Ok(tests()?
            .args(["--test", "wordpress", "--"])
            .args(filter)
            .run()?)
    });
    step("Adoption", || {
        let filter = filter.unwrap_or("adoption::");
        Ok(tests()?
            .args(["--test", "e2e", "--", "--nocapture", filter])
            .run()?)
    })?;
    wordpress
}

/// Writes what is generated from the table of attributes and from the command's help.
pub(crate) fn codegen(sh: &Shell) -> Result<()> {
    let _write = sh.push_env("KEY_EVENTS_CODEGEN", "write");
    cmd!(sh, "cargo test -q -p key-events --test native codegen").run()?;
    Ok(cmd!(
        sh,
        "cargo test -q -p key-events-cli --bin key-events manual"
    )
    .run()?)
}

/// Checks the format, lints, and runs all tests.
pub(crate) fn check(sh: &Shell) -> Result<()> {
    // The lints run before the build, which also installs the target.
    toolchain(sh)?;
    step("Format", || {
        cmd!(sh, "cargo fmt --all --check").run()?;
        // This package is not in the workspace.
        Ok(cmd!(
            sh,
            "cargo fmt --check --manifest-path tests/fuzz/Cargo.toml"
        )
        .run()?)
    })?;
    audit(sh, false)?;
    step("Lints", || {
        Ok(cmd!(sh, "cargo clippy --workspace --all-targets -- -D warnings").run()?)
    })?;
    step("Lints for wasm", || {
        let clippy = cmd!(
            sh,
            "cargo clippy -p key-events -p key-events-builder --lib --test component
                --target wasm32-unknown-unknown -- -D warnings"
        );
        Ok(clippy.run()?)
    })?;
    test(sh, None)
}

/// Builds, prints the transfer sizes, and compares them with their limits.
pub(crate) fn size(sh: &Shell) -> Result<()> {
    build(sh)?;
    step("Sizes", || {
        Ok(end_to_end(sh)?
            .args(["--test", "size", "--", "--nocapture"])
            .env("KEY_EVENTS_SIZES", "write")
            .run()?)
    })
}

/// Builds the command `key-events`; returns its path.
pub(crate) fn command(sh: &Shell) -> Result<PathBuf> {
    cmd!(sh, "cargo build -p key-events-cli").run()?;
    Ok(target_dir().join("debug/key-events"))
}

/// Runs the tests that need a browser, but none of the built pages. They run in Chromium.
fn component_tests(sh: &Shell, filter: Option<&str>) -> Result<()> {
    let bindgen = tool_path(&tools::wasm_bindgen(sh)?)?;
    let tests = cmd!(
        sh,
        "cargo test -p key-events --target wasm32-unknown-unknown --test component {filter...}"
    );
    tests
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            bindgen.with_file_name("wasm-bindgen-test-runner"),
        )
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            project_root().join("xtask/webdriver.json"),
        )
        .env("CHROMEDRIVER", CHROMEDRIVER)
        // Seconds for all of them. Two wait until a missing feed is an error.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        // The runner prefers this driver.
        .env_remove("GECKODRIVER")
        .run()?;
    Ok(())
}

/// The tests with the built pages and with the output of the command `key-events`.
fn end_to_end(sh: &Shell) -> Result<Cmd<'_>> {
    Ok(scenarios(sh)?.env("KEY_EVENTS_PEERS", peers(sh)?))
}

/// The same tests without the alternatives that the benchmark measures.
fn scenarios(sh: &Shell) -> Result<Cmd<'_>> {
    let key_events = command(sh)?;
    let tests = cmd!(sh, "cargo test -p key-events-e2e --no-fail-fast");
    Ok(tests
        .env("KEY_EVENTS_DIST", dist())
        .env("KEY_EVENTS_BUILD", "release")
        .env("KEY_EVENTS_PROBE", probe_dist())
        .env("KEY_EVENTS_YEW_APP", yew_app())
        .env("KEY_EVENTS_COMMAND", key_events)
        .env("KEY_EVENTS_NPM", npm::adoption_folder()?)
        .env("KEY_EVENTS_AXE", npm::file(npm::AXE)?)
        .env("KEY_EVENTS_SHEETS", npm::page_styles()?)
        .env("GECKODRIVER", tool_path(&tools::geckodriver())?)
        .env("KEY_EVENTS_NGINX", nginx::program()?)
        .env("KEY_EVENTS_WORDPRESS", wordpress::folder()?))
}

/// The scenarios for a development build. Sizes and speed are measured on the release only.
fn in_development(scenarios: Cmd<'_>) -> Cmd<'_> {
    scenarios
        .args(["--test", "e2e"])
        .env("KEY_EVENTS_DIST", development_dist())
        .env("KEY_EVENTS_BUILD", "development")
}

/// One line with the result of each suite.
fn summary(results: &[(&str, Result<()>)], filter: Option<&str>) -> String {
    let ends: Vec<String> = results
        .iter()
        .map(|(suite, result)| match result {
            Ok(()) => format!("{suite} passed"),
            Err(error) => format!("{suite} FAILED ({error:#})"),
        })
        .collect();
    let which = filter.map_or_else(String::new, |filter| format!(" matching {filter:?}"));
    format!("Tests{which}: {}", ends.join(", "))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use anyhow::anyhow;

    use super::*;

    #[test]
    fn in_development_only_the_scenarios_run() {
        let sh = Shell::new().unwrap();
        let release = cmd!(sh, "cargo test -p key-events-e2e")
            .env("KEY_EVENTS_DIST", dist())
            .env("KEY_EVENTS_BUILD", "release");
        let development = Command::from(in_development(release));
        let words: Vec<_> = development.get_args().collect();
        assert_eq!(words, ["test", "-p", "key-events-e2e", "--test", "e2e"]);
        let (dist, build) = (development_dist(), "development".as_ref());
        for (name, value) in [
            ("KEY_EVENTS_DIST", dist.as_os_str()),
            ("KEY_EVENTS_BUILD", build),
        ] {
            let mut set = development.get_envs().filter(|(set, _)| *set == name);
            assert_eq!(set.next(), Some((name.as_ref(), Some(value))));
            assert_eq!(set.next(), None);
        }
    }

    #[test]
    fn the_summary_has_the_failures() {
        let results = [
            ("native", Ok(())),
            ("component", Err(anyhow!("no browser"))),
        ];
        assert_eq!(
            summary(&results, None),
            "Tests: native passed, component FAILED (no browser)"
        );
        assert_eq!(
            summary(&results[..1], Some("jump")),
            "Tests matching \"jump\": native passed"
        );
    }
}
