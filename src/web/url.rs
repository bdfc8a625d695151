//! Resolves URLs.

use std::rc::Rc;

use web_sys::Url;

use crate::feed::link::BaseMatch;

/// What the relative URLs of the page are relative to.
pub fn base() -> String {
    let base = || web_sys::window()?.document()?.base_uri().ok()?;
    base().unwrap_or_default()
}

/// Whether an absolute URL has the origin of the page.
pub fn is_own(url: &str) -> bool {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    origin.is_some_and(|origin| url.starts_with(&[&origin, "/"].concat()))
}

/// How much of the URL of a feed is that of the page.
pub fn base_match(feed: &str) -> BaseMatch {
    let base = base();
    let is_same = |url: &str| {
        let [one, other] = [feed, &base].map(|base| absolute(url, base));
        one.is_none() || one == other
    };
    BaseMatch {
        origin: is_same("/"),
        folder: is_same("."),
    }
}

/// Resolves the URLs that lead elsewhere relative to the feed than relative to the page.
pub fn absolute_elsewhere(feed: &str) -> impl Fn(&str) -> Option<Rc<str>> {
    let base_match = base_match(feed);
    move |url| {
        let is_elsewhere = base_match.is_elsewhere(url);
        is_elsewhere.then(|| absolute(url, feed)).flatten()
    }
}

/// The absolute URL of `url` relative to an absolute one.
pub fn absolute(url: &str, from: &str) -> Option<Rc<str>> {
    Some(Url::new_with_base(url, from).ok()?.href().into())
}

/// An absolute URL, without the credentials of the base URL of the page: `fetch` rejects them, and they are
/// neither stored nor shared.
pub fn resolve(url: &str) -> Option<Url> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let base = Url::new(&base).ok()?;
    base.set_username("");
    base.set_password("");
    Url::new_with_base(url, &base.href()).ok()
}

/// The absolute URL of a page of a feed, relative to the page at `from`, if it has the origin of the feed at
/// `feed`.
pub fn page(next: &str, from: &str, feed: &str) -> Option<Rc<str>> {
    let next = Url::new_with_base(next, &resolve(from)?.href()).ok()?;
    let is_own = next.protocol().starts_with("http") && next.origin() == resolve(feed)?.origin();
    is_own.then(|| next.href().into())
}
