//! Loads a feed from its source, with its next pages.

use std::ffi::OsStr;

use key_events::feed::format::{self, FeedFormat};
use key_events::feed::limits;
use key_events::feed::{Feed, NotAFeed, Subject, Warning};
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
    /// The warnings of all its pages.
    pub(crate) warnings: Vec<Warning>,
    /// The number of its pages.
    pub(crate) documents: usize,
    /// The error of the next page, if that failed.
    pub(crate) page_error: Option<CliError>,
    /// The name of the source in messages.
    pub(crate) source: String,
    /// Its URL after redirects, if it has one.
    pub(crate) url: Option<Url>,
}

impl LoadedFeed {
    /// The number of skipped entries.
    pub(crate) fn left_out(&self) -> usize {
        let leaves_out = |warning: &&Warning| warning.leaves_out_entry();
        self.warnings.iter().filter(leaves_out).count()
    }
}

/// Loads a feed in the format of the settings, or detects the format.
///
/// As in the widget, the next pages of a feed with a URL are loaded while `needs_more` holds, from the
/// feed's own origin only. If a next page fails, the feed has the entries so far.
///
/// # Errors
/// When the source can't be read or is not a feed.
pub(crate) fn load(
    source: &OsStr,
    settings: &Settings,
    needs_more: &dyn Fn(&Feed) -> bool,
) -> Result<LoadedFeed, CliError> {
    load_document(input::read(source)?, settings, needs_more)
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
        source: document.source,
        url: document.url,
    };
    let mut base = loaded.url.clone();
    let origin = loaded.url.clone();
    while let (Some(origin), Some(from), Some(next)) = (&origin, &base, &loaded.feed.next) {
        let Some(next) = page_url(next, from, origin) else {
            loaded.warnings.push(Warning {
                subject: Subject::Feed,
                field: "next_url".into(),
                value: None,
                problem: limits::FOREIGN_PAGE,
            });
            break;
        };
        if loaded.documents >= limits::MAX_PAGES || !needs_more(&loaded.feed) {
            break;
        }
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
        CliError::new(&document.source, &message)
    };
    let format = settings.format.and_then(format::by_name);
    let (format, mut feed, mut warnings) =
        Feed::read_document(&document.text, format).map_err(not_a_feed)?;
    feed.resolve(&|link| Some(String::from(document.url.as_ref()?.join(link).ok()?).into()));
    if let Some(problem) = document.encoding_problem {
        let warning = Warning {
            subject: Subject::Feed,
            field: "the encoding".into(),
            value: None,
            problem,
        };
        warnings.insert(0, warning);
    }
    Ok((format, feed, warnings))
}

/// The URL of a page, relative to the one at `from`, if it has the origin of the feed at `feed`.
fn page_url(next: &str, from: &Url, feed: &Url) -> Option<Url> {
    let next = from.join(next).ok()?;
    (next.origin() == feed.origin()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_origin_of_the_feed() {
        let feed = Url::parse("https://news.example/feed.json").unwrap();
        let elsewhere = Url::parse("https://cdn.example/a/1?page=1").unwrap();
        let own = Url::parse("https://news.example/a/1?page=1").unwrap();
        for (url, expected) in [
            ("?page=2", Some("https://news.example/a/1?page=2")),
            ("https://news.example:443/2", Some("https://news.example/2")),
            ("//news.example/2", Some("https://news.example/2")),
            ("http://news.example/2", None),
            ("https://news.example:444/2", None),
            ("https://news.example.evil.example/2", None),
            ("https://cdn.example/2", None),
            ("//cdn.example/2", None),
            ("\\\\cdn.example/2", None),
            ("file:///etc/passwd", None),
            ("http://[", None),
        ] {
            let next = page_url(url, &own, &feed).map(String::from);
            assert_eq!(next.as_deref(), expected);
        }
        // After a redirect of a page to another origin.
        assert_eq!(page_url("?page=2", &elsewhere, &feed), None);
    }
}
