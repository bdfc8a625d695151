//! Finishing what Trunk has built: bundles the hand-written scripts and the style sheet, adds the
//! files for npm, and writes the hashes. Works inside Trunk's staging directory.

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    demo::demo,
    integrity::{manifest, short_hash},
    lockfile::project_version,
    npm,
    npm_package::package_json,
    paths::root,
    run::{Context, Failure, Outcome, run},
    themes::write_pages,
    wasm_tools::{self, LINK},
};

/// How the names of hashed files start.
const PACKAGE: &str = "key-events-";

/// The browsers the scripts have to run in, in esbuild's words.
const TARGET: &str = "chrome111,edge111,firefox123,safari16.4";

/// Adds everything Trunk does not know about to the staging directory.
pub(crate) fn post_build() -> Outcome {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Failure("assemble is called by Trunk: run `cargo xtask build`".into()))?;
    let release = env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile == "release");
    let bundler = Esbuild::new(&staging, release)?;

    let wasm = staging.join(only(&staging, PACKAGE, "_bg.wasm")?);
    wasm_tools::check_split(&wasm)?;
    let parts = wasm_tools::parts(if release { "release" } else { "debug" });
    let later = staging.join("later.wasm");
    copy(&parts.join(only(&parts, "", "_later.wasm")?), &later)?;
    copy(&parts.join(LINK), &staging.join(LINK))?;
    let mut names = Names::new();
    if release {
        let json = wasm_tools::shrink(&wasm, &later)?;
        names = serde_json::from_str(&json)
            .map_err(io::Error::from)
            .context("wasm-tools shrink")?;
    }
    let wasm = name_wasm(&staging, &wasm, "_bg")?;
    let later = name_wasm(&staging, &later, "_later")?;
    for styles in ["key-events.css", "prerendered.css"] {
        bundler.styles(styles)?;
    }
    let glue = bundler.chunk(&later, &names)?;
    let files = Assets {
        wasm,
        glue,
        locales: locales(&staging)?,
    };
    bundler.script("embed.js", "iife", &files)?;
    bundler.script("key-events.js", "esm", &files)?;
    bundler.script("element.js", "esm", &files)?;
    for name in ["key-events.d.ts", "element.d.ts", "custom-elements.json"] {
        copy(
            &source(&format!("src/element/{name}"))?,
            &staging.join(name),
        )?;
    }
    demo(&staging)?;
    write_pages(&staging)?;
    let package = package_json(&bundler.version, env!("CARGO_PKG_LICENSE"));
    write(&staging.join("package.json"), &package)?;
    write(&staging.join("integrity.json"), &manifest(&staging)?)
}

/// The short name of each import and export that has one.
type Names = BTreeMap<String, String>;

/// What the scripts load when they need it.
struct Assets {
    wasm: String,
    glue: String,
    /// The languages that there are strings for.
    locales: Vec<String>,
}

/// Renames a wasm after its final bytes.
///
/// Trunk names it after what the compiler wrote, before the tools that shrink it: another version of
/// those would change the bytes behind an address that caches keep forever.
fn name_wasm(staging: &Path, wasm: &Path, ending: &str) -> Outcome<String> {
    let bytes = fs::read(wasm).context("cannot read the wasm")?;
    let name = format!("key-events-{}{ending}.wasm", short_hash(&bytes));
    fs::rename(wasm, staging.join(&name)).context("cannot rename the wasm")?;
    Ok(name)
}

/// Copies the strings of every language but English, which is in the wasm; returns their names.
fn locales(staging: &Path) -> Outcome<Vec<String>> {
    let folder = root().join("src/labels/locales");
    fs::create_dir_all(staging.join("locales")).context("cannot make the folder of languages")?;
    let mut names = Vec::new();
    for file in names_in(&folder)? {
        let Some(name) = file.strip_suffix(".json").filter(|name| *name != "en") else {
            continue;
        };
        let text = fs::read_to_string(folder.join(&file)).context(format!("cannot read {file}"))?;
        let strings: Value = serde_json::from_str(&text)
            .map_err(io::Error::from)
            .context(&file)?;
        write(&staging.join("locales").join(&file), &strings.to_string())?;
        names.push(name.to_owned());
    }
    Ok(names)
}

/// Calls esbuild.
struct Esbuild<'a> {
    program: PathBuf,
    staging: &'a Path,
    release: bool,
    version: String,
}

impl<'a> Esbuild<'a> {
    fn new(staging: &'a Path, release: bool) -> Outcome<Self> {
        Ok(Self {
            program: npm::file(npm::ESBUILD)?,
            staging,
            release,
            version: project_version()?,
        })
    }

