//! Rules that the compiler does not know.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn only_the_browser_and_the_element_name_the_web_platform() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root) {
        let name = file
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        if name.starts_with("browser") || name == "element.rs" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for word in ["web_sys", "js_sys", "gloo_"] {
            assert!(!text.contains(word), "{name} names {word}");
        }
    }
}

#[test]
fn pure_modules_know_nothing_of_yew() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root.join("feed")).into_iter().chain(
        [
            "settings.rs",
            "timeline.rs",
            "time_label.rs",
            "instant.rs",
            "failure.rs",
            "labels.rs",
            "format.rs",
            "feed.rs",
        ]
        .map(|name| root.join(name)),
    ) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("yew"), "{} names yew", file.display());
    }
}

#[test]
fn every_dialect_is_fuzzed() {
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/fuzz_targets");
    for dialect in key_events::feed::dialect::ALL {
        let file = targets.join(dialect.name).with_extension("rs");
        let target = fs::read_to_string(&file).unwrap_or_default();
        let call = format!("read({:?}, bytes)", dialect.name);
        assert!(target.contains(&call), "{}", file.display());
    }
}
