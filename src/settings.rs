//! The settings of an element, parsed from its attributes.
//!
//! An invalid value falls back to its default and adds a [`BadValue`], which has the attribute's name
//! and its allowed values.

pub mod attribute;

use std::rc::Rc;

use attribute::Rule;

use crate::feed::format;
use crate::fmt::itoa;
use crate::time::date_format;
use crate::time::label::TimeStyle;

/// The settings of one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The source of the feed.
    pub src: Source,
    /// The name of the feed's format; `None`: detected.
    pub format: Option<&'static str>,
    /// Which entries are events of the timeline.
    pub select: Select,
    /// The sort order.
    pub order: Order,
    /// The number of rows before “Show all”, at least 1.
    pub limit: usize,
    /// Whether the timeline starts collapsed.
    pub collapsed: bool,
    /// The text of the heading; `None`: the localized “Key events”.
    pub heading: Option<Rc<str>>,
    /// The level of the heading, 2 to 6.
    pub heading_level: u8,
    /// The style of time labels.
    pub time: TimeStyle,
    /// The event's IANA time zone; `None`: the reader's.
    pub time_zone: Option<Rc<str>>,
    /// The polling interval in seconds: 0 (off) or at least 5.
    pub refresh: u32,
    /// The template for an entry's element in the page: an id or a CSS selector with `{id}`.
    pub anchor: Option<Rc<str>>,
    /// The pixels reserved above a jump target; `None`: measured.
    pub offset: Option<u32>,
    /// When to load the feed.
    pub loading: Loading,
    /// The color scheme.
    pub theme: Theme,
    /// Whether to show the images of entries.
    pub images: bool,
    /// Whether to show a strip with a tick for each event.
    pub overview: bool,
    /// Whether small screens show the current event while the list is out of sight.
    pub reading_bar: bool,
    /// Whether to store the reader's last visit and choices in the browser.
    pub remember: bool,
    /// The language of the interface, a BCP 47 tag; `None`: the page's.
    pub lang: Option<Rc<str>>,
    /// Whether to log the feed's warnings to the console.
    pub debug: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            src: Source::Page,
            format: None,
            select: Select::Key,
            order: Order::Newest,
            limit: 10,
            collapsed: false,
            heading: None,
            heading_level: 2,
            time: TimeStyle::Auto,
            time_zone: None,
            refresh: 30,
            anchor: None,
            offset: None,
            loading: Loading::Lazy,
            theme: Theme::Auto,
            images: false,
            overview: false,
            reading_bar: false,
            remember: false,
            lang: None,
            debug: false,
        }
    }
}

/// The source of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A URL, as written in the attribute.
    Url(Rc<str>),
    /// The id of a script element of the page.
    Script(Rc<str>),
    /// The page's own `application/ld+json`.
    Page,
}

/// Which entries are events of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Select {
    /// Flagged entries and summaries; in a feed that flags no key event, summaries and every entry with
    /// a headline.
    Key,
    /// Every entry.
    All,
    /// The entries with this tag.
    Tag(Rc<str>),
}

/// A sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The latest event first.
    Newest,
    /// The earliest event first.
    Oldest,
}

impl Order {
    /// The value of the attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    /// The other order.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
        }
    }
}

/// When to load the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Near the viewport.
    Lazy,
    /// Immediately.
    Eager,
}

/// The color scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// That of the page.
    Auto,
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
}

/// An invalid attribute value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadValue {
    /// The attribute's name.
    pub attribute: &'static str,
    /// The value as written.
    pub value: String,
    /// The allowed values, in words.
    pub allowed: String,
}

impl BadValue {
    /// The message for the console.
    pub fn message(&self) -> String {
        [
            "key-events: attribute ",
            self.attribute,
            "=\"",
            &self.value,
            "\" is not allowed: expected ",
            &self.allowed,
            ". The default is used.",
        ]
        .concat()
    }
}

impl Settings {
    /// Reduces data usage: fewer requests, no images. For readers with `NetworkInformation.saveData`.
    pub fn save_data(&mut self) {
        self.refresh = self.refresh.saturating_mul(SAVE_DATA_FACTOR);
        self.images = false;
    }

