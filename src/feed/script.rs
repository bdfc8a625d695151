//! JSON in script elements, as templates and old editors write it.

use std::borrow::Cow;

use super::html;

/// The JSON of a script element: without the comments of CDATA or HTML around it and semicolons after it, and
/// with its character references decoded if its quotes are escaped.
///
/// Source: HTML Standard, “Restrictions for contents of script elements”: in HTML, nothing of this is needed.
pub(super) fn json_of(text: &str) -> Cow<'_, str> {
    let mut json = text.trim();
    loop {
        let before = json;
        for start in ["<![CDATA[", "<!--", "//", "/*", "*/"] {
            json = json.strip_prefix(start).unwrap_or(json).trim_start();
        }
        for end in ["]]>", "-->", "//", "*/", "/*", ";"] {
            json = json.strip_suffix(end).unwrap_or(json).trim_end();
        }
        if json == before {
            break;
        }
    }
    let is_escaped = json
        .trim_start_matches(['{', '['])
        .trim_start()
        .starts_with("&quot;");
    match html::decode(json).filter(|_| is_escaped) {
        Some(decoded) => Cow::Owned(decoded.to_string()),
        None => Cow::Borrowed(json),
    }
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
            assert_eq!(json_of(text), r#"{"a": 1}"#, "{text}");
        }
    }

    #[test]
    fn references_in_json_stay() {
        let text = r#"{"a": "&quot;b&quot; &amp; c // d"}"#;
        assert_eq!(json_of(text), text);
        assert_eq!(json_of(""), "");
        assert_eq!(json_of("[;"), "[");
    }
}
