//! The URLs of a feed: which are safe as links, and what they are relative to.

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

/// Whether a URL of a feed is relative to the feed. A query or a fragment alone belongs to the page of the list.
pub fn is_relative(url: &str) -> bool {
    let mut marks = url.bytes().enumerate();
    let mark = marks.find(|(_, byte)| b":/?#\\".contains(byte));
    !matches!(mark, Some((_, b':') | (0, b'?' | b'#')))
}

/// How much of the URL of a feed is that of the page of the list.
#[derive(Clone, Copy, Debug, Default)]
pub struct BaseMatch {
    /// Whether the origin is the same.
    pub origin: bool,
    /// Whether the folder is the same.
    pub folder: bool,
}

impl BaseMatch {
    /// Whether a URL that is relative to the feed leads elsewhere when it is relative to the page.
    pub fn is_elsewhere(self, url: &str) -> bool {
        let is_same = match url.as_bytes().first() {
            Some(b'/' | b'\\') => self.origin,
            _ => self.folder,
        };
        !is_same && is_relative(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_url_leads_elsewhere_if_the_page_has_another_folder_or_origin() {
        for (origin, folder) in [(true, true), (true, false), (false, false)] {
            let base_match = BaseMatch { origin, folder };
            for url in ["entry", "./", "../a?b:c", "a/b:c"] {
                assert_eq!(base_match.is_elsewhere(url), !folder, "{url}");
            }
            assert_eq!(base_match.is_elsewhere("/entry/1:2"), !origin);
            for url in ["?a=/b", "#a/b", "https://a.example/", "HTTP:a"] {
                assert!(!base_match.is_elsewhere(url), "{url}");
            }
        }
    }

    #[test]
    fn http_and_relative_urls_are_safe() {
        for url in [
            "https://example.org/a?b#c",
            "HTTP://example.org",
            "//example.org/a",
            "/a:b",
            "?a=b:c",
            "#block-1:2",
            "a/b:c",
            " /a ",
        ] {
            assert_eq!(safe(url), Some(url.trim()), "{url:?}");
        }
    }

    #[test]
    fn every_other_scheme_is_rejected() {
        for url in [
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
            assert_eq!(safe(url), None, "{url:?}");
        }
    }
}
