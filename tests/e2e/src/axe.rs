//! Runs axe-core in the page.

use std::{env, fs};

use crate::Page;

/// Returns the violations that axe-core finds inside `<key-events>`, by the rules of WCAG 2.2 A and
/// AA and its own best practices. Each line has a rule and its markup.
///
/// # Panics
/// When the environment variable `KEY_EVENTS_AXE` does not name axe-core's script.
pub async fn violations(page: &Page) -> String {
    violations_in(page, "key-events").await
}

/// The same inside other elements, without the documents of frames.
///
/// # Panics
/// As [`violations`].
pub async fn violations_in(page: &Page, selector: &str) -> String {
    let path = env::var("KEY_EVENTS_AXE").expect("KEY_EVENTS_AXE names axe.min.js");
    let axe = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let script = "
        const [axe, selector] = arguments;
        if (!window.axe) (0, eval)(axe);
        const { violations } = await window.axe.run(selector, {
            iframes: false,
            resultTypes: ['violations'],
            // Off by default, and part of WCAG 2.2 AA.
            rules: { 'target-size': { enabled: true } },
        });
        return violations
            .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
            .join('\\n');";
    let script = format!("return (async () => {{ {script} }})()").replace("arguments", "given");
    let script = format!("const given = [...arguments]; {script}");
    let found = page
        .run_with(&script, serde_json::json!([axe, selector]))
        .await;
    found.as_str().unwrap_or_default().to_owned()
}
