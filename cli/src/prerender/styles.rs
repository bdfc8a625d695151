//! The style sheet of the prerendered markup.

use key_events::PRERENDERED_STYLES;

/// All style sheets, minified, as one.
pub(crate) fn styles() -> String {
    PRERENDERED_STYLES.map(minify).concat()
}

/// Removes comments and redundant white space from a style sheet of this project.
///
/// Keeps white space before a colon, where it is significant in selectors.
fn minify(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    let mut quoted = false;
    while let Some(char) = rest.chars().next() {
        if !quoted && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        rest = rest.get(char.len_utf8()..).unwrap_or_default();
        if char == '"' {
            quoted = !quoted;
        }
        if quoted || !char.is_whitespace() {
            if !quoted && matches!(char, '{' | '}' | ';' | ',') && text.ends_with(' ') {
                text.pop();
            }
            if char == '}' && text.ends_with(';') {
                text.pop();
            }
            text.push(char);
        } else if !text.is_empty() && !text.ends_with([' ', '{', '}', ';', ',', ':']) {
            text.push(' ');
        }
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The style sheets that one imports, in order.
    fn imported(name: &str) -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../styles/");
        let css = std::fs::read_to_string([folder, name].concat()).unwrap();
        let imports: Vec<_> = css.split("@import \"./").skip(1).collect();
        if imports.is_empty() {
            return vec![css];
        }
        let names = imports
            .iter()
            .map(|import| import.split('"').next().unwrap());
        names.flat_map(imported).collect()
    }

    #[test]
    fn the_style_sheets_are_those_that_are_imported() {
        assert_eq!(imported("prerendered.css"), PRERENDERED_STYLES);
    }

    #[test]
    fn minifying_keeps_the_meaning() {
        assert_eq!(
            minify(
                "/* one */\n@media (min-width: 1px) {\n  .a > .b :is(c, d),\n  .e::before {\n    content: \" { ; \";\n    inset: 0 1px;\n  }\n}\n"
            ),
            "@media (min-width:1px){.a > .b :is(c,d),.e::before{content:\" { ; \";inset:0 1px}}"
        );
    }

    #[test]
    fn the_style_sheet_does_not_end_its_element() {
        assert!(!styles().contains('<'));
    }
}
