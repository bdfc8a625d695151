//! `gallery FOLDER THEME…`: takes screenshots of the showcase pages.

use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, themes @ ..] = arguments.as_slice() else {
        eprintln!("Usage: gallery FOLDER THEME…");
        return ExitCode::from(2);
    };
    let themes: Vec<&str> = themes.iter().map(String::as_str).collect();
    let outcome = tokio::runtime::Runtime::new()
        .map_err(|error| error.to_string())
        .and_then(|runtime| {
            runtime.block_on(key_events_e2e::gallery::take(&themes, Path::new(folder)))
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
