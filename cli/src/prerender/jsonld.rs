//! Structured data for search engines.
//!
//! Source: schema.org, `LiveBlogPosting` and `BlogPosting`; JSON-LD 1.1, “Embedding JSON-LD in HTML
//! Documents”.

use std::rc::Rc;

use key_events::feed::{Entry, Feed, html};
use key_events::fmt::cut;
use key_events::labels::Labels;
use key_events::time::timestamp::Timestamp;
use serde::Serialize;

use super::anchors::Page;
use crate::terminal_json;

/// A script element with a `LiveBlogPosting` that has these events.
pub(crate) fn script(
    feed: &Feed,
    events: &[Rc<Entry>],
    page: &Page,
    labels: &Labels,
    now: Timestamp,
) -> String {
    let times = || events.iter().filter_map(|event| event.published);
    let changes = events.iter().filter_map(|event| last_modified(event, now));
    let latest = changes.max();
    let ends = feed.end().or(latest.filter(|_| feed.ended));
    let blog = LiveBlog {
        context: "https://schema.org",
        kind: "LiveBlogPosting",
        headline: feed.title.as_deref(),
        url: page.url(),
        in_language: feed.language.as_deref(),
        date_published: times().min().map(terminal_json::date),
        date_modified: latest.map(terminal_json::date),
        coverage_start_time: times().min().map(terminal_json::date),
        coverage_end_time: ends.map(terminal_json::date),
        discussion_url: feed.discussion.as_deref().map(|url| page.absolute(url)),
        updates: events
            .iter()
            .map(|event| Update::of(event, page, labels, now))
            .collect(),
    };
    let json = terminal_json::escaped(&blog);
    [
        r#"<script type="application/ld+json">"#,
        &escape_for_script(&json),
        "</script>",
    ]
    .concat()
}

