//! The rules of `ARCHITECTURE.md` that the compiler does not check.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of `src/` from the bottom up: a module uses only modules of the lines above its own, none of its
/// own line.
const LAYERS: [&[&str]; 9] = [
    &["allocator", "fmt"],
    &["time"],
    &["feed"],
    &["error", "labels", "settings"],
    &["timeline"],
    &["visit", "web"],
    &["navigation", "polling"],
    &["app"],
    &["element"],
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

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

/// The path in `src/` and the text of each file, without its tests.
fn files() -> Vec<(String, String)> {
    let name = |file: &Path| {
        file.strip_prefix(root())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let text = |file: &Path| fs::read_to_string(file).unwrap();
    let code = |text: String| {
        text.split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap()
            .to_owned()
    };
    let is_test = |file: &PathBuf| file.components().any(|part| part.as_os_str() == "tests");
    let files = sources(&root()).into_iter();
    let files = files.filter(|file| !file.ends_with("tests.rs") && !is_test(file));
    files.map(|file| (name(&file), code(text(&file)))).collect()
}

fn module_of(path: &str) -> &str {
    let module = path.split('/').next().unwrap();
    module.strip_suffix(".rs").unwrap_or(module)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

#[test]
fn no_module_uses_one_above_it_or_beside_it() {
    for (name, text) in files() {
        let own = module_of(&name);
        // The split point lists the functions of the lazy chunk, from all modules.
        if matches!(own, "lib" | "lazy_chunk") {
            continue;
        }
        let height = layer(own).unwrap_or_else(|| panic!("{name} is in no layer"));
        assert!(!text.contains("super::super"), "{name}");
        // In a file of `src/` itself, `super` is the crate.
        assert!(name.contains('/') || !text.contains("super::"), "{name}");
        let loads_lazy_chunk = matches!(own, "app" | "polling");
        let uses = text.split("crate::").skip(1);
        let names = uses.map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
        });
        for used in names
            .flatten()
            .filter(|used| *used != own && !(*used == "lazy_chunk" && loads_lazy_chunk))
        {
            let below = layer(used).is_some_and(|used| used < height);
            assert!(below, "{name} uses {used}");
        }
    }
}

/// The paths that a file uses, such as `web::host::Host`. `super` is resolved, and groups in braces are taken apart
/// one level deep.
fn uses(name: &str, text: &str) -> Vec<String> {
    let parent = name.rsplit_once('/').map_or(String::new(), |(parent, _)| {
        parent.replace('/', "::") + "::"
    });
    let mut paths = Vec::new();
    for (prefix, base) in [("crate::", ""), ("super::", &*parent)] {
        for rest in text.split(prefix).skip(1) {
            let is_path = |char: char| char.is_alphanumeric() || char == '_' || char == ':';
            let end = rest.find(|char| !is_path(char)).unwrap_or(rest.len());
            let (path, rest) = rest.split_at(end);
            match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                Some((group, _)) => paths.extend(
                    group
                        .split(',')
                        .map(|item| [base, path, item.trim()].concat()),
                ),
                None => paths.push([base, path].concat()),
            }
        }
    }
    paths
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let module = |name: &str| name.trim_end_matches(".rs").replace('/', "::");
    let files = files();
    let modules: Vec<_> = files.iter().map(|(name, _)| module(name)).collect();
    // The split point lists the functions of the lazy chunk, from all modules.
    let listed = |name: &str| !matches!(name, "lib" | "lazy_chunk");
    // A module and the ones in it are one unit, as `mod` and `super` make them.
    let is_parent = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.starts_with("::"))
    };
    let mut edges = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for ((name, text), own) in files.iter().zip(&modules).filter(|(_, own)| listed(own)) {
        for path in uses(name, text) {
            let target = modules
                .iter()
                .filter(|module| path == **module || is_parent(module, &path))
                .max_by_key(|module| module.len());
            if let Some(target) = target.filter(|target| {
                listed(target)
                    && *target != own
                    && !is_parent(target, own)
                    && !is_parent(own, target)
            }) {
                // What a file uses, the modules around it use too.
                let around = modules.iter().filter(|outer| {
                    is_parent(outer, own) && target != *outer && !is_parent(outer, target)
                });
                for module in around.chain([own]) {
                    edges.entry(module).or_default().push(target);
                }
            }
        }
    }
    assert!(edges["web::host"].contains(&"web::scroll"), "{edges:?}");
    // Takes away what uses nothing that is left, until only circles are left.
    loop {
        let known: Vec<&str> = edges.keys().copied().collect();
        for targets in edges.values_mut() {
            targets.retain(|target| known.contains(target));
        }
        edges.retain(|_, targets| !targets.is_empty());
        if edges.len() == known.len() {
            break;
        }
    }
    assert!(edges.is_empty(), "{edges:#?}");
}

#[test]
fn only_the_web_module_and_the_element_name_the_web_platform() {
    for (name, text) in files() {
        if !matches!(module_of(&name), "web" | "element") {
            for word in ["web_sys", "js_sys", "wasm_bindgen", "gloo_"] {
                assert!(!text.contains(word), "{name} names {word}");
            }
        }
    }
}

#[test]
fn pure_modules_know_nothing_of_yew() {
    let pure = [
        "error", "feed", "fmt", "labels", "settings", "time", "timeline", "visit",
    ];
    for (name, text) in files() {
        if pure.contains(&module_of(&name)) {
            assert!(!text.contains("yew"), "{name} names yew");
        }
    }
}

#[test]
fn every_format_is_fuzzed() {
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/fuzz_targets");
    for format in key_events::feed::format::ALL {
        let file = targets.join(format.name).with_extension("rs");
        let target = fs::read_to_string(&file).unwrap_or_default();
        let call = format!("read({:?}, bytes)", format.name);
        assert!(target.contains(&call), "{}", file.display());
    }
}
