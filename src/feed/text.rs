//! Parts of texts.

use std::rc::Rc;

/// The text before the first occurrence of an ASCII character, and the text after it.
///
/// With `opt-level = "z"`, `str::split` takes longer.
pub(crate) fn split_once_byte(text: &str, separator: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == separator) {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..)),
        None => (text, None),
    }
}

/// The trimmed text, unless it is blank.
pub(crate) fn non_blank(text: &str) -> Option<Rc<str>> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}
