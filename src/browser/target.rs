//! Where an entry is in the page.

use web_sys::{Document, Element, Url};

use crate::feed::{Entry, link};

/// The element of the page that an entry is in, tried in the order of the contract: the page's
/// template, the feed's anchor, the fragment of the entry's own address, where the dialect's entries usually are.
pub fn find(entry: &Entry, template: Option<&str>) -> Option<Element> {
    let document = web_sys::window()?.document()?;
    let by_template = |template: &str| by_template(&document, template, &entry.id);
    let by_id = |id: &str| document.get_element_by_id(id);
    template
        .and_then(by_template)
        .or_else(|| by_id(entry.anchor.as_deref()?))
        .or_else(|| by_id(&own_fragment(&document, entry.url.as_deref()?)?))
        .or_else(|| {
            let mut usual = entry.anchors.iter();
            usual.find_map(|template| by_template(template))
        })
}

/// The fragment that leads to an element, if it has an id.
pub fn fragment(element: &Element) -> Option<String> {
    let id = element.id();
    // Browsers decode a fragment before they compare it, so only the per cent sign needs care.
    (!id.is_empty()).then(|| ["#", &id.replace('%', "%25")].concat())
}

fn by_template(document: &Document, template: &str, id: &str) -> Option<Element> {
    document
        .get_element_by_id(&template.replace("{id}", id))
        .or_else(|| {
            // A name alone would select elements of that name, not the one with that id.
            if !template.contains(['[', '#', '.']) {
                return None;
            }
            // A template that is no valid selector was an id that isn't in the page.
            let selector = template.replace("{id}", &web_sys::css::escape(id));
            document.query_selector(&selector).ok().flatten()
        })
}

/// The fragment of an address, if the address is about this very page.
fn own_fragment(document: &Document, address: &str) -> Option<String> {
    let fragment = link::fragment(address)?;
    let base = document.base_uri().ok()??;
    let there = Url::new_with_base(address, &base).ok()?.pathname();
    let here = document.location()?.pathname().ok()?;
    (there == here).then_some(fragment)
}
