//! What stands in the list's place while there is none.

use yew::prelude::*;

use super::retry;

/// Why there is no list.
#[derive(Clone, PartialEq)]
pub enum Placeholder {
    /// The first load is under way.
    Loading(AttrValue),
    /// The feed has no key events.
    Empty(AttrValue),
    /// There are events, but to show them would move what the reader sees: what the button says, and
    /// what it stands over, whose space it takes.
    Deferred(AttrValue, Box<Placeholder>),
    /// The first load failed: what is said, and the button to try again.
    Error(AttrValue, AttrValue),
}

/// The publisher's own content for this state, or ours, below the fallback content.
pub(super) fn placeholder(why: &Placeholder) -> Html {
    match why {
        Placeholder::Loading(words) => html! {
            <div class="notice" role="status">
                <span class="spoken">{ words }</span>
                <div class="ghosts" aria-hidden="true" />
            </div>
        },
        Placeholder::Empty(words) => html! {
            <div part="empty" class="notice">
                <slot name="empty"><p class="notice-text">{ words }</p></slot>
            </div>
        },
        Placeholder::Deferred(label, before) => html! {
            <div class="held">
                <div class="before">{ placeholder(before) }</div>
                <button part="toast" class="retry" type="button" data-action="back">{ label }</button>
            </div>
        },
        Placeholder::Error(words, label) => html! {
            <div part="error" class="notice" role="alert">
                <slot name="error"><p class="notice-text">{ words }</p></slot>
                { retry(label) }
            </div>
        },
    }
}
