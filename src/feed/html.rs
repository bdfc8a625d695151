//! Plain text out of HTML.
//!
//! By hand, because the page must not hand a feed's HTML to a parser of the browser (under Trusted
//! Types it can't even), and because the same has to work outside of browsers.

use super::extract::cut;
use crate::time::date_format;

/// The text of an HTML fragment: tags, comments and the content of scripts and the like are left
/// out, character references are decoded, white space is collapsed, and where a block begins or
/// ends there is a line break.
///
/// Reading stops after about `most` bytes of text.
///
/// Source: HTML Standard, “Parsing HTML documents”, simplified: what is no tag is text.
pub fn text(html: &str, most: usize) -> String {
    start(html, most, false)
}

/// The first line of the text of an HTML fragment, or about `most` bytes of it.
pub(super) fn first_line(html: &str, most: usize) -> String {
    start(html, most, true)
}

fn start(html: &str, most: usize, line: bool) -> String {
    let mut text = String::new();
    let mut rest = html;
    while text.len() < most && !(line && text.ends_with('\n')) {
        // Plain letters come in runs.
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'<' && byte != b'&';
        let run = rest.bytes().take_while(|byte| plain(*byte)).count();
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

/// Adds a character, and white space only where it separates something.
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

/// Elements that stand on lines of their own.
const BLOCKS: &str = "br div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr tr td th table section article \
    header footer aside main nav figure figcaption blockquote pre address details summary";

/// Elements whose content is no text of the page.
const HIDDEN: &str = "script style template noscript iframe title";

fn is_one_of(name: &str, mut names: &str) -> bool {
    loop {
        let (known, rest) = cut(names, b' ');
        match rest {
            _ if known.eq_ignore_ascii_case(name) => return true,
            Some(rest) => names = rest,
            None => return false,
        }
    }
}

/// Reads what follows a `<`: whether it begins or ends a block, and what comes after it. `None`: it
/// is no tag.
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
        // A quote without an end.
        None => after(rest, ">"),
    };
    // Most inline elements have names of one letter.
    let is_block = name.len() > 1 && is_one_of(name, BLOCKS) || name.eq_ignore_ascii_case("p");
    if !is_block && first != b'/' && name.len() > 1 && is_one_of(name, HIDDEN) {
        loop {
            rest_of_text = after(rest_of_text, "</");
            let there = rest_of_text.get(..name.len());
            if rest_of_text.is_empty()
                || there.is_some_and(|there| name.eq_ignore_ascii_case(there))
            {
                break;
            }
        }
        rest_of_text = after(rest_of_text, ">");
    }
    Some((is_block, rest_of_text))
}

/// What comes after the first `end`; nothing when there is none.
fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, after)| after)
}

/// The names of [`NAMED`], then those of the characters from U+00A0 on.
const NAMES: &str = "amp lt gt quot apos ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo hellip bull \
    euro trade permil lsaquo rsaquo OElig oelig Scaron scaron Yuml \
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc \
    Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute \
    THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
    uuml yacute thorn yuml";

/// Characters that are far from each other.
const NAMED: [char; 25] = [
    '&', '<', '>', '"', '\'', '–', '—', '‘', '’', '‚', '“', '”', '„', '…', '•', '€', '™', '‰', '‹',
    '›', 'Œ', 'œ', 'Š', 'š', 'Ÿ',
];

/// Reads what follows a `&`: the character it stands for, and what comes after it.
///
/// Source: HTML Standard, “Named character references”: those of HTML 4 that newsrooms use.
fn reference(rest: &str) -> Option<(char, &str)> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix('x').or(number.strip_prefix('X'));
            let code = hex.map_or_else(
                || date_format::whole(number, 10),
                |hex| date_format::whole(hex, 16),
            );
            char::from_u32(u32::try_from(code?).ok()?)?
        }
        None => named(name)?,
    };
    let char = if char.is_whitespace() { ' ' } else { char };
    (!char.is_control()).then_some((char, rest.get(end + 1..)?))
}

fn named(name: &str) -> Option<char> {
    let mut place = 0;
    let mut rest = Some(NAMES);
    while let Some(names) = rest {
        let known;
        (known, rest) = cut(names, b' ');
        if known == name {
            let latin = || char::from_u32(0xA0 + place as u32 - NAMED.len() as u32);
            return NAMED.get(place).copied().or_else(latin);
        }
        place += 1;
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
    fn what_is_no_tag_is_text() {
        assert_eq!(all("1 < 2 and 3 <4 <"), "1 < 2 and 3 <4 <");
    }

    #[test]
    fn scripts_and_the_like_are_left_out_with_their_content() {
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
    fn what_is_no_reference_is_text() {
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
    fn reading_stops_when_there_is_enough() {
        assert_eq!(text(&"é".repeat(1000), 10), "ééééé");
    }
}
