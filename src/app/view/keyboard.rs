//! What keyboards and screen readers need beside the list.

use yew::prelude::*;

use super::{Announcement, text};

/// The elements before the header.
#[derive(Clone, PartialEq)]
pub struct KeyboardAids {
    /// The label of the link that moves the focus past the widget.
    pub skip: AttrValue,
    /// The description of the keys of the list.
    pub keys: AttrValue,
    /// The event that a button has led to.
    pub reached: Announcement,
}

/// Renders the elements.
pub fn keyboard_aids(aids: &KeyboardAids) -> Html {
    html! {
        <>
            <a part="skip" class="skip" href="#end" data-action="skip">{ text(&aids.skip) }</a>
            <p id="keys" hidden=true>{ text(&aids.keys) }</p>
            <div class="visually-hidden" aria-live="polite">
                <span key={aids.reached.number}>{ text(&aids.reached.text) }</span>
            </div>
        </>
    }
}
