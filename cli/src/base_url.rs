//! Resolves the URLs of a feed, so that its output can be served from another URL.

use std::borrow::Cow;

use key_events::feed::Feed;
use url::Url;

/// The base URLs of a feed.
pub(crate) struct Base<'a> {
    /// The feed's URL. `None`: it was not read from a URL; relative URLs stay.
    feed: Option<&'a Url>,
    /// The URL of the feed's page.
    page: Option<Url>,
}

impl<'a> Base<'a> {
    /// The base URLs of a feed that was read from `url`.
    pub(crate) fn new(feed: &Feed, url: Option<&'a Url>) -> Self {
        let page = url.zip(feed.url.as_deref());
        Self {
            feed: url,
            page: page.and_then(|(url, page)| url.join(page).ok()),
        }
    }

    /// Resolves a URL; returns it unchanged if that fails.
    ///
    /// A query or a fragment alone is relative to the page, not to the feed.
    pub(crate) fn absolute<'b>(&self, url: &'b str) -> Cow<'b, str> {
        let base = if url.starts_with(['?', '#']) {
            self.page.as_ref()
        } else {
            self.feed
        };
        match base.and_then(|base| base.join(url).ok()) {
            Some(url) => Cow::Owned(url.into()),
            None => Cow::Borrowed(url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "https://news.example/live/feed.json?page=1";

    fn absolute(page: Option<&str>, url: &str) -> String {
        let feed = Feed {
            url: page.map(Into::into),
            ..Feed::default()
        };
        let feed_url = Url::parse(FEED).unwrap();
        Base::new(&feed, Some(&feed_url)).absolute(url).into_owned()
    }

    #[test]
    fn a_url_is_relative_to_the_feed() {
        for (url, expected) in [
            ("entry", "https://news.example/live/entry"),
            ("/entry#a", "https://news.example/entry#a"),
            ("./", "https://news.example/live/"),
            ("//cdn.example/a", "https://cdn.example/a"),
            ("https://other.example/a", "https://other.example/a"),
            ("http://[", "http://["),
        ] {
            assert_eq!(absolute(None, url), expected);
            assert_eq!(absolute(Some("/page"), url), expected);
        }
    }

    #[test]
    fn a_query_or_a_fragment_is_relative_to_the_page() {
        assert_eq!(absolute(None, "#a"), "#a");
        assert_eq!(absolute(None, "?entry=1#a"), "?entry=1#a");
        assert_eq!(absolute(Some("./"), "#a"), "https://news.example/live/#a");
        assert_eq!(
            absolute(Some("./"), "?entry=1"),
            "https://news.example/live/?entry=1"
        );
        assert_eq!(
            absolute(Some("https://other.example/page"), "#a"),
            "https://other.example/page#a"
        );
    }

    #[test]
    fn without_a_base_url_every_url_stays() {
        let feed = Feed {
            url: Some("https://news.example/".into()),
            ..Feed::default()
        };
        let base = Base::new(&feed, None);
        for url in ["entry", "#a", "/", "https://other.example"] {
            assert_eq!(base.absolute(url), url);
        }
    }
}
