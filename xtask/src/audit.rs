//! Checks the dependencies: their licenses, duplicates, sources and known vulnerabilities.

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::{
    paths::{project_root, tool_path},
    progress::step,
    setup::install,
    tools,
};

/// Runs the checks, also after one has failed. That for vulnerabilities (`advisories`) downloads the list of them.
pub(crate) fn audit(sh: &Shell, advisories: bool) -> Result<()> {
    let mut checks = vec!["licenses", "bans", "sources"];
    checks.extend(advisories.then_some("advisories"));
    install(sh, &tools::cargo_deny())?;
    let cargo_deny = tool_path(&tools::cargo_deny())?;
    let config = project_root().join("xtask/deny.toml");
    let mut failed = Vec::new();
    for check in checks {
        let run = || {
            let command = cmd!(
                sh,
                "{cargo_deny} --workspace --log-level error --config {config} check {check}"
            );
            Ok(command.run()?)
        };
        if step(&format!("Dependencies: {check}"), run).is_err() {
            failed.push(check);
        }
    }
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}
