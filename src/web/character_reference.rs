//! Decodes named character references with the parser of the browser.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::Node;

/// How many names are decoded. HTML has not many more, so the rest of a document with more is noise.
const MAX_NAMES: usize = 2_500;

thread_local! {
    /// The references that were decoded, and their text, sorted.
    static KNOWN: RefCell<Vec<(String, Option<String>)>> = RefCell::default();
}

/// The text of a named character reference. `None`: the browser has no subtitles.
///
/// A cue of subtitles, because its text has the references of HTML, and because Trusted Types forbid the parsers of HTML.
///
/// Source: Web Video Text Tracks Format, “cue text tokenizer”.
pub fn decode(reference: &str) -> Option<String> {
    KNOWN.with_borrow_mut(|known| {
        let at = known.partition_point(|(other, _)| **other < *reference);
        let is_known = known.get(at).is_some_and(|(other, _)| *other == *reference);
        if !is_known {
            if known.len() == MAX_NAMES {
                return None;
            }
            known.insert(at, (reference.to_owned(), parse(reference)));
        }
        known.get(at)?.1.clone()
    })
}

fn parse(reference: &str) -> Option<String> {
    let cue = Cue::new(0.0, 0.0, reference).ok()?;
    cue.html().ok()?.text_content()
}

#[wasm_bindgen]
extern "C" {
    /// A `VTTCue`.
    type Cue;

    #[wasm_bindgen(constructor, catch, js_class = "VTTCue")]
    fn new(start: f64, end: f64, text: &str) -> Result<Cue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = getCueAsHTML)]
    fn html(this: &Cue) -> Result<Node, JsValue>;
}
