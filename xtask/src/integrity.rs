//! Subresource Integrity: the hash with which a page pins a file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};
use sha2::{Digest, Sha256, Sha384};
use walkdir::WalkDir;

/// The value of an `integrity` attribute for these bytes.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// Both tags of a page, with the hashes of the loaders in a directory.
pub(crate) fn pinned_tags(directory: &Path) -> Result<String> {
    let pinned = |name: &str| -> Result<String> {
        let bytes =
            fs::read(directory.join(name)).with_context(|| format!("cannot read {name}"))?;
        let hash = integrity(&bytes);
        Ok(format!(
            r#"src="https://cdn.example/key-events/{name}" integrity="{hash}" crossorigin="anonymous""#
        ))
    };
    Ok(format!(
        r#"==> The tag of this version, with the hash of the loader, which has those of the other files:
<script async {} data-src="feed.json"></script>
==> Or the module:
<script type="module" {}></script>
<key-events src="feed.json"></key-events>"#,
        pinned("embed.js")?,
        pinned("key-events.js")?
    ))
}

/// The hash with which the scripts check these bytes, as `src/element/integrity.js` completes it: short, because it is
/// in every page.
pub(crate) fn loader_hash(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(Sha256::digest(bytes))
}

/// A short hash of these bytes for the name of a file or folder.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let start = hash.iter().take(8);
    format!(
        "{:016x}",
        start.fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte))
    )
}

/// The integrity of each file below a directory as a JSON object, in the order of the paths.
pub(crate) fn manifest(directory: &Path) -> Result<String> {
    let mut lines = Vec::new();
    for path in files_below(directory)? {
        let bytes = fs::read(directory.join(&path))
            .with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.to_string_lossy().replace('\\', "/");
        lines.push(format!("  {name:?}: {:?}", integrity(&bytes)));
    }
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// The sorted paths of all files below a directory, relative to it.
pub(crate) fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(directory) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.path().strip_prefix(directory)?.to_owned());
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_known_text_is_the_known_hash() {
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn the_short_hash_is_the_start_of_sha_256() {
        assert_eq!(short_hash(b"abc"), "ba7816bf8f01cfea");
    }

    #[test]
    fn the_pinned_tags_have_the_hash_of_each_loader() {
        let path = std::env::temp_dir().join(format!("xtask-tags-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("embed.js"), "alert('Hello, world.');").unwrap();
        fs::write(path.join("key-events.js"), "").unwrap();

        let tags = pinned_tags(&path).unwrap();

        let tag = tags
            .lines()
            .find(|line| line.contains("/embed.js"))
            .unwrap();
        assert!(
            tag.contains(r#"integrity="sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO" crossorigin"#),
            "{tag}"
        );
        let module = integrity(b"");
        assert!(
            tags.contains(&format!(r#"/key-events.js" integrity="{module}""#)),
            "{tags}"
        );
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn the_loader_completes_its_hash_with_one_character() {
        let hash = loader_hash(b"abc");
        assert_eq!(hash, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0");
    }

    #[test]
    fn the_manifest_lists_files_in_order_with_their_folders() {
        let path = std::env::temp_dir().join(format!("xtask-manifest-{}", std::process::id()));
        fs::create_dir_all(path.join("locales")).unwrap();
        fs::write(path.join("z.js"), "").unwrap();
        fs::write(path.join("locales/de.json"), "{}").unwrap();

        let manifest = manifest(&path).unwrap();

        let names: Vec<_> = manifest
            .lines()
            .filter_map(|line| line.split('"').nth(1))
            .collect();
        assert_eq!(names, ["locales/de.json", "z.js"]);
        fs::remove_dir_all(path).unwrap();
    }
}
