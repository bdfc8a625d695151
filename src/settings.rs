//! Attributes of the element, typed and defaulted.
//!
//! A bad value falls back to its default and leaves a [`BadValue`] that names the attribute and
//! what is allowed there.

pub mod attribute;

use std::rc::Rc;

use attribute::Rule;

use crate::feed::format;
use crate::fmt::itoa;
use crate::time::date_format;
use crate::time::label::TimeStyle;

/// Everything that a publisher can set on one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the feed comes from.
    pub src: Source,
    /// The format to read the feed as; `None`: found from its content.
    pub format: Option<&'static str>,
    /// Which entries are events of the timeline.
    pub select: Select,
    /// Which end of the timeline comes first.
    pub order: Order,
    /// How many rows are there before “Show all”; at least 1.
    pub limit: usize,
    /// Whether the timeline starts collapsed.
    pub collapsed: bool,
    /// The heading's text; `None`: the localised “Key events”.
    pub heading: Option<Rc<str>>,
    /// The heading's level, 2 to 6.
    pub heading_level: u8,
    /// How times are shown.
    pub time: TimeStyle,
    /// The event's IANA time zone; `None`: the reader's.
    pub time_zone: Option<Rc<str>>,
    /// Seconds between two polls: 0 (off) or at least 5.
    pub refresh: u32,
    /// Where an entry is in the page: a template for an id or a CSS selector.
    pub anchor: Option<Rc<str>>,
    /// Pixels kept free above a jump target; `None`: measured.
    pub offset: Option<u32>,
    /// Whether the feed waits for the element to come near the viewport.
    pub loading: Loading,
    /// The colour scheme.
    pub theme: Theme,
    /// Whether entry images are shown.
    pub images: bool,
    /// Whether the reader's last visit and choices are stored in the browser.
    pub remember: bool,
    /// The language of the interface, a BCP 47 tag; `None`: the page's.
    pub lang: Option<Rc<str>>,
    /// Whether the feed's warnings go to the console.
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
            remember: false,
            lang: None,
            debug: false,
        }
    }
}

/// Where a feed comes from.
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
    /// Flagged entries and summaries; in a feed that flags no key event, summaries and every entry with a headline.
    Key,
    /// Every entry.
    All,
    /// The entries that carry this tag.
    Tag(Rc<str>),
}

/// Which end of the timeline comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The latest event first.
    Newest,
    /// The earliest event first.
    Oldest,
}

/// When an element starts to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Near the viewport.
    Lazy,
    /// At once.
    Eager,
}

/// The colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The reader's.
    Auto,
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

/// An attribute value that is not allowed, and what would be.
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
    /// For a reader who saves data: polls are rarer, and images are left out.
    pub fn spare(&mut self) {
        self.refresh = self.refresh.saturating_mul(SPARING);
        self.images = false;
    }

    /// Reads the settings from attributes; `attribute` gives the value of a name, if it is set.
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> (Self, Vec<BadValue>) {
        let default = Self::default();
        let mut read = Reader {
            attribute: &attribute,
            bad: Vec::new(),
        };
        let settings = Self {
            src: read
                .text(attribute::SRC.name)
                .map_or(Source::Page, |src| source(&src)),
            format: read.format(),
            select: read.select(default.select),
            order: match read.choice(const { attribute::ORDER.rule() }) {
                Some(1) => Order::Oldest,
                _ => Order::Newest,
            },
            limit: read.number(const { attribute::LIMIT.rule() }, 10, 1, u32::MAX) as usize,
            collapsed: read.flag(attribute::COLLAPSED.name),
            heading: read.text(attribute::HEADING.name),
            heading_level: read.number(const { attribute::HEADING_LEVEL.rule() }, 2, 2, 6) as u8,
            time: match read.choice(const { attribute::TIME.rule() }) {
                Some(1) => TimeStyle::Relative,
                Some(2) => TimeStyle::Absolute,
                _ => TimeStyle::Auto,
            },
            time_zone: read.text(attribute::TIME_ZONE.name),
            refresh: match read.number(const { attribute::REFRESH.rule() }, 30, 0, u32::MAX) {
                0 => 0,
                seconds => seconds.max(REFRESH_FLOOR),
            },
            anchor: read.text(attribute::ANCHOR.name),
            offset: read.optional_number(const { attribute::OFFSET.rule() }),
            loading: match read.choice(const { attribute::LOADING.rule() }) {
                Some(1) => Loading::Eager,
                _ => Loading::Lazy,
            },
            theme: match read.choice(const { attribute::THEME.rule() }) {
                Some(1) => Theme::Light,
                Some(2) => Theme::Dark,
                _ => Theme::Auto,
            },
            images: read.flag(attribute::IMAGES.name),
            remember: read.flag(attribute::REMEMBER.name),
            lang: read.text(attribute::LANG.name),
            debug: read.flag(attribute::DEBUG.name),
        };
        (settings, read.bad)
    }
}

