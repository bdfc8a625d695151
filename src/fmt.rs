//! Formats integers and long texts.

use std::rc::Rc;

/// The decimal digits of an integer.
///
/// Instead of `core::fmt`, which makes the wasm larger (docs/decisions/003-small-wasm.md).
pub fn itoa(number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.unsigned_abs();
    while digits.is_empty() || rest > 0 {
        digits.push(char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
    }
    if number < 0 {
        digits.push('-');
    }
    digits.into_iter().rev().collect()
}

/// A text, cut after at most `max` bytes.
pub fn cut(text: &Rc<str>, max: usize) -> Rc<str> {
    match text.get(..text.floor_char_boundary(max)) {
        Some(start) if start.len() < text.len() => [start, "…"].concat().into(),
        _ => Rc::clone(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_as_the_standard_library_does() {
        for number in [0, 7, 10, -1, 1969, i64::MAX, i64::MIN] {
            assert_eq!(itoa(number), number.to_string());
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        for (text, expected) in [
            ("", ""),
            ("café", "café"),
            ("café!", "caf…"),
            ("ééé", "éé…"),
        ] {
            assert_eq!(
                &*cut(&text.into(), if text == "café" { 5 } else { 4 }),
                expected
            );
        }
    }
}
