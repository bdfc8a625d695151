//! Feeds that are embedded in script elements of the page.

use web_sys::Document;

/// The texts of the JSON-LD scripts of the page, in document order.
pub fn structured_data() -> Vec<String> {
    // The media type may have parameters.
    let selector = "script[type*=\"application/ld+json\" i]";
    let scripts = document().and_then(|document| document.query_selector_all(selector).ok());
    let mut texts = Vec::new();
    if let Some(scripts) = scripts {
        let mut index = 0;
        while let Some(script) = scripts.get(index) {
            texts.extend(script.text_content());
            index += 1;
        }
    }
    texts
}

/// The text of the first script element with an id. Other elements with that id are ignored.
pub fn text_of(id: &str) -> Option<String> {
    let selector = ["script[id=\"", &web_sys::css::escape(id), "\"]"].concat();
    document()?.query_selector(&selector).ok()??.text_content()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
