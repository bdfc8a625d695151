//! Parses the values of attributes, and collects the invalid ones.

use std::rc::Rc;

use super::attribute::{self, Rule};
use super::{BadValue, Select};
use crate::feed::format;
use crate::fmt::itoa;
use crate::time::date_format;

pub(super) struct AttributeParser<'a> {
    pub(super) attribute: &'a dyn Fn(&str) -> Option<String>,
    pub(super) bad: Vec<BadValue>,
}

impl AttributeParser<'_> {
    pub(super) fn flag(&self, name: &str) -> bool {
        (self.attribute)(name).is_some_and(|value| value != "false")
    }

    pub(super) fn text(&self, name: &str) -> Option<Rc<str>> {
        let value = (self.attribute)(name)?;
        let trimmed = value.trim();
        (!trimmed.is_empty()).then(|| trimmed.into())
    }

    /// A text with `{id}`, because without it every entry would have the same element.
    pub(super) fn template(&mut self, (name, allowed): Rule) -> Option<Rc<str>> {
        let value = self.text(name)?;
        // Not with `str::contains`, which makes the wasm larger.
        if value.split('{').skip(1).any(|rest| rest.starts_with("id}")) {
            return Some(value);
        }
        self.reject(name, &value, allowed);
        None
    }

    fn reject(&mut self, attribute: &'static str, value: &str, allowed: &str) {
        self.bad.push(BadValue {
            attribute,
            value: value.to_owned(),
            allowed: allowed.to_owned(),
        });
    }

    /// The index of the value in a list of allowed values, separated by commas.
    pub(super) fn choice(&mut self, (name, allowed): Rule) -> Option<usize> {
        let value = self.text(name)?;
        let index = allowed
            .split(',')
            .position(|choice| choice.trim() == &*value);
        if index.is_none() {
            self.reject(name, &value, allowed);
        }
        index
    }

    pub(super) fn number(&mut self, rule: Rule, (min, max): (u32, u32), default: u32) -> u32 {
        let number = self.optional_number(rule).unwrap_or(default);
        if (min..=max).contains(&number) {
            number
        } else {
            self.reject(rule.0, &itoa(number.into()), rule.1);
            default
        }
    }

    pub(super) fn optional_number(&mut self, (name, allowed): Rule) -> Option<u32> {
        let value = self.text(name)?;
        let number =
            date_format::parse_digits(&value, 10).and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.reject(name, &value, allowed);
        }
        number
    }

    pub(super) fn select(&mut self, default: Select) -> Select {
        let name = attribute::SELECT.name;
        let Some(value) = self.text(name) else {
            return default;
        };
        match (&*value, value.strip_prefix("tag:").map(str::trim)) {
            ("key", _) => Select::Key,
            ("all", _) => Select::All,
            (_, Some(tag)) if !tag.is_empty() => Select::Tag(tag.into()),
            _ => {
                self.reject(name, &value, const { attribute::SELECT.rule().1 });
                default
            }
        }
    }

    pub(super) fn format(&mut self) -> Option<&'static str> {
        let name = attribute::FORMAT.name;
        let value = self.text(name)?;
        let mut names = format::NAMES.into_iter();
        let format = names.find(|name| **name == *value);
        if format.is_none() && &*value != "auto" {
            self.reject(
                name,
                &value,
                &["auto, ", &format::NAMES.join(", ")].concat(),
            );
        }
        format
    }
}
