//! Escapes text for the places in which a snippet has it.

/// The value of an attribute in HTML, in double quotes. Line breaks would end a line of the snippet.
pub fn html(text: &str) -> String {
    replace(text, |character| match character {
        '&' => Some("&amp;"),
        '"' => Some("&quot;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        _ => None,
    })
}

/// The same in a Svelte component, where braces are expressions.
pub fn svelte(text: &str) -> String {
    replace(&html(text), |character| match character {
        '{' => Some("&#123;"),
        '}' => Some("&#125;"),
        _ => None,
    })
}

/// A word of a shell command, in quotes if it needs them.
pub fn shell(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn replace(text: &str, by: impl Fn(char) -> Option<&'static str>) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match by(character) {
            Some(reference) => escaped.push_str(reference),
            None => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_value_cannot_end_its_quotes_or_its_line() {
        let escaped = html("\"><script>alert(1)</script>&\n");
        assert_eq!(
            escaped,
            "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#10;"
        );
    }

    #[test]
    fn braces_are_text_in_svelte() {
        assert_eq!(svelte("block-{id}"), "block-&#123;id&#125;");
    }

    #[test]
    fn a_shell_word_runs_nothing() {
        assert_eq!(
            shell("https://a.example/x.json"),
            "https://a.example/x.json"
        );
        assert_eq!(shell("$(rm -r .)"), "'$(rm -r .)'");
        assert_eq!(shell("it's"), r"'it'\''s'");
        assert_eq!(shell(""), "''");
    }
}
