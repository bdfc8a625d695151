//! `check`: reports what the timeline shows of a feed.

mod json;

use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::rc::Rc;

use anstyle::{AnsiColor, Style};
use key_events::feed::{Entry, Feed, Warning};
use key_events::labels::Labels;
use key_events::settings::{Select, Settings};
use key_events::time::date_format;
use key_events::time::timestamp::Timestamp;
use key_events::timeline;

use crate::cli::Check;
use crate::columns::{Column, table};
use crate::load::{LoadedFeed, load};
use crate::terminal_escape::{sanitize, styled};
use crate::{NOTHING, Outcome, print, terminal_json};

/// Writes the report.
///
/// # Errors
/// When the feed can't be read or the output can't be written.
pub(crate) fn check(arguments: &Check) -> Outcome {
    let settings = arguments.settings();
    let Settings {
        select,
        order,
        limit,
        ..
    } = &settings;
    let needs_more = |feed: &Feed| timeline::needs_more(feed, select, *order, *limit);
    let loaded = load(&arguments.feed.source, &settings, &needs_more)?;
    if let Some(error) = &loaded.page_error {
        error.print();
    }
    let report = Report {
        arguments,
        events: timeline::events(&loaded.feed, &settings.select, settings.order),
        loaded,
        settings,
    };
    if arguments.json {
        print(&mut io::stdout(), &terminal_json::line(&report.to_json()))?;
    } else {
        print(&mut anstream::stdout(), &report.to_text(terminal_width()))?;
    }
    Ok(match report.shown().len() {
        0 => ExitCode::from(NOTHING),
        _ => ExitCode::SUCCESS,
    })
}

/// The width of the terminal in columns, else the value of `COLUMNS`; `None`: no limit.
fn terminal_width() -> Option<usize> {
    if io::stdout().is_terminal()
        && let Some((width, _)) = terminal_size::terminal_size()
    {
        return Some(width.0.into());
    }
    std::env::var("COLUMNS").ok()?.parse().ok()
}

struct Report<'a> {
    arguments: &'a Check,
    settings: Settings,
    loaded: LoadedFeed,
    /// The events of the timeline, in order.
    events: Vec<Rc<Entry>>,
}

const NAME: Style = Style::new().dimmed();
const WARNING: Style = AnsiColor::Yellow.on_default();

const NOTE: &str =
    "no entry is flagged as a key event: summaries and entries with a headline are shown";

const COLUMNS: [Column; 4] = [
    Column {
        heading: "TIME",
        style: Style::new().dimmed(),
    },
    Column {
        heading: "KIND",
        style: AnsiColor::Cyan.on_default(),
    },
    Column {
        heading: "HEADLINE",
        style: Style::new().bold(),
    },
    Column {
        heading: "LINK",
        style: Style::new().dimmed(),
    },
];

impl Report<'_> {
    /// The rows before “Show all”.
    fn shown(&self) -> &[Rc<Entry>] {
        let rows = self.settings.limit.min(self.events.len());
        self.events.get(..rows).unwrap_or_default()
    }

    fn to_text(&self, width: Option<usize>) -> String {
        let mut lines = Vec::new();
        for (name, value) in self.properties() {
            let padding = " ".repeat(10_usize.saturating_sub(name.len()));
            lines.push([styled(NAME, name), padding, sanitize(&value).into_owned()].concat());
        }
        lines.push(String::new());
        let shown = self.shown();
        if shown.is_empty() {
            lines.push("Nothing to show.".to_owned());
        } else {
            let rows: Vec<_> = shown.iter().map(|event| self.row(event)).collect();
            lines.extend(table(&COLUMNS, &rows, width));
        }
        let more = self.events.len() - shown.len();
        if more > 0 {
            lines.push(styled(NAME, &format!("and {more} more behind “Show all”")));
        }
        let warnings = &self.loaded.warnings;
        if !warnings.is_empty() {
            lines.push(String::new());
        }
        let messages = warnings.iter().map(Warning::message);
        lines.extend(messages.map(|message| styled(WARNING, &message)));
        lines.push(String::new());
        lines.join("\n")
    }

    /// The properties of the feed and their values.
    fn properties(&self) -> Vec<(&'static str, String)> {
        let LoadedFeed {
            feed,
            format,
            documents,
            ..
        } = &self.loaded;
        let mut properties = Vec::new();
        let texts = [
            ("title", &feed.title),
            ("page", &feed.url),
            ("language", &feed.language),
        ];
        for (name, text) in texts {
            properties.extend(text.as_ref().map(|text| (name, text.to_string())));
        }
        properties.push(("format", format.name.to_owned()));
        if *documents > 1 {
            properties.push(("read from", format!("{documents} pages")));
        }
        let (read, left_out) = (feed.entries.len(), self.loaded.left_out());
        properties.push((
            "entries",
            format!("{read} of {} read, {left_out} left out", read + left_out),
        ));
        properties.push((
            "events",
            format!(
                "{} selected ({}), {} shown",
                self.events.len(),
                self.arguments.feed.select.trim(),
                self.shown().len()
            ),
        ));
        properties.extend(self.note().map(|note| ("note", note.to_owned())));
        if !feed.removed.is_empty() {
            properties.push(("removed", format!("{} entries", feed.removed.len())));
        }
        if feed.ended {
            properties.push((
                "coverage",
                "over: the list is not refreshed any more".to_owned(),
            ));
        }
        if let Some(ends) = feed.end() {
            properties.push(("ends", self.time(ends)));
        }
        if let Some(next) = &feed.next {
            properties.push(("more", format!("at {next}: not read")));
        }
        let zone = &self.arguments.time_zone;
        properties.push(("times in", zone.iana_name().unwrap_or("UTC").to_owned()));
        properties
    }

    /// What takes the place of key events in a feed that flags none.
    fn note(&self) -> Option<&'static str> {
        let entries = &self.loaded.feed.entries;
        let is_flagged = entries.is_empty() || entries.iter().any(|entry| entry.key);
        (self.settings.select == Select::Key && !is_flagged).then_some(NOTE)
    }

    fn row(&self, event: &Entry) -> [String; 4] {
        let kind = match event {
            Entry { summary: true, .. } => "summary",
            Entry { key: true, .. } => "key",
            _ => "",
        };
        [
            event.published.map_or_else(String::new, |at| self.time(at)),
            kind.to_owned(),
            Labels::default().headline(event).to_string(),
            event.url.as_deref().unwrap_or_default().to_owned(),
        ]
    }

    fn time(&self, at: Timestamp) -> String {
        match jiff::Timestamp::from_millisecond(at.0) {
            Ok(time) => time
                .to_zoned_datetime(self.arguments.time_zone.clone())
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            // jiff's range ends two days before the end of the year 9999.
            Err(_) => date_format::to_rfc3339(at),
        }
    }
}