/// Escapes the characters that could end the script element or begin a comment. In JSON they occur
/// only in strings.
fn escape_for_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// The time of the last edit or of the publication, unless it is yet to come.
fn last_modified(event: &Entry, now: Timestamp) -> Option<Timestamp> {
    let past = |at: &Timestamp| *at <= now;
    event.updated.filter(past).max(event.published.filter(past))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LiveBlog<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage_start_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage_end_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discussion_url: Option<String>,
    #[serde(rename = "liveBlogUpdate")]
    updates: Vec<Update<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Update<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    headline: Rc<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    author: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

impl<'a> Update<'a> {
    fn of(event: &'a Entry, page: &Page, labels: &Labels, now: Timestamp) -> Self {
        let url = page.url_of(event);
        let authors = event.authors.iter().map(|name| &**name);
        Self {
            kind: "BlogPosting",
            // The URL identifies the update; without one, the entry's id does.
            id: url.clone().or_else(|| Some(event.id.to_string())),
            headline: cut(&labels.headline(event), MAX_BYTES),
            url,
            date_published: event.published.map(terminal_json::date),
            date_modified: last_modified(event, now).map(terminal_json::date),
            article_body: body(event),
            image: event.image.as_deref().map(|image| page.absolute(image)),
            author: authors
                .filter(|name| !name.is_empty())
                .map(|name| Person {
                    kind: "Person",
                    name,
                })
                .collect(),
        }
    }
}

/// The maximum length of a text, in bytes.
const MAX_BYTES: usize = 5_000;

/// The text of an event. A long one is cut.
fn body(event: &Entry) -> Option<String> {
    let text = match &event.html {
        Some(rich) => html::text(rich, MAX_BYTES),
        None => cut(event.text.as_ref()?, MAX_BYTES).to_string(),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use key_events::settings::{Order, Select};
    use key_events::timeline;

    use super::*;

    fn of(feed: &Feed) -> String {
        let events = timeline::events(feed, &Select::Key, Order::Newest);
        let mut german = Labels::default();
        german.add(include_str!("../../../src/labels/locales/de.json"));
        // In the year 2100.
        let now = Timestamp(130 * 365 * Timestamp::DAY);
        script(
            feed,
            &events,
            &Page::new(feed, None, None, None),
            &german,
            now,
        )
    }

    #[test]
    fn a_time_to_come_is_not_that_of_the_last_change() {
        let feed = r#"{"@type": "LiveBlogPosting", "dateModified": "2998-01-01T00:00:00Z", "liveBlogUpdate": [
            {"@id": "1", "headline": "A", "datePublished": "2026-03-29T12:00:00Z", "dateModified": "2999-01-01T00:00:00Z"},
            {"@id": "2", "headline": "B", "datePublished": "2999-03-29T12:00:00Z"}]}"#;
        let data = data(&of(&Feed::read(feed, None).unwrap().0));
        assert_eq!(data["dateModified"], "2026-03-29T12:00:00Z");
        let updates = data["liveBlogUpdate"].as_array().unwrap();
        let update = |id: &str| updates.iter().find(|update| update["@id"] == id).unwrap();
        assert_eq!(update("1")["dateModified"], "2026-03-29T12:00:00Z");
        assert_eq!(update("2").get("dateModified"), None);
    }

    fn data(script: &str) -> serde_json::Value {
        let json = script.split_once('>').unwrap().1;
        serde_json::from_str(json.strip_suffix("</script>").unwrap()).unwrap()
    }

    #[test]
    fn it_reads_back_as_the_same_timeline() {
        let text = include_str!("../../../tests/fixtures/json-feed/live-blog.json");
        // Some sites have HTML in headlines of structured data, so reading treats tags as markup.
        let (feed, _) = Feed::read(&text.replace("<on foot>", "on foot"), None).unwrap();
        let json = data(&of(&feed)).to_string();
        let (back, warnings) = Feed::read(&json, None).unwrap();
        assert_eq!(warnings, []);
        let of = |feed: &Feed| -> Vec<_> {
            let events = timeline::events(feed, &Select::Key, Order::Newest);
            let facts = |event: &Rc<Entry>| (event.title.clone(), event.published, event.updated);
            events.iter().map(facts).collect()
        };
        assert_eq!(of(&back), of(&feed));
        assert_eq!((&back.title, &back.url), (&feed.title, &feed.url));
    }

    #[test]
    fn it_has_the_properties_that_search_engines_require() {
        let text = include_str!("../../../tests/fixtures/json-feed/live-blog.json");
        let (feed, _) = Feed::read(text, None).unwrap();
        let data = data(&of(&feed));
        assert_eq!(data["@context"], "https://schema.org");
        assert_eq!(data["@type"], "LiveBlogPosting");
        assert_eq!(data["coverageStartTime"], "2026-03-29T11:00:00Z");
        assert_eq!(data["coverageEndTime"], "2026-03-29T12:41:00Z");
        let update = &data["liveBlogUpdate"][0];
        assert_eq!(update["@type"], "BlogPosting");
        assert_eq!(update["@id"], "https://news.example/bridge#ribbon");
        assert_eq!(update["headline"], "The ribbon is cut");
        assert_eq!(update["articleBody"], "The bridge is open.");
        assert_eq!(update["author"][0]["name"], "News desk");
        assert_eq!(update["dateModified"], "2026-03-29T12:41:00Z");
    }

    #[test]
    fn an_update_without_a_text_is_named_after_its_medium() {
        let text = r#"{"items": [{"id": 1, "image": "/a.jpg", "_key_events": {"key": true}}]}"#;
        let (feed, _) = Feed::read(text, None).unwrap();
        assert_eq!(data(&of(&feed))["liveBlogUpdate"][0]["headline"], "Bild");
    }

    #[test]
    fn no_text_ends_the_element() {
        let text = "</script><!--<script>&amp;\u{2028}\"\\";
        let feed = Feed {
            title: Some(text.into()),
            entries: vec![Rc::new(Entry {
                id: text.into(),
                title: Some(text.into()),
                ..Entry::default()
            })],
            ..Feed::default()
        };
        let script = of(&feed);
        assert_eq!(script.matches('<').count(), 2, "{script}");
        let data = data(&script);
        assert_eq!(data["headline"], text);
        assert_eq!(data["liveBlogUpdate"][0]["@id"], text);
    }
}
