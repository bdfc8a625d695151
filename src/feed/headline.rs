//! Derives headlines for entries that have none.

use std::rc::Rc;

use super::{Entry, html};

/// The maximum length of a derived headline, in characters.
pub const MAX_CHARS: usize = 100;

/// Enough bytes of text to derive a headline from.
pub(super) const MAX_BYTES: usize = 4 * MAX_CHARS + 4;

/// The first sentence of an entry's text.
pub(super) fn derive(entry: &Entry) -> Option<Rc<str>> {
    let headline = match (&entry.text, &entry.html) {
        (Some(text), _) => first_sentence(text),
        (None, Some(html)) => first_sentence(&html::first_line(html, MAX_BYTES)),
        (None, None) => return None,
    };
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
        if wide || is_space && is_sentence(head) && !continues_sentence(tail) {
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

/// Whether the text after a space can't begin a sentence.
fn continues_sentence(tail: &str) -> bool {
    let next = tail.bytes().find(|byte| *byte != b' ');
    next.is_some_and(|next| next.is_ascii_lowercase())
}

/// Whether a sentence can end at the end of a text.
fn is_sentence(text: &str) -> bool {
    let mut end = text.chars();
    loop {
        match end.next_back() {
            Some('"' | '\'' | '”' | '’' | '»' | ')' | ']') => {}
            Some('!' | '?' | '…') => return true,
            Some('.') => return !is_abbreviated(end.as_str()),
            _ => return false,
        }
    }
}

/// Abbreviations: a full stop after one does not end a sentence.
const ABBREVIATED: &str = "Mr Mrs Ms Dr St Gen Gov Sen Rep Prof No Nr vs";

/// Whether a text ends in an initial, a short number (an ordinal in some languages) or an
/// abbreviation.
fn is_abbreviated(text: &str) -> bool {
    let start = text.bytes().rposition(|byte| b" .(".contains(&byte));
    let word = text.get(start.map_or(0, |at| at + 1)..);
    let word = word.unwrap_or_default();
    match word.as_bytes() {
        [only] => only.is_ascii_uppercase() || only.is_ascii_digit(),
        [first, second] if first.is_ascii_digit() => second.is_ascii_digit(),
        // The longest abbreviation has four letters.
        _ => word.len() < 5 && ABBREVIATED.split(' ').any(|known| known == word),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_with_its_mark_and_closing_quotes() {
        for (text, sentence) in [
            ("The Eagle has landed. More soon.", "The Eagle has landed."),
            ("Landed? Yes! Now.", "Landed?"),
            ("Landed!! More", "Landed!!"),
            ("He said: “Go.” Then silence.", "He said: “Go.”"),
            ("(Not yet.) Later.", "(Not yet.)"),
            ("No mark at all", "No mark at all"),
            ("着陸した。次は船外活動。", "着陸した。"),
            ("Wait… What?", "Wait…"),
            ("", ""),
            (" . ", "."),
            ("「着陸した。」次は", "「着陸した。」"),
        ] {
            assert_eq!(first_sentence(text), sentence, "{text:?}");
        }
    }

    #[test]
    fn a_mark_inside_a_sentence_does_not_end_it() {
        for text in [
            "The lead is 3.5 seconds now",
            "J. F. Doe and the U.S. Navy agree",
            "Mr. Doe and Dr. Roe at St. Paul's",
            "Am 20. Juli um drei",
            "See example.org for more",
            "Chelsea vs. Arsenal in the end",
            "Wait... there is more",
            "“Go!” says mission control",
        ] {
            assert_eq!(first_sentence(text), text);
        }
        assert_eq!(
            first_sentence("It was 1969. Then came 1970."),
            "It was 1969."
        );
        assert_eq!(
            first_sentence("It ended 3-1. Nobody left."),
            "It ended 3-1."
        );
    }

    #[test]
    fn a_line_ends_a_sentence() {
        assert_eq!(
            first_sentence("Half-time \n\n Nothing happened."),
            "Half-time"
        );
        assert_eq!(first_sentence("\n A. \n B"), "A.");
    }

    #[test]
    fn a_long_sentence_is_truncated_between_words() {
        let long = "word ".repeat(40);
        let truncated = first_sentence(&long);
        assert_eq!(truncated.chars().count(), 100);
        assert!(truncated.ends_with("word…"), "{truncated}");
        let fits = format!("{}xy", "a ".repeat(49));
        assert_eq!(fits.chars().count(), 100);
        assert_eq!(first_sentence(&fits), fits);
        assert_eq!(
            first_sentence(&"é".repeat(200)),
            format!("{}…", "é".repeat(99))
        );
        assert_eq!(
            first_sentence(&format!("a {}", "é".repeat(200)))
                .chars()
                .count(),
            100
        );
        assert_eq!(
            first_sentence(&format!("{}, and more words", "ab".repeat(48))),
            format!("{}…", "ab".repeat(48))
        );
    }

    #[test]
    fn a_first_line_that_fits_is_kept_whole() {
        assert_eq!(first_line("Goal! One nil.\nMore."), "Goal! One nil.");
        assert_eq!(
            first_line(&format!("Goal! {}", "Word ".repeat(40))),
            "Goal!"
        );
    }
}
