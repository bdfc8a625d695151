//! The labels of the interface.

pub mod interpolate;

use std::rc::Rc;

use crate::feed::{Entry, Value, json};

#[cfg(not(target_arch = "wasm32"))]
macro_rules! locales {
    ($($tag:literal)*) => {
        &[$(($tag, include_str!(concat!("labels/locales/", $tag, ".json")))),*]
    };
}

/// The labels of every language except English, which is built in, by tag. For the command; the loader of the
/// element requests them.
#[cfg(not(target_arch = "wasm32"))]
pub const LOCALES: &[(&str, &str)] = locales! {
    "ar" "bg" "cs" "da" "de" "el" "es" "fi" "fr" "he" "hi" "hu" "it" "ja" "ko" "nl" "pl" "pt" "pt-BR"
    "ro" "sk" "sv" "tr" "uk" "zh" "zh-Hant"
};

/// The labels of the interface, by precedence: the page's, those of a language, English.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    sets: Vec<Vec<Label>>,
    /// The language of the page, a BCP 47 tag.
    pub page_language: Option<Rc<str>>,
    /// Whether the labels are in English because there are none for the language of the page.
    pub is_fallback: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Label {
    name: Rc<str>,
    /// The plural category of CLDR.
    category: Rc<str>,
    text: Rc<str>,
}

impl Default for Labels {
    /// English.
    fn default() -> Self {
        let mut labels = Self {
            sets: Vec::new(),
            page_language: None,
            is_fallback: false,
        };
        labels.add(include_str!("labels/locales/en.json"));
        labels
    }
}

impl Labels {
    /// Adds the labels of a JSON object, which take precedence over the present ones. Ignores any other
    /// text.
    pub fn add(&mut self, json: &str) {
        let object = json::parse_unchecked(json).map_or(Value::Null, |(object, _)| object);
        let mut labels = Vec::new();
        for (name, value) in object.fields() {
            let mut add = |category: &Value, text: &Value| {
                if let (Some(name), Some(category), Some(text)) =
                    (name.as_str(), category.as_str(), text.as_str())
                {
                    labels.push(Label {
                        name: name.into(),
                        category: category.into(),
                        text: text.into(),
                    });
                }
            };
            add(&Value::String(OTHER.into()), value);
            for (category, text) in value.fields() {
                add(category, text);
            }
        }
        self.sets.insert(0, labels);
    }

    /// Whether every English label is overridden.
    pub fn replaces_english(&self) -> bool {
        let Some((english, others)) = self.sets.split_last() else {
            return false;
        };
        let has = |name: &str| others.iter().flatten().any(|label| *label.name == *name);
        english.iter().all(|label| has(&label.name))
    }

    /// The text of the label of this name.
    pub fn text(&self, name: &str) -> Rc<str> {
        self.plural(name, OTHER)
    }

    /// The headline of an entry, or the label of its medium.
    pub fn headline(&self, entry: &Entry) -> Rc<str> {
        let headline = entry.headline().cloned();
        headline.unwrap_or_else(|| self.text(entry.medium.label()))
    }

    /// The text of the label of this name in a plural category of CLDR, such as `one` or `few`.
    pub fn plural(&self, name: &str, category: &str) -> Rc<str> {
        let find = |labels: &Vec<Label>| {
            let of = |category: &str| {
                let mut labels = labels.iter();
                labels.find(|label| *label.name == *name && *label.category == *category)
            };
            let label = of(category).or_else(|| of(OTHER))?;
            Some(Rc::clone(&label.text))
        };
        self.sets.iter().find_map(find).unwrap_or_default()
    }
}

/// The plural category that every label has.
const OTHER: &str = "other";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_built_in() {
        assert_eq!(&*Labels::default().text("heading"), "Key events");
    }

    #[test]
    fn an_added_string_takes_precedence_and_others_fall_back() {
        let mut labels = Labels::default();
        labels.add(r#"{"heading": "Was bisher geschah"}"#);
        assert_eq!(&*labels.text("heading"), "Was bisher geschah");
        assert_eq!(&*labels.text("retry"), "Try again");
    }

    #[test]
    fn a_plural_category_falls_back_to_other() {
        let mut labels = Labels::default();
        labels.add(r#"{"events": {"one": "událost", "few": "události", "other": "událostí"}}"#);
        assert_eq!(&*labels.plural("events", "few"), "události");
        assert_eq!(&*labels.plural("events", "many"), "událostí");
    }

    #[test]
    fn invalid_json_and_other_values_are_ignored() {
        let mut labels = Labels::default();
        for json in ["", "[]", "{", "{\"heading\": 3}", "null"] {
            labels.add(json);
        }
        assert_eq!(&*labels.text("heading"), "Key events");
        assert_eq!(&*labels.text("no such label"), "");
    }
}
