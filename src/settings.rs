//! Attributes of the element, typed and defaulted.
//!
//! A bad value falls back to its default and leaves a [`BadValue`] that names the attribute and
//! what is allowed there.

use std::rc::Rc;

use crate::feed::dialect::{self, Dialect};

/// The names of all attributes, in the order of the reference.
pub const ATTRIBUTES: [&str; 20] = [
    "src",
    "format",
    "select",
    "order",
    "limit",
    "collapsed",
    "heading",
    "heading-level",
    "time",
    "time-zone",
    "refresh",
    "anchor",
    "offset",
    "loading",
    "theme",
    "images",
    "remember",
    "lang",
    "dir",
    "debug",
];

/// Everything that a publisher can set on one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the feed comes from.
    pub src: Source,
    /// The dialect to read the feed as; `None`: found from its content.
    pub format: Option<&'static Dialect>,
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
    /// Flagged entries and summaries; in a feed that flags nothing, every entry with a headline.
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

/// How times are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStyle {
    /// Relative in the last hour, clock time before that.
    Auto,
    /// “5 minutes ago” at any distance.
    Relative,
    /// Clock time, always.
    Absolute,
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
    /// Reads the settings from attributes; `attribute` gives the value of a name, if it is set.
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> (Self, Vec<BadValue>) {
        let default = Self::default();
        let mut bad = Vec::new();
        let mut read = Reader {
            attribute: &attribute,
            bad: &mut bad,
        };
        let settings = Self {
            src: read.text("src").map_or(Source::Page, |src| source(&src)),
            format: read.one_of("format", &["auto, ", &dialect::names()].concat(), None, |name| {
                if name == "auto" {
                    Some(None)
                } else {
                    dialect::by_name(name).map(Some)
                }
            }),
            select: read.one_of("select", "key, all, tag:NAME", default.select, select),
            order: read.one_of("order", "newest, oldest", default.order, |value| {
                choose(value, &[("newest", Order::Newest), ("oldest", Order::Oldest)])
            }),
            limit: read.number("limit", "a whole number from 1", default.limit, |n| n >= 1),
            collapsed: read.flag("collapsed"),
            heading: read.text("heading"),
            heading_level: read.number(
                "heading-level",
                "a whole number from 2 to 6",
                default.heading_level,
                |n| (2..=6).contains(&n),
            ),
            time: read.one_of("time", "auto, relative, absolute", default.time, |value| {
                choose(
                    value,
                    &[
                        ("auto", TimeStyle::Auto),
                        ("relative", TimeStyle::Relative),
                        ("absolute", TimeStyle::Absolute),
                    ],
                )
            }),
            time_zone: read.text("time-zone"),
            refresh: floored(read.number(
                "refresh",
                "seconds, 0 or at least 5",
                default.refresh,
                |_| true,
            )),
            anchor: read.text("anchor"),
            offset: read.optional_number("offset", "pixels, a whole number from 0"),
            loading: read.one_of("loading", "lazy, eager", default.loading, |value| {
                choose(value, &[("lazy", Loading::Lazy), ("eager", Loading::Eager)])
            }),
            theme: read.one_of("theme", "auto, light, dark", default.theme, |value| {
                choose(
                    value,
                    &[
                        ("auto", Theme::Auto),
                        ("light", Theme::Light),
                        ("dark", Theme::Dark),
                    ],
                )
            }),
            images: read.flag("images"),
            remember: read.flag("remember"),
            lang: read.text("lang"),
            debug: read.flag("debug"),
        };
        (settings, bad)
    }
}

/// The shortest time between two polls, in seconds.
const REFRESH_FLOOR: u32 = 5;

fn floored(seconds: u32) -> u32 {
    if seconds == 0 {
        0
    } else {
        seconds.max(REFRESH_FLOOR)
    }
}

fn source(src: &str) -> Source {
    match src.strip_prefix('#') {
        Some(id) => Source::Script(id.into()),
        None => Source::Url(src.into()),
    }
}

fn select(value: &str) -> Option<Select> {
    match value {
        "key" => Some(Select::Key),
        "all" => Some(Select::All),
        _ => value
            .strip_prefix("tag:")
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(|tag| Select::Tag(tag.into())),
    }
}


fn choose<T: Copy>(value: &str, allowed: &[(&str, T)]) -> Option<T> {
    let found = allowed.iter().find(|(name, _)| *name == value)?;
    Some(found.1)
}

struct Reader<'a, F> {
    attribute: &'a F,
    bad: &'a mut Vec<BadValue>,
}

impl<F: Fn(&str) -> Option<String>> Reader<'_, F> {
    fn flag(&self, name: &'static str) -> bool {
        (self.attribute)(name).is_some_and(|value| value != "false")
    }

    fn raw(&self, name: &'static str) -> Option<String> {
        let value = (self.attribute)(name)?;
        let trimmed = value.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }

    fn text(&self, name: &'static str) -> Option<Rc<str>> {
        self.raw(name).map(Into::into)
    }

    fn one_of<T>(
        &mut self,
        name: &'static str,
        allowed: &str,
        default: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        let Some(value) = self.raw(name) else {
            return default;
        };
        parse(&value).unwrap_or_else(|| {
            self.bad.push(BadValue {
                attribute: name,
                value,
                allowed: allowed.to_owned(),
            });
            default
        })
    }

    fn number<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        allowed: &str,
        default: T,
        fits: impl Fn(T) -> bool,
    ) -> T
    where
        T: Copy,
    {
        self.one_of(name, allowed, default, |value| {
            value.parse().ok().filter(|n| fits(*n))
        })
    }

    fn optional_number(&mut self, name: &'static str, allowed: &str) -> Option<u32> {
        self.one_of(name, allowed, None, |value| value.parse().ok().map(Some))
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
        assert_eq!(settings.format.map(|dialect| dialect.name), Some("json-feed"));
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
            assert!(message.contains(name) && message.contains(value), "{message}");
            assert!(message.contains(allowed), "{message}");
        }
    }

    #[test]
    fn an_id_a_url_and_nothing_are_three_sources() {
        assert_eq!(read(&[("src", "#feed")]).0.src, Source::Script("feed".into()));
        assert_eq!(read(&[("src", "/a#b")]).0.src, Source::Url("/a#b".into()));
        assert_eq!(read(&[("src", "  ")]).0.src, Source::Page);
    }

    #[test]
    fn polling_is_never_faster_than_the_floor_and_zero_is_off() {
        assert_eq!(read(&[("refresh", "1")]).0.refresh, 5);
        assert_eq!(read(&[("refresh", "0")]).0.refresh, 0);
    }

    #[test]
    fn a_flag_set_to_false_is_not_set() {
        assert!(!read(&[("collapsed", "false")]).0.collapsed);
    }
}
