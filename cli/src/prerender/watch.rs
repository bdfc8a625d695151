//! `--watch`: updates the output when the feed changes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use key_events::settings::Settings;
use tempfile::Builder;

use super::{html, needs_more, now};
use crate::CliError;
use crate::cli::Prerender;
use crate::input::{self, Version};
use crate::load::{LoadedFeed, load_document};

/// Polls the feed and writes the output whenever it changes, until the program is stopped. An error
/// keeps the last output; a repeated error is reported once.
pub(super) fn watch(arguments: &Prerender, settings: &Settings, output: &Path) -> ! {
    let mut watcher = Watcher::default();
    let mut last_error = None;
    loop {
        let error = watcher.poll(arguments, settings, output).err();
        if let Some(error) = &error
            && last_error.as_ref() != Some(error)
        {
            error.print();
        }
        last_error = error;
        thread::sleep(Duration::from_secs(arguments.every));
    }
}

/// The last states of the feed and the output.
#[derive(Default)]
struct Watcher {
    version: Version,
    loaded: Option<LoadedFeed>,
    output: Option<String>,
}

impl Watcher {
    /// Loads the feed if it changed, and writes the output if that changed.
    fn poll(
        &mut self,
        arguments: &Prerender,
        settings: &Settings,
        output: &Path,
    ) -> Result<(), CliError> {
        let changed = input::read_if_changed(&arguments.feed.source, &self.version);
        let error = match changed {
            Ok(None) => None,
            Ok(Some((document, version))) => {
                let loaded = load_document(document, settings, &|feed| needs_more(feed, settings));
                match loaded {
                    Ok(mut loaded) => {
                        let error = loaded.page_error.take();
                        // If a next page failed, the next poll loads the feed again.
                        self.version = match error {
                            Some(_) => Version::default(),
                            None => version,
                        };
                        self.loaded = Some(loaded);
                        error
                    }
                    Err(error) => Some(error),
                }
            }
            Err(error) => Some(error),
        };
        // The output of an unchanged feed changes on the next day and at the end of the coverage.
        if let Some(loaded) = &self.loaded {
            let html = html(arguments, settings, loaded, now())?;
            if self.output.as_ref() != Some(&html.text) {
                replace_file(output, &html.text)?;
                self.output = Some(html.text);
            }
        }
        error.map_or(Ok(()), Err)
    }
}

/// Creates or replaces a file atomically.
///
/// # Errors
/// When the file can't be written. An existing file stays as it is.
pub(super) fn replace_file(output: &Path, text: &str) -> Result<(), CliError> {
    let write_error = |error: &dyn std::fmt::Display| {
        CliError::new(
            &output.to_string_lossy(),
            &format!("is not written: {error}"),
        )
    };
    // Replaces the target of a symbolic link, not the link.
    let file = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".key-events-");
    // A web server with another user can read the file, unless the umask forbids it.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder
        .tempfile_in(folder)
        .map_err(|error| write_error(&error))?;
    new.write_all(text.as_bytes())
        .map_err(|error| write_error(&error))?;
    new.persist(&file)
        .map_err(|error| write_error(&error.error))?;
    Ok(())
}
