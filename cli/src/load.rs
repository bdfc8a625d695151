//! From a place to a feed.

use std::ffi::OsStr;

use key_events::feed::format::{self, FeedFormat};
use key_events::feed::limits;
use key_events::feed::{Feed, NotAFeed, Warning};
use key_events::settings::Settings;
use key_events::time::timestamp::Timestamp;
use url::Url;

use crate::Trouble;
use crate::input::{self, Document};

/// A feed and what reading it showed.
pub(crate) struct Reading {
    /// The format it was read as.
    pub(crate) format: &'static FeedFormat,
    /// The feed.
    pub(crate) feed: Feed,
    /// What could not be used of it.
    pub(crate) warnings: Vec<Warning>,
    /// How many documents it was read from.
    pub(crate) documents: usize,
    /// Why the last document that was tried gave nothing.
    pub(crate) trouble: Option<Trouble>,
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
/// As in the page, a feed at a URL that goes on elsewhere is read on, for as long as `needs_more`; a
/// later document that can't be had costs only what would have been in it.
///
/// # Errors
/// When there is nothing to read, or what is there is no feed.
pub(crate) fn read(
    place: &OsStr,
    settings: &Settings,
    needs_more: &dyn Fn(&Feed) -> bool,
) -> Result<Reading, Trouble> {
    read_document(input::read(place)?, settings, needs_more)
}

/// The same for a document that is there.
///
/// # Errors
/// When it is no feed.
pub(crate) fn read_document(
    document: Document,
    settings: &Settings,
    needs_more: &dyn Fn(&Feed) -> bool,
) -> Result<Reading, Trouble> {
    let (format, feed, warnings) = parse(&document, settings)?;
    let mut reading = Reading {
        format,
        feed,
        warnings,
        documents: 1,
        trouble: None,
        place: document.place,
        url: document.url,
    };
    let mut from = reading.url.clone();
    while reading.documents < limits::MAX_PAGES
        && needs_more(&reading.feed)
        && let Some(next) = next(reading.feed.next.as_deref(), from.as_ref())
    {
        let page = input::fetch(next.as_str());
        let page = page.and_then(|page| Ok((parse(&page, settings)?, page.url)));
        match page {
            Ok(((_, page, warnings), url)) => {
                reading.documents += 1;
                reading.warnings.extend(warnings);
                // A document that adds nothing was read before.
                if !reading.feed.append(page) {
                    break;
                }
                from = url;
            }
            Err(trouble) => {
                reading.trouble = Some(trouble);
                break;
            }
        }
    }
    let now = jiff::Timestamp::now().as_millisecond();
    reading.feed.ended |= reading.feed.ends.is_some_and(|end| end <= Timestamp(now));
    Ok(reading)
}

type Parsed = (&'static FeedFormat, Feed, Vec<Warning>);

fn parse(document: &Document, settings: &Settings) -> Result<Parsed, Trouble> {
    let not_a_feed = |reason: NotAFeed| {
        let mut message = reason.message();
        if !message.contains("expected") {
            message.push_str(": expected a JSON document");
        }
        Trouble::new(&document.place, &message)
    };
    let format = settings.format.and_then(format::by_name);
    Feed::read_with_format(&document.text, format).map_err(not_a_feed)
}

/// Where a feed goes on, if that is at the same origin or over TLS.
fn next(next: Option<&str>, from: Option<&Url>) -> Option<Url> {
    let from = from?;
    let next = from.join(next?).ok()?;
    (next.scheme() == "https" || next.origin() == from.origin()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_goes_on_at_the_same_origin_or_over_tls() {
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
