//! Checks that `docs/feeds.md` matches the code.

use std::fs;
use std::path::Path;

use key_events::feed::{NotAFeed, format};

const REFERENCE: &str = include_str!("../../docs/feeds.md");

/// The code of a file of `src`, without comments and tests.
fn code(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: Vec<_> = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    code.join("\n")
}

pub(crate) fn format_code(name: &str) -> String {
    code(&format!("feed/format/{}.rs", name.replace('-', "_")))
}

/// The string literals in a piece of code, up to the unmatched closing parenthesis.
pub(crate) fn strings(code: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut depth = 0;
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            '"' => {
                let mut string = String::new();
                while let Some(char) = chars.next().filter(|char| *char != '"') {
                    string.extend(if char == '\\' {
                        chars.next()
                    } else {
                        Some(char)
                    });
                }
                strings.push(string);
            }
            _ => {}
        }
    }
    strings
}

/// The texts of the warnings in a piece of code.
pub(crate) fn problems(code: &str) -> Vec<String> {
    let calls = [".warn(", "warnings.push("];
    let calls = calls.iter().flat_map(|call| code.split(call).skip(1));
    calls.filter_map(|call| strings(call).pop()).collect()
}

/// The field names and similar words in a text.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    let names = text.split(|char: char| !(char.is_alphanumeric() || "@_.-{}".contains(char)));
    // Not the parts of a template around the id.
    names.filter(|name| name.ends_with(|end: char| end.is_alphanumeric() || end == '}'))
}

/// The first cells of the table with this head.
fn rows(head: &str) -> Vec<&'static str> {
    let (_, table) = REFERENCE.split_once(head).unwrap();
    let rows = table.lines().skip(2).take_while(|line| !line.is_empty());
    rows.map(|row| row.trim_start_matches("| ").split(" | ").next().unwrap())
        .collect()
}

/// The text of the reference about one format.
fn of_format(name: &str) -> String {
    let (_, section) = REFERENCE.split_once(&format!("\n## {name}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let link = format!("| [`{name}`](#{name}) |");
    let row = REFERENCE.lines().find(|line| line.starts_with(&link));
    [row.unwrap(), section].concat()
}

#[test]
fn every_format_is_in_the_reference_in_order_of_detection() {
    let names = format::ALL
        .iter()
        .map(|format| format!("[`{0}`](#{0})", format.name));
    assert_eq!(
        rows("| format | a document that |"),
        names.collect::<Vec<_>>()
    );
}

#[test]
fn every_name_that_a_format_reads_is_in_its_section() {
    for format in format::ALL {
        let section = of_format(format.name);
        let code = format_code(format.name);
        let problems = problems(&code);
        let mut strings = strings(&code);
        strings.retain(|string| !problems.contains(string));
        assert!(strings.len() > 10, "{}", format.name);
        for name in strings.iter().flat_map(|string| names(string)) {
            let within = |path: &str| format!(".{path}.").contains(&format!(".{name}."));
            assert!(names(&section).any(within), "{}: {name}", format.name);
        }
    }
}

#[test]
fn every_warning_is_explained_and_nothing_else() {
    let files = [
        "feed.rs",
        "feed/read.rs",
        "feed/extract.rs",
        "feed/extract/fields.rs",
        "feed/headline.rs",
    ]
    .map(code);
    let formats = format::ALL.iter().map(|format| format_code(format.name));
    let all: Vec<_> = files.into_iter().chain(formats).collect();
    let mut problems: Vec<_> = all.iter().flat_map(|code| problems(code)).collect();
    let repair = code("feed/repair.rs");
    let (_, kinds) = repair.split_once("fn problem(self) ").unwrap();
    problems.extend(strings(kinds.split_once("\n    }\n").unwrap().0));
    let of_times = strings(&code("feed/missing_time.rs")).into_iter();
    problems.extend(of_times.filter(|problem| problem.contains(": ")));
    let rows = rows("| warning | meaning |");
    for problem in &problems {
        let explained = rows.iter().any(|row| row.ends_with(problem.as_str()));
        assert!(explained, "{problem}");
    }
    for row in rows {
        let known = problems
            .iter()
            .any(|problem| row.ends_with(problem.as_str()));
        assert!(known, "{row}");
    }
}

#[test]
fn every_reason_of_not_a_feed_is_explained() {
    let rows = rows("| message | meaning |");
    let reasons = [
        NotAFeed::Empty,
        NotAFeed::Html,
        NotAFeed::NoLiveBlog,
        NotAFeed::Truncated,
        NotAFeed::NotJson(1, 1),
        NotAFeed::UnknownFormat,
        NotAFeed::WrongFormat("x"),
    ];
    assert_eq!(rows.len(), reasons.len());
    for (row, reason) in rows.iter().zip(reasons) {
        let fixed = row.split('…').next().unwrap();
        assert!(reason.message().starts_with(fixed), "{row}");
    }
}
