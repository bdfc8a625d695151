//! JSON in script elements, as templates and old editors write it.

use std::borrow::Cow;

use super::{character_reference, html};

/// The JSON of a script element: without the comments of CDATA or HTML around it and semicolons after it, and
/// with its character references decoded if its quotes are escaped.
///
/// Source: HTML Standard, “Restrictions for contents of script elements”: in HTML, nothing of this is needed.
///
/// Blanks take the place of what is before the JSON, so that a line and a column in it are those of the text.
pub(super) fn json_of(text: &str) -> Cow<'_, str> {
    let mut json = text.trim_start();
    let indent = text.len() - json.len();
    let mut start = indent;
    json = json.trim_end();
    loop {
        let before = json;
        for start in ["<![CDATA[", "<!--", "-->", "//", "/*", "*/", ">"] {
            json = json.strip_prefix(start).unwrap_or(json).trim_start();
        }
        start += before.len() - json.len();
        for end in ["]]>", "-->", "<!", "//", "*/", "/*", ";"] {
            json = json.strip_suffix(end).unwrap_or(json).trim_end();
        }
        if json == before {
            break;
        }
    }
    let is_before_value = |char: char| char.is_whitespace() || char == '{' || char == '[';
    let first = json.trim_start_matches(is_before_value);
    let is_escaped = first.starts_with('&') && html::text(first, 1).starts_with('"');
    if start == indent && !is_escaped {
        return Cow::Borrowed(text.get(..start + json.len()).unwrap_or(json));
    }
    let blank = |char| if char == '\n' { char } else { ' ' };
    let head = text.get(..start).unwrap_or_default();
    let mut blanked: String = head.chars().map(blank).collect();
    if is_escaped {
        blanked.push_str(&character_reference::decode_all(json));
    } else {
        blanked.push_str(json);
    }
    Cow::Owned(blanked)
}

/// The JSON-LD scripts of an HTML page, with the line breaks before each. A browser finds them by itself.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn structured_data(page: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some(tag) = super::media::tags(rest).next() {
        rest = tag.after;
        if !tag.is(&["script"]) {
            continue;
        }
        let is_end = |(at, _): &(usize, &str)| {
            let name = rest.get(at + 2..at + 8);
            name.is_some_and(|name| name.eq_ignore_ascii_case("script"))
        };
        let end = rest.match_indices("</").find(is_end);
        let (script, after) = rest
            .split_at_checked(end.map_or(rest.len(), |(at, _)| at))
            .unwrap_or_default();
        let kind = tag.attribute("type").unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/ld+json") {
            let before = page.len() - rest.len();
            let lines = page.bytes().take(before).filter(|byte| *byte == b'\n');
            scripts.push(["\n".repeat(lines.count()), script.to_owned()].concat());
        }
        rest = after;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_the_json_is_left_out() {
        for text in [
            r#"{"a": 1}"#,
            r#" {"a": 1} ; "#,
            "// <![CDATA[\n{\"a\": 1}\n// ]]>",
            "<![CDATA[{\"a\": 1}]]>",
            "/*<![CDATA[*/{\"a\": 1}/*]]>*/",
            "<!--\n{\"a\": 1};\n//-->",
            "{&quot;a&quot;: 1}",
        ] {
            assert_eq!(json_of(text).trim(), r#"{"a": 1}"#, "{text}");
        }
    }

    #[test]
    fn references_in_json_stay() {
        let text = r#"{"a": "&quot;b&quot; &amp; c // d"}"#;
        assert_eq!(json_of(text), text);
        assert_eq!(json_of(""), "");
        assert_eq!(json_of("[;"), "[");
    }

    #[test]
    fn quotes_as_every_character_reference_are_decoded() {
        for text in [
            "{&#34;a&#34;: 1}",
            "{&#x22;a&#x22;: 1}",
            "{&#X22;a&#034;: 1}",
        ] {
            assert_eq!(json_of(text), r#"{"a": 1}"#, "{text}");
        }
        let text = "[ \n { &quot;a&quot;: &quot;x < y <b>&quot;}]";
        assert_eq!(json_of(text), "[ \n { \"a\": \"x < y <b>\"}]");
        let drupal = "<!--//--><![CDATA[//><!--\n[{\"a\": 1}]\n//--><!]]>";
        assert_eq!(json_of(drupal).trim(), r#"[{"a": 1}]"#);
    }

    #[test]
    fn the_json_stays_where_it_is() {
        assert_eq!(
            json_of("\n// <![CDATA[\n  {\"a\": 1}"),
            "\n            \n  {\"a\": 1}"
        );
        assert_eq!(json_of("\n\n[é] "), "\n\n[é]");
    }
}
