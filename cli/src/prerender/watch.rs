//! Keeping an output as the feed is.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use key_events::settings::Settings;
use tempfile::Builder;

use super::{html, needs_more, now};
use crate::Trouble;
use crate::cli::Prerender;
use crate::input::{self, Version};
use crate::load::{Reading, read_document};

/// Writes the output whenever what is in it changes, until the program is ended. What can't be read
/// leaves the last good output, and is told of once.
pub(super) fn watch(arguments: &Prerender, settings: &Settings, output: &Path) -> ! {
    let mut watched = Watched::default();
    let mut told = None;
    loop {
        let trouble = watched.look(arguments, settings, output).err();
        if let Some(trouble) = &trouble
            && told.as_ref() != Some(trouble)
        {
            trouble.tell();
        }
        told = trouble;
        thread::sleep(Duration::from_secs(arguments.every));
    }
}

/// What is known of the feed and the output.
#[derive(Default)]
struct Watched {
    version: Version,
    reading: Option<Reading>,
    written: Option<String>,
}

impl Watched {
    fn look(
        &mut self,
        arguments: &Prerender,
        settings: &Settings,
        output: &Path,
    ) -> Result<(), Trouble> {
        let news = input::read_if_changed(&arguments.feed.place, &self.version);
        let trouble = match news {
            Ok(None) => None,
            Ok(Some((document, version))) => {
                let reading = read_document(document, settings, &|feed| needs_more(feed, settings));
                match reading {
                    Ok(mut reading) => {
                        let trouble = reading.trouble.take();
                        // What a later document lacked may be there next time.
                        self.version = match trouble {
                            Some(_) => Version::default(),
                            None => version,
                        };
                        self.reading = Some(reading);
                        trouble
                    }
                    Err(trouble) => Some(trouble),
                }
            }
            Err(trouble) => Some(trouble),
        };
        // Even an unchanged feed is shown otherwise on the next day, or once its coverage is over.
        if let Some(reading) = &self.reading {
            let html = html(arguments, settings, reading, now())?;
            if self.written.as_ref() != Some(&html.text) {
                put(output, &html.text)?;
                self.written = Some(html.text);
            }
        }
        trouble.map_or(Ok(()), Err)
    }
}

/// Puts a file in the place of one that may be there: whoever reads it gets the one or the other.
///
/// # Errors
/// When the file can't be written; the one that was there stays.
pub(super) fn put(output: &Path, text: &str) -> Result<(), Trouble> {
    let trouble = |error: &dyn std::fmt::Display| {
        Trouble::new(
            &output.to_string_lossy(),
            &format!("is not written: {error}"),
        )
    };
    // Behind a symbolic link is the file that is meant.
    let file = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".key-events-");
    // A server that is another user reads it too, unless this user's mask forbids that.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder
        .tempfile_in(folder)
        .map_err(|error| trouble(&error))?;
    new.write_all(text.as_bytes())
        .map_err(|error| trouble(&error))?;
    new.persist(&file).map_err(|error| trouble(&error.error))?;
    Ok(())
}
