//! Headlines for entries that have none.

use std::rc::Rc;

use super::{Entry, html};

/// The most characters that a derived headline has.
pub const MOST: usize = 100;

/// More bytes than any derived headline has.
const ENOUGH: usize = 6 * MOST;

/// The first sentence of an entry's text.
pub(super) fn of(entry: &Entry) -> Option<Rc<str>> {
    let headline = match (&entry.text, &entry.html) {
        (Some(text), _) => first_sentence(text),
        (None, Some(html)) => first_sentence(&html::text(html, ENOUGH)),
        (None, None) => return None,
    };
    (!headline.is_empty()).then(|| headline.into())
}

/// The first line of a text where it fits, else its first sentence.
pub(super) fn first_line(text: &str) -> String {
    let line = line(text);
    if is_long(line) {
        first_sentence(line)
    } else {
        line.to_owned()
    }
}

/// The first sentence of a text, or of its first line when that ends before: at most [`MOST`]
/// characters, cut between words.
pub fn first_sentence(text: &str) -> String {
    let line = line(text);
    let mut sentence = line;
    for (at, char) in line.char_indices() {
        if let (Some(before), Some(after)) = (line.get(..at), line.get(at + char.len_utf8()..))
            && let Some(rest) = end(char, before, after)
        {
            sentence = line.get(..line.len() - rest.len()).unwrap_or(line);
            break;
        }
    }
    shortened(sentence)
}

fn line(text: &str) -> &str {
    let text = text.trim();
    text.split_once('\n')
        .map_or(text, |(line, _)| line.trim_end())
}

fn is_long(text: &str) -> bool {
    text.chars().nth(MOST).is_some()
}

/// What comes after the sentence that ends with a character, if one does.
fn end<'a>(char: char, before: &str, after: &'a str) -> Option<&'a str> {
    let wide = matches!(char, '。' | '！' | '？');
    if !wide && !matches!(char, '.' | '!' | '?' | '…') {
        return None;
    }
    let rest = after.trim_start_matches([
        '.', '!', '?', '…', '"', '\'', '”', '’', '»', ')', ']', '」', '』',
    ]);
    let next = rest.trim_start();
    let apart = rest.is_empty() || wide || next.len() < rest.len();
    let goes_on = next.starts_with(|next: char| next.is_ascii_lowercase());
    (apart && !goes_on && !(char == '.' && is_abbreviated(before))).then_some(rest)
}

/// Words that a full stop does not end a sentence after.
const ABBREVIATED: &str = "Mr Mrs Ms Dr St Gen Gov Sen Rep Prof No Nr vs";

/// Whether a text ends in an initial, a short number (an ordinal in some languages) or an
/// abbreviation.
fn is_abbreviated(before: &str) -> bool {
    let word = before
        .rsplit([' ', '.', '(', '\u{a0}'])
        .next()
        .unwrap_or_default();
    match word.as_bytes() {
        [only] => only.is_ascii_uppercase() || only.is_ascii_digit(),
        [first, second] if first.is_ascii_digit() => second.is_ascii_digit(),
        _ => ABBREVIATED.split(' ').any(|known| known == word),
    }
}

fn shortened(text: &str) -> String {
    let mut starts = text.char_indices();
    let (last, beyond) = (starts.nth(MOST - 1), starts.next());
    let (Some((last, _)), Some((beyond, _))) = (last, beyond) else {
        return text.to_owned();
    };
    // A space as the last character leaves room for the ellipsis in its place.
    let words = text.get(..beyond).and_then(|head| head.rsplit_once(' '));
    let head = match words {
        Some((words, _)) if words.len() > last / 2 => words,
        _ => text.get(..last).unwrap_or_default(),
    };
    [
        head.trim_end_matches([' ', ',', ';', ':', '–', '—', '-', '.']),
        "…",
    ]
    .concat()
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
    fn a_long_sentence_is_cut_between_words() {
        let long = "word ".repeat(40);
        let cut = first_sentence(&long);
        assert_eq!(cut.chars().count(), 100);
        assert!(cut.ends_with("word…"), "{cut}");
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
