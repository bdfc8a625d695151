//! Converts HTML to plain text.
//!
//! It does not use the browser's parser: untrusted HTML must not reach it, Trusted Types forbid it,
//! and the command-line tool runs outside of browsers.

use std::rc::Rc;

use super::extract::split_once_byte;
use crate::time::date_format;

/// The text of an HTML fragment, about `max_bytes` of it.
///
/// Tags, comments and the content of hidden elements are left out. Character references are decoded.
/// White space is collapsed. A block begins and ends with a line break.
///
/// Source: HTML Standard, “Parsing HTML documents”, simplified: anything that is not a tag is text.
pub fn text(html: &str, max_bytes: usize) -> String {
    extract(html, max_bytes, false)
}

/// The first line of the text of an HTML fragment, about `max_bytes` of it.
pub(super) fn first_line(html: &str, max_bytes: usize) -> String {
    extract(html, max_bytes, true)
}

fn extract(html: &str, max_bytes: usize, only_first_line: bool) -> String {
    let mut text = String::new();
    let mut rest = html;
    while text.len() < max_bytes && !(only_first_line && text.ends_with('\n')) {
        // Copies a run of ordinary characters at once.
        let is_ordinary = |byte: u8| byte.is_ascii_graphic() && byte != b'<' && byte != b'&';
        let run = rest.bytes().take_while(|byte| is_ordinary(*byte)).count();
        text.push_str(rest.get(..run).unwrap_or_default());
        let mut chars = rest.get(run..).unwrap_or_default().chars();
        let Some(char) = chars.next() else { break };
        rest = chars.as_str();
        let char = match char {
            '<' => match tag(rest) {
                Some((block, after)) => {
                    rest = after;
                    if !block {
                        continue;
                    }
                    '\n'
                }
                None => '<',
            },
            '&' => match reference(rest) {
                Some((char, after)) => {
                    rest = after;
                    char
                }
                None => '&',
            },
            char if char.is_whitespace() => ' ',
            char => char,
        };
        push(&mut text, char);
    }
    if text.ends_with('\n') || text.ends_with(' ') {
        text.truncate(text.len() - 1);
    }
    text
}

/// A text without markup, with its character references decoded once; `None`: it has markup, or none of them.
pub(super) fn decode(text: &str) -> Option<Rc<str>> {
    if text.contains('<') {
        return None;
    }
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let (char, after) = reference(after).unwrap_or(('&', after));
        decoded.push(char);
        rest = after;
    }
    decoded.push_str(rest);
    (decoded != text).then(|| decoded.into())
}

/// Adds a character, and collapses white space.
fn push(text: &mut String, char: char) {
    if char == ' ' || char == '\n' {
        match text.chars().next_back() {
            None | Some('\n') => return,
            Some(' ') if char == ' ' => return,
            Some(' ') => text.truncate(text.len() - 1),
            Some(_) => {}
        }
    }
    text.push(char);
}

/// Block elements.
const BLOCKS: &str = "br div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr tr td th table section article \
    header footer aside main nav figure figcaption blockquote pre address details summary";

/// Elements whose content is not rendered.
const HIDDEN: &str = "script style template noscript iframe title";

fn is_one_of(name: &str, mut names: &str) -> bool {
    loop {
        let (known, rest) = split_once_byte(names, b' ');
        match rest {
            _ if known.eq_ignore_ascii_case(name) => return true,
            Some(rest) => names = rest,
            None => return false,
        }
    }
}

/// Parses the tag or comment after a `<`: whether it is that of a block, and the text after it.
/// `None`: it is text.
fn tag(rest: &str) -> Option<(bool, &str)> {
    if let Some(comment) = rest.strip_prefix("!--") {
        return Some((false, after(comment, "-->")));
    }
    let first = rest.bytes().next()?;
    if !first.is_ascii_alphabetic() && !b"/!?".contains(&first) {
        return None;
    }
    let named = rest.strip_prefix('/').unwrap_or(rest);
    let end = named.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    let name = named.get(..end.unwrap_or(named.len()))?;
    let mut quote = 0;
    let close = rest.bytes().position(|byte| {
        match byte {
            b'"' | b'\'' if quote == 0 => quote = byte,
            _ if byte == quote => quote = 0,
            _ => {}
        }
        byte == b'>' && quote == 0
    });
    let mut rest_of_text = match close {
        Some(close) => rest.get(close + 1..)?,
        // An unclosed quote.
        None => after(rest, ">"),
    };
    // Elements with names of one letter are inline, except `p`.
    let is_block = name.len() > 1 && is_one_of(name, BLOCKS) || name.eq_ignore_ascii_case("p");
    if !is_block && first != b'/' && name.len() > 1 && is_one_of(name, HIDDEN) {
        loop {
            rest_of_text = after(rest_of_text, "</");
            let closing = rest_of_text.get(..name.len());
            if rest_of_text.is_empty()
                || closing.is_some_and(|closing| name.eq_ignore_ascii_case(closing))
            {
                break;
            }
        }
        rest_of_text = after(rest_of_text, ">");
    }
    Some((is_block, rest_of_text))
}

