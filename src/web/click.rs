//! Clicks in a widget.

use web_sys::{Element, MouseEvent};

use super::anchor_element::AnchorElement;

/// A click on an element with a `data-action`.
pub struct Click {
    pub(super) event: MouseEvent,
    pub(super) button: Element,
}

impl Click {
    /// Whether it follows a link in the same tab, without a download.
    pub fn is_plain(&self) -> bool {
        let Self { event, .. } = self;
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        event.button() == 0 && !modified && !event.default_prevented()
    }

    /// Prevents the browser from following the link.
    pub fn prevent_default(&self) {
        self.event.prevent_default();
    }

    /// The URL of the link that was clicked on.
    pub fn url(&self) -> Option<String> {
        self.button.get_attribute("href")
    }

    /// The id of the event that was clicked on.
    pub fn row(&self) -> Option<String> {
        let row = self.button.closest("[data-id]").ok()??;
        row.get_attribute("data-id")
    }

    /// Changes the URL that the browser follows.
    pub fn redirect(&self, url: &str) {
        // `href` is a valid attribute name, so setting it never fails.
        let _ = self.button.set_attribute("href", url);
    }

    /// The element that was clicked on.
    pub fn origin(&self) -> AnchorElement {
        AnchorElement::of(self.button.clone())
    }
}
