//! What a JSON value stands for: ids, URLs, texts.

use std::rc::Rc;
use std::slice;

use crate::feed::json::Value;
use crate::feed::text::{non_blank, split_once_byte};
use crate::feed::{Entry, html, link};
use crate::fmt::itoa;
use crate::time::date_format;

/// The value at a path, or `null`.
pub(crate) fn at<'a>(mut value: &'a Value<'a>, path: &str) -> &'a Value<'a> {
    let mut rest = Some(path);
    while let Some(names) = rest {
        let name;
        (name, rest) = split_once_byte(names, b'.');
        value = value.get(name).unwrap_or(&Value::Null);
    }
    value
}

/// The values of an array. Any other value counts as an array of one; `null` as an empty one.
pub(crate) fn list<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        _ => slice::from_ref(value),
    }
}

/// The id in a value: a string or an integer.
pub(crate) fn id(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::String(id) => non_blank(id).map(without_null),
        value => Some(itoa(value.as_integer()?).into()),
    }
}

/// The id of an entry that has none: its time, and a text.
pub(crate) fn derived_id(entry: &Entry, text: &str) -> Rc<str> {
    let time = entry.published.map(date_format::to_rfc3339);
    let id = [&time.unwrap_or_default(), " ", text].concat();
    without_null(id.trim().into())
}

/// Replaces U+0000, as the HTML parser and selectors do.
pub(super) fn without_null(id: Rc<str>) -> Rc<str> {
    if id.contains('\0') {
        id.replace('\0', "\u{fffd}").into()
    } else {
        id
    }
}

/// Makes the first caption that is not blank the text of an entry without a text.
pub(crate) fn add_caption(entry: &mut Entry, captions: &[&Value]) {
    let has_text = |html: &str| !html::first_line(html, 1).is_empty();
    if entry.text.is_none() && !entry.html.as_deref().is_some_and(has_text) {
        let mut captions = captions.iter();
        entry.text = captions.find_map(|caption| text_of_html(caption.as_str()?));
    }
}

/// The plain text of a text that may be HTML, unless it is blank.
pub(crate) fn text_of_html(text: &str) -> Option<Rc<str>> {
    if text.contains('<') || text.contains('&') {
        non_blank(&html::text(text, usize::MAX))
    } else {
        non_blank(text)
    }
}

/// The safe URL in a value: a string, an object with `contentUrl`, `url` or `@id`, or the first of an array.
pub(crate) fn url_of(value: &Value) -> Option<Rc<str>> {
    let value = list(value).first()?;
    let fields = ["contentUrl", "url", "@id"];
    let found = fields.iter().find_map(|name| value.get(name));
    let url = found.unwrap_or(value);
    link::safe(url.as_str()?).map(Into::into)
}

/// Whether a plain text looks as if it were HTML with character references.
pub(super) fn may_have_references(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.any(|byte| byte == b'&') && bytes.any(|byte| byte == b';')
}
