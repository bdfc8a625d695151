//! Whether HTML is too complex for the parser of a browser.
//!
//! Parsers take quadratic time for some HTML: for formatting elements that are not closed, which they open again
//! in every paragraph, and for long lists of attributes. So untrusted HTML is measured before one sees it, in
//! linear time.
//!
//! Source: HTML Standard, “Parsing HTML documents”, in particular “reconstruct the active formatting elements”.

use super::html_tag::after;
use super::limits::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_REOPENED, MAX_STORY_BYTES, MAX_TAGS};

/// Elements that a parser opens again after the end of their parent. An `<a>` ends the one before it.
const FORMATTING: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// How many elements of one name without attributes are opened again.
const MAX_ALIKE: usize = 3;

/// Elements without an end tag, or whose end tag may be missing.
const WITHOUT_END: &str = " area base br col embed hr img input link meta param source track wbr \
    colgroup dd dt li option p rp rt tbody td tfoot th thead tr ";

/// Whether an HTML fragment exceeds a limit: on its size, on the number or the depth of its elements, or on the
/// number of attributes of one.
pub fn is_too_complex(html: &str) -> bool {
    html.len() > MAX_STORY_BYTES || has_too_many_elements(html) || has_too_many_attributes(html)
}

/// Anything that may be a tag counts, also in a comment or a script, because where these end depends on their
/// context.
fn has_too_many_elements(html: &str) -> bool {
    let (mut tags, mut with_attributes) = (0, 0);
    // The names of the elements that are open.
    let mut open: Vec<String> = Vec::new();
    let mut alike = [0; FORMATTING.len()];
    for rest in html.split('<').skip(1) {
        let (is_end, named) = match rest.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, rest),
        };
        if !named.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        // An end tag may create an element too.
        tags += 1;
        let end = named.find(|char: char| char.is_ascii_whitespace() || "/>".contains(char));
        let (name, more) = named
            .split_at_checked(end.unwrap_or(named.len()))
            .unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let has_slash = more.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        let is_closed = has_slash && is_in_drawing(&open);
        let is_void = is_closed || WITHOUT_END.contains(&[" ", &name, " "].concat());
        let kind = FORMATTING.iter().position(|known| *known == name);
        if is_end {
            // Any other end tag is ignored.
            if let Some(at) = open.iter().rposition(|open| *open == name) {
                open.truncate(at);
            }
        } else if !is_void {
            open.push(name);
        }
        if let (false, Some(alike)) = (is_end, kind.and_then(|kind| alike.get_mut(kind))) {
            if more.starts_with('>') {
                *alike = MAX_ALIKE.min(*alike + 1);
            } else {
                with_attributes += 1;
            }
        }
        if tags > MAX_TAGS || open.len() > MAX_DEPTH {
            return true;
        }
    }
    tags * (with_attributes + alike.iter().sum::<usize>()) > MAX_REOPENED
}

/// Whether a tag that ends with a slash is an element without content. In HTML, the slash has no meaning.
fn is_in_drawing(open: &[String]) -> bool {
    open.iter().any(|name| name == "svg" || name == "math")
}

fn has_too_many_attributes(html: &str) -> bool {
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = after(comment, "-->");
        } else if tag.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/') {
            let count;
            (count, rest) = attributes(tag);
            if count > MAX_ATTRIBUTES {
                return true;
            }
        }
    }
    false
}

/// The number of attributes of a tag, and the text after it.
fn attributes(tag: &str) -> (usize, &str) {
    let is_space = |char: char| char.is_ascii_whitespace() || char == '/';
    let ends_name = |char: char| is_space(char) || char == '>' || char == '=';
    let (mut count, mut rest) = (
        0,
        tag.trim_start_matches(|char| !is_space(char) && char != '>'),
    );
    loop {
        rest = rest.trim_start_matches(is_space);
        if rest.is_empty() {
            return (count, rest);
        }
        if let Some(rest) = rest.strip_prefix('>') {
            return (count, rest);
        }
        count += 1;
        // A name may begin with an equals sign.
        let name = rest.strip_prefix('=').unwrap_or(rest);
        rest = name.trim_start_matches(|char| !ends_name(char));
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            continue;
        };
        let value = value.trim_ascii_start();
        rest = match value.strip_prefix(['"', '\'']) {
            Some(quoted) if value.starts_with('"') => after(quoted, "\""),
            Some(quoted) => after(quoted, "'"),
            None => {
                value.trim_start_matches(|char: char| !char.is_ascii_whitespace() && char != '>')
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_write_is_not_too_complex() {
        let paragraph = r#"<p>One <b>two</b> <a href="/three?a=1&amp;b=2" target="_blank" rel="noopener">three</a><br>
            <font color="red">four</font> <!-- <b> --> 1 < 2</p><ul><li>five<li><em>six</em></ul>"#;
        assert!(!is_too_complex(&paragraph.repeat(60)));
        assert!(!is_too_complex(
            &"<p>A paragraph that is not closed.".repeat(1_000)
        ));
        assert!(!is_too_complex(
            &"<table><tr><td>1<td>2</table>".repeat(200)
        ));
        assert!(!is_too_complex(&format!(
            "<svg>{}</svg>",
            "<path d='M0 0'/>".repeat(300)
        )));
        assert!(!is_too_complex(&"text ".repeat(9_000)));
        assert!(!is_too_complex(&"1 < 2 <3 << ".repeat(4_000)));
        assert!(!is_too_complex(&format!(
            "{}x{}",
            "<div>".repeat(90),
            "</div>".repeat(90)
        )));
    }

    #[test]
    fn what_takes_a_parser_long_is_too_complex() {
        let numbered = |count: usize, tag: &str| -> String {
            (0..count)
                .map(|n| tag.replace('#', &n.to_string()))
                .collect()
        };
        for (what, html) in [
            ("depth", "<b>".repeat(50_000)),
            ("depth below the number", "<section>".repeat(200)),
            ("end tags of nothing", "<q></x>".repeat(200)),
            ("slashes that mean nothing", "<q/>".repeat(200)),
            ("mixed case", "<Svg><G>".repeat(100)),
            ("tables", "<table><tr><td>".repeat(300)),
            ("links", "<a href=x>".repeat(5_000)),
            ("elements", "<p></p>".repeat(5_000)),
            ("end tags", "</p>".repeat(5_000)),
            (
                "in a style in an svg",
                "<svg><style><b x='</style></b>'>".repeat(200),
            ),
            (
                "reopened",
                numbered(50, "<font size=#>") + &"<p>x</p>".repeat(1_000),
            ),
            (
                "reopened in tables",
                numbered(90, "<b id=#><table><td></b></table>") + &"<p>x</p>".repeat(500),
            ),
            ("attributes", format!("<b {}>", numbered(200, "a# "))),
            (
                "attributes with values",
                format!("<b {}>", numbered(200, "a#='>'")),
            ),
            (
                "attributes in an end tag",
                format!("</b {}>", numbered(200, "/a#=1 ")),
            ),
            (
                "attributes that never end",
                format!("<b {}", numbered(200, "a# ")),
            ),
            ("text", "text ".repeat(1_000_000)),
            ("one tag", format!("<a title='{}'>", "x".repeat(1_000_000))),
        ] {
            assert!(is_too_complex(&html), "{what}");
        }
    }
}
