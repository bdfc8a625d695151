//! Resolves the targets of headlines without access to the page.

use std::rc::Rc;

use key_events::feed::{Entry, Feed};
use key_events::labels::interpolate::fill;
use key_events::timeline::Link;
use url::Url;

use crate::base_url::Base;

/// The page that contains the list, as far as it is known.
pub(crate) struct Page<'a> {
    base: Base<'a>,
    /// Its URL without the fragment; `None`: not known.
    address: Option<String>,
    /// Whether it is the feed's own page, which contains the entries.
    is_own: bool,
    /// The template for an entry's element: an id or a CSS selector with `{id}`.
    template: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// The page at `address`, or else the feed's own page. `url`: the URL of the feed.
    pub(crate) fn new(
        feed: &Feed,
        url: Option<&'a Url>,
        address: Option<&str>,
        template: Option<&'a str>,
    ) -> Self {
        let base = Base::new(feed, url);
        let resolve = |address: &str| without_fragment(&base.absolute(address)).to_owned();
        let feed_page = feed.url.as_deref().map(resolve);
        let address = address.map(resolve).or_else(|| feed_page.clone());
        Self {
            is_own: feed_page.is_none() || feed_page == address,
            address,
            base,
            template,
        }
    }

    /// The target of an event's headline: its element in the page if that is known, else its URL.
    pub(crate) fn link(&self, event: &Entry) -> Option<Link> {
        let template = self.template.filter(|_| self.is_own);
        if let Some(template) = template.filter(|template| !is_selector(template)) {
            return Some(here(&fill(template, "id", &event.id)));
        }
        if let Some(anchor) = event.anchor.as_deref().filter(|_| self.is_own) {
            return Some(here(anchor));
        }
        let url = event.url.as_ref()?;
        Some(Link {
            href: Rc::clone(url),
            here: template.is_some() || self.has(url),
        })
    }

    /// The URL of an event, absolute if possible.
    pub(crate) fn address_of(&self, event: &Entry) -> Option<String> {
        if let Some(url) = event.url.as_deref() {
            return Some(self.base.absolute(url).into_owned());
        }
        let fragment = here(event.anchor.as_deref()?).href;
        let page = self.address.as_deref().unwrap_or_default();
        Some([page, &fragment].concat())
    }

    /// The page's URL, if it is known.
    pub(crate) fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Resolves a URL of the feed, if possible.
    pub(crate) fn absolute(&self, address: &str) -> String {
        self.base.absolute(address).into_owned()
    }

    /// Whether a URL leads to an element of the page.
    fn has(&self, address: &str) -> bool {
        let has_fragment = address
            .split_once('#')
            .is_some_and(|(_, id)| !id.is_empty());
        has_fragment
            && self.is_own
            && (address.starts_with('#')
                || self.address.as_deref() == Some(without_fragment(&self.base.absolute(address))))
    }
}

/// The rule of the widget: see `EventAnchor`.
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
    fn an_element_of_the_feeds_page_is_here_and_another_page_is_elsewhere() {
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
    fn in_any_other_page_every_event_is_elsewhere() {
        let feed = feed();
        let front = Some("https://news.example/");
        let page = Page::new(&feed, None, front, Some("block-{id}"));
        let own = "https://news.example/bridge#ribbon";
        let expected = Some((own.to_owned(), false));
        assert_eq!(link(&page, Some(own), Some("moment")), expected);
        assert_eq!(link(&page, None, Some("moment")), None);
    }

    #[test]
    fn a_template_for_ids_takes_precedence_and_a_selector_has_no_fragment() {
        let feed = feed();
        let page = Page::new(&feed, None, None, Some("block-{id}"));
        let expected = Some(("#block-7%25".to_owned(), true));
        assert_eq!(link(&page, Some("/a"), Some("b")), expected);
        let page = Page::new(&feed, None, None, Some("[data-id=\"{id}\"]"));
        assert_eq!(link(&page, Some("/a"), None), Some(("/a".to_owned(), true)));
        assert_eq!(link(&page, None, None), None);
    }

    #[test]
    fn relative_urls_are_resolved_before_they_are_compared() {
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
