//! What travels over the network, with brotli at its best.
#![allow(missing_docs, clippy::cast_precision_loss)]

use std::{env, fs, path::PathBuf};

/// 1 kB is 1,000 bytes.
const EMBED: usize = 5_550;
const LOADER: usize = 4_800;
const ENTRY: usize = 126_900;
const LAZY: usize = 106_200;
const LANGUAGE: usize = 1_500;

fn dist() -> PathBuf {
    env::var_os("KEY_EVENTS_DIST").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist")),
        PathBuf::from,
    )
}

/// Name, size and compressed size of each file that a page loads.
fn files() -> Vec<(String, usize, usize)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dist()).expect("dist/ is built by `cargo xtask build`") {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let hashed = name.starts_with("key-events-");
        if hashed || name == "embed.js" || name == "key-events.js" {
            let bytes = fs::read(dist().join(&name)).unwrap();
            let compressed = brotli(&bytes);
            files.push((name, bytes.len(), compressed));
        }
    }
    files.sort();
    files
}

/// The files of strings that a page loads: not that of English, and not the modules for bundlers.
fn languages() -> Vec<PathBuf> {
    let files = fs::read_dir(dist().join("locales")).expect("dist/ is built");
    let mut paths: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.retain(|path| !path.ends_with("en.json"));
    paths
}

fn brotli(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params).unwrap();
    compressed.len()
}

#[test]
fn a_page_loads_no_more_than_its_budget() {
    let files = files();
    println!("{:<44}{:>10}{:>10}", "file", "bytes", "brotli");
    for (name, bytes, compressed) in &files {
        println!("{name:<44}{bytes:>10}{compressed:>10}");
    }
    let is_lazy = |name: &str| name.ends_with("_lazy.wasm");
    let size = |name: &str| files.iter().find(|file| file.0 == name).unwrap().2;
    let sum = |lazy: bool| -> usize {
        let part = files.iter().filter(|file| is_lazy(&file.0) == lazy);
        part.map(|file| file.2).sum()
    };
    // A page loads one of the two.
    let loaders = size("embed.js").min(size("key-events.js"));
    let (entry, lazy) = (sum(false) - loaders, sum(true));
    println!("{:<54}{entry:>10}", "first list");
    println!("{:<54}{lazy:>10}", "once it is rendered");
    assert_eq!(
        files.len(),
        5,
        "embed.js, key-events.js, glue, entry chunk and lazy chunk"
    );
    let loaders = ["embed.js", "key-events.js"].map(size);
    readme_has(entry, lazy, loaders[0]);
    table_has(entry, loaders, lazy);
    assert!(size("embed.js") <= EMBED);
    assert!(size("key-events.js") <= LOADER);
    assert!(entry <= ENTRY);
    assert!(lazy <= LAZY);
}

/// Checks the sizes that the README names, or writes them (`cargo xtask size`).
fn readme_has(first: usize, later: usize, tag: usize) {
    const START: &str = "<!-- sizes -->";
    const END: &str = "<!-- /sizes -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let before = fs::read_to_string(path).unwrap();
    let (head, rest) = before.split_once(START).expect("the README has sizes");
    let (_, tail) = rest.split_once(END).expect("the README's sizes end");
    let kilobytes = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1_000.0);
    let sizes = format!(
        "{} until the first list, of which `embed.js` is {}, and {} after it",
        kilobytes(first),
        kilobytes(tag),
        kilobytes(later)
    );
    let after = [head, START, &sizes, END, tail].concat();
    if env::var_os("KEY_EVENTS_SIZES").is_some() {
        fs::write(path, after).unwrap();
    } else {
        assert!(before == after, "run cargo xtask size: {sizes}");
    }
}

/// Checks the table of `docs/performance.md`, or writes it (`cargo xtask size`).
fn table_has(first: usize, [tag, module]: [usize; 2], later: usize) {
    let languages = languages().into_iter();
    let mut languages: Vec<_> = languages
        .map(|path| brotli(&fs::read(path).unwrap()))
        .collect();
    languages.sort_unstable();
    let (smallest, largest) = (languages[0], languages[languages.len() - 1]);
    let script = |prefix: &str| {
        let mut files = fs::read_dir(dist()).unwrap();
        let file = files.find_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?;
            name.starts_with(prefix).then_some(path)
        });
        number(brotli(&fs::read(file.unwrap()).unwrap()))
    };
    let rows = [
        (
            "Everything for the first list of a JSON Feed",
            number(first),
        ),
        ("of it `embed.js` (the tag), on every page", number(tag)),
        (
            "or `key-events.js` (the module), on every page",
            number(module),
        ),
        ("The lazy chunk, after the first list", number(later)),
        (
            &format!(
                "The labels of a language other than English, at most {}",
                number(LANGUAGE)
            ),
            format!("{smallest} to {largest}"),
        ),
        (
            "DOMPurify, in browsers without the Sanitizer API",
            script("purify-"),
        ),
        ("The upgrade of a prerendered list", script("upgrade-")),
    ];
    let rows = rows.map(|(name, size)| format!("| {name} | {size} |\n"));
    let table = ["| | Bytes |\n|---|--:|\n", &rows.concat()].concat();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/performance.md");
    let text = fs::read_to_string(path).unwrap();
    let (head, rest) = text.split_once("<!-- sizes -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- /sizes -->").unwrap();
    let after = [head, "<!-- sizes -->\n", &table, "<!-- /sizes -->", tail].concat();
    if env::var_os("KEY_EVENTS_SIZES").is_some() {
        fs::write(path, after).unwrap();
    } else {
        assert!(text == after, "run cargo xtask size: {table}");
    }
}

/// A number with separators of thousands.
fn number(number: usize) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}

#[test]
fn a_language_adds_no_more_than_its_budget() {
    let mut languages = Vec::new();
    for path in self::languages() {
        let compressed = brotli(&fs::read(&path).unwrap());
        languages.push((compressed, path));
    }
    languages.sort();
    for (compressed, path) in &languages {
        println!(
            "{:<54}{compressed:>10}",
            path.file_name().unwrap().display()
        );
    }
    assert!(languages.len() >= 24);
    assert!(
        languages
            .iter()
            .all(|(compressed, _)| *compressed <= LANGUAGE)
    );
}
