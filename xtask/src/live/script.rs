//! Replays the demo's feed: one key event every 20 seconds.

use std::time::{Duration, SystemTime};

use anyhow::{Result, ensure};
use humantime::format_rfc3339_seconds;
use serde_json::{Value, json};

/// The time between two events.
pub(crate) const STEP: Duration = Duration::from_secs(20);

/// The number of events at the start, and the time between them.
const INITIAL: usize = 6;
const INTERVAL: Duration = Duration::from_mins(7);

/// The events of a feed, the earliest first.
#[derive(Debug)]
pub(crate) struct Script {
    title: Value,
    events: Vec<Value>,
}

impl Script {
    /// Reads the key events of a JSON Feed, whose latest item comes first.
    pub(crate) fn read(feed: &str) -> Result<Self> {
        let mut feed: Value = serde_json::from_str(feed)?;
        let is_key = |item: &Value| {
            let tags = item["tags"].as_array();
            tags.is_some_and(|tags| tags.iter().any(|tag| tag == "key-event"))
        };
        let events = feed.get_mut("items").and_then(Value::as_array_mut);
        let mut events = events.map(std::mem::take).unwrap_or_default();
        events.retain(is_key);
        events.reverse();
        ensure!(events.len() > INITIAL, "too few key events");
        Ok(Self {
            title: feed.get_mut("title").map(Value::take).unwrap_or_default(),
            events,
        })
    }

    /// The number of steps until the feed no longer changes.
    pub(crate) fn steps(&self) -> usize {
        self.events.len() - INITIAL
    }

    /// The feed a number of steps after `start`. Each step adds an event. Each third step edits the event
    /// before it. Each fifth step removes an older event, and the next step restores it.
    pub(crate) fn feed(&self, start: SystemTime, step: usize, closed: bool) -> Value {
        let step = step.min(self.steps());
        let count = INITIAL + step;
        let items = self.events.iter().take(count).enumerate().rev();
        let removed = step % 5 == 4 && step < self.steps();
        let items = items.filter(|(number, _)| !removed || number + 4 != count);
        let items = items.map(|(number, event)| {
            let at = if number < INITIAL {
                start - INTERVAL * u32::try_from(INITIAL - number).unwrap_or(u32::MAX)
            } else {
                start + STEP * u32::try_from(number + 1 - INITIAL).unwrap_or(u32::MAX)
            };
            let id = &event["id"];
            let mut item = json!({
                "id": id,
                "url": format!("#block-{}", id.as_str().unwrap_or_default()),
                "title": event["title"],
                "content_html": event["content_html"],
                "date_published": format_rfc3339_seconds(at).to_string(),
                "tags": event["tags"],
            });
            let is_edited = step % 3 == 2 && number + 2 == count;
            if let Some(fields) = item.as_object_mut().filter(|_| is_edited) {
                let title = event["title"].as_str().unwrap_or_default();
                fields.insert("title".into(), format!("{title} (edited)").into());
                let modified = format_rfc3339_seconds(at + STEP).to_string();
                fields.insert("date_modified".into(), modified.into());
            }
            item
        });
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "items": items.collect::<Vec<_>>(),
            "expired": closed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script() -> Script {
        let item = |n: usize, tag: &str| json!({ "id": format!("e{n}"), "title": format!("Event {n}"), "content_html": "", "tags": [tag] });
        let items: Vec<_> = (1..=20)
            .rev()
            .flat_map(|n| [item(n, "key-event"), item(100 + n, "other")])
            .collect();
        Script::read(&json!({ "title": "T", "items": items }).to_string()).unwrap()
    }

    fn ids(step: usize) -> Vec<String> {
        let feed = script().feed(SystemTime::UNIX_EPOCH + INTERVAL * 100, step, false);
        let items = feed["items"].as_array().unwrap().clone();
        let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
        items.iter().map(id).collect()
    }

    #[test]
    fn each_step_adds_an_event_until_all_are_there() {
        assert_eq!(ids(0).len(), INITIAL);
        assert_eq!(ids(0)[0], "e6");
        assert_eq!(ids(1)[0], "e7");
        assert_eq!(ids(99).len(), 20);
    }

    #[test]
    fn an_event_is_removed_and_restored() {
        assert!(ids(3).contains(&"e6".to_owned()));
        assert!(!ids(4).contains(&"e7".to_owned()), "{:?}", ids(4));
        assert!(ids(5).contains(&"e7".to_owned()));
    }

    #[test]
    fn an_event_is_edited() {
        let feed = script().feed(SystemTime::UNIX_EPOCH + INTERVAL * 100, 2, true);
        assert_eq!(feed["items"][1]["title"], "Event 7 (edited)");
        assert!(feed["items"][1]["date_modified"].is_string());
        assert_eq!(feed["expired"], true);
    }

    #[test]
    fn an_event_has_the_time_of_its_step() {
        let start = SystemTime::UNIX_EPOCH + INTERVAL * 100;
        let feed = script().feed(start, 1, false);
        let time = |n: usize| {
            feed["items"][n]["date_published"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(time(0), format_rfc3339_seconds(start + STEP).to_string());
        assert_eq!(
            time(1),
            format_rfc3339_seconds(start - INTERVAL).to_string()
        );
    }

    #[test]
    fn the_demo_has_enough_events() {
        let script = Script::read(include_str!("../../../demo/feed.json")).unwrap();
        assert!(script.steps() >= 10);
    }
}