/// The text after the first `end`; empty if there is none.
fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, after)| after)
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

/// Parses the character reference after a `&`: its character, and the text after it.
///
/// Source: HTML Standard, “Named character references”: a subset, those of Latin-1 and of common
/// punctuation.
fn reference(rest: &str) -> Option<(char, &str)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix('x').or(number.strip_prefix('X'));
            let code = hex.map_or_else(
                || date_format::parse_digits(number, 10),
                |hex| date_format::parse_digits(hex, 16),
            );
            let code = code?;
            let windows = usize::try_from(code - 0x80).ok();
            match windows.and_then(|index| WINDOWS_1252.get(index)) {
                Some(char) => *char,
                None => char::from_u32(u32::try_from(code).ok()?)?,
            }
        }
        None => named(name)?,
    };
    let char = if char.is_whitespace() { ' ' } else { char };
    (!char.is_control()).then_some((char, rest.get(end + 1..)?))
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

    fn all(html: &str) -> String {
        text(html, usize::MAX)
    }

    #[test]
    fn tags_and_comments_are_left_out() {
        assert_eq!(
            all("<b>Land</b>ed <!-- <i>not yet --> at <a href=\"x\">Tranquility</a>"),
            "Landed at Tranquility"
        );
        assert_eq!(all("<!doctype html><?xml version='1'?>a"), "a");
        assert_eq!(all("<a title=\"a > b\">c</a>"), "c");
        assert_eq!(all("a<!-- never ends"), "a");
        assert_eq!(all("a<p class=\"never ends>b"), "a\nb");
        assert_eq!(all("a<p"), "a");
    }

    #[test]
    fn anything_that_is_not_a_tag_is_text() {
        assert_eq!(all("1 < 2 and 3 <4 <"), "1 < 2 and 3 <4 <");
    }

    #[test]
    fn hidden_elements_are_left_out_with_their_content() {
        assert_eq!(all("a<script>if (1 < 2) { x = '</b>' }</SCRIPT >b"), "ab");
        assert_eq!(
            all("<style>p { color: red }</style><p>a</p><noscript>no</noscript>"),
            "a"
        );
        assert_eq!(all("a<script>never ends</scrip"), "a");
    }

    #[test]
    fn blocks_are_lines_and_white_space_is_collapsed() {
        assert_eq!(
            all(" <p>One\n  two</p>\n<ul>\n <li>three</li><li>four</li></ul> "),
            "One two\nthree\nfour"
        );
        assert_eq!(all("a<br>b<BR/>c"), "a\nb\nc");
        assert_eq!(all("a&nbsp;\u{a0} b"), "a b");
    }

    #[test]
    fn character_references_are_decoded() {
        assert_eq!(
            all(
                "Q&amp;A: &lt;b&gt; &quot;x&quot; it&#8217;s it&#x2019;S caf&eacute; &Uuml;ber &yuml;&nbsp;&euro;5 1&ndash;0&hellip;"
            ),
            "Q&A: <b> \"x\" it’s it’S café Über ÿ €5 1–0…"
        );
    }

    #[test]
    fn anything_that_is_not_a_reference_is_text() {
        for same in [
            "AT&T",
            "&;",
            "&unknown;",
            "&#;",
            "&#x110000;",
            "&#xD800;",
            "&#0;",
            "a & b; c",
            "&am",
            "&",
        ] {
            assert_eq!(all(same), same);
        }
    }

    #[test]
    fn a_first_line_ends_where_its_block_does() {
        assert_eq!(
            first_line(" <p> </p><p>One <b>two</b></p><p>three", usize::MAX),
            "One two"
        );
        assert_eq!(first_line("<p>One two", 4), "One two".get(..3).unwrap());
    }

    #[test]
    fn reading_stops_at_the_maximum() {
        assert_eq!(text(&"é".repeat(1000), 10), "ééééé");
    }
}
