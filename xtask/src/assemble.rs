//! Finishing what Trunk has built: bundles the hand-written scripts and the style sheet, adds the
//! files for npm, and writes the hashes. Works inside Trunk's staging directory.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    cache::{find, root},
    integrity::{manifest, short_hash},
    lockfile::project_version,
    looks::looks,
    npm_package::package_json,
    run::{Context, Failure, Outcome, run},
    shrink::shrink,
    tools,
};

/// The browsers the scripts have to run in, in esbuild's words.
const TARGET: &str = "chrome111,edge111,firefox123,safari16.4";

/// Adds everything Trunk does not know about to the staging directory.
pub(crate) fn assemble() -> Outcome {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Failure("assemble is called by Trunk: run `cargo xtask build`".into()))?;
    let release = env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile == "release");
    let bundler = Bundler::new(&staging, release)?;

    if release {
        let glue = staging.join(only(&staging, ".js")?);
        shrink(&staging.join(only(&staging, "_bg.wasm")?), &glue)?;
    }
    let wasm = name_wasm(&staging)?;
    bundler.styles()?;
    let glue = bundler.chunk(&wasm)?;
    bundler.script("embed.js", "iife", &wasm, &glue)?;
    bundler.script("key-events.js", "esm", &wasm, &glue)?;
    bundler.script("element.js", "esm", &wasm, &glue)?;
    for name in ["key-events.d.ts", "element.d.ts", "custom-elements.json"] {
        copy(
            &source(&format!("src/element/{name}"))?,
            &staging.join(name),
        )?;
    }
    looks(&staging)?;
    let package = package_json(&bundler.version, env!("CARGO_PKG_LICENSE"));
    write(&staging.join("package.json"), &package)?;
    write(&staging.join("integrity.json"), &manifest(&staging)?)
}

/// Renames the wasm after its final bytes.
///
/// Trunk names it after what the compiler wrote, before the tools that shrink it: another version of
/// those would change the bytes behind an address that caches keep forever.
fn name_wasm(staging: &Path) -> Outcome<String> {
    let old = staging.join(only(staging, "_bg.wasm")?);
    let bytes = fs::read(&old).context("cannot read the wasm")?;
    let name = format!("key-events-{}_bg.wasm", short_hash(&bytes));
    fs::rename(old, staging.join(&name)).context("cannot rename the wasm")?;
    Ok(name)
}

/// Calls esbuild.
struct Bundler<'a> {
    program: PathBuf,
    staging: &'a Path,
    release: bool,
    version: String,
}

impl<'a> Bundler<'a> {
    fn new(staging: &'a Path, release: bool) -> Outcome<Self> {
        Ok(Self {
            program: find(&tools::esbuild())?,
            staging,
            release,
            version: project_version()?,
        })
    }

    /// `styles/key-events.css` with its imports, as one file.
    fn styles(&self) -> Outcome {
        run(self
            .esbuild(&source("styles/key-events.css")?)
            .arg(outfile(&self.staging.join("key-events.css"))))
    }

    /// The script that is loaded with the wasm: the generated glue, the style sheet as text, and
    /// the code between them. Takes the place of the glue; returns its name.
    fn chunk(&self, wasm: &str) -> Outcome<String> {
        let glue = self.staging.join(only(self.staging, ".js")?);
        let styles = self.staging.join("key-events.css");
        // Elsewhere first: the old and the new name may be the same.
        let bundled = self.staging.join("bundled");
        run(self
            .esbuild(&source("src/element/chunk.js")?)
            .args(["--format=esm", "--splitting", "--loader:.css=text"])
            .args([
                "--entry-names=key-events-[hash]",
                "--chunk-names=[name]-[hash]",
            ])
            .arg(format!("--alias:glue={}", glue.display()))
            .arg(format!("--alias:styles={}", styles.display()))
            .arg(format!("--outdir={}", bundled.display()))
            .args(self.defines(&[("__WASM__", wasm)])))?;
        fs::remove_file(&glue).context("cannot replace the glue")?;
        let name = only(&bundled, ".js")?;
        for file in names_in(&bundled)? {
            fs::rename(bundled.join(&file), self.staging.join(&file))
                .context(format!("cannot move {file}"))?;
        }
        fs::remove_dir(&bundled).context("cannot clear up")?;
        Ok(name)
    }

    /// One of the scripts a page names.
    fn script(&self, name: &str, format: &str, wasm: &str, glue: &str) -> Outcome {
        run(self
            .esbuild(&source(&format!("src/element/{name}"))?)
            .arg(format!("--format={format}"))
            .args(self.defines(&[("__WASM__", wasm), ("__GLUE__", glue)]))
            .arg(outfile(&self.staging.join(name))))
    }

    fn esbuild(&self, entry: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg(entry)
            .args(["--bundle", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--target={TARGET}"))
            .current_dir(root());
        if self.release {
            command.arg("--minify");
        } else {
            command.arg("--sourcemap=inline");
        }
        command
    }

    /// Names the scripts leave open, as string literals; files are relative to the script.
    fn defines(&self, files: &[(&str, &str)]) -> Vec<String> {
        let mut defines = vec![format!("--define:__VERSION__={:?}", self.version)];
        defines.extend(
            files
                .iter()
                .map(|(name, file)| format!("--define:{name}={:?}", format!("./{file}"))),
        );
        defines
    }
}

fn outfile(path: &Path) -> String {
    format!("--outfile={}", path.display())
}

/// A file of the repository, which must be there.
fn source(path: &str) -> Outcome<PathBuf> {
    let file = root().join(path);
    if file.is_file() {
        Ok(file)
    } else {
        Err(Failure(format!("{path} is missing")))
    }
}

/// The one file of the package's name with this ending in a directory.
fn only(directory: &Path, ending: &str) -> Outcome<String> {
    let mut names = names_in(directory)?;
    names.retain(|name| name.starts_with("key-events-") && name.ends_with(ending));
    match <[String; 1]>::try_from(names) {
        Ok([name]) => Ok(name),
        Err(names) => Err(Failure(format!(
            "expected one file key-events-*{ending} from the build, found {}",
            names.len()
        ))),
    }
}

fn names_in(directory: &Path) -> Outcome<Vec<String>> {
    let context = || format!("cannot list {}", directory.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).context(context())? {
        let name = entry.context(context())?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to)
        .map(drop)
        .context(format!("cannot write {}", to.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).context(format!("cannot write {}", path.display()))
}
