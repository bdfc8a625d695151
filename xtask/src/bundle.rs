//! Finishes the files that Trunk has built: shrinks the wasm, bundles the hand-written scripts and the
//! style sheets, and adds the files for npm. Works in Trunk's staging directory.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xshell::{Cmd, Shell, cmd};

use crate::{
    builder, demo,
    integrity::{loader_hash, manifest, short_hash},
    notices::notices,
    npm,
    npm_package::{self, VERSION},
    paths::{file_names, project_root},
    themes,
    wasm_tools::{self, WASM_IMPORTS},
};

/// The module with the imports of labels, in the staging directory.
const LABELS: &str = "labels.js";

/// The start of the name of a file with a hash.
const PREFIX: &str = "key-events-";

/// The generated loader of the lazy chunk, in the staging directory.
const LINK: &str = "link.js";

/// The oldest browsers for the scripts and style sheets.
const TARGET: &str = "chrome111,edge111,firefox123,safari16.4";

/// The properties in which Yew stores numbers of its own on elements and events.
///
/// They get other names. Otherwise a Yew app of the page takes the root of a widget for one of its own roots,
/// and loses the clicks inside it or calls a wrong listener.
const YEW_PROPERTIES: [&str; 3] = [
    "__yew_subtree_id",
    "__yew_subtree_cache_key",
    "__yew_listener_id",
];

/// Adds everything that Trunk does not build to its staging directory.
pub(crate) fn post_build(sh: &Shell) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("post-build is called by Trunk: run `cargo xtask build`")?;
    let release = env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile == "release");
    let esbuild = Esbuild {
        sh,
        program: npm::file(npm::ESBUILD)?,
        staging: &staging,
        release,
    };

    let wasm = staging.join(only(sh, &staging, PREFIX, "_bg.wasm")?);
    wasm_tools::check_split(sh, &wasm)?;
    let parts = wasm_tools::parts(if release { "release" } else { "debug" });
    let lazy_chunk = staging.join("lazy.wasm");
    sh.copy_file(parts.join(only(sh, &parts, "", "_lazy.wasm")?), &lazy_chunk)?;
    sh.copy_file(parts.join(WASM_IMPORTS), staging.join(LINK))?;
    let imports = source("src/element/wasm-imports.js")?;
    sh.copy_file(imports, staging.join(WASM_IMPORTS))?;
    let names = if release {
        Some(wasm_tools::shrink(sh, &wasm, &lazy_chunk)?)
    } else {
        None
    };
    let wasm = name_by_hash(sh, &wasm, "_bg")?;
    let lazy_chunk = name_by_hash(sh, &lazy_chunk, "_lazy")?;
    for styles in ["key-events.css", "prerendered.css"] {
        esbuild.styles(styles)?;
    }
    // Each script has the hashes of the files that it names, so those are written first.
    let locales = locales(sh, &staging)?;
    let assets = Assets {
        wasm,
        glue: esbuild.chunk(&lazy_chunk, &locales, names.as_deref())?,
        lazy_chunk,
        locales,
    };
    esbuild.script("embed.js", "iife", &assets)?;
    esbuild.script("key-events.js", "esm", &assets)?;
    esbuild.script("element.js", "esm", &assets)?;
    for name in ["key-events.d.ts", "element.d.ts", "custom-elements.json"] {
        sh.copy_file(source(&format!("src/element/{name}"))?, staging.join(name))?;
    }
    esbuild.npm_module(&assets)?;
    demo::fill_page(sh, &staging)?;
    themes::write_pages(sh, &staging)?;
    // The page of the build for a test has no demo.
    if staging.join("feed.json").is_file() {
        esbuild.builder()?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        sh.copy_file(source(name)?, staging.join(name))?;
    }
    sh.write_file(staging.join("THIRD-PARTY-NOTICES.txt"), notices(sh)?)?;
    npm_package::add_files(sh, &staging)?;
    sh.write_file(staging.join("integrity.json"), manifest(&staging)?)?;
    Ok(())
}

/// The files that the scripts load.
struct Assets {
    wasm: String,
    glue: String,
    lazy_chunk: String,
    /// The languages with a file of labels, and the hashes of the files.
    locales: BTreeMap<String, String>,
}

