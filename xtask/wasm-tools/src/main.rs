//! Splits and shrinks the wasm of a build. A package of its own, because its crates compile slowly:
//! `xtask` compiles it only for a build.

mod order;
mod shrink;
mod split;

use std::{env, path::Path, process::ExitCode};

use anyhow::Result;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check-split", wasm] => split::check(Path::new(wasm)),
        ["shrink", wasm_opt, main, lazy] => {
            let names = shrink::shrink(Path::new(wasm_opt), Path::new(main), Path::new(lazy))?;
            println!("{}", serde_json::to_string(&names)?);
            Ok(())
        }
        ["strip-relocations", wasm] => shrink::strip_relocations(Path::new(wasm)),
        // Trunk calls this program as `wasm-bindgen`.
        words => split::bindgen(words),
    }
}
