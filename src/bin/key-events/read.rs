//! From a place to a feed.

use std::ffi::OsStr;

use key_events::feed::dialect::Dialect;
use key_events::feed::{Feed, NotAFeed, Warning};
use key_events::settings::Settings;
use url::Url;

use crate::{Trouble, source};

/// A feed and what reading it showed.
pub(crate) struct Reading {
    /// The format it was read as.
    pub(crate) dialect: &'static Dialect,
    /// The feed.
    pub(crate) feed: Feed,
    /// What could not be used of it.
    pub(crate) warnings: Vec<Warning>,
    /// What to call the place in messages.
    pub(crate) place: String,
    /// The URL it was at, if it was at one.
    pub(crate) url: Option<Url>,
}

impl Reading {
    /// How many entries were left out.
    pub(crate) fn dropped(&self) -> usize {
        let drops = |warning: &&Warning| warning.drops_entry();
        self.warnings.iter().filter(drops).count()
    }
}

/// Reads the feed at a place in the format that the settings name, or in the one found.
///
/// # Errors
/// When there is nothing to read, or what is there is no feed.
pub(crate) fn read(place: &OsStr, settings: &Settings) -> Result<Reading, Trouble> {
    let document = source::read(place)?;
    let not_a_feed = |reason: NotAFeed| {
        let mut message = reason.message();
        if !message.contains("expected") {
            message.push_str(": expected a JSON document");
        }
        Trouble::new(&document.place, &message)
    };
    let dialect = match settings.format {
        Some(dialect) => dialect,
        None => Feed::dialect(&document.text).map_err(not_a_feed)?,
    };
    let (feed, warnings) = Feed::read(&document.text, Some(dialect)).map_err(not_a_feed)?;
    Ok(Reading {
        dialect,
        feed,
        warnings,
        place: document.place,
        url: document.url,
    })
}
