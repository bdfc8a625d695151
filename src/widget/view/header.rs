//! The heading that is the button to expand and collapse.

use yew::prelude::*;

use super::toast::{Toast, toast};
use super::{heading, space, state, tag, text};

/// What the header shows.
#[derive(Clone, PartialEq)]
pub struct Header {
    /// The heading's text.
    pub heading: AttrValue,
    /// The heading's level, 2 to 6.
    pub level: u8,
    /// How many events there are and the word for them; `None`: not known yet.
    pub count: Option<(AttrValue, AttrValue)>,
    /// How many of them came since the reader's last visit, short and in words; `None`: none.
    pub since: Option<(AttrValue, AttrValue)>,
    /// What the button that turns the list round says; `None`: there is nothing to turn.
    pub turn: Option<AttrValue>,
    /// The buttons to the previous and the next event: what each says, and whether there is one.
    pub steps: Option<[(AttrValue, bool); 2]>,
    /// Whether the timeline is expanded.
    pub open: bool,
}

/// The heading with its button, and the count.
pub(super) fn header(header: &Header, news: Option<&Toast>) -> Html {
    let button = tag!(
        "button",
        {
            "part": "toggle",
            "class": "toggle",
            "type": "button",
            "data-action": "toggle",
            "aria-controls": "content",
        }
        ["aria-expanded": state(header.open)],
        tag!("slot", { "name": "heading" }, text(&header.heading)),
    );
    tag!(
        "div", { "part": "header", "class": "header" },
        tag!(
            heading(header.level), { "part": "heading", "class": "heading", "id": "heading" },
            button,
        ),
        header.count.as_ref().map(|(count, word)| tag!(
            "span", { "part": "count", "class": "count" },
            text(count),
            tag!("span", { "class": "spoken" }, space(), text(word)),
        )),
        header.since.as_ref().map(|(short, words)| tag!(
            "span", { "part": "since", "class": "since" } ["title": words.clone()],
            tag!("span", { "aria-hidden": "true" }, text(short)),
            tag!("span", { "class": "spoken" }, text(words)),
        )),
        nav(header),
        tag!("span", { "part": "chevron", "class": "chevron", "aria-hidden": "true" }),
        news.map(toast),
    )
}

fn nav(header: &Header) -> Option<Html> {
    if header.steps.is_none() && header.turn.is_none() {
        return None;
    }
    let [previous, next] = match &header.steps {
        Some([previous, next]) => [Some(previous), Some(next)],
        None => [None, None],
    };
    let step = |name, button: Option<&(AttrValue, bool)>| {
        button.map(|(label, there)| step(name, label, *there))
    };
    Some(tag!(
        "div", { "part": "nav", "class": "nav" },
        header.turn.as_ref().map(|label| self::step("order", label, true)),
        step("prev", previous),
        step("next", next),
    ))
}

/// A button at the end of the list keeps the focus: it is off, but not gone.
fn step(name: &'static str, label: &AttrValue, there: bool) -> Html {
    let name = AttrValue::Static(name);
    tag!(
        "button", { "class": "step", "type": "button" }
        [
            "part": name.clone(),
            "data-action": name,
            "aria-label": label.clone(),
            "title": label.clone(),
            "aria-disabled": (!there).then(|| state(true)),
        ],
    )
}
