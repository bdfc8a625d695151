//! What stands below the list: where else to read, and the state of the coverage.

use yew::prelude::*;

use super::{several, tag, text};

/// What the footer shows.
#[derive(Clone, PartialEq)]
pub struct Footer {
    /// Where else to read: titles and addresses.
    pub related: Vec<(AttrValue, AttrValue)>,
    /// What those links are called.
    pub related_label: AttrValue,
    /// Where readers talk about it: what is said, and the address.
    pub discussion: Option<(AttrValue, AttrValue)>,
    /// Whether it is live or has ended: the part's name, and what is said; `None`: neither.
    pub state: Option<(&'static str, AttrValue)>,
    /// When it was updated last, and whose times are shown.
    pub notes: Vec<AttrValue>,
}

/// Links, then a line about the coverage.
pub(super) fn footer(footer: &Footer) -> Html {
    let links = footer.related.iter();
    let links = links.map(|(title, url)| tag!("li", {}, link(title, url)));
    let notes = footer.notes.iter();
    let notes = notes.map(|note| tag!("span", {}, text(note)));
    let coverage = footer.state.is_some() || !footer.notes.is_empty();
    several(vec![
        if footer.related.is_empty() {
            Html::default()
        } else {
            tag!(
                "ul", { "part": "related", "class": "related", "role": "list" }
                ["aria-label": footer.related_label.clone()],
                several(links.collect()),
            )
        },
        match &footer.discussion {
            Some((label, url)) => tag!(
                "p", { "part": "related discussion", "class": "related" },
                link(label, url),
            ),
            None => Html::default(),
        },
        if coverage {
            let state = footer.state.as_ref().map(
                |(name, label)| tag!("span", {} ["class": AttrValue::Static(name)], text(label)),
            );
            tag!(
                "p", { "part": "status", "class": "coverage" },
                state,
                several(notes.collect()),
            )
        } else {
            Html::default()
        },
    ])
}

fn link(title: &AttrValue, url: &AttrValue) -> Html {
    tag!("a", {} ["href": url.clone()], text(title))
}
