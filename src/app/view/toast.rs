//! The button for what is out of sight.

use yew::prelude::*;

/// A button that brings the list into view.
#[derive(Clone, PartialEq)]
pub struct Toast {
    /// What it says.
    pub text: AttrValue,
    /// Whether it floats over the page rather than at the list's top.
    pub floats: bool,
}

/// New events, or the way back after a jump.
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
