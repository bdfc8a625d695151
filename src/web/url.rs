//! Resolves URLs.

use std::rc::Rc;

use web_sys::Url;

/// The absolute URL of the next page of a feed: `next` relative to the page at `from`, if it has the same
/// origin or is over TLS.
pub fn resolve_next(next: Option<&str>, from: &str) -> Option<Rc<str>> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let from = Url::new_with_base(from, &base).ok()?;
    let next = Url::new_with_base(next?, &from.href()).ok()?.href();
    let own = [&from.origin(), "/"].concat();
    (next.starts_with("https:") || next.starts_with(&own)).then(|| next.into())
}
