//! The demo's day told anew: its key events, one every 20 seconds.

use std::time::{Duration, SystemTime};

use humantime::format_rfc3339_seconds;
use serde_json::{Value, json};

use crate::run::{Failure, Outcome};

/// The time between two events.
pub(crate) const STEP: Duration = Duration::from_secs(20);

/// How many events there are at the start, and the time between them.
const BEGUN: usize = 6;
const BEFORE: Duration = Duration::from_secs(7 * 60);

/// The events of a feed, the earliest first.
#[derive(Debug)]
pub(crate) struct Script {
    title: Value,
    events: Vec<Value>,
}

impl Script {
    /// Takes the key events from a JSON Feed whose latest entry comes first.
    pub(crate) fn read(feed: &str) -> Outcome<Self> {
        let mut feed: Value =
            serde_json::from_str(feed).map_err(|error| Failure(format!("the feed: {error}")))?;
        let is_key = |item: &Value| {
            let tags = item["tags"].as_array();
            tags.is_some_and(|tags| tags.iter().any(|tag| tag == "key-event"))
        };
        let events = feed["items"].as_array_mut().map(std::mem::take);
        let mut events = events.unwrap_or_default();
        events.retain(is_key);
        events.reverse();
        if events.len() <= BEGUN {
            return Err(Failure("the feed has too few key events".into()));
        }
        Ok(Self {
            title: feed["title"].take(),
            events,
        })
    }

    /// The number of steps after which nothing more happens.
    pub(crate) fn steps(&self) -> usize {
        self.events.len() - BEGUN
    }

    /// The feed so many steps after `start`: with every step an event comes; with every third the
    /// one before it is edited; with every fifth an older one is withdrawn, and is back with the
    /// next.
    pub(crate) fn feed(&self, start: SystemTime, step: usize, closed: bool) -> Value {
        let step = step.min(self.steps());
        let count = BEGUN + step;
        let items = self.events.iter().take(count).enumerate().rev();
        let withdrawn = step % 5 == 4 && step < self.steps();
        let items = items.filter(|(number, _)| !withdrawn || number + 4 != count);
        let items = items.map(|(number, event)| {
            let at = if number < BEGUN {
                start - BEFORE * u32::try_from(BEGUN - number).unwrap_or(u32::MAX)
            } else {
                start + STEP * u32::try_from(number + 1 - BEGUN).unwrap_or(u32::MAX)
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
            if step % 3 == 2 && number + 2 == count {
                let title = event["title"].as_str().unwrap_or_default();
                item["title"] = format!("{title} (edited)").into();
                item["date_modified"] = format_rfc3339_seconds(at + STEP).to_string().into();
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

    fn story() -> Script {
        let item = |n: usize, tag: &str| json!({ "id": format!("e{n}"), "title": format!("Event {n}"), "content_html": "", "tags": [tag] });
        let items: Vec<_> = (1..=20)
            .rev()
            .flat_map(|n| [item(n, "key-event"), item(100 + n, "other")])
            .collect();
        Script::read(&json!({ "title": "T", "items": items }).to_string()).unwrap()
    }

    fn ids(step: usize) -> Vec<String> {
        let feed = story().feed(SystemTime::UNIX_EPOCH + BEFORE * 100, step, false);
        let items = feed["items"].as_array().unwrap().clone();
        let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
        items.iter().map(id).collect()
    }

    #[test]
    fn an_event_comes_with_every_step_until_all_are_there() {
        assert_eq!(ids(0).len(), BEGUN);
        assert_eq!(ids(0)[0], "e6");
        assert_eq!(ids(1)[0], "e7");
        assert_eq!(ids(99).len(), 20);
    }

    #[test]
    fn one_is_withdrawn_and_comes_back() {
        assert!(ids(3).contains(&"e6".to_owned()));
        assert!(!ids(4).contains(&"e7".to_owned()), "{:?}", ids(4));
        assert!(ids(5).contains(&"e7".to_owned()));
    }

    #[test]
    fn one_is_edited() {
        let feed = story().feed(SystemTime::UNIX_EPOCH + BEFORE * 100, 2, true);
        assert_eq!(feed["items"][1]["title"], "Event 7 (edited)");
        assert!(feed["items"][1]["date_modified"].is_string());
        assert_eq!(feed["expired"], true);
    }

    #[test]
    fn events_are_seconds_apart_and_never_ahead_of_their_step() {
        let start = SystemTime::UNIX_EPOCH + BEFORE * 100;
        let feed = story().feed(start, 1, false);
        let time = |n: usize| {
            feed["items"][n]["date_published"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(time(0), format_rfc3339_seconds(start + STEP).to_string());
        assert_eq!(time(1), format_rfc3339_seconds(start - BEFORE).to_string());
    }

    #[test]
    fn the_demo_has_a_story() {
        let story = Script::read(include_str!("../../../demo/feed.json")).unwrap();
        assert!(story.steps() >= 10);
    }
}
