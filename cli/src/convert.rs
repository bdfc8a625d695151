//! `convert`: writes a feed of any format as a slim JSON Feed 1.1.
//!
//! Source: JSON Feed 1.1, “Top-level”, “Items”, “Extensions”.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;
use std::process::ExitCode;
use std::rc::Rc;

use key_events::feed::{Entry, Feed, Weight};
use key_events::labels::Labels;
use key_events::settings::{Order, Select};
use key_events::timeline;
use serde::Serialize;

use crate::base_url::Base;
use crate::cli::Convert;
use crate::load::load;
use crate::prerender::labels_of;
use crate::{CliError, Outcome, print, terminal_json};

/// Writes the selected entries.
///
/// # Errors
/// When the feed can't be read or the output can't be written.
pub(crate) fn convert(arguments: &Convert) -> Outcome {
    let settings = arguments.settings();
    let loaded = load(&arguments.feed.source, &settings, &|_| true)?;
    let base = Base::new(&loaded.feed, loaded.url.as_ref());
    let slim = slim(
        &loaded.feed,
        &settings.select,
        arguments.bodies,
        &base,
        &labels_of(&loaded.feed),
    );
    print(&mut io::stdout(), &slim)?;
    let (warnings, left_out) = (loaded.warnings.len(), loaded.left_out());
    if warnings > 0 {
        let problem = format!(
            "{warnings} warnings, {left_out} entries left out: `key-events check` lists them"
        );
        CliError::new(&loaded.source, &problem).print();
    }
    match (&loaded.page_error, &loaded.feed.next) {
        (Some(error), _) => error.print(),
        (None, Some(next)) => {
            let problem = ["the next page ", next, " is not read"].concat();
            CliError::new(&loaded.source, &problem).print();
        }
        (None, None) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// The selected entries, the latest first, as a JSON Feed that gives the same timeline when read.
fn slim(feed: &Feed, select: &Select, bodies: bool, base: &Base, labels: &Labels) -> String {
    let events = timeline::events(feed, select, Order::Newest);
    terminal_json::line(&SlimFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title.as_deref().unwrap_or_default(),
        home_page_url: feed.url.as_deref().map(|url| base.absolute(url)),
        language: feed.language.as_deref(),
        expired: feed.ended.then_some(true),
        items: events
            .iter()
            .map(|event| Item::of(event, bodies, base, labels))
            .collect(),
    })
}

#[derive(Serialize)]
struct SlimFeed<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired: Option<bool>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Rc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<Rc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Flags::is_empty")]
    _key_events: Flags<'a>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Default, PartialEq, Serialize)]
struct Flags<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
}

impl Flags<'_> {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl<'a> Item<'a> {
    fn of(event: &'a Entry, bodies: bool, base: &Base, labels: &Labels) -> Self {
        let non_empty = |text: &&str| !text.is_empty();
        let html = event.html.as_deref().filter(|_| bodies).filter(non_empty);
        let body = event.text.as_deref().filter(|_| bodies).filter(non_empty);
        let headline = labels.headline(event);
        let (title, sentence) = if is_derived_again(event) {
            (None, Some(headline))
        } else {
            (Some(headline), None)
        };
        let text = body.map(Rc::from).or(sentence.filter(|_| html.is_none()));
        Self {
            id: &event.id,
            url: event.url.as_deref().map(|url| base.absolute(url)),
            title,
            content_html: html,
            // An item must have `content_html` or `content_text`.
            content_text: text.or(html.is_none().then(Rc::default)),
            image: event.image.as_deref().map(|image| base.absolute(image)),
            date_published: event.published.map(terminal_json::date),
            date_modified: event.updated.map(terminal_json::date),
            tags: texts(&event.tags)
                // In a JSON Feed this tag flags a key event.
                .filter(|tag| event.key || *tag != KEY_TAG)
                .collect(),
            authors: texts(&event.authors).map(|name| Author { name }).collect(),
            _key_events: Flags {
                key: event.key.then_some(true),
                summary: event.summary.then_some(true),
                pinned: event.pinned.then_some(true),
                weight: event.weight.map(Weight::name),
                anchor: event.anchor.as_deref(),
            },
        }
    }
}

/// The tag of a key event in a JSON Feed.
const KEY_TAG: &str = "key-event";

/// Whether reading the output derives the same headline, so that it can be omitted. Flagged entries
/// keep theirs, because a flagged entry without one causes a warning.
fn is_derived_again(event: &Entry) -> bool {
    (event.derived || event.title.is_none()) && !event.key && !event.summary
}

fn texts(texts: &[Rc<str>]) -> impl Iterator<Item = &str> {
    texts.iter().map(|text| &**text)
}
