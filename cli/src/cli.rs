//! The command-line arguments.
//!
//! The code of the element's attributes parses the options of the same name, so that both allow the
//! same values and report the same errors.

#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use icu_locale::Locale;
use jiff::tz::TimeZone;
use key_events::settings::Settings;
use key_events::settings::attribute::{self, Values};

use crate::prerender::tag_of;

/// Shows what a live blog's feed gives as a key-events timeline, and writes it as a slim feed
#[derive(Debug, Parser)]
#[command(name = "key-events", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Shows what the list will look like, and what was left out and why
    #[command(after_help = CHECK)]
    Check(Check),
    /// Writes the key events of any feed as a slim JSON Feed 1.1
    #[command(after_help = CONVERT)]
    Convert(Convert),
    /// Writes the finished list as HTML that needs no script
    #[command(after_help = PRERENDER)]
    Prerender(Box<Prerender>),
    /// Writes the completions for a shell
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
}

const EXAMPLES: &str = "\
Examples:
  key-events check https://news.example/live/feed.json
  key-events convert --select tag:goal feed.json > key-events.json
  key-events help check

FEED is a file, - for standard input, or an http or https URL. A feed is at most 8 MB and, from a \
URL, complete within 10 seconds.";

const CHECK: &str = "\
Examples:
  key-events check feed.json
  key-events check --select all --order oldest --time-zone Europe/Paris feed.json
  key-events check --json - < feed.json

Exit status: 0 something is shown, 1 nothing to show, 2 not readable, not a feed, or bad usage.";

const CONVERT: &str = "\
Examples:
  key-events convert https://news.example/live/feed.json > key-events.json
  key-events convert --select all --bodies feed.json

Exit status: 0 written, 2 not readable, not a feed, or bad usage.";

const PRERENDER: &str = "\
Examples:
  key-events prerender --time-zone Europe/Paris https://news.example/live/feed.json > list.html
  key-events prerender --src /live/feed.json --jsonld --watch --output list.html feed.json

Exit status: 0 something is shown, 1 nothing to show, 2 not readable, not a feed, not written, or bad \
usage.";

const COMPLETIONS: &str = "\
Example:
  key-events completions bash > ~/.local/share/bash-completion/completions/key-events";

/// Where the feed is and which of its entries count.
#[derive(Args, Debug)]
pub(crate) struct Feed {
    /// A file, - for standard input, or an http or https URL
    #[arg(value_name = "FEED")]
    pub(crate) source: OsString,
    #[arg(long, help = attribute::FORMAT.help, value_name = "NAME", default_value = attribute::FORMAT.default, value_parser = Attribute(attribute::FORMAT.name))]
    format: String,
    #[arg(long, help = attribute::SELECT.help, value_name = "WHICH", default_value = attribute::SELECT.default, value_parser = Attribute(attribute::SELECT.name))]
    pub(crate) select: String,
}

/// `check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) feed: Feed,
    #[arg(long, help = attribute::ORDER.help, value_name = "ORDER", default_value = attribute::ORDER.default, value_parser = Attribute(attribute::ORDER.name))]
    pub(crate) order: String,
    #[arg(long, help = attribute::LIMIT.help, value_name = "ROWS", default_value = attribute::LIMIT.default, value_parser = Attribute(attribute::LIMIT.name))]
    limit: String,
    /// The IANA time zone of the times shown, such as Europe/Paris
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = time_zone)]
    pub(crate) time_zone: TimeZone,
    /// Writes a JSON object for programs
    #[arg(long)]
    pub(crate) json: bool,
}

/// `convert`.
#[derive(Args, Debug)]
pub(crate) struct Convert {
    #[command(flatten)]
    pub(crate) feed: Feed,
    /// Writes the bodies of the entries too
    #[arg(long)]
    pub(crate) bodies: bool,
}

