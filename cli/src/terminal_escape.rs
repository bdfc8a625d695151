//! Text of others, made harmless for a terminal.

use std::borrow::Cow;

use anstyle::Style;

/// Plain text in a style.
pub(crate) fn painted(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", plain(text))
}

/// One line that can be written to a terminal: what would steer it or turn the text around is
/// U+FFFD, and white space between words is one blank.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) && !text.contains("  ") {
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
            _ if steers(char) => line.push(char::REPLACEMENT_CHARACTER),
            _ => line.push(char),
        }
    }
    Cow::Owned(line)
}

/// The same for lines that are laid out: their blanks and ends stay.
pub(crate) fn lines(text: &str) -> String {
    text.replace(
        |char| char != '\n' && steers(char),
        &char::REPLACEMENT_CHARACTER.to_string(),
    )
}

/// Whether a character does something other than being shown: control characters, of which ESC and
/// CSI begin a terminal's commands; line and paragraph separators; the byte order mark; interlinear
/// annotation; and what overrides, embeds or isolates the direction of the text around it.
///
/// Marks of direction stay, as text that runs from right to left needs them and they turn nothing
/// around; so do joiners, which make one sign of several.
///
/// Source: ECMA-48 section 5; Unicode Standard Annex #9, sections 2.1 to 2.6.
pub(crate) fn steers(char: char) -> bool {
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
            assert!(matches!(plain(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(lines("a:\n  b\u{1b}[2J\u{202e}\r\n"), "a:\n  b�[2J��\n");
    }

    #[test]
    fn a_style_is_all_that_steers_in_painted_text() {
        let bold = Style::new().bold();
        assert_eq!(painted(bold, "a\u{1b}[0mb"), "\u{1b}[1ma�[0mb\u{1b}[0m");
        assert_eq!(painted(Style::new(), "a"), "a");
    }

    #[test]
    fn white_space_is_one_blank() {
        assert_eq!(plain("a\r\n\tb  c"), "a b c");
    }

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        for (text, expected) in [
            ("\u{1b}[31mred", "�[31mred"),
            ("\u{9b}2Jgone", "�2Jgone"),
            ("\u{1b}]0;title\u{7}", "�]0;title�"),
            ("bell\u{7} back\u{8} delete\u{7f}", "bell� back� delete�"),
            ("\u{202e}turned\u{202c}", "�turned�"),
            ("\u{2067}isolated\u{2069}", "�isolated�"),
            ("a\u{2028}b\u{2029}c\u{feff}d\u{0}e\u{85}f", "a�b�c�d�e�f"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn every_control_and_bidi_control_steers_and_no_mark_does() {
        let steering = ('\0'..=char::MAX).filter(|&char| steers(char)).count();
        assert_eq!(steering, 65 + 7 + 10 + 1 + 3);
        for mark in [
            '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{fe0f}',
        ] {
            assert!(!steers(mark));
        }
    }
}
