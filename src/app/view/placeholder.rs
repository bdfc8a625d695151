//! What is shown while there is no list.

use yew::prelude::*;

use super::{key, retry, text};

/// The placeholder of the list.
#[derive(Clone, PartialEq)]
pub enum Placeholder {
    /// The first load is in progress.
    Loading(AttrValue),
    /// The feed has no key events: the message, and when it was loaded.
    Empty(AttrValue, Option<AttrValue>),
    /// A feed with events is deferred, because the list would shift visible content: the label of the button,
    /// and the placeholder before it, which reserves the space.
    Deferred(AttrValue, Box<Placeholder>),
    /// The first load failed: the message, when it loads again, the label of the retry button, and whether it is
    /// loading.
    Error(AttrValue, Option<AttrValue>, AttrValue, bool),
}

/// Renders the placeholder. Publishers can replace its content by slots.
pub(super) fn placeholder(kind: &Placeholder) -> Html {
    match kind {
        Placeholder::Loading(words) => html! {
            <div part="loading" class="placeholder" role="status">
                <span class="visually-hidden" key={key(words)}>{ words }</span>
                <div class="skeleton" aria-hidden="true" />
            </div>
        },
        Placeholder::Empty(words, checked) => html! {
            <>
                <div part="empty" class="placeholder">
                    { slot("empty", words) }
                </div>
                { hint(checked.as_ref()) }
            </>
        },
        Placeholder::Deferred(label, before) => html! {
            <div class="deferred">
                <div class="previous">{ placeholder(before) }</div>
                <button part="toast" class="retry" type="button" data-action="back">{ text(label) }</button>
            </div>
        },
        Placeholder::Error(words, again, label, is_loading) => html! {
            <>
                <div part="error" class="placeholder" role="alert">
                    { slot("error", words) }
                    { retry(label, *is_loading) }
                </div>
                { hint(again.as_ref()) }
            </>
        },
    }
}

/// The line below a message. Outside of the alert: its time changes again and again.
fn hint(words: Option<&AttrValue>) -> Html {
    html! {
        if let Some(words) = words {
            <p part="status" class="hint" key={key(words)}>{ words }</p>
        }
    }
}

fn slot(name: &'static str, words: &AttrValue) -> Html {
    html! {
        <slot {name}><p class="placeholder-text" key={key(words)}>{ words }</p></slot>
    }
}