/// Renames a wasm after the hash of its final bytes.
///
/// Trunk's name has the hash of the compiler's output. With another version of the tools that shrink it,
/// the same URL would have other bytes, and caches keep them forever.
fn name_by_hash(sh: &Shell, wasm: &Path, suffix: &str) -> Result<String> {
    let hash = short_hash(&sh.read_binary_file(wasm)?);
    let name = format!("{PREFIX}{hash}{suffix}.wasm");
    rename(wasm, &wasm.with_file_name(&name))?;
    Ok(name)
}

/// Copies the labels of each language, as JSON and, for bundlers, as a module. Returns the languages to load, with the
/// hashes of the files: the labels of English are in the wasm, and their file shows translators and pages which labels
/// there are.
///
/// The name of a file has the start of its hash, so that a loader of another version does not find a file that its hash
/// does not match.
fn locales(sh: &Shell, staging: &Path) -> Result<BTreeMap<String, String>> {
    let folder = project_root().join("src/labels/locales");
    let locales = staging.join("locales");
    let mut hashes = BTreeMap::new();
    for file in file_names(sh, &folder)? {
        let Some(name) = file.strip_suffix(".json") else {
            continue;
        };
        let labels: Value = serde_json::from_str(&sh.read_file(folder.join(&file))?)
            .with_context(|| format!("cannot read src/labels/locales/{file}"))?;
        let json = labels.to_string();
        if name == "en" {
            sh.write_file(locales.join(&file), json)?;
            continue;
        }
        let module = format!("export default {json};\n");
        sh.write_file(locales.join(format!("{name}.js")), module)?;
        let hash = loader_hash(json.as_bytes());
        let letters = hash.chars().filter(char::is_ascii_alphanumeric);
        let short: String = letters.take(8).collect();
        sh.write_file(locales.join(format!("{name}.{short}.json")), json)?;
        hashes.insert(name.to_owned(), hash);
    }
    Ok(hashes)
}

/// A module with an import of the labels of each language, for bundlers.
fn labels_module(locales: &BTreeMap<String, String>) -> String {
    let import = |tag: &String| format!("  {tag:?}: () => import(\"./locales/{tag}.js\"),\n");
    let imports: String = locales.keys().map(import).collect();
    format!("export const LABELS = {{\n{imports}}};\n")
}

/// Calls esbuild.
struct Esbuild<'a> {
    sh: &'a Shell,
    program: PathBuf,
    staging: &'a Path,
    release: bool,
}

