//! What is shown while there is no list.

use yew::prelude::*;

use super::retry;

/// The placeholder of the list.
#[derive(Clone, PartialEq)]
pub enum Placeholder {
    /// The first load is in progress.
    Loading(AttrValue),
    /// The feed has no key events.
    Empty(AttrValue),
    /// A feed with events is deferred, because the list would shift visible content: the label of the button,
    /// and the placeholder before it, which reserves the space.
    Deferred(AttrValue, Box<Placeholder>),
    /// The first load failed: the message, and the label of the retry button.
    Error(AttrValue, AttrValue),
}

/// Renders the placeholder. Publishers can replace its content by slots.
pub(super) fn placeholder(kind: &Placeholder) -> Html {
    match kind {
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
