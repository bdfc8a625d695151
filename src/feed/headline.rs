//! Derives headlines for entries that have none.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use super::{Entry, Warnings, abbreviations, html, media};

/// The maximum length of a derived headline, in characters.
pub const MAX_CHARS: usize = 100;

/// Enough bytes of text to derive a headline from.
pub(super) const MAX_BYTES: usize = 4 * MAX_CHARS + 4;

/// Derives the headline of an entry that has none.
pub(super) fn complete(entry: &mut Entry, warnings: &Warnings) {
    entry.title = derive(entry);
    entry.derived = entry.title.is_some();
    if entry.title.is_none() {
        entry.medium = media::medium(entry);
    }
    if !entry.key && !entry.summary {
        return;
    }
    if entry.derived {
        warnings.push(
            "the headline",
            "is missing: the first sentence of the text takes its place",
        );
    } else {
        warnings.push(
            "the headline",
            "is missing, as is any text: the word Image, Video or Post takes its place",
        );
    }
}

/// The first sentence of an entry's text, or of the alternative text of its image or video.
pub(super) fn derive(entry: &Entry) -> Option<Rc<str>> {
    let text = entry.text.as_deref().map(first_sentence);
    let headline = text.or_else(|| {
        let html = html::start_of_story(entry.html.as_deref()?);
        let sentence = first_sentence(&html::first_line(html, MAX_BYTES));
        if sentence.is_empty() {
            return media::alternative(html).map(|text| first_sentence(&text));
        }
        Some(sentence)
    })?;
    (!headline.is_empty()).then(|| headline.into())
}

/// The first line of a text if it fits in a headline, else its first sentence.
pub(super) fn first_line(text: &str) -> String {
    let line = line(text);
    match last_that_fits(line) {
        Some(_) => first_sentence(line),
        None => line.to_owned(),
    }
}

/// The first sentence of the first line of a text, truncated between words to at most [`MAX_CHARS`]
/// characters.
pub fn first_sentence(text: &str) -> String {
    let line = line(text);
    let bytes = line.as_bytes();
    let mut begin = 0;
    // A sentence can end at a space, or at CJK punctuation, which begins with one of these bytes.
    while let Some(rest) = bytes.get(begin..)
        && let Some(step) = rest.iter().position(|b| matches!(b, b' ' | 0xE3 | 0xEF))
    {
        let at = begin + step;
        begin = at + 1;
        let is_space = rest.get(step) == Some(&b' ');
        let before = bytes.get(at.wrapping_sub(1));
        if is_space && before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b',') {
            continue;
        }
        let (Some(head), Some(tail)) = (line.get(..at), line.get(at..)) else {
            continue;
        };
        let mut rest = tail.chars();
        let mut end = at;
        let mut wide = false;
        while let Some(mark @ ('。' | '！' | '？' | '」' | '』' | '”')) = rest.next() {
            wide |= !matches!(mark, '」' | '』' | '”');
            end = line.len() - rest.as_str().len();
        }
        if wide || is_space && ends_sentence(head, tail) {
            return truncate(line.get(..end).unwrap_or(line));
        }
    }
    truncate(line)
}

fn line(text: &str) -> &str {
    let text = text.trim();
    text.split_once('\n').map_or(text, |(line, _)| line.trim())
}

/// The position of the last character that fits in a headline; `None`: the whole text fits.
fn last_that_fits(text: &str) -> Option<usize> {
    let mut room = MAX_CHARS;
    let mut last = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte & 0xC0 == 0x80 {
            continue;
        }
        if room == 0 {
            return Some(last);
        }
        room -= 1;
        last = at;
    }
    None
}

/// Whether a sentence ends between a text and the space after it.
///
/// Source: Unicode Standard Annex #29, “Sentence Boundaries”.
fn ends_sentence(head: &str, tail: &str) -> bool {
    let is_closing = |char| matches!(char, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '“');
    let mut head = head.trim_end_matches(is_closing).chars();
    let mark = head.next_back();
    let head = head.as_str();
    let next = tail.trim_start();
    let is_opening = |char| {
        matches!(
            char,
            '"' | '\'' | '“' | '‘' | '„' | '«' | '(' | '[' | '¿' | '¡' | '»' | '”'
        )
    };
    let begins_lower_case = next
        .trim_start_matches(is_opening)
        .starts_with(abbreviations::is_lower_case);
    match mark {
        _ if begins_lower_case => false,
        Some('!' | '?' | '…' | '।' | '؟' | '۔') => true,
        // The Greek question mark.
        Some(';') => head.ends_with(|char| ('\u{370}'..'\u{400}').contains(&char)),
        Some('.') => !abbreviations::sentence_continues(head, next),
        _ => false,
    }
}

fn truncate(text: &str) -> String {
    let Some(last) = last_that_fits(text) else {
        return text.to_owned();
    };
    // The ellipsis can take the place of a space that is the last character.
    let head = text.as_bytes().get(..=last).unwrap_or_default();
    let space = head.iter().rposition(|byte| *byte == b' ');
    let mut end = space.filter(|end| *end > last / 2).unwrap_or(last);
    while let Some(b' ' | b',' | b';' | b':' | b'-' | b'.') = head.get(end.wrapping_sub(1)) {
        end -= 1;
    }
    [text.get(..end).unwrap_or_default(), "…"].concat()
}
