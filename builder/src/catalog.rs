//! What can be set: the attributes in groups, and the style tokens with their help.

use serde_json::Value;

use crate::attribute::{self, Attribute};

/// The attributes by subject. `src` has a field of its own.
pub const GROUPS: [(&str, &[Attribute]); 3] = [
    (
        "The list",
        &[
            attribute::SELECT,
            attribute::ORDER,
            attribute::LIMIT,
            attribute::COLLAPSED,
            attribute::HEADING,
            attribute::HEADING_LEVEL,
            attribute::IMAGES,
            attribute::OVERVIEW,
            attribute::READING_BAR,
            attribute::THEME,
        ],
    ),
    (
        "Language and time",
        &[
            attribute::LANG,
            attribute::DIR,
            attribute::TIME,
            attribute::TIME_ZONE,
        ],
    ),
    (
        "In your page",
        &[
            attribute::ANCHOR,
            attribute::OFFSET,
            attribute::REFRESH,
            attribute::LOADING,
            attribute::FORMAT,
            attribute::REMEMBER,
            attribute::DEBUG,
        ],
    ),
];

/// The names of the formats that a feed can have.
pub const FORMATS: [&str; 7] = [
    "json-feed",
    "live-blog-posting",
    "guardian-page",
    "guardian-api",
    "wordpress-liveblog",
    "wordpress-posts",
    "sourcefabric",
];

/// The attribute of this name, unless it is `src`.
pub fn attribute(name: &str) -> Option<Attribute> {
    let mut all = GROUPS.iter().flat_map(|(_, attributes)| *attributes);
    all.find(|attribute| attribute.name == name).copied()
}

/// A style token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The name of the custom property.
    pub name: String,
    /// Its default, as CSS or in words.
    pub default: String,
    /// What it sets.
    pub help: String,
}

impl Token {
    /// Whether its value is a color.
    pub fn is_color(&self) -> bool {
        self.name.starts_with("--key-events-color-")
    }

    /// The name without the prefix of all tokens.
    pub fn label(&self) -> &str {
        self.name.trim_start_matches("--key-events-")
    }
}

/// The tokens of the element's manifest, in its order.
pub fn tokens() -> Vec<Token> {
    let manifest = include_str!("../../src/element/custom-elements.json");
    let manifest: Value = serde_json::from_str(manifest).unwrap_or_default();
    let properties = manifest.pointer("/modules/0/declarations/0/cssProperties");
    let properties = properties.and_then(Value::as_array).into_iter().flatten();
    let text = |property: &Value, name: &str| {
        let text = property.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let token = |property| Token {
        name: text(property, "name"),
        default: text(property, "default"),
        help: text(property, "description"),
    };
    properties.map(token).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use key_events::feed::format;

    use super::*;

    #[test]
    fn every_attribute_has_a_control() {
        let listed = GROUPS.iter().flat_map(|(_, attributes)| *attributes);
        let names: Vec<&str> = listed.map(|attribute| attribute.name).collect();
        let all = attribute::ALL.iter().map(|attribute| attribute.name);
        let all: BTreeSet<&str> = all.filter(|name| *name != "src").collect();
        assert_eq!(names.len(), all.len());
        assert_eq!(names.into_iter().collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn every_format_can_be_chosen() {
        let listed: BTreeSet<&str> = FORMATS.into();
        assert_eq!(listed, BTreeSet::from(format::NAMES));
    }

    #[test]
    fn every_token_has_its_default_and_its_help() {
        let tokens = tokens();
        assert!(tokens.len() > 10);
        for token in tokens {
            assert!(
                !token.default.is_empty() && !token.help.is_empty(),
                "{token:?}"
            );
            assert!(token.name.starts_with("--key-events-"), "{token:?}");
        }
    }
}
