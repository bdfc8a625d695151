//! The encoding of a document.

use super::text::split_once_byte;

/// The label of a document's encoding. `None`: it is UTF-8, or [`fallback`] if it is not valid UTF-8.
///
/// JSON is UTF-8 (RFC 8259, section 8.1), so a document that is valid UTF-8 is that, whatever its media type says. Else
/// a byte order mark counts, then the `charset` of the media type.
///
/// Source: Encoding Standard, “decode”; RFC 4627, section 3, for UTF-16 without a byte order mark.
pub fn label<'a>(media_type: &'a str, bytes: &[u8], is_utf_8: bool) -> Option<&'a str> {
    match bytes {
        [0xFE, 0xFF, ..] | [0, 1..=0xFF, ..] => Some("utf-16be"),
        [0xFF, 0xFE, ..] | [1..=0xFF, 0, ..] => Some("utf-16le"),
        [0xEF, 0xBB, 0xBF, ..] => None,
        // The escape sequences of ISO-2022-JP are valid UTF-8.
        _ if is_utf_8 && !bytes.contains(&0x1B) => None,
        _ => charset(media_type),
    }
}

/// The label of the encoding of a document without a label that is not valid UTF-8. `None`: it is UTF-8 in which some
/// bytes are damaged, because most other characters are valid.
///
/// Source: HTML Standard, “Determining the character encoding”, for the fallback.
pub fn fallback(bytes: &[u8]) -> Option<&'static str> {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    (invalid > valid).then_some("windows-1252")
}

fn charset(media_type: &str) -> Option<&str> {
    let mut rest = Some(media_type);
    while let Some(parameters) = rest {
        let parameter;
        (parameter, rest) = split_once_byte(parameters, b';');
        let (name, value) = split_once_byte(parameter, b'=');
        if name.trim().eq_ignore_ascii_case("charset") {
            return value.map(|value| value.trim_matches([' ', '"', '\'']));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_that_of_the_bytes_else_of_the_media_type() {
        let windows = "application/json; Charset=\"windows-1252\" ; a=b";
        for (media_type, bytes, expected) in [
            ("application/json", &b"{}"[..], None),
            (windows, b"{}", None),
            (windows, "é".as_bytes(), None),
            (windows, b"\xe9", Some("windows-1252")),
            ("application/json", b"\xe9", None),
            ("text/plain;charset=utf-8", b"\xe9", Some("utf-8")),
            (windows, b"\xef\xbb\xbf\xe9", None),
            (windows, b"\xff\xfe{\0", Some("utf-16le")),
            (windows, b"\xfe\xff\0{", Some("utf-16be")),
            ("", b"{\0", Some("utf-16le")),
            ("", b"\0{", Some("utf-16be")),
            ("a/b; charset=iso-2022-jp", b"\x1b$B", Some("iso-2022-jp")),
            ("charset", b"\xe9", None),
        ] {
            let is_utf_8 = std::str::from_utf8(bytes).is_ok();
            assert_eq!(label(media_type, bytes, is_utf_8), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_document_without_a_label_is_windows_1252_unless_it_looks_like_utf_8() {
        for (bytes, expected) in [
            (&b"caf\xe9"[..], Some("windows-1252")),
            (b"caf\xe9 \x96 \x93ende\x94", Some("windows-1252")),
            (b"caf\xc3\xa9 cr\xc3\xa8me \xe2\x80", None),
            (b"\xef\xbb\xbf\xe9", None),
            ("é".as_bytes(), None),
            (b"{}", None),
        ] {
            assert_eq!(fallback(bytes), expected, "{bytes:?}");
        }
    }
}
