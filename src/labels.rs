//! The words of the interface.

use serde_json::{Map, Value};

/// The strings of one language over English, and the page's own over both.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels(Vec<Map<String, Value>>);

impl Default for Labels {
    /// English.
    fn default() -> Self {
        let mut labels = Self(Vec::new());
        labels.add(include_str!("locales/en.json"));
        labels
    }
}

impl Labels {
    /// Puts the strings of a JSON object before those already there; anything else adds nothing.
    pub fn add(&mut self, json: &str) {
        if let Ok(Value::Object(strings)) = serde_json::from_str(json) {
            self.0.insert(0, strings);
        }
    }

    /// The string of this name.
    pub fn text(&self, name: &str) -> String {
        self.plural(name, "other")
    }

    /// The string of this name in a plural category of CLDR, such as `one` or `few`.
    pub fn plural(&self, name: &str, category: &str) -> String {
        self.0
            .iter()
            .find_map(|strings| match strings.get(name)? {
                Value::String(text) => Some(text.as_str()),
                Value::Object(forms) => {
                    forms.get(category).or_else(|| forms.get("other"))?.as_str()
                }
                _ => None,
            })
            .unwrap_or_default()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_built_in() {
        assert_eq!(Labels::default().text("heading"), "Key events");
    }

    #[test]
    fn a_string_put_before_wins_and_what_it_lacks_falls_back() {
        let mut labels = Labels::default();
        labels.add(r#"{"heading": "Was bisher geschah"}"#);
        assert_eq!(labels.text("heading"), "Was bisher geschah");
        assert_eq!(labels.text("retry"), "Try again");
    }

    #[test]
    fn a_plural_category_falls_back_to_other() {
        let mut labels = Labels::default();
        labels.add(r#"{"events": {"one": "událost", "few": "události", "other": "událostí"}}"#);
        assert_eq!(labels.plural("events", "few"), "události");
        assert_eq!(labels.plural("events", "many"), "událostí");
    }

    #[test]
    fn what_is_no_object_or_no_text_changes_nothing() {
        let mut labels = Labels::default();
        for json in ["", "[]", "{", "{\"heading\": 3}", "null"] {
            labels.add(json);
        }
        assert_eq!(labels.text("heading"), "Key events");
        assert_eq!(labels.text("no such label"), "");
    }
}
