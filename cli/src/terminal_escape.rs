//! Sanitizes untrusted text for a terminal.

use std::borrow::Cow;
use std::fmt::Write;

use anstyle::Style;

/// A sanitized text in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", sanitize(text))
}

/// A text as one line that is safe for a terminal. Terminal and bidirectional control characters become
/// U+FFFD; white space is collapsed.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.contains(is_terminal_control) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            ' ' | '\t' | '\n' | '\r' => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            _ if is_terminal_control(char) => line.push(char::REPLACEMENT_CHARACTER),
            _ => line.push(char),
        }
    }
    Cow::Owned(line)
}

/// As [`sanitize`], but keeps spaces and line breaks.
pub(crate) fn sanitize_lines(text: &str) -> String {
    text.replace(
        |char| char != '\n' && is_terminal_control(char),
        &char::REPLACEMENT_CHARACTER.to_string(),
    )
}

/// HTML without control characters. HTML forbids them, even as character references: U+FFFD replaces them. A
/// carriage return is a line feed, as in the parser.
pub(crate) fn replace_controls(html: &str) -> String {
    let html = html.replace("\r\n", "\n").replace('\r', "\n");
    html.replace(
        |char: char| char.is_control() && !matches!(char, '\t' | '\n' | '\u{c}'),
        &char::REPLACEMENT_CHARACTER.to_string(),
    )
}

/// HTML in which the characters that HTML allows and a terminal must not get are character references, which
/// leaves the document unchanged.
pub(crate) fn reference_controls(html: &str) -> String {
    let mut safe = String::with_capacity(html.len());
    for char in html.chars() {
        if is_terminal_control(char) && !matches!(char, '\t' | '\n') {
            // Writing to a string never fails.
            let _ = write!(safe, "&#x{:x};", u32::from(char));
        } else {
            safe.push(char);
        }
    }
    safe
}

/// Whether a character can control the terminal or reorder text: control characters, of which ESC and
/// CSI begin escape sequences; line and paragraph separators; the byte order mark; interlinear
/// annotation; and bidirectional embeddings, overrides and isolates.
///
/// Directional marks are allowed: right-to-left text needs them, and they do not reorder other text.
/// So are joiners, which combine characters into one grapheme.
///
/// Source: ECMA-48 section 5; Unicode Standard Annex #9, sections 2.1 to 2.6.
pub(crate) fn is_terminal_control(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_commands_stays_as_it_is() {
        for text in ["", "The ribbon is cut", "東京 👩‍🚀 é", "العربية\u{200f}!"] {
            assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn line_breaks_can_be_kept() {
        assert_eq!(
            sanitize_lines("a:\n  b\u{1b}[2J\u{202e}\r\n"),
            "a:\n  b�[2J��\n"
        );
    }

    #[test]
    fn html_has_no_control_characters_and_references_to_what_reorders_text() {
        let html = "a\t\nb\r\nc\rd\u{c}e\u{0}\u{1b}[2J\u{7f}\u{9b}\u{85}\u{202e}\u{2066}\u{feff}é";
        let legal = replace_controls(html);
        assert_eq!(legal, "a\t\nb\nc\nd\u{c}e��[2J���\u{202e}\u{2066}\u{feff}é");
        assert_eq!(
            reference_controls(&legal),
            "a\t\nb\nc\nd&#xc;e��[2J���&#x202e;&#x2066;&#xfeff;é"
        );
    }

    #[test]
    fn the_style_is_the_only_escape_sequence_in_styled_text() {
        let bold = Style::new().bold();
        assert_eq!(styled(bold, "a\u{1b}[0mb"), "\u{1b}[1ma�[0mb\u{1b}[0m");
        assert_eq!(styled(Style::new(), "a"), "a");
    }

    #[test]
    fn white_space_is_collapsed() {
        assert_eq!(sanitize("a\r\n\tb  c"), "a b c");
    }

    #[test]
    fn no_control_character_is_left() {
        for (text, expected) in [
            ("\u{1b}[31mred", "�[31mred"),
            ("\u{9b}2Jgone", "�2Jgone"),
            ("\u{1b}]0;title\u{7}", "�]0;title�"),
            ("bell\u{7} back\u{8} delete\u{7f}", "bell� back� delete�"),
            ("\u{202e}turned\u{202c}", "�turned�"),
            ("\u{2067}isolated\u{2069}", "�isolated�"),
            ("a\u{2028}b\u{2029}c\u{feff}d\u{0}e\u{85}f", "a�b�c�d�e�f"),
        ] {
            assert_eq!(sanitize(text), expected);
        }
    }

    #[test]
    fn bidi_controls_are_control_characters_and_marks_are_not() {
        let steering = ('\0'..=char::MAX)
            .filter(|&char| is_terminal_control(char))
            .count();
        assert_eq!(steering, 65 + 7 + 10 + 1 + 3);
        for mark in [
            '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{fe0f}',
        ] {
            assert!(!is_terminal_control(mark));
        }
    }
}