    /// Parses the settings; `attribute` returns the value of the attribute with a name, if it is set.
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> (Self, Vec<BadValue>) {
        let default = Self::default();
        let mut parser = AttributeParser {
            attribute: &attribute,
            bad: Vec::new(),
        };
        let settings = Self {
            src: parser
                .text(attribute::SRC.name)
                .map_or(Source::Page, |src| source(&src)),
            format: parser.format(),
            select: parser.select(default.select),
            order: match parser.choice(const { attribute::ORDER.rule() }) {
                Some(1) => Order::Oldest,
                _ => Order::Newest,
            },
            limit: parser.number(
                const { attribute::LIMIT.rule() },
                const { attribute::LIMIT.range() },
                default.limit as u32,
            ) as usize,
            collapsed: parser.flag(attribute::COLLAPSED.name),
            heading: parser.text(attribute::HEADING.name),
            heading_level: parser.number(
                const { attribute::HEADING_LEVEL.rule() },
                const { attribute::HEADING_LEVEL.range() },
                default.heading_level.into(),
            ) as u8,
            time: match parser.choice(const { attribute::TIME.rule() }) {
                Some(1) => TimeStyle::Relative,
                Some(2) => TimeStyle::Absolute,
                _ => TimeStyle::Auto,
            },
            time_zone: parser.text(attribute::TIME_ZONE.name),
            refresh: match parser.number(
                const { attribute::REFRESH.rule() },
                const { attribute::REFRESH.range() },
                default.refresh,
            ) {
                0 => 0,
                seconds => seconds.max(MIN_REFRESH),
            },
            anchor: parser.template(const { attribute::ANCHOR.rule() }),
            offset: parser.optional_number(const { attribute::OFFSET.rule() }),
            loading: match parser.choice(const { attribute::LOADING.rule() }) {
                Some(1) => Loading::Eager,
                _ => Loading::Lazy,
            },
            theme: match parser.choice(const { attribute::THEME.rule() }) {
                Some(1) => Theme::Light,
                Some(2) => Theme::Dark,
                _ => Theme::Auto,
            },
            images: parser.flag(attribute::IMAGES.name),
            overview: parser.flag(attribute::OVERVIEW.name),
            reading_bar: parser.flag(attribute::READING_BAR.name),
            remember: parser.flag(attribute::REMEMBER.name),
            lang: parser.text(attribute::LANG.name),
            debug: parser.flag(attribute::DEBUG.name),
        };
        (settings, parser.bad)
    }
}

/// The minimum polling interval, in seconds.
const MIN_REFRESH: u32 = 5;

/// The factor of the polling interval for a reader who saves data.
const SAVE_DATA_FACTOR: u32 = 4;

fn source(src: &str) -> Source {
    match src.strip_prefix('#') {
        Some(id) => Source::Script(id.into()),
        None => Source::Url(src.into()),
    }
}

struct AttributeParser<'a> {
    attribute: &'a dyn Fn(&str) -> Option<String>,
    bad: Vec<BadValue>,
}

