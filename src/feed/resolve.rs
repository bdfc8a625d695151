//! Replaces the URLs of a feed that are relative to it.

use std::rc::Rc;

use super::pace::{self, Pace};
use super::{Feed, html_urls, link};

impl Feed {
    /// Replaces the URLs that are relative to the feed, except that of the next page. `None`: a URL stays.
    pub fn resolve(&mut self, absolute: &dyn Fn(&str) -> Option<Rc<str>>) {
        pace::complete(self.resolve_paced(absolute, &Pace::whole()));
    }

    /// As [`Feed::resolve`], with pauses.
    pub async fn resolve_paced(&mut self, absolute: &dyn Fn(&str) -> Option<Rc<str>>, pace: &Pace) {
        let resolve = |url: &mut Rc<str>| {
            if let Some(absolute) = Some(&**url)
                .filter(|url| link::is_relative(url))
                .and_then(absolute)
            {
                *url = absolute;
            }
        };
        let own = [&mut self.url, &mut self.discussion];
        own.into_iter().flatten().for_each(resolve);
        self.related
            .iter_mut()
            .for_each(|link| resolve(&mut link.url));
        for entry in &mut self.entries {
            let entry = Rc::make_mut(entry);
            let urls = [&mut entry.url, &mut entry.image];
            urls.into_iter().flatten().for_each(resolve);
            let mut size = pace::VALUE;
            if let Some(html) = &mut entry.html {
                size += html.len();
                resolve_html(html, absolute);
            }
            if pace.is_due(size) {
                pace.pause().await;
            }
        }
    }
}

/// Replaces the URLs that are relative to the feed in the HTML of an entry. `None`: a URL stays.
pub fn resolve_html(html: &mut Rc<str>, absolute: &dyn Fn(&str) -> Option<Rc<str>>) {
    if let Some(resolved) = html_urls::resolve(html, absolute) {
        *html = resolved.into();
    }
}
