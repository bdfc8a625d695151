//! What stands in the list's place while there is none.

use yew::prelude::*;

/// Why there is no list.
#[derive(Clone, PartialEq)]
pub enum Notice {
    /// The first load is under way.
    Loading(AttrValue),
    /// The feed has no key events.
    Empty(AttrValue),
    /// The first load failed: what is said, and the button to try again.
    Error(AttrValue, AttrValue),
}

/// The publisher's own content for this state, or ours, below the fallback content.
pub(super) fn notice(notice: &Notice) -> Html {
    match notice {
        Notice::Loading(text) => html! {
            <div class="notice" role="status">
                <span class="spoken">{ text }</span>
                <div class="ghosts" aria-hidden="true"></div>
            </div>
        },
        Notice::Empty(text) => html! {
            <div part="empty" class="notice">
                <slot name="empty"><p class="notice-text">{ text }</p></slot>
            </div>
        },
        Notice::Error(text, retry) => html! {
            <div part="error" class="notice" role="alert">
                <slot name="error"><p class="notice-text">{ text }</p></slot>
                <button part="retry" class="retry" type="button" data-action="retry">{ retry }</button>
            </div>
        },
    }
}
