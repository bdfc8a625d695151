//! The button to what is not visible.

use yew::prelude::*;

/// A button that brings the list into view.
#[derive(Clone, PartialEq)]
pub struct Toast {
    /// The text.
    pub text: AttrValue,
    /// Whether it floats over the page rather than at the top of the list.
    pub floats: bool,
}

/// Renders the button.
pub(super) fn toast(toast: &Toast) -> Html {
    html! {
        <button
            part="toast"
            class="toast"
            type="button"
            data-action="back"
            data-floats={toast.floats.then_some("")}
        >
            { &toast.text }
        </button>
    }
}
