//! The settings of an element, parsed from its attributes.
//!
//! An invalid value falls back to its default and adds a [`BadValue`], which has the attribute's name
//! and its allowed values.

pub mod attribute;
mod attribute_parser;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::time::label::TimeStyle;
use attribute_parser::AttributeParser;

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
