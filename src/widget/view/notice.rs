//! What stands in the list's place while there is none.

use yew::prelude::*;

use super::{retry, tag, text};

/// Why there is no list.
#[derive(Clone, PartialEq)]
pub enum Notice {
    /// The first load is under way.
    Loading(AttrValue),
    /// The feed has no key events.
    Empty(AttrValue),
    /// There are events, but to show them would move what the reader sees: what the button says, and
    /// what it stands over, whose space it takes.
    Held(AttrValue, Box<Notice>),
    /// The first load failed: what is said, and the button to try again.
    Error(AttrValue, AttrValue),
}

/// The publisher's own content for this state, or ours, below the fallback content.
pub(super) fn notice(notice: &Notice) -> Html {
    let paragraph = |words| tag!("p", { "class": "notice-text" }, text(words));
    match notice {
        Notice::Loading(words) => tag!(
            "div", { "class": "notice", "role": "status" },
            tag!("span", { "class": "spoken" }, text(words)),
            tag!("div", { "class": "ghosts", "aria-hidden": "true" }),
        ),
        Notice::Empty(words) => tag!(
            "div", { "part": "empty", "class": "notice" },
            tag!("slot", { "name": "empty" }, paragraph(words)),
        ),
        Notice::Held(label, before) => tag!(
            "div", { "class": "held" },
            tag!("div", { "class": "before" }, self::notice(before)),
            tag!(
                "button",
                { "part": "toast", "class": "retry", "type": "button", "data-action": "back" },
                text(label),
            ),
        ),
        Notice::Error(words, label) => tag!(
            "div", { "part": "error", "class": "notice", "role": "alert" },
            tag!("slot", { "name": "error" }, paragraph(words)),
            retry(label),
        ),
    }
}