impl Esbuild<'_> {
    /// Bundles a style sheet of `styles/` with its imports.
    fn styles(&self, name: &str) -> Result<()> {
        let entry = source(&format!("styles/{name}"))?;
        run(self.command(&entry)?.arg(self.outfile(name)), name)
    }

    /// Bundles the script that is loaded with the wasm: the generated glue, the style sheet as text, and
    /// the code between them. It replaces the glue. Returns its name.
    ///
    /// `lazy_chunk` is the lazy chunk; `locales` has the hashes of labels, by language; `names` has the short names of
    /// imports and exports.
    fn chunk(
        &self,
        lazy_chunk: &str,
        locales: &BTreeMap<String, String>,
        names: Option<&str>,
    ) -> Result<String> {
        let Self { sh, staging, .. } = self;
        let glue = staging.join(only(sh, staging, PREFIX, ".js")?);
        let imports = staging.join(WASM_IMPORTS);
        let styles = staging.join("key-events.css");
        let inject = source("src/element/lazy-chunk.js")?;
        let lazy = self.lazy_scripts()?;
        let scripts = lazy.iter().map(|(_, file)| &**file);
        let mut hashes = self.hashes(scripts.chain([lazy_chunk]))?;
        hashes.extend(locales.clone());
        // A folder of its own, because the old and the new name may be the same.
        let bundled = staging.join("bundled");
        let cache = staging.join("names.json");
        let mut esbuild = self
            .command(&source("src/element/chunk.js")?)?
            .args(["--format=esm", "--loader:.css=text"])
            .arg(format!("--entry-names={PREFIX}[hash]"))
            .arg(alias("glue", &glue))
            .arg(alias("link", &staging.join(LINK)))
            .arg(alias("wasm-imports", &imports))
            .arg(alias("styles", &styles))
            .arg(format!("--inject:{}", inject.display()))
            .arg(format!("--outdir={}", bundled.display()))
            .arg(define_file("__LAZY_CHUNK__", lazy_chunk))
            .arg(define_hashes(&hashes)?)
            // The generated scripts resolve names of files that the build has renamed. The loader requests those
            // files instead, so the result is not used. Bundlers would look for them.
            .arg(define("import.meta.url", "file:"));
        for (name, file) in &lazy {
            esbuild = esbuild
                .arg(define_file(name, file))
                .arg(format!("--external:./{file}"));
        }
        let mut short: BTreeMap<String, String> = match names {
            Some(names) => serde_json::from_str(names)?,
            None => BTreeMap::new(),
        };
        short.extend(YEW_PROPERTIES.map(|name| {
            let own = name.replace("yew", "ke");
            (name.to_owned(), own)
        }));
        sh.write_file(&cache, serde_json::to_string(&short)?)?;
        let long: Vec<String> = short.into_keys().collect();
        esbuild = esbuild
            .arg(format!("--mangle-props=^({})$", long.join("|")))
            .arg(format!("--mangle-cache={}", cache.display()));
        run(esbuild, "chunk.js")?;
        for file in [&glue, &cache, &imports, &staging.join(LINK)] {
            sh.remove_path(file)?;
        }
        let name = only(sh, &bundled, PREFIX, ".js")?;
        for file in file_names(sh, &bundled)? {
            rename(&bundled.join(&file), &staging.join(&file))?;
        }
        sh.remove_path(bundled)?;
        Ok(name)
    }

    /// Bundles the scripts that few pages need; returns their names in `chunk.js` and those of the files.
    ///
    /// They share no file with the glue: that would be one more round trip before each list.
    fn lazy_scripts(&self) -> Result<[(&'static str, String); 2]> {
        let Self { sh, staging, .. } = self;
        // The hash in the name depends on the path, which must be the same on each machine.
        let dompurify = staging.join("dompurify.js");
        sh.copy_file(npm::file(npm::DOMPURIFY)?, &dompurify)?;
        for script in ["src/element/purify.js", "src/element/upgrade.js"] {
            let esbuild = self
                .command(&source(script)?)?
                .args(["--format=esm", "--entry-names=[name]-[hash]"])
                .arg(alias("dompurify", &dompurify))
                .arg(format!("--outdir={}", staging.display()));
            run(esbuild, script)?;
        }
        sh.remove_path(dompurify)?;
        Ok([
            ("__PURIFY__", only(sh, staging, "purify-", ".js")?),
            ("__UPGRADE__", only(sh, staging, "upgrade-", ".js")?),
        ])
    }

    /// Bundles one of the scripts that a page loads.
    fn script(&self, name: &str, format: &str, assets: &Assets) -> Result<()> {
        let mut esbuild = self
            .loader(&format!("src/element/{name}"), assets)?
            .arg(format!("--format={format}"))
            .arg(alias("addresses", &source("src/element/addresses.js")?))
            .arg(define_hashes(&self.hashes([&*assets.wasm, &assets.glue])?)?)
            .arg(self.outfile(name));
        if format == "iife" {
            let script_url = source("src/element/script-url.js")?;
            esbuild = esbuild
                .arg("--define:import.meta.url=scriptUrl")
                .arg(format!("--inject:{}", script_url.display()));
        }
        run(esbuild, name)
    }

    /// Bundles the loader of the npm package, whose addresses bundlers follow.
    fn npm_module(&self, assets: &Assets) -> Result<()> {
        let labels = self.staging.join(LABELS);
        let sh = self.sh;
        sh.write_file(&labels, labels_module(&assets.locales))?;
        let addresses = source("src/element/package/addresses.js")?;
        let esbuild = self
            .loader("src/element/package/npm.js", assets)?
            .arg("--format=esm")
            .arg(alias("addresses", &addresses))
            .arg(alias("labels", &labels))
            .arg(define_file("__LAZY_CHUNK__", &assets.lazy_chunk))
            .arg(format!("--external:./{}", assets.glue))
            .arg("--external:./locales/*")
            .arg(self.outfile("npm.js"));
        run(esbuild, "npm.js")?;
        Ok(sh.remove_path(labels)?)
    }

    /// Adds the builder: its wasm, scripts, pages and style sheets.
    fn builder(&self) -> Result<()> {
        let Self { sh, staging, .. } = self;
        let (page, folder) = ("builder/page", staging.join(builder::NAME));
        sh.create_dir(&folder)?;
        let wasm = builder::compile(sh, &folder, self.release)?;
        let glue = folder.join("builder_bg.js");
        rename(&folder.join("builder.js"), &glue)?;
        for name in file_names(sh, &project_root().join(page))? {
            let (file, target) = (source(&format!("{page}/{name}"))?, folder.join(&name));
            if target.extension() == Some("html".as_ref()) {
                sh.copy_file(file, target)?;
                continue;
            }
            let esbuild = self
                .command(&file)?
                .args(["--format=esm".to_owned(), alias("glue", &glue)])
                .arg(define_file("__BUILDER__", &wasm))
                .arg(format!("--outfile={}", target.display()));
            run(esbuild, &name)?;
        }
        Ok(sh.remove_path(glue)?)
    }

    /// The command for a script that has the loader.
    fn loader(&self, entry: &str, assets: &Assets) -> Result<Cmd<'_>> {
        let tags: Vec<&str> = assets.locales.keys().map(String::as_str).collect();
        Ok(self
            .command(&source(entry)?)?
            .arg(define("__VERSION__", VERSION))
            .arg(define_file("__WASM__", &assets.wasm))
            .arg(define_file("__GLUE__", &assets.glue))
            .arg(define("__LOCALES__", &tags.join(" "))))
    }

    fn command(&self, entry: &Path) -> Result<Cmd<'_>> {
        let Self { sh, program, .. } = self;
        // It has the globals that an element of the page can shadow by its name.
        let page = source("src/element/page.js")?;
        let mode = if self.release {
            "--minify"
        } else {
            "--sourcemap=inline"
        };
        let esbuild = cmd!(sh, "{program} {entry} --bundle --charset=utf8 {mode}")
            .args([
                "--log-level=warning".to_owned(),
                format!("--target={TARGET}"),
            ])
            .arg(format!("--inject:{}", page.display()));
        Ok(esbuild)
    }

    /// The hashes of files, by their paths.
    fn hashes<'f>(
        &self,
        files: impl IntoIterator<Item = &'f str>,
    ) -> Result<BTreeMap<String, String>> {
        let hash = |file| -> Result<_> {
            let bytes = self.sh.read_binary_file(self.staging.join(file))?;
            Ok((format!("./{file}"), loader_hash(&bytes)))
        };
        files.into_iter().map(hash).collect()
    }

    fn outfile(&self, name: &str) -> String {
        format!("--outfile={}", self.staging.join(name).display())
    }
}

