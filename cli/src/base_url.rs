//! Addresses that stay right when a feed moves to another place.

use std::borrow::Cow;

use key_events::feed::Feed;
use url::Url;

/// What relative addresses are relative to.
pub(crate) struct Base<'a> {
    /// Where the feed was; `None`: no URL, so that relative addresses stay.
    feed: Option<&'a Url>,
    /// The page that the feed is of.
    page: Option<Url>,
}

impl<'a> Base<'a> {
    /// The base of the addresses in a feed that was at `url`.
    pub(crate) fn new(feed: &Feed, url: Option<&'a Url>) -> Self {
        let page = url.zip(feed.url.as_deref());
        Self {
            feed: url,
            page: page.and_then(|(url, page)| url.join(page).ok()),
        }
    }

    /// The address made absolute, as far as that can be done.
    ///
    /// A query or a fragment alone is a place in the page, never in the feed.
    pub(crate) fn absolute<'b>(&self, address: &'b str) -> Cow<'b, str> {
        let base = if address.starts_with(['?', '#']) {
            self.page.as_ref()
        } else {
            self.feed
        };
        match base.and_then(|base| base.join(address).ok()) {
            Some(url) => Cow::Owned(url.into()),
            None => Cow::Borrowed(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = "https://news.example/live/feed.json?page=1";

    fn absolute(page: Option<&str>, address: &str) -> String {
        let feed = Feed {
            url: page.map(Into::into),
            ..Feed::default()
        };
        let url = Url::parse(FEED).unwrap();
        Base::new(&feed, Some(&url)).absolute(address).into_owned()
    }

    #[test]
    fn an_address_is_relative_to_the_feed() {
        for (address, expected) in [
            ("entry", "https://news.example/live/entry"),
            ("/entry#a", "https://news.example/entry#a"),
            ("./", "https://news.example/live/"),
            ("//cdn.example/a", "https://cdn.example/a"),
            ("https://other.example/a", "https://other.example/a"),
            ("http://[", "http://["),
        ] {
            assert_eq!(absolute(None, address), expected);
            assert_eq!(absolute(Some("/page"), address), expected);
        }
    }

    #[test]
    fn a_query_or_a_fragment_is_a_place_in_the_page() {
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
    fn without_a_url_every_address_stays() {
        let feed = Feed {
            url: Some("https://news.example/".into()),
            ..Feed::default()
        };
        let base = Base::new(&feed, None);
        for address in ["entry", "#a", "/", "https://other.example"] {
            assert_eq!(base.absolute(address), address);
        }
    }
}
