//! The button to what is not visible.

use yew::prelude::*;

use super::text;

/// A button that brings the list into view.
#[derive(Clone, PartialEq)]
pub struct Toast {
    /// The text.
    pub text: AttrValue,
    /// The label of the button that closes it, if it floats over the page. `None`: it is at the top of the list.
    pub close: Option<AttrValue>,
}

/// Renders the button.
pub(super) fn toast(toast: &Toast) -> Html {
    let button = html! {
        <button part="toast" class="toast" type="button" data-action="back">
            { text(&toast.text) }
        </button>
    };
    let Some(close) = &toast.close else {
        return button;
    };
    html! {
        <div class="floating">
            { button }
            <button part="toast-close" class="close" type="button" data-action="close" aria-label={close} />
        </div>
    }
}
