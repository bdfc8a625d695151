//! Loads a feed from its source, with its next pages.

use std::ffi::OsStr;

use key_events::feed::format::{self, FeedFormat};
use key_events::feed::limits;
use key_events::feed::{Feed, NotAFeed, Warning};
use key_events::settings::Settings;
use key_events::time::timestamp::Timestamp;
use url::Url;

use crate::CliError;
use crate::input::{self, Document};

/// A loaded feed.
pub(crate) struct LoadedFeed {
    /// Its format.
    pub(crate) format: &'static FeedFormat,
    /// The feed.
    pub(crate) feed: Feed,
    /// The warnings of all its documents.
    pub(crate) warnings: Vec<Warning>,
    /// The number of its documents.
    pub(crate) documents: usize,
    /// The error of the next page, if that failed.
    pub(crate) page_error: Option<CliError>,
    /// The name of the source in messages.
    pub(crate) place: String,
    /// Its URL after redirects, if it has one.
    pub(crate) url: Option<Url>,
}

impl LoadedFeed {
    /// The number of skipped entries.
    pub(crate) fn dropped(&self) -> usize {
        let drops = |warning: &&Warning| warning.drops_entry();
        self.warnings.iter().filter(drops).count()
    }
}

/// Loads a feed in the format of the settings, or detects the format.
///
/// As in the widget, the next pages of a feed with a URL are loaded while `needs_more` holds. If a next
/// page fails, the feed has the entries so far.
///
/// # Errors
/// When the source can't be read or is not a feed.
pub(crate) fn load(
    place: &OsStr,
    settings: &Settings,
    needs_more: &dyn Fn(&Feed) -> bool,
) -> Result<LoadedFeed, CliError> {
    load_document(input::read(place)?, settings, needs_more)
}

/// As [`load`], with the first document already read.
///
/// # Errors
/// When it is not a feed.
pub(crate) fn load_document(
    document: Document,
    settings: &Settings,
    needs_more: &dyn Fn(&Feed) -> bool,
) -> Result<LoadedFeed, CliError> {
    let (format, feed, warnings) = parse(&document, settings)?;
    let mut loaded = LoadedFeed {
        format,
        feed,
        warnings,
        documents: 1,
        page_error: None,
        place: document.place,
        url: document.url,
    };
    let mut base = loaded.url.clone();
    while loaded.documents < limits::MAX_PAGES
        && needs_more(&loaded.feed)
        && let Some(next) = next(loaded.feed.next.as_deref(), base.as_ref())
    {
        let page = input::fetch(next.as_str());
        let page = page.and_then(|page| Ok((parse(&page, settings)?, page.url)));
        match page {
            Ok(((_, page, warnings), url)) => {
                loaded.documents += 1;
                loaded.warnings.extend(warnings);
                // A page without new entries ends a cycle of pages.
                if !loaded.feed.append(page) {
                    break;
                }
                base = url;
            }
            Err(error) => {
                loaded.page_error = Some(error);
                break;
            }
        }
    }
    let now = jiff::Timestamp::now().as_millisecond();
    loaded.feed.ended |= loaded.feed.ends.is_some_and(|end| end <= Timestamp(now));
    Ok(loaded)
}

type Parsed = (&'static FeedFormat, Feed, Vec<Warning>);

fn parse(document: &Document, settings: &Settings) -> Result<Parsed, CliError> {
    let not_a_feed = |reason: NotAFeed| {
        let mut message = reason.message();
        if !message.contains("expected") {
            message.push_str(": expected a JSON document");
        }
        CliError::new(&document.place, &message)
    };
    let format = settings.format.and_then(format::by_name);
    Feed::read_with_format(&document.text, format).map_err(not_a_feed)
}

/// The URL of the next page, if it has the same origin or uses TLS.
fn next(next: Option<&str>, from: Option<&Url>) -> Option<Url> {
    let from = from?;
    let next = from.join(next?).ok()?;
    (next.scheme() == "https" || next.origin() == from.origin()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_has_the_same_origin_or_uses_tls() {
        let from = Url::parse("http://news.example/feed.json?page=1").unwrap();
        let next = |address| next(Some(address), Some(&from)).map(String::from);
        for (address, expected) in [
            ("?page=2", Some("http://news.example/feed.json?page=2")),
            ("https://cdn.example/2", Some("https://cdn.example/2")),
            ("http://cdn.example/2", None),
            ("http://news.example:81/2", None),
            ("file:///etc/passwd", None),
            ("http://[", None),
        ] {
            assert_eq!(next(address).as_deref(), expected);
        }
        assert_eq!(super::next(Some("https://cdn.example/2"), None), None);
        assert_eq!(super::next(None, Some(&from)), None);
    }
}
