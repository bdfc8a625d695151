//! What must hold in every scenario.

use std::fmt;

use serde_json::Value;

/// What the documents of a page recorded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recording {
    console: Vec<String>,
    errors: Vec<String>,
    violations: Vec<String>,
    /// What the browser itself logged.
    pub(crate) own_log: Vec<String>,
}

impl Recording {
    /// Adds the recording of one document.
    pub(crate) fn add(&mut self, document: Value) {
        for (name, list) in [
            ("console", &mut self.console),
            ("errors", &mut self.errors),
            ("violations", &mut self.violations),
        ] {
            let lines = document[name].as_array().into_iter().flatten();
            list.extend(lines.filter_map(|line| line.as_str().map(str::to_owned)));
        }
    }
}

/// What a scenario expects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    /// Parts of console messages, each of which occurs exactly once.
    pub(crate) console: Vec<String>,
    /// Parts of policy violations, each of which occurs at least once.
    pub(crate) violations: Vec<String>,
    /// Parts of messages that a browser may log itself, any number of times.
    pub(crate) own_log: Vec<String>,
    /// Parts of URLs that elements of the page cannot load, each of which occurs at least once.
    pub(crate) unloadable: Vec<String>,
}

/// The invariants that a page broke, apart from what the scenario expects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokenInvariants(pub Vec<String>);

impl BrokenInvariants {
    pub(crate) fn of(recording: &Recording, expected: &Expected, unknown: &[String]) -> Self {
        let mut broken = Vec::new();
        let mut expected_messages = expected.console.clone();
        for line in &recording.console {
            match expected_messages
                .iter()
                .position(|part| line.contains(part))
            {
                Some(index) => drop(expected_messages.remove(index)),
                None => broken.push(format!("in the console: {line}")),
            }
        }
        for part in expected_messages {
            broken.push(format!("missing in the console: {part}"));
        }
        for line in &recording.violations {
            if !expected.violations.iter().any(|part| line.contains(part)) {
                broken.push(format!("policy violation: {line}"));
            }
        }
        for part in &expected.violations {
            if !recording.violations.iter().any(|line| line.contains(part)) {
                broken.push(format!("missing policy violation: {part}"));
            }
        }
        let is_unloadable = |line: &str, part: &str| {
            let url = line.split_once(" can't be loaded: ");
            url.is_some_and(|(_, url)| url.contains(part))
        };
        let parts = || expected.unloadable.iter();
        let errors = recording.errors.iter();
        let unexpected = errors.filter(|line| !parts().any(|part| is_unloadable(line, part)));
        broken.extend(unexpected.map(|line| format!("uncaught: {line}")));
        let missing = parts().filter(|part| {
            let mut errors = recording.errors.iter();
            !errors.any(|line| is_unloadable(line, part))
        });
        broken.extend(missing.map(|part| format!("no element failed to load {part}")));
        let is_expected = |line: &&String| expected.own_log.iter().any(|part| line.contains(part));
        let own_log = recording.own_log.iter().filter(|line| !is_expected(line));
        broken.extend(own_log.map(|line| format!("in the log of the browser: {line}")));
        broken.extend(
            unknown
                .iter()
                .map(|path| format!("unknown request: {path}")),
        );
        Self(broken)
    }
}

impl fmt::Display for BrokenInvariants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}
