//! The style sheet of a snippet.

/// The rules that set the tokens. Empty without tokens; a value that is not safe is left out.
///
/// Browsers without `light-dark()` get its first color.
pub fn rules(tokens: &[(String, String)]) -> String {
    let tokens: Vec<_> = tokens.iter().filter(|(_, value)| is_safe(value)).collect();
    if tokens.is_empty() {
        return String::new();
    }
    let declaration = |name: &str, value: &str| format!("  {name}: {value};\n");
    let plain = tokens
        .iter()
        .map(|(name, value)| declaration(name, light(value).unwrap_or(value)));
    let plain: String = plain.collect();
    let both = tokens.iter().filter(|(_, value)| light(value).is_some());
    let both: Vec<_> = both.map(|(name, value)| declaration(name, value)).collect();
    let mut rules = format!("key-events {{\n{plain}}}");
    if !both.is_empty() {
        rules.extend([
            "\n@supports (color: light-dark(#000, #fff)) {\n  key-events {\n  ",
            &both.join("  "),
            "  }\n}",
        ]);
    }
    rules
}

/// Whether a value is one value of CSS that requests nothing and ends neither its declaration nor the style sheet.
/// The link to a page with settings may be from anybody.
pub fn is_safe(value: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || " #.,%()-+*/_'\"".contains(c);
    let lower = value.to_ascii_lowercase();
    let (mut depth, mut quote) = (0_i32, None);
    for character in value.chars() {
        match (quote, character) {
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    value.chars().all(is_allowed)
        && depth == 0
        && quote.is_none()
        && !["url(", "image", "src(", "/*", "*/"]
            .iter()
            .any(|part| lower.contains(part))
}

/// The first color of `light-dark(…, …)`.
pub fn light(value: &str) -> Option<&str> {
    let arguments = value
        .trim()
        .strip_prefix("light-dark(")?
        .strip_suffix(')')?;
    let mut depth = 0;
    let end = arguments.find(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    })?;
    Some(arguments.get(..end)?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> String {
        rules(&[("--key-events-color-accent".into(), value.into())])
    }

    #[test]
    fn a_token_is_a_declaration() {
        assert_eq!(
            of("#8b1a1a"),
            "key-events {\n  --key-events-color-accent: #8b1a1a;\n}"
        );
        assert_eq!(rules(&[]), "");
    }

    #[test]
    fn older_browsers_get_the_light_color() {
        assert_eq!(
            of("light-dark(rgb(1, 2, 3), #f00)"),
            "key-events {\n  --key-events-color-accent: rgb(1, 2, 3);\n}\n\
             @supports (color: light-dark(#000, #fff)) {\n  key-events {\n    \
             --key-events-color-accent: light-dark(rgb(1, 2, 3), #f00);\n  }\n}"
        );
    }

    #[test]
    fn a_value_that_does_more_is_left_out() {
        for value in [
            "red; } body { display: none",
            "</style><script>",
            "url(https://evil.example/)",
            "URL(//evil.example)",
            "image-set(\"https://evil.example/a\" 1x)",
            "red /* ",
            "rgb(1, 2",
            "red)",
            "'open",
            "\\75rl(x)",
            "red\n",
        ] {
            assert_eq!(of(value), "", "{value}");
        }
        for value in [
            "Georgia, 'Times New Roman', serif",
            "calc(1em * 2 / 3)",
            "1.35",
            "50%",
        ] {
            assert_ne!(of(value), "", "{value}");
        }
    }
}
