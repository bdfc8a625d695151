//! The settings of the builder, and how the page's address has them.

use crate::catalog::{self, Token};

/// The name of the base folder in the address. No attribute has it.
const BASE: &str = "base";

/// The address of the feed in the snippets, if none is chosen.
pub const EXAMPLE: &str = "https://news.example/live/feed.json";

/// The settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The address of the feed. Empty: none is chosen.
    pub src: String,
    /// The address of the folder with the files, with a slash at its end.
    pub base: String,
    /// The attributes that are set, by name, in the order in which they were set. A flag has an empty value.
    pub attributes: Vec<(String, String)>,
    /// The tokens that are set.
    pub tokens: Vec<(String, String)>,
}

impl Options {
    /// The settings in the fragment of an address. Unknown names are ignored.
    pub fn from_fragment(fragment: &str, tokens: &[Token]) -> Self {
        let fragment = fragment.trim_start_matches('#');
        let mut options = Self::default();
        for (name, value) in form_urlencoded::parse(fragment.as_bytes()) {
            match &*name {
                "src" => options.src = value.into_owned(),
                BASE => options.base = value.into_owned(),
                name if catalog::attribute(name).is_some() => {
                    options.set_attribute(name, Some(&value));
                }
                name if tokens.iter().any(|token| token.name == name) => {
                    options.set_token(name, &value);
                }
                _ => {}
            }
        }
        options
    }

    /// The fragment of an address, without `#`. Empty: nothing is set.
    pub fn to_fragment(&self) -> String {
        let mut fragment = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("src", &self.src), (BASE, &self.base)] {
            if !value.is_empty() {
                fragment.append_pair(name, value);
            }
        }
        fragment.extend_pairs(self.attributes.iter().chain(&self.tokens));
        fragment.finish()
    }

    /// The value of an attribute. `None`: it is not set.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        find(&self.attributes, name)
    }

    /// The value of a token. Empty: it is not set.
    pub fn token(&self, name: &str) -> &str {
        find(&self.tokens, name).unwrap_or_default()
    }

    /// Sets or removes an attribute.
    pub fn set_attribute(&mut self, name: &str, value: Option<&str>) {
        set(&mut self.attributes, name, value);
    }

    /// Sets a token; an empty value removes it.
    pub fn set_token(&mut self, name: &str, value: &str) {
        set(
            &mut self.tokens,
            name,
            Some(value).filter(|value| !value.is_empty()),
        );
    }

    /// The address of the feed for the snippets.
    pub fn feed(&self) -> &str {
        if self.src.is_empty() {
            EXAMPLE
        } else {
            &self.src
        }
    }
}

fn find<'a>(list: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = list.iter().find(|(own, _)| own == name);
    found.map(|(_, value)| &**value)
}

fn set(list: &mut Vec<(String, String)>, name: &str, value: Option<&str>) {
    let position = list.iter().position(|(own, _)| own == name);
    match (position.and_then(|position| list.get_mut(position)), value) {
        (Some((_, own)), Some(value)) => value.clone_into(own),
        (None, Some(value)) => list.push((name.to_owned(), value.to_owned())),
        (Some(_), None) => list.retain(|(own, _)| own != name),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(options: &Options) -> Options {
        Options::from_fragment(&format!("#{}", options.to_fragment()), &catalog::tokens())
    }

    #[test]
    fn the_address_has_all_settings() {
        let mut options = Options {
            src: "https://news.example/?a=1&b=ä#c \"<>".into(),
            base: "https://cdn.example/key-events/".into(),
            ..Options::default()
        };
        options.set_attribute("collapsed", Some(""));
        options.set_attribute("anchor", Some("block-{id}"));
        options.set_attribute("heading", Some("100 % + più"));
        options.set_token("--key-events-color-accent", "light-dark(#8b1a1a, #f0938a)");
        assert_eq!(round_trip(&options), options);
        assert_eq!(Options::default().to_fragment(), "");
    }

    #[test]
    fn an_unknown_name_is_ignored() {
        let fragment = "onclick=alert(1)&style=x&--key-events-other=1&order=oldest&order=newest";
        let options = Options::from_fragment(fragment, &catalog::tokens());
        assert_eq!(options.attributes, [("order".into(), "newest".into())]);
        assert_eq!(options.tokens, []);
    }

    #[test]
    fn a_setting_can_be_removed() {
        let mut options = Options::default();
        options.set_attribute("order", Some("oldest"));
        options.set_attribute("order", None);
        options.set_token("--key-events-space", "1em");
        options.set_token("--key-events-space", "");
        assert_eq!(options, Options::default());
    }
}