fn run(esbuild: Cmd<'_>, what: &str) -> Result<()> {
    let result = esbuild.quiet().run();
    result.with_context(|| format!("cannot bundle {what}"))
}

fn alias(name: &str, path: &Path) -> String {
    format!("--alias:{name}={}", path.display())
}

fn define(name: &str, text: &str) -> String {
    format!("--define:{name}={text:?}")
}

fn define_hashes(hashes: &BTreeMap<String, String>) -> Result<String> {
    let hashes = serde_json::to_string(hashes)?;
    Ok(format!("--define:__HASHES__={hashes}"))
}

/// The path of a file is relative to the script.
fn define_file(name: &str, file: &str) -> String {
    define(name, &format!("./{file}"))
}

/// The path of a file of the repository, which must exist.
fn source(path: &str) -> Result<PathBuf> {
    let file = project_root().join(path);
    if file.is_file() {
        Ok(file)
    } else {
        bail!("{path} is missing")
    }
}

/// The name of the only file in a directory that starts and ends so.
fn only(sh: &Shell, directory: &Path, start: &str, end: &str) -> Result<String> {
    let mut names = file_names(sh, directory)?;
    names.retain(|name| name.starts_with(start) && name.ends_with(end));
    match <[String; 1]>::try_from(names) {
        Ok([name]) => Ok(name),
        Err(names) => bail!(
            "expected one file {start}*{end} in {}, found {}",
            directory.display(),
            names.len()
        ),
    }
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot create {}", to.display()))
}