/// `prerender`.
#[derive(Args, Debug)]
pub(crate) struct Prerender {
    #[command(flatten)]
    pub(crate) feed: Feed,
    /// The feed's URL for the page; by default FEED, if that is a URL
    #[arg(long, value_name = "URL")]
    src: Option<String>,
    #[arg(long, help = attribute::ORDER.help, value_name = "ORDER", default_value = attribute::ORDER.default, value_parser = Attribute(attribute::ORDER.name))]
    order: String,
    #[arg(long, help = attribute::LIMIT.help, value_name = "ROWS", default_value = attribute::LIMIT.default, value_parser = Attribute(attribute::LIMIT.name))]
    limit: String,
    #[arg(long, help = attribute::COLLAPSED.help)]
    collapsed: bool,
    #[arg(long, help = attribute::HEADING.help, value_name = "TEXT")]
    heading: Option<String>,
    #[arg(long, help = attribute::HEADING_LEVEL.help, value_name = "LEVEL", default_value = attribute::HEADING_LEVEL.default, value_parser = Attribute(attribute::HEADING_LEVEL.name))]
    heading_level: String,
    #[arg(long, help = attribute::TIME.help, value_name = "HOW", default_value = attribute::TIME.default, value_parser = Attribute(attribute::TIME.name))]
    time: String,
    /// The event's IANA time zone, such as Europe/Paris; without it, UTC until the upgrade
    #[arg(long, value_name = "ZONE", value_parser = time_zone)]
    time_zone: Option<TimeZone>,
    #[arg(long, help = attribute::REFRESH.help, value_name = "SECONDS", default_value = attribute::REFRESH.default, value_parser = Attribute(attribute::REFRESH.name))]
    refresh: String,
    #[arg(long, help = attribute::ANCHOR.help, value_name = "TEMPLATE", value_parser = Attribute(attribute::ANCHOR.name))]
    anchor: Option<String>,
    #[arg(long, help = attribute::OFFSET.help, value_name = "PIXELS", value_parser = Attribute(attribute::OFFSET.name))]
    offset: Option<String>,
    #[arg(long, help = attribute::LOADING.help, value_name = "WHEN", default_value = attribute::LOADING.default, value_parser = Attribute(attribute::LOADING.name))]
    loading: String,
    #[arg(long, help = attribute::THEME.help, value_name = "NAME", default_value = attribute::THEME.default, value_parser = Attribute(attribute::THEME.name))]
    theme: String,
    #[arg(long, help = attribute::IMAGES.help)]
    images: bool,
    #[arg(long, help = attribute::OVERVIEW.help)]
    overview: bool,
    #[arg(long, help = attribute::READING_BAR.help)]
    reading_bar: bool,
    #[arg(long, help = attribute::REMEMBER.help)]
    remember: bool,
    /// The language of labels, dates and numbers, a BCP 47 tag; by default the feed's, else English
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(crate) lang: Option<String>,
    #[arg(long, help = attribute::DIR.help, value_name = "DIR", value_parser = choices(attribute::DIR))]
    dir: Option<String>,
    #[arg(long, help = attribute::DEBUG.help)]
    debug: bool,
    /// The URL of the page that contains the list, if it is not the feed's own page
    #[arg(long, value_name = "URL")]
    pub(crate) page: Option<String>,
    /// The URL of a style sheet to link to, for pages whose policy forbids inline styles
    #[arg(long, value_name = "URL")]
    pub(crate) stylesheet: Option<String>,
    /// HTML inside the element, shown without a list and in old browsers
    #[arg(long, value_name = "HTML")]
    pub(crate) fallback: Option<String>,
    /// Adds structured data for search engines
    #[arg(long)]
    pub(crate) jsonld: bool,
    /// Writes a file instead of standard output, atomically
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Rewrites the file when the feed changes, until you stop the program
    #[arg(long, requires = "output")]
    pub(crate) watch: bool,
    /// Seconds between two requests for the feed, with --watch
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) every: u64,
}

impl Prerender {
    /// The settings of an element with these options as attributes.
    pub(crate) fn settings(&self) -> Settings {
        let attributes = self.attributes(self.lang.clone());
        let value = |name: &str| {
            let mut named = attributes.iter().filter(|(known, _)| *known == name);
            named.next().map(|(_, value)| value.clone())
        };
        Settings::read(value).0
    }

