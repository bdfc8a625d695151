//! Finds the tags of HTML.

use super::text::split_once_byte;

/// Parses the tag or comment after a `<`: whether it is that of a block, and the text after it.
/// `None`: it is text.
///
/// `quotes`: whether a `>` in quotes does not end the tag. It becomes `false` where a quote is not closed, so that
/// the tags after it do not search the whole text again.
pub(super) fn tag<'a>(rest: &'a str, quotes: &mut bool) -> Option<(bool, &'a str)> {
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
            b'"' | b'\'' if quote == 0 && *quotes => quote = byte,
            _ if byte == quote => quote = 0,
            _ => {}
        }
        byte == b'>' && quote == 0
    });
    *quotes &= close.is_some();
    let mut rest_of_text = match close {
        Some(close) => rest.get(close + 1..)?,
        // An unclosed quote.
        None => after(rest, ">"),
    };
    // Elements with names of one letter are inline, except `p`.
    let is_block = name.len() > 1 && is_one_of(name, BLOCKS) || name.eq_ignore_ascii_case("p");
    if !is_block && first != b'/' && name.len() > 1 && is_one_of(name, HIDDEN) {
        let is_empty = close.and_then(|close| close.checked_sub(1));
        let is_empty = is_empty.and_then(|at| rest.as_bytes().get(at)) == Some(&b'/');
        if is_empty && name.eq_ignore_ascii_case("svg") {
            return Some((false, rest_of_text));
        }
        let is_name = |tag: &str| {
            let named = tag.get(..name.len());
            named.is_some_and(|named| name.eq_ignore_ascii_case(named))
        };
        // Only an object can be in one of its kind.
        let mut depth = 1;
        while depth > 0 && !rest_of_text.is_empty() {
            rest_of_text = after(rest_of_text, "<");
            match rest_of_text.strip_prefix('/') {
                Some(tag) if is_name(tag) => depth -= 1,
                None if is_name(rest_of_text) && name.eq_ignore_ascii_case("object") => depth += 1,
                _ => {}
            }
        }
        rest_of_text = after(rest_of_text, ">");
    }
    Some((is_block, rest_of_text))
}

/// The text after the first `end`; empty if there is none.
pub(super) fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, after)| after)
}

/// Block elements.
const BLOCKS: &str = "br div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr tr td th table section article \
    header footer aside main nav figure figcaption blockquote pre address details summary";

/// Elements whose content is not rendered.
const HIDDEN: &str = "script style template noscript iframe title video audio canvas object svg";

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