    /// One of `styles/` with its imports, as one file.
    fn styles(&self, name: &str) -> Outcome {
        run(self
            .esbuild(&source(&format!("styles/{name}"))?)
            .arg(outfile(&self.staging.join(name))))
    }

    /// The script that is loaded with the wasm: the generated glue, the style sheet as text, and
    /// the code between them. Takes the place of the glue; returns its name.
    ///
    /// `later` is the second file of the wasm, `names` are the short names of imports and exports.
    fn chunk(&self, later: &str, names: &Names) -> Outcome<String> {
        let glue = self.staging.join(only(self.staging, PACKAGE, ".js")?);
        let styles = self.staging.join("key-events.css");
        let lazy = self.lazy_scripts()?;
        // Elsewhere first: the old and the new name may be the same.
        let bundled = self.staging.join("bundled");
        let cache = self.staging.join("names.json");
        write(&cache, &Value::from_iter(names.clone()).to_string())?;
        let old: Vec<&str> = names.keys().map(String::as_str).collect();
        let mut esbuild = self.esbuild(&source("src/element/chunk.js")?);
        if !names.is_empty() {
            esbuild
                .arg(format!("--mangle-props=^({})$", old.join("|")))
                .arg(format!("--mangle-cache={}", cache.display()));
        }
        run(esbuild
            .args(["--format=esm", "--loader:.css=text"])
            .arg("--entry-names=key-events-[hash]")
            .arg(format!("--alias:glue={}", glue.display()))
            .arg(format!("--alias:styles={}", styles.display()))
            .arg(format!("--outdir={}", bundled.display()))
            .arg(format!(
                "--inject:{}",
                source("src/element/lazy-chunk.js")?.display()
            ))
            .args(self.defines(&lazy.each_ref().map(|(name, file)| (*name, &**file))))
            .args(self.defines(&[("__LAZY_CHUNK__", later)]))
            .args(lazy.map(|(_, file)| format!("--external:./{file}"))))?;
        for file in [&glue, &cache, &self.staging.join(LINK)] {
            fs::remove_file(file).context("cannot clear up")?;
        }
        let name = only(&bundled, PACKAGE, ".js")?;
        for file in names_in(&bundled)? {
            fs::rename(bundled.join(&file), self.staging.join(&file))
                .context(format!("cannot move {file}"))?;
        }
        fs::remove_dir(&bundled).context("cannot clear up")?;
        Ok(name)
    }

    /// The scripts that few pages need: what they are called in `chunk.js`, and the names of the files.
    ///
    /// Each is whole: a file that they share with the glue would be a round trip before every list.
    fn lazy_scripts(&self) -> Outcome<[(&'static str, String); 2]> {
        // The hash in a script's name is of its path too, which must not be that of a machine.
        let purify = self.staging.join("purify.js");
        copy(&npm::file(npm::DOMPURIFY)?, &purify)?;
        let takeover = source("src/element/upgrade.js")?;
        for script in [&purify, &takeover] {
            run(self
                .esbuild(script)
                .args(["--format=esm", "--entry-names=[name]-[hash]"])
                .arg(format!("--outdir={}", self.staging.display())))?;
        }
        fs::remove_file(purify).context("cannot clear up")?;
        let name = |start| only(self.staging, start, ".js");
        Ok([
            ("__PURIFY__", name("purify-")?),
            ("__UPGRADE__", name("upgrade-")?),
        ])
    }

    /// One of the scripts a page names.
    fn script(&self, name: &str, format: &str, files: &Assets) -> Outcome {
        let mut esbuild = self.esbuild(&source(&format!("src/element/{name}"))?);
        if format == "iife" {
            let script_url = source("src/element/script-url.js")?;
            esbuild
                .arg("--define:import.meta.url=scriptUrl")
                .arg(format!("--inject:{}", script_url.display()));
        }
        run(esbuild
            .arg(format!("--format={format}"))
            .args(self.defines(&[("__WASM__", &files.wasm), ("__GLUE__", &files.glue)]))
            .arg(format!(
                "--define:__LOCALES__={:?}",
                files.locales.join(" ")
            ))
            .arg(outfile(&self.staging.join(name))))
    }

    fn esbuild(&self, entry: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg(entry)
            .args(["--bundle", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--target={TARGET}"))
            // What an element of the page can shadow by its name comes from there.
            .arg(format!(
                "--inject:{}",
                root().join("src/element/page.js").display()
            ))
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

/// The one file in a directory whose name starts and ends so.
fn only(directory: &Path, start: &str, ending: &str) -> Outcome<String> {
    let mut names = names_in(directory)?;
    names.retain(|name| name.starts_with(start) && name.ends_with(ending));
    match <[String; 1]>::try_from(names) {
        Ok([name]) => Ok(name),
        Err(names) => Err(Failure(format!(
            "expected one file {start}*{ending} from the build, found {}",
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
