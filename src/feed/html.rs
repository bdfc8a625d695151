//! Converts HTML to plain text.
//!
//! It does not use the browser's parser: untrusted HTML must not reach it, Trusted Types forbid it,
//! and the command-line tool runs outside of browsers.

use super::character_reference::reference;
use super::html_tag::tag;
use super::limits;

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

/// As much of the HTML of an entry as its headline and its medium are derived from.
pub(super) fn start_of_story(html: &str) -> &str {
    html.get(..html.floor_char_boundary(limits::MAX_HEADLINE_SOURCE_BYTES))
        .unwrap_or(html)
}

fn extract(html: &str, max_bytes: usize, only_first_line: bool) -> String {
    let mut text = String::new();
    let mut rest = html;
    let mut quotes = true;
    while text.len() < max_bytes && !(only_first_line && text.ends_with('\n')) {
        // Copies a run of ordinary characters at once.
        let is_ordinary = |byte: u8| byte.is_ascii_graphic() && byte != b'<' && byte != b'&';
        let run = rest.bytes().take_while(|byte| is_ordinary(*byte)).count();
        text.push_str(rest.get(..run).unwrap_or_default());
        let mut chars = rest.get(run..).unwrap_or_default().chars();
        let Some(char) = chars.next() else { break };
        rest = chars.as_str();
        let char = match char {
            char if char.is_whitespace() => ' ',
            '<' => match tag(rest, &mut quotes) {
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
                Some((decoded, after)) => {
                    rest = after;
                    decoded.chars().for_each(|char| push(&mut text, char));
                    continue;
                }
                None => '&',
            },
            char => char,
        };
        push(&mut text, char);
    }
    if text.ends_with('\n') || text.ends_with(' ') {
        text.truncate(text.len() - 1);
    }
    text
}

/// Adds a character, and collapses white space: a line break is that of a block.
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
    fn tags_whose_quotes_never_end_are_read_in_linear_time() {
        // With a search to the end for each tag, this takes minutes.
        let html = "<a '>'".repeat(300_000);
        assert_eq!(text(&html, usize::MAX).len(), 300_000);
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
    fn every_named_reference_is_decoded() {
        crate::feed::character_reference::use_library();
        for (html, text) in [
            ("&Eta; &gamma;έ&phi;&upsilon;&rho;&alpha;", "Η γέφυρα"),
            ("1 &rarr; 2: &minus;3&thinsp;&deg;C", "1 → 2: −3 °C"),
            ("a&zwnj;b&lrm;c", "a\u{200c}b\u{200e}c"),
            ("&NotEqualTilde; &fjlig;", "≂̸ fj"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("caf&eacute, 5 &times 3 &AMP b", "café, 5 × 3 & b"),
            ("&notit; &notin;", "¬it; ∉"),
            ("a&Tab;&NewLine;b", "a b"),
            ("it&#8217s &#x41g", "it’s Ag"),
        ] {
            assert_eq!(all(html), text, "{html}");
        }
    }

    #[test]
    fn anything_that_is_not_a_reference_is_text() {
        for same in [
            "AT&T",
            "&;",
            "&unknown;",
            "&#;",
            "&#x;",
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

    #[test]
    fn what_stands_in_for_media_is_left_out() {
        for element in ["video", "audio", "canvas", "object", "svg"] {
            let html = format!(
                "<{element} controls><source src=a><p>Your browser can’t <b>play</b> it.</p></{element}><p>One</p>"
            );
            assert_eq!(first_line(&html, usize::MAX), "One", "{element}");
        }
        assert_eq!(all("a<svg/>b"), "ab");
        assert_eq!(all("<object><object>a</object>b</object>c"), "c");
        assert_eq!(all("<svg><title>x</title></svg>c"), "c");
    }

    #[test]
    fn a_number_of_no_character_is_the_replacement_character() {
        for (html, text) in [
            ("&#0;", "\u{fffd}"),
            ("&#xD800;", "\u{fffd}"),
            ("&#x110000;", "\u{fffd}"),
            ("&#99999999999999999999;", "\u{fffd}"),
            ("a &#xDE00; b", "a \u{fffd} b"),
            ("&#xD83D;&#xDE00;", "😀"),
            ("&#55357;&#56832;!", "😀!"),
            ("&#xD83D;&#65;", "\u{fffd}A"),
            ("&#xD83D;&#xD83D;", "\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(all(html), text, "{html}");
        }
    }
}
