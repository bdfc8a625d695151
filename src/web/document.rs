//! The document of the page.

use web_sys::Document;

/// The document node. `window.document` is a proxy (`src/element/page.js`), which the platform does not
/// accept as an argument.
pub(super) fn document_node() -> Option<Document> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.owner_document()
}