impl AttributeParser<'_> {
    fn flag(&self, name: &str) -> bool {
        (self.attribute)(name).is_some_and(|value| value != "false")
    }

    fn text(&self, name: &str) -> Option<Rc<str>> {
        let value = (self.attribute)(name)?;
        let trimmed = value.trim();
        (!trimmed.is_empty()).then(|| trimmed.into())
    }

    /// A text with `{id}`, because without it every entry would have the same element.
    fn template(&mut self, (name, allowed): Rule) -> Option<Rc<str>> {
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
    fn choice(&mut self, (name, allowed): Rule) -> Option<usize> {
        let value = self.text(name)?;
        let index = allowed
            .split(',')
            .position(|choice| choice.trim() == &*value);
        if index.is_none() {
            self.reject(name, &value, allowed);
        }
        index
    }

    fn number(&mut self, rule: Rule, (min, max): (u32, u32), default: u32) -> u32 {
        let number = self.optional_number(rule).unwrap_or(default);
        if (min..=max).contains(&number) {
            number
        } else {
            self.reject(rule.0, &itoa(number.into()), rule.1);
            default
        }
    }

    fn optional_number(&mut self, (name, allowed): Rule) -> Option<u32> {
        let value = self.text(name)?;
        let number =
            date_format::parse_digits(&value, 10).and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.reject(name, &value, allowed);
        }
        number
    }

    fn select(&mut self, default: Select) -> Select {
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

    fn format(&mut self) -> Option<&'static str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(attributes: &[(&str, &str)]) -> (Settings, Vec<BadValue>) {
        Settings::read(|name| {
            attributes
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn no_attributes_give_the_documented_defaults() {
        let (settings, bad) = read(&[]);
        assert_eq!(settings, Settings::default());
        assert!(bad.is_empty());
    }

    #[test]
    fn every_attribute_is_read() {
        let (settings, bad) = read(&[
            ("src", " feed.json "),
            ("format", "json-feed"),
            ("select", "tag:goal"),
            ("order", "oldest"),
            ("limit", "3"),
            ("collapsed", ""),
            ("heading", "Timeline"),
            ("heading-level", "4"),
            ("time", "absolute"),
            ("time-zone", "Europe/Paris"),
            ("refresh", "60"),
            ("anchor", "block-{id}"),
            ("offset", "80"),
            ("loading", "eager"),
            ("theme", "dark"),
            ("images", ""),
            ("overview", ""),
            ("reading-bar", ""),
            ("remember", ""),
            ("lang", "de"),
            ("debug", ""),
        ]);
        assert_eq!(bad, []);
        assert_eq!(settings.src, Source::Url("feed.json".into()));
        assert_eq!(settings.format, Some("json-feed"));
        assert_eq!(settings.select, Select::Tag("goal".into()));
        assert_eq!(settings.order, Order::Oldest);
        assert_eq!(settings.limit, 3);
        assert!(settings.collapsed && settings.images && settings.remember && settings.debug);
        assert!(settings.overview && settings.reading_bar);
        assert_eq!(settings.heading.as_deref(), Some("Timeline"));
        assert_eq!(settings.heading_level, 4);
        assert_eq!(settings.time, TimeStyle::Absolute);
        assert_eq!(settings.time_zone.as_deref(), Some("Europe/Paris"));
        assert_eq!(settings.refresh, 60);
        assert_eq!(settings.anchor.as_deref(), Some("block-{id}"));
        assert_eq!(settings.offset, Some(80));
        assert_eq!(settings.loading, Loading::Eager);
        assert_eq!(settings.theme, Theme::Dark);
        assert_eq!(settings.lang.as_deref(), Some("de"));
    }

    #[test]
    fn an_invalid_value_falls_back_and_its_message_has_the_allowed_values() {
        for (name, value, allowed) in [
            ("format", "rss", "json-feed"),
            ("select", "keys", "tag:NAME"),
            ("select", "tag:", "tag:NAME"),
            ("order", "up", "oldest"),
            ("limit", "0", "from 1"),
            ("limit", "-3", "from 1"),
            ("limit", "many", "from 1"),
            ("heading-level", "1", "2 to 6"),
            ("heading-level", "7", "2 to 6"),
            ("time", "ago", "relative"),
            ("refresh", "soon", "seconds"),
            ("anchor", "block", "{id}"),
            ("anchor", "block-{ID}", "{id}"),
            ("anchor", "#block-id", "{id}"),
            ("offset", "-1", "pixels"),
            ("loading", "later", "eager"),
            ("theme", "sepia", "dark"),
        ] {
            let (settings, bad) = read(&[(name, value)]);
            assert_eq!(settings, Settings::default(), "{name}={value}");
            let [bad] = bad.as_slice() else {
                panic!("{name}={value}: one message, got {bad:?}");
            };
            let message = bad.message();
            assert!(
                message.contains(name) && message.contains(value),
                "{message}"
            );
            assert!(message.contains(allowed), "{message}");
        }
    }

    #[test]
    fn an_id_a_url_and_nothing_are_three_sources() {
        assert_eq!(
            read(&[("src", "#feed")]).0.src,
            Source::Script("feed".into())
        );
        assert_eq!(read(&[("src", "/a#b")]).0.src, Source::Url("/a#b".into()));
        assert_eq!(read(&[("src", "  ")]).0.src, Source::Page);
    }

    #[test]
    fn polling_has_a_minimum_interval_and_zero_is_off() {
        assert_eq!(read(&[("refresh", "1")]).0.refresh, 5);
        assert_eq!(read(&[("refresh", "0")]).0.refresh, 0);
    }

    #[test]
    fn saving_data_polls_less_and_shows_no_images() {
        let save_data = |attributes: &[(&str, &str)]| {
            let mut settings = read(attributes).0;
            settings.save_data();
            (settings.refresh, settings.images)
        };
        assert_eq!(save_data(&[("images", "")]), (120, false));
        assert_eq!(save_data(&[("refresh", "0")]), (0, false));
        assert_eq!(save_data(&[("refresh", "4294967295")]), (u32::MAX, false));
    }

    #[test]
    fn a_flag_set_to_false_is_not_set() {
        assert!(!read(&[("collapsed", "false")]).0.collapsed);
    }
}
