//! Quotes the values that warnings are about. Only the command does, because it needs more code than a page should
//! load.

use super::extract::at;
use super::{Subject, Value, Warning, Warnings};
use crate::fmt::itoa;

/// How many characters of a value are quoted.
const MAX_CHARS: usize = 40;

/// Adds the values to the last warnings, which are about this entry.
pub(super) fn add(entry: &Value, warnings: &Warnings) {
    let subject = warnings.subject.borrow();
    let mut list = warnings.list.borrow_mut();
    let own = list.iter_mut().rev();
    own.take_while(|warning| warning.subject == *subject)
        .for_each(|warning| quote(entry, warning));
}

/// Adds the values to the warnings about the feed itself.
pub(super) fn add_of_feed(root: &Value, warnings: &mut Vec<Warning>) {
    let own = warnings.iter_mut();
    own.filter(|warning| warning.subject == Subject::Feed)
        .for_each(|warning| quote(root, warning));
    // A document can contain an entry more than once.
    warnings.dedup();
}

/// Adds the value to a warning about a field of this object.
fn quote(object: &Value, warning: &mut Warning) {
    warning.value = quoted(at(object, &warning.field)).map(Into::into);
}

/// The start of a value as JSON. `None`: it is missing or blank, or an array or an object.
fn quoted(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(quoted_text(text)),
        Value::Number(number) => Some(start(number).concat()),
        Value::Bool(flag) => Some(if *flag { "true" } else { "false" }.to_owned()),
        value => Some(itoa(value.as_integer()?)),
    }
}

fn quoted_text(text: &str) -> String {
    let [start, more] = start(text);
    let mut quoted = String::from('"');
    for char in start.chars() {
        if char.is_control() || matches!(char, '"' | '\\') {
            quoted.extend(char.escape_default());
        } else {
            quoted.push(char);
        }
    }
    quoted.push_str(more);
    quoted.push('"');
    quoted
}

/// The first characters of a text, and what stands for the rest.
fn start(text: &str) -> [&str; 2] {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => [text.get(..end).unwrap_or(text), "…"],
        None => [text, ""],
    }
}
