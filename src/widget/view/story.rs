//! What there is to read of an event beyond its headline.

use yew::prelude::*;

use super::{state, tag, text};

/// The story of a row.
#[derive(Clone, Default, PartialEq)]
pub struct Story {
    /// What the button that unfolds it says; `None`: there is none to unfold.
    pub toggle: Option<AttrValue>,
    /// Whether it is unfolded.
    pub open: bool,
    /// Its text, if it is plain; rich text is filled in when it is drawn.
    pub text: Option<AttrValue>,
    /// Who wrote it.
    pub by: Option<AttrValue>,
    /// What the button to pass the event on says; `None`: it has no address.
    pub share: Option<AttrValue>,
}

/// The button at the end of the headline: unfolds the story, or passes on what has none.
pub(super) fn button(story: &Story, headline: &AttrValue) -> Option<Html> {
    let (part, label, open) = match (&story.toggle, &story.share) {
        (Some(label), _) => ("more", label, Some(story.open)),
        (None, Some(label)) => ("share", label, None),
        (None, None) => return None,
    };
    let part = AttrValue::Static(part);
    // Not as text that nobody sees: a search in the page would find each headline twice.
    let name = [label, ": ", headline].concat();
    Some(tag!(
        "button", { "type": "button" }
        [
            "part": part.clone(),
            "class": part.clone(),
            "data-action": part,
            "title": label.clone(),
            "aria-label": AttrValue::from(name),
            "aria-expanded": open.map(state),
        ],
        icon(),
    ))
}

/// The story itself.
pub(super) fn body(story: &Story) -> Option<Html> {
    if !story.open {
        return None;
    }
    Some(tag!(
        "div", { "part": "body", "class": "body" },
        match &story.text {
            Some(plain) => tag!("p", { "class": "plain" }, text(plain)),
            None => tag!("div", { "class": "rich" }),
        },
        story.by.as_ref().map(|by| tag!("p", { "class": "by" }, text(by))),
        story.share.as_ref().map(|label| tag!(
            "button",
            { "part": "share", "class": "share", "type": "button", "data-action": "share" },
            icon(), text(label),
        )),
    ))
}

fn icon() -> Html {
    tag!("span", { "class": "icon", "aria-hidden": "true" })
}
