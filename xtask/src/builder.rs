//! The builder: a Yew app of its own, in the folder `builder/` of the build.

use std::path::Path;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{
    build,
    integrity::short_hash,
    npm,
    paths::{target_dir, tool_path},
    tools, wasm_tools,
};

/// The name of the folder, of the wasm and of the script.
pub(crate) const NAME: &str = "builder";

/// Compiles the app and generates its glue in a folder. Returns the name of the wasm, with the hash of its bytes.
///
/// It has the flags of the widget's build, so that the crates of both are compiled once.
pub(crate) fn compile(sh: &Shell, folder: &Path, release: bool) -> Result<String> {
    let (profile, flags, args) = if release {
        let args = ["--release"].as_slice();
        ("release", build::size_flags(sh)?.to_vec(), args)
    } else {
        ("debug", Vec::new(), [].as_slice())
    };
    let build = "build --quiet --locked --package key-events-builder --lib";
    let build = build.split(' ');
    cmd!(
        sh,
        "cargo {build...} --target wasm32-unknown-unknown {args...}"
    )
    .envs(flags)
    .run()?;
    let wasm = format!("wasm32-unknown-unknown/{profile}/key_events_builder.wasm");
    let (wasm, bindgen) = (
        target_dir().join(wasm),
        tool_path(&tools::wasm_bindgen(sh)?)?,
    );
    let out = cmd!(sh, "{bindgen} {wasm} --target web --no-typescript");
    out.arg("--out-dir")
        .arg(folder)
        .args(["--out-name", NAME])
        .run()?;
    let wasm = folder.join("builder_bg.wasm");
    wasm_tools::strip_relocations(sh, &wasm)?;
    if release {
        let wasm_opt = npm::file(npm::WASM_OPT)?;
        cmd!(sh, "{wasm_opt} -Oz --strip-producers {wasm} -o {wasm}")
            .quiet()
            .run()?;
    }
    let name = format!("{NAME}-{}.wasm", short_hash(&sh.read_binary_file(&wasm)?));
    sh.copy_file(&wasm, folder.join(&name))?;
    sh.remove_path(wasm)?;
    Ok(name)
}