    /// The attributes that differ from the defaults, with their values; boolean attributes have an empty
    /// value. `language`: the language of the markup, if it is known.
    pub(crate) fn attributes(&self, language: Option<String>) -> Vec<(&'static str, String)> {
        let flag = |set: bool| set.then(String::new);
        let non_default = |value: &str, attribute: attribute::Attribute| {
            (Some(value) != attribute.default).then(|| value.to_owned())
        };
        let zone = self.time_zone.as_ref().and_then(TimeZone::iana_name);
        [
            (
                attribute::SRC.name,
                self.src.clone().or_else(|| self.feed.url()),
            ),
            (
                attribute::FORMAT.name,
                non_default(&self.feed.format, attribute::FORMAT),
            ),
            (
                attribute::SELECT.name,
                non_default(&self.feed.select, attribute::SELECT),
            ),
            (
                attribute::ORDER.name,
                non_default(&self.order, attribute::ORDER),
            ),
            (
                attribute::LIMIT.name,
                non_default(&self.limit, attribute::LIMIT),
            ),
            (attribute::COLLAPSED.name, flag(self.collapsed)),
            (attribute::HEADING.name, self.heading.clone()),
            (
                attribute::HEADING_LEVEL.name,
                non_default(&self.heading_level, attribute::HEADING_LEVEL),
            ),
            (
                attribute::TIME.name,
                non_default(&self.time, attribute::TIME),
            ),
            (attribute::TIME_ZONE.name, zone.map(str::to_owned)),
            (
                attribute::REFRESH.name,
                non_default(&self.refresh, attribute::REFRESH),
            ),
            (attribute::ANCHOR.name, self.anchor.clone()),
            (attribute::OFFSET.name, self.offset.clone()),
            (
                attribute::LOADING.name,
                non_default(&self.loading, attribute::LOADING),
            ),
            (
                attribute::THEME.name,
                non_default(&self.theme, attribute::THEME),
            ),
            (attribute::IMAGES.name, flag(self.images)),
            (attribute::OVERVIEW.name, flag(self.overview)),
            (attribute::READING_BAR.name, flag(self.reading_bar)),
            (attribute::REMEMBER.name, flag(self.remember)),
            (attribute::LANG.name, language),
            (attribute::DIR.name, self.dir.clone()),
            (attribute::DEBUG.name, flag(self.debug)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// The time zone of the times shown.
    pub(crate) fn zone(&self) -> TimeZone {
        self.time_zone.clone().unwrap_or(TimeZone::UTC)
    }
}

impl Check {
    /// The settings of an element with these options as attributes.
    pub(crate) fn settings(&self) -> Settings {
        Settings::read(|name| match name {
            "order" => Some(self.order.clone()),
            "limit" => Some(self.limit.clone()),
            _ => self.feed.attribute(name),
        })
        .0
    }
}

impl Convert {
    /// The settings of an element with these options as attributes.
    pub(crate) fn settings(&self) -> Settings {
        Settings::read(|name| self.feed.attribute(name)).0
    }
}

impl Feed {
    /// FEED, if it is a URL.
    fn url(&self) -> Option<String> {
        let source = self.source.to_str()?;
        source.contains("://").then(|| source.to_owned())
    }

    fn attribute(&self, name: &str) -> Option<String> {
        match name {
            "format" => Some(self.format.clone()),
            "select" => Some(self.select.clone()),
            _ => None,
        }
    }
}

/// Parses an option as one of the values of an attribute.
fn choices(attribute: attribute::Attribute) -> PossibleValuesParser {
    let values = match attribute.values {
        Values::Choice(values) => values.split(", "),
        _ => "".split(", "),
    };
    PossibleValuesParser::new(values)
}

/// Parses an option as the attribute of this name.
#[derive(Clone)]
struct Attribute(&'static str);

impl Attribute {
    /// The allowed values as text, if the value is not allowed.
    fn reject(&self, value: &str) -> Option<String> {
        let (_, bad) = Settings::read(|name| (name == self.0).then(|| value.to_owned()));
        bad.into_iter().next().map(|bad| bad.allowed)
    }
}

impl TypedValueParser for Attribute {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let attribute = self.clone();
        let check = move |value: &str| match attribute.reject(value) {
            Some(allowed) => Err(["expected ", &allowed].concat()),
            None => Ok(value.to_owned()),
        };
        check.parse_ref(command, argument, value)
    }

    /// The allowed values that are single words, for help and completions.
    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let allowed = self.reject("\u{fffd}")?;
        let words: Vec<_> = allowed
            .split(", ")
            .filter(|word| !word.contains(' ') && self.reject(word).is_none())
            .map(|word| PossibleValue::new(word.to_owned()))
            .collect();
        (!words.is_empty()).then(|| Box::new(words.into_iter()) as Box<_>)
    }
}

fn language(tag: &str) -> Result<String, &'static str> {
    let tag = tag_of(tag);
    match Locale::try_from_str(&tag) {
        Ok(_) => Ok(tag),
        Err(_) => Err("expected a BCP 47 language tag such as pt-BR"),
    }
}

fn time_zone(name: &str) -> Result<TimeZone, &'static str> {
    TimeZone::get(name).map_err(|_| "expected an IANA time zone such as Europe/Paris, or UTC")
}
