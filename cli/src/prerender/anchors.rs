//! Where headlines lead in a page that is not there yet.

use std::rc::Rc;

use key_events::feed::{Entry, Feed};
use key_events::labels::interpolate::fill;
use key_events::timeline::Link;
use url::Url;

use crate::base_url::Base;

/// The page that a list goes into, as far as it is known.
pub(crate) struct Page<'a> {
    base: Base<'a>,
    /// Its address without the fragment; `None`: not known.
    address: Option<String>,
    /// Whether it is the page that the feed is of, where its entries are.
    own: bool,
    /// Where an entry is in it: a template for an id or a CSS selector.
    template: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// The page at `address`, or else the one that the feed is of; the feed was at `url`.
    pub(crate) fn new(
        feed: &Feed,
        url: Option<&'a Url>,
        address: Option<&str>,
        template: Option<&'a str>,
    ) -> Self {
        let base = Base::new(feed, url);
        let place = |address: &str| without_fragment(&base.absolute(address)).to_owned();
        let of_feed = feed.url.as_deref().map(place);
        let address = address.map(place).or_else(|| of_feed.clone());
        Self {
            own: of_feed.is_none() || of_feed == address,
            address,
            base,
            template,
        }
    }

    /// Where the headline of an event leads: to its place in the page where that is known, else to
    /// its own address.
    pub(crate) fn link(&self, event: &Entry) -> Option<Link> {
        let template = self.template.filter(|_| self.own);
        if let Some(template) = template.filter(|template| !is_selector(template)) {
            return Some(here(&fill(template, "id", &event.id)));
        }
        if let Some(anchor) = event.anchor.as_deref().filter(|_| self.own) {
            return Some(here(anchor));
        }
        let url = event.url.as_ref()?;
        Some(Link {
            href: Rc::clone(url),
            here: template.is_some() || self.has(url),
        })
    }

    /// The address of an event, absolute as far as that can be had.
    pub(crate) fn address_of(&self, event: &Entry) -> Option<String> {
        if let Some(url) = event.url.as_deref() {
            return Some(self.base.absolute(url).into_owned());
        }
        let fragment = here(event.anchor.as_deref()?).href;
        let page = self.address.as_deref().unwrap_or_default();
        Some([page, &fragment].concat())
    }

    /// The page's own address, if it is known.
    pub(crate) fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// An address of the feed, absolute as far as that can be had.
    pub(crate) fn absolute(&self, address: &str) -> String {
        self.base.absolute(address).into_owned()
    }

    /// Whether an address is that of a place in the page.
    fn has(&self, address: &str) -> bool {
        let named = address
            .split_once('#')
            .is_some_and(|(_, id)| !id.is_empty());
        named
            && self.own
            && (address.starts_with('#')
                || self.address.as_deref() == Some(without_fragment(&self.base.absolute(address))))
    }
}

/// The same rule as in the page.
fn is_selector(template: &str) -> bool {
    template.contains(['[', '#', '.'])
}

fn here(id: &str) -> Link {
    Link {
        href: ["#", &id.replace('%', "%25")].concat().into(),
        here: true,
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Feed {
        Feed {
            url: Some("https://news.example/bridge".into()),
            ..Feed::default()
        }
    }

    fn entry(url: Option<&str>, anchor: Option<&str>) -> Entry {
        Entry {
            id: "7%".into(),
            url: url.map(Into::into),
            anchor: anchor.map(Into::into),
            ..Entry::default()
        }
    }

    fn link(page: &Page, url: Option<&str>, anchor: Option<&str>) -> Option<(String, bool)> {
        let link = page.link(&entry(url, anchor))?;
        Some((link.href.to_string(), link.here))
    }

    #[test]
    fn a_place_in_the_feeds_own_page_is_here_and_another_page_is_elsewhere() {
        let feed = feed();
        let page = Page::new(&feed, None, None, None);
        let found = |url, anchor| link(&page, url, anchor);
        let to = |href: &str, here| Some((href.to_owned(), here));
        let own = "https://news.example/bridge#ribbon";
        assert_eq!(found(Some(own), None), to(own, true));
        assert_eq!(found(Some("#ribbon"), None), to("#ribbon", true));
        assert_eq!(
            found(Some(own), Some("moment 7%")),
            to("#moment 7%25", true)
        );
        let other = "https://news.example/bridge/ribbon";
        assert_eq!(found(Some(other), None), to(other, false));
        let whole = "https://news.example/bridge";
        assert_eq!(found(Some(whole), None), to(whole, false));
        assert_eq!(found(None, None), None);
    }

    #[test]
    fn in_another_page_than_the_feeds_all_is_elsewhere() {
        let feed = feed();
        let front = Some("https://news.example/");
        let page = Page::new(&feed, None, front, Some("block-{id}"));
        let own = "https://news.example/bridge#ribbon";
        let expected = Some((own.to_owned(), false));
        assert_eq!(link(&page, Some(own), Some("moment")), expected);
        assert_eq!(link(&page, None, Some("moment")), None);
    }

    #[test]
    fn a_template_for_ids_goes_before_all_else_and_one_for_selectors_names_no_place() {
        let feed = feed();
        let page = Page::new(&feed, None, None, Some("block-{id}"));
        let expected = Some(("#block-7%25".to_owned(), true));
        assert_eq!(link(&page, Some("/a"), Some("b")), expected);
        let page = Page::new(&feed, None, None, Some("[data-id=\"{id}\"]"));
        assert_eq!(link(&page, Some("/a"), None), Some(("/a".to_owned(), true)));
        assert_eq!(link(&page, None, None), None);
    }

    #[test]
    fn relative_addresses_are_compared_as_the_places_that_they_are() {
        let url = Url::parse("https://news.example/live/feed.json").unwrap();
        let feed = Feed {
            url: Some("./".into()),
            ..Feed::default()
        };
        let page = Page::new(&feed, Some(&url), None, None);
        let found = link(&page, Some("./#a"), None);
        assert_eq!(found, Some(("./#a".to_owned(), true)));
        let page = Page::new(&feed, None, None, None);
        assert_eq!(link(&page, Some("./#a"), None), found);
        let absolute = "https://news.example/live/";
        let page = Page::new(&feed, Some(&url), Some(absolute), None);
        assert_eq!(link(&page, Some("./#a"), None), found);
    }
}
