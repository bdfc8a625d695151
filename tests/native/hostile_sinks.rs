//! Checks that the hostile feeds of the end-to-end tests attack everything that a format reads.

use key_events::feed::format;

use crate::docs_feeds::{format_code, names, problems, strings};

const SINKS: &str = include_str!("../e2e/src/hostile/sinks.rs");

/// What a format's code writes into URLs and looks up in the page, instead of reading it in a feed.
const WRITTEN: &[(&str, &[&str])] = &[
    ("guardian-api", &["block-{id}", "page", "with", "false"]),
    (
        "wordpress-liveblog",
        &["{id}", "id_{id}", "liveblog-entry-{id}"],
    ),
    ("sourcefabric", &["data-post-id", "{id}", "liveblog"]),
];

/// The functions that make the feeds of a format.
fn makers(format: &str) -> String {
    let name = format.replace('-', "_");
    let functions = SINKS.split("\nfn ").skip(1);
    functions.filter(|code| code.starts_with(&name)).collect()
}

#[test]
fn every_name_that_a_format_reads_is_in_a_hostile_feed() {
    for format in format::ALL {
        let makers = makers(format.name);
        let known: Vec<_> = names(&makers).flat_map(|name| name.split('.')).collect();
        let written = WRITTEN.iter().find(|(name, _)| *name == format.name);
        let written = written.map_or(&[][..], |(_, written)| written);
        let code = format_code(format.name);
        let problems = problems(&code);
        let mut strings = strings(&code);
        strings.retain(|string| !problems.contains(string) && string != format.name);
        for name in strings.iter().flat_map(|string| names(string)) {
            for part in name.split('.').filter(|part| !written.contains(part)) {
                assert!(known.contains(&part), "{}: {name}", format.name);
            }
        }
    }
}
