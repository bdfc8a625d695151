//! Which addresses of a feed may become links.

/// The address without surrounding white space, if a reader may follow it: `http`, `https` or
/// relative. Everything else (`javascript:`, `data:`, `file:` …) gives `None`.
///
/// Browsers drop tabs and newlines inside an address and control characters around it before they
/// look for the scheme, so an address with any of them is refused.
///
/// Source: WHATWG URL, “basic URL parser”, steps 1–3.
pub fn safe(address: &str) -> Option<&str> {
    let address = address.trim();
    if address.is_empty() || address.chars().any(char::is_control) {
        return None;
    }
    let end = address.find(['/', '?', '#', '\\']).unwrap_or(address.len());
    let head = address.get(..end)?;
    match head.split_once(':') {
        None => Some(address),
        Some((scheme, _)) => ["http", "https"]
            .iter()
            .any(|safe| scheme.eq_ignore_ascii_case(safe))
            .then_some(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_and_relative_ones_are_links() {
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
    fn anything_that_could_run_or_read_files_is_no_link() {
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
