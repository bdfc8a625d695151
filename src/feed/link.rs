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

/// The fragment of an address, percent-decoded, without the `#`.
pub fn fragment(address: &str) -> Option<String> {
    let (_, raw) = address.split_once('#')?;
    (!raw.is_empty()).then(|| percent_decoded(raw))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let decoded = (byte == b'%')
            .then(|| Some(hex(ahead.next()?)? << 4 | hex(ahead.next()?)?))
            .flatten();
        if decoded.is_some() {
            rest = ahead;
        }
        bytes.push(decoded.unwrap_or(byte));
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
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

    #[test]
    fn a_fragment_is_percent_decoded() {
        assert_eq!(
            fragment("https://example.org/a#b%C3%A9%20c").as_deref(),
            Some("bé c")
        );
        assert_eq!(fragment("#100%"), Some("100%".to_owned()));
        assert_eq!(fragment("#%4"), Some("%4".to_owned()));
        assert_eq!(fragment("#%FF").as_deref(), Some("%FF"));
        assert_eq!(fragment("/a#"), None);
        assert_eq!(fragment("/a"), None);
    }
}