/// The shortest time between two polls, in seconds.
const REFRESH_FLOOR: u32 = 5;

/// How much longer a reader who saves data waits between two polls.
const SPARING: u32 = 4;

fn source(src: &str) -> Source {
    match src.strip_prefix('#') {
        Some(id) => Source::Script(id.into()),
        None => Source::Url(src.into()),
    }
}

struct Reader<'a> {
    attribute: &'a dyn Fn(&str) -> Option<String>,
    bad: Vec<BadValue>,
}

impl Reader<'_> {
    fn flag(&self, name: &str) -> bool {
        (self.attribute)(name).is_some_and(|value| value != "false")
    }

    fn text(&self, name: &str) -> Option<Rc<str>> {
        let value = (self.attribute)(name)?;
        let trimmed = value.trim();
        (!trimmed.is_empty()).then(|| trimmed.into())
    }

    fn refuse(&mut self, attribute: &'static str, value: &str, allowed: &str) {
        self.bad.push(BadValue {
            attribute,
            value: value.to_owned(),
            allowed: allowed.to_owned(),
        });
    }

    /// The place of the value in a list separated by commas.
    fn choice(&mut self, (name, allowed): Rule) -> Option<usize> {
        let value = self.text(name)?;
        let place = allowed
            .split(',')
            .position(|choice| choice.trim() == &*value);
        if place.is_none() {
            self.refuse(name, &value, allowed);
        }
        place
    }

    fn number(&mut self, rule: Rule, default: u32, least: u32, most: u32) -> u32 {
        let number = self.optional_number(rule).unwrap_or(default);
        if (least..=most).contains(&number) {
            number
        } else {
            self.refuse(rule.0, &itoa(number.into()), rule.1);
            default
        }
    }

    fn optional_number(&mut self, (name, allowed): Rule) -> Option<u32> {
        let value = self.text(name)?;
        let number = date_format::whole(&value, 10).and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.refuse(name, &value, allowed);
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
                self.refuse(name, &value, const { attribute::SELECT.rule().1 });
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
            self.refuse(
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
    fn a_bad_value_falls_back_and_names_what_is_allowed() {
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
    fn polling_is_never_faster_than_the_floor_and_zero_is_off() {
        assert_eq!(read(&[("refresh", "1")]).0.refresh, 5);
        assert_eq!(read(&[("refresh", "0")]).0.refresh, 0);
    }

    #[test]
    fn who_saves_data_is_asked_for_less() {
        let spare = |attributes: &[(&str, &str)]| {
            let mut settings = read(attributes).0;
            settings.spare();
            (settings.refresh, settings.images)
        };
        assert_eq!(spare(&[("images", "")]), (120, false));
        assert_eq!(spare(&[("refresh", "0")]), (0, false));
        assert_eq!(spare(&[("refresh", "4294967295")]), (u32::MAX, false));
    }

    #[test]
    fn a_flag_set_to_false_is_not_set() {
        assert!(!read(&[("collapsed", "false")]).0.collapsed);
    }
}
