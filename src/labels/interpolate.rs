//! Fills templates with placeholders, such as `block-{id}`.

/// The template with every `{name}` replaced by `value`.
///
/// Instead of [`str::replace`], which makes the wasm larger (docs/decisions/003-small-wasm.md).
pub fn interpolate(template: &str, name: &str, value: &str) -> String {
    let mut parts = template.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('}'));
        filled.push_str(if rest.is_some() { value } else { "{" });
        filled.push_str(rest.unwrap_or(part));
    }
    filled
}

/// The text with double full stops collapsed: a time such as “8:17 p.m.” at the end of a sentence
/// makes two.
pub fn single_full_stops(text: &str) -> String {
    let mut last = ' ';
    text.chars()
        .filter(|next| !(std::mem::replace(&mut last, *next) == '.' && *next == '.'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_with_one_full_stop() {
        assert_eq!(
            single_full_stops("Updated 8:17 p.m.. Again 8:18 p.m.."),
            "Updated 8:17 p.m. Again 8:18 p.m."
        );
        assert_eq!(single_full_stops("Bis 20.17 Uhr."), "Bis 20.17 Uhr.");
    }

    #[test]
    fn every_placeholder_is_filled_and_other_braces_stay() {
        assert_eq!(interpolate("block-{id}", "id", "7"), "block-7");
        assert_eq!(
            interpolate("[a={id}][b={id}]", "id", "x{id}"),
            "[a=x{id}][b=x{id}]"
        );
        assert_eq!(interpolate("{ids} {id {}", "id", "7"), "{ids} {id {}");
        assert_eq!(interpolate("", "id", "7"), "");
    }
}
