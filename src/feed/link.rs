//! Which URLs of a feed are safe as links.

/// The trimmed URL if it is safe: `http`, `https` or relative. `None` for every other scheme, such as
/// `javascript:`, `data:` or `file:`.
///
/// Browsers remove tabs and newlines inside a URL and control characters around it before they parse
/// the scheme, so a URL with control characters is rejected.
///
/// Source: WHATWG URL, “basic URL parser”, steps 1–3.
pub fn safe(url: &str) -> Option<&str> {
    let url = url.trim();
    if url.is_empty() || url.chars().any(char::is_control) {
        return None;
    }
    let end = url.find(['/', '?', '#', '\\']).unwrap_or(url.len());
    let head = url.get(..end)?;
    match head.split_once(':') {
        None => Some(url),
        Some((scheme, _)) => ["http", "https"]
            .iter()
            .any(|safe| scheme.eq_ignore_ascii_case(safe))
            .then_some(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_and_relative_urls_are_safe() {
        for address in [
            "https://example.org/a?b#c",
            "HTTP://example.org",
            "//example.org/a",
            "/a:b",
            "?a=b:c",
            "#block-1:2",
            "a/b:c",
            " /a ",
        ] {
            assert_eq!(safe(address), Some(address.trim()), "{address:?}");
        }
    }

    #[test]
    fn every_other_scheme_is_rejected() {
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://example.org/1",
            "mailto:a@example.org",
            "",
            "  ",
        ] {
            assert_eq!(safe(address), None, "{address:?}");
        }
    }
}
