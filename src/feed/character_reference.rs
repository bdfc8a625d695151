//! Decodes character references, such as `&amp;` and `&#8217;`.

use std::cell::Cell;
use std::rc::Rc;

use super::html_tag;
use super::text::split_once_byte;
use crate::time::date_format;

/// A text without markup, with its character references decoded once, if they end with a semicolon; `None`: it has
/// markup, or none of them. Empty: it is blank.
pub(super) fn decode(text: &str) -> Option<Rc<str>> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        if html_tag::tag(after, &mut true).is_some() {
            return None;
        }
        rest = after;
    }
    let mut decoded = decode_all(text);
    let is_blank =
        |char: char| char.is_whitespace() || matches!(char, '\u{200b}'..='\u{200d}' | '\u{feff}');
    if decoded.chars().all(is_blank) {
        decoded.clear();
    }
    (decoded != text).then(|| decoded.into())
}

/// A text with its character references decoded once, if they end with a semicolon.
pub(super) fn decode_all(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        match reference(after) {
            Some((text, rest_of_text)) if ends_with_semicolon(after, rest_of_text) => {
                decoded.push_str(&text);
                rest = rest_of_text;
            }
            _ => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn ends_with_semicolon(reference: &str, rest: &str) -> bool {
    let end = reference.len() - rest.len();
    reference.get(..end).is_some_and(|text| text.ends_with(';'))
}

/// The names of the characters in [`NAMED`], then those of the characters from U+00A0.
const NAMES: &str = "amp lt gt quot apos ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo hellip bull \
    euro trade permil lsaquo rsaquo OElig oelig Scaron scaron Yuml \
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc \
    Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute \
    THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
    uuml yacute thorn yuml";

/// Characters with names that are not in the block from U+00A0.
const NAMED: [char; 25] = [
    '&', '<', '>', '"', '\'', '–', '—', '‘', '’', '‚', '“', '”', '„', '…', '•', '€', '™', '‰', '‹',
    '›', 'Œ', 'œ', 'Š', 'š', 'Ÿ',
];

/// What the numbers from 0x80 on stand for: old editors write them as windows-1252 has them.
///
/// Source: HTML Standard, “Numeric character reference end state”.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The length of the longest name of a character.
const MAX_NAME: usize = 31;

/// Parses the character reference after a `&`: its text, and the text after it.
///
/// Source: HTML Standard, “Character reference state”.
pub(super) fn reference(rest: &str) -> Option<(Rc<str>, &str)> {
    if let Some(number) = rest.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let is_digit = |byte: &u8| match hex {
            Some(_) => byte.is_ascii_hexdigit(),
            None => byte.is_ascii_digit(),
        };
        let digits = hex.unwrap_or(number);
        let end = digits.bytes().take_while(is_digit).count();
        let (digits, after) = digits.split_at_checked(end)?;
        if digits.is_empty() {
            return None;
        }
        let radix = if hex.is_some() { 16 } else { 10 };
        let digits = digits.trim_start_matches('0');
        let code = date_format::parse_digits(digits, radix).unwrap_or_default();
        let after = after.strip_prefix(';').unwrap_or(after);
        // Old systems write the two halves of a character of UTF-16.
        if (0xD800..0xDC00).contains(&code)
            && let Some((low, after)) = after.strip_prefix('&').and_then(low_surrogate)
            && let Some(char) = numbered(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
        {
            return Some((text_of(char), after));
        }
        let char = numbered(code).filter(|char| *char != '\0');
        return Some((text_of(char.unwrap_or(char::REPLACEMENT_CHARACTER)), after));
    }
    let bytes = rest.bytes().take(MAX_NAME);
    let end = bytes.take_while(u8::is_ascii_alphanumeric).count();
    let (name, after) = rest.split_at_checked(end)?;
    if name.is_empty() {
        return None;
    }
    let closed = after.strip_prefix(';');
    if let Some(after) = closed
        && let Some(char) = named(name)
    {
        return Some((text_of(char), after));
    }
    // Without a semicolon, the name can be only the start.
    let end = end + usize::from(closed.is_some());
    let written = ["&", rest.get(..end)?].concat();
    let decoded = NAMED_DECODER.get()(&written).filter(|decoded| *decoded != written)?;
    let decoded: String = decoded
        .chars()
        .map(|char| if char.is_whitespace() { ' ' } else { char })
        .collect();
    Some((decoded.into(), rest.get(end..)?))
}

/// The second half of a character of UTF-16 in the reference after a `&`, and the text after it.
fn low_surrogate(rest: &str) -> Option<(i64, &str)> {
    let (number, after) = rest.strip_prefix('#')?.split_once(';')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => date_format::parse_digits(hex, 16),
        None => date_format::parse_digits(number, 10),
    }?;
    (0xDC00..0xE000).contains(&code).then_some((code, after))
}

fn numbered(code: i64) -> Option<char> {
    let windows = usize::try_from(code - 0x80).ok();
    match windows.and_then(|index| WINDOWS_1252.get(index)) {
        Some(char) => Some(*char),
        None => char::from_u32(u32::try_from(code).ok()?),
    }
}

/// A character as text. A control character shows nothing, as in the body of an entry.
fn text_of(char: char) -> Rc<str> {
    if char.is_whitespace() {
        return " ".into();
    }
    if char.is_control() {
        return "".into();
    }
    String::from(char).into()
}

/// Decodes a text that is one named character reference, or begins with one. `None`: there is no such decoder.
pub type NamedDecoder = fn(&str) -> Option<String>;

thread_local! {
    static NAMED_DECODER: Cell<NamedDecoder> = const { Cell::new(|_| None) };
}

/// Sets what decodes the names that are not in the built-in list, in this thread. Browsers have a decoder, and the
/// command has a library for it, so that the widget needs neither.
pub fn set_decoder(decoder: NamedDecoder) {
    NAMED_DECODER.set(decoder);
}

/// Decodes with the library of the command.
#[cfg(test)]
pub(super) fn use_library() {
    set_decoder(|reference| {
        let decoded = htmlize::unescape(reference);
        (decoded != reference).then(|| decoded.into_owned())
    });
}

fn named(name: &str) -> Option<char> {
    let mut position = 0;
    let mut rest = Some(NAMES);
    while let Some(names) = rest {
        let known;
        (known, rest) = split_once_byte(names, b' ');
        if known == name {
            let latin = || char::from_u32(0xA0 + position as u32 - NAMED.len() as u32);
            return NAMED.get(position).copied().or_else(latin);
        }
        position += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::html;

    #[test]
    fn a_plain_text_is_decoded_only_where_a_semicolon_is() {
        use_library();
        assert_eq!(
            decode("&Kappa; a&copy=b &eacute"),
            Some("Κ a&copy=b &eacute".into())
        );
        assert_eq!(decode("a&copy=b"), None);
    }

    /// The text as it is shown: white space is a space, and control characters are nothing.
    fn shown(text: &str) -> String {
        let chars = text
            .chars()
            .map(|char| if char.is_whitespace() { ' ' } else { char });
        chars.filter(|char| !char.is_control()).collect()
    }

    #[test]
    fn every_named_reference_is_decoded() {
        use_library();
        let names: Vec<_> = htmlize::ENTITIES.entries().collect();
        assert_eq!(names.len(), 2_231);
        for (name, text) in names {
            let (name, text) = (str::from_utf8(name).unwrap(), str::from_utf8(text).unwrap());
            let after = name.strip_prefix('&').unwrap();
            // A name without a semicolon ends where the text goes on.
            let html = [after, "|"].concat();
            let (decoded, rest) = reference(&html).unwrap();
            assert_eq!((&*decoded, rest), (&*shown(text), "|"), "{name}");
            let plain = if name.ends_with(';') {
                shown(text)
            } else {
                name.to_owned()
            };
            assert_eq!(
                decode_all(&["a", name, "|"].concat()),
                ["a", &plain, "|"].concat()
            );
        }
    }

    #[test]
    fn numbers_of_windows_1252_are_what_the_library_has() {
        let mut mapped = 0;
        for code in 0x80..0xA0_u32 {
            for reference in [
                format!("#{code}"),
                format!("#x{code:x}"),
                format!("#X{code:05X}"),
            ] {
                let expected = htmlize::unescape(format!("&{reference};")).into_owned();
                mapped += usize::from(expected != char::from_u32(code).unwrap().to_string());
                for end in [";", ""] {
                    let html = [&reference, end, "|"].concat();
                    let (decoded, rest) = self::reference(&html).unwrap();
                    assert_eq!((&*decoded, rest), (&*shown(&expected), "|"), "{reference}");
                }
            }
        }
        assert_eq!(mapped, 27 * 3);
    }

    #[test]
    fn a_control_character_shows_nothing() {
        for (text, decoded) in [
            ("a&#1;b", "ab"),
            ("a&#x7f;b&#127;", "ab"),
            ("a&#x81;b&#159;", "abŸ"),
            ("a&#11;b", "a b"),
            ("a&#13;b&#10;c", "a b c"),
            ("a&#0;b&#x00;", "a\u{fffd}b\u{fffd}"),
            ("a&#xD800;b&#xDFFF;", "a\u{fffd}b\u{fffd}"),
            ("a&#x110000;&#1114112;", "a\u{fffd}\u{fffd}"),
            ("a&#x10FFFF;", "a\u{10ffff}"),
            ("&#1;", ""),
            ("&#x7f; &#8203;", ""),
        ] {
            assert_eq!(decode(text).as_deref(), Some(decoded), "{text}");
            assert_eq!(
                html::text(text, usize::MAX).trim_matches(['\u{200b}', ' ']),
                decoded.trim(),
                "{text}"
            );
        }
    }
}
