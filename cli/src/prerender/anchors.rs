//! Resolves the targets of headlines without access to the page.

use std::rc::Rc;

use key_events::feed::{Entry, Feed, page_url};
use key_events::labels::interpolate::interpolate;
use key_events::timeline::Link;
use url::Url;

use crate::base_url::Base;

/// The page that contains the list, as far as it is known.
pub(crate) struct Page<'a> {
    base: Base<'a>,
    /// Its URL without the fragment; `None`: not known.
    url: Option<String>,
    /// Whether it is the feed's own page, which contains the entries.
    is_own: bool,
    /// The template for an entry's element: an id or a CSS selector with `{id}`.
    template: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// The page at `page_url`, or else the feed's own page.
    pub(crate) fn new(
        feed: &Feed,
        feed_url: Option<&'a Url>,
        page_url: Option<&str>,
        template: Option<&'a str>,
    ) -> Self {
        let base = Base::new(feed, feed_url);
        let resolve = |url: &str| without_fragment(&base.absolute(url)).to_owned();
        let feed_page = feed.url.as_deref().map(resolve);
        let url = page_url.map(resolve).or_else(|| feed_page.clone());
        Self {
            is_own: feed_page
                .as_deref()
                .is_none_or(|page| is_same(Some(page), url.as_deref())),
            url,
            base,
            template,
        }
    }

    /// The target of an event's headline: its element in the page if that is known, else its URL.
    pub(crate) fn link(&self, event: &Entry) -> Option<Link> {
        let template = self.template.filter(|_| self.is_own);
        if let Some(template) = template.filter(|template| !is_selector(template)) {
            return Some(here(&interpolate(template, "id", &event.id)));
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
    pub(crate) fn url_of(&self, event: &Entry) -> Option<String> {
        if let Some(url) = event.url.as_deref() {
            return Some(self.base.absolute(url).into_owned());
        }
        let fragment = here(event.anchor.as_deref()?).href;
        let page = self.url.as_deref().unwrap_or_default();
        Some([page, &fragment].concat())
    }

    /// The page's URL, if it is known.
    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The absolute URL of a link in the page, if possible.
    pub(crate) fn url_in_page(&self, url: &str) -> String {
        let page = || Url::parse(self.url.as_deref()?).ok();
        let absolute = page().and_then(|page| page.join(url).ok());
        absolute.map_or_else(|| self.absolute(url), String::from)
    }

    /// Resolves a URL of the feed, if possible.
    pub(crate) fn absolute(&self, url: &str) -> String {
        self.base.absolute(url).into_owned()
    }

    /// Whether a URL leads to an element of the page.
    fn has(&self, url: &str) -> bool {
        let Some((_, fragment)) = url.split_once('#') else {
            return false;
        };
        let absolute = self.base.absolute(url);
        // Only what precedes a text directive is an id.
        !matches!(fragment.split(":~:").next(), None | Some(""))
            && self.is_own
            && (url.starts_with('#')
                || is_same(self.url.as_deref(), Some(without_fragment(&absolute))))
    }
}

/// Whether two URLs are those of the same page. Relative ones must be equal.
fn is_same(one: Option<&str>, other: Option<&str>) -> bool {
    one == other
        || one
            .zip(other)
            .is_some_and(|(one, other)| page_url::is_same(one, other))
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

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
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
        let spelled = "https://news.example/bridge/?utm_source=feed#ribbon";
        assert_eq!(found(Some(spelled), None), to(spelled, true));
        let query = "https://news.example/bridge?p=99#ribbon";
        assert_eq!(found(Some(query), None), to(query, false));
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
