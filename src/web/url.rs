//! Addresses as the browser resolves them.

use std::rc::Rc;

use web_sys::Url;

/// The full address of the document that a feed goes on with: `next` as seen from the document at
/// `from`, if it is from the same origin or over TLS.
pub fn resolve_next(next: Option<&str>, from: &str) -> Option<Rc<str>> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    let from = Url::new_with_base(from, &base).ok()?;
    let next = Url::new_with_base(next?, &from.href()).ok()?.href();
    let own = [&from.origin(), "/"].concat();
    (next.starts_with("https:") || next.starts_with(&own)).then(|| next.into())
}
