//! The built files, read once.

use std::{collections::BTreeMap, env, fs, path::Path, path::PathBuf, sync::LazyLock};

use bytes::Bytes;

/// The kind of build that the tests run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// As readers get it: optimized for size.
    Release,
    /// As `cargo xtask serve` makes it: the compiler's output, with source maps in the scripts.
    Development,
}

impl Build {
    /// The build that the environment names.
    pub fn of_this_run() -> Self {
        match env::var("KEY_EVENTS_BUILD").as_deref().unwrap_or("release") {
            "release" => Self::Release,
            "development" => Self::Development,
            other => panic!("KEY_EVENTS_BUILD is {other:?}, not release or development"),
        }
    }

    /// Asserts that the files are of this build.
    pub(crate) fn expect(self) {
        let script = FILES
            .get("key-events.js")
            .expect("a build has key-events.js");
        let found = if String::from_utf8_lossy(script).contains("sourceMappingURL") {
            Self::Development
        } else {
            Self::Release
        };
        assert_eq!(found, self, "the build in the folder of KEY_EVENTS_DIST");
    }
}

static FILES: LazyLock<BTreeMap<String, Bytes>> = LazyLock::new(|| {
    let mut files = BTreeMap::new();
    add(&mut files, &folder(), "");
    files
});

/// The folder of the built files.
pub(super) fn folder() -> PathBuf {
    env::var_os("KEY_EVENTS_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"),
        PathBuf::from,
    )
}

fn add(files: &mut BTreeMap<String, Bytes>, folder: &Path, prefix: &str) {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask build`", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add(files, &path, &format!("{name}/"));
        } else {
            files.insert(name, fs::read(&path).unwrap().into());
        }
    }
}

/// The content of a file, by its path in `dist/`.
pub(super) fn file(name: &str) -> Option<Bytes> {
    FILES.get(name).cloned()
}

/// The name of the only file with this start and end.
pub(super) fn name(start: &str, end: &str) -> String {
    let fits = |name: &&String| name.starts_with(start) && name.ends_with(end);
    let names: Vec<&String> = FILES.keys().filter(fits).collect();
    assert_eq!(names.len(), 1, "dist/ has {names:?} as {start}…{end}");
    names[0].clone()
}

/// The media type that a server gives a file of this name.
pub(crate) fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
