//! The parsers of a text that is not a whole feed.

use key_events::feed::{Feed, headline, html as feed_html};
use key_events::labels::Labels;
use key_events::labels::interpolate::interpolate;
use key_events::time::date_format;
use key_events::time::fallback_date_format;
use key_events::time::timestamp::Timestamp;

/// A date that is read can be written, to the second, and read again.
pub fn dates(text: &str) {
    let common = date_format::parse(text);
    let fallback = fallback_date_format::read(text).map(|(at, _)| at);
    for at in common.into_iter().chain(fallback) {
        let written = date_format::to_rfc3339(at);
        let again = date_format::parse(&written).map(second);
        assert_eq!(again, Some(second(at)), "{written}");
    }
}

fn second(at: Timestamp) -> i64 {
    at.0.div_euclid(Timestamp::SECOND)
}

/// A first sentence begins the text and is short.
pub fn headline(text: &str) {
    let sentence = headline::first_sentence(text);
    assert!(sentence.chars().count() <= headline::MAX_CHARS);
    let kept = sentence.strip_suffix('…').unwrap_or(&sentence);
    let text = text.trim();
    assert!(text.starts_with(kept) || text.starts_with(&sentence));
}

/// The text of HTML has single spaces, and its start is that of the whole.
pub fn html(html: &str) {
    let text = feed_html::text(html, usize::MAX);
    assert_eq!(text.trim(), text);
    assert!(!text.contains("  "));
    let start = feed_html::text(html, 9);
    assert!(text.starts_with(&start), "{start:?}");
}

/// Lines: a template, a name and a value. The result is that of the standard library.
pub fn interpolation(text: &str) {
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (template, name, value) = (line(), line(), line());
    if !name.contains(['{', '}']) {
        let expected = template.replace(&format!("{{{name}}}"), value);
        assert_eq!(interpolate(template, name, value), expected);
    }
    let mut labels = Labels::default();
    labels.add(text);
    labels.text("heading");
}

/// Whatever a title contains, the entries around it are read.
pub fn repair(text: &str) {
    let title = json_text(text);
    let feed = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": [
            {{"id": "first", "title": "First", "tags": ["key-event"]}},
            {{"id": "any", "title": "{title}", "tags": ["key-event"]}},
            {{"id": "last", "title": "Last", "tags": ["key-event"]}}]}}"#
    );
    let Ok((feed, _)) = Feed::read(&feed, None) else {
        panic!("it is a feed");
    };
    let title_of = |id| {
        let mut entries = feed.entries.iter();
        entries.find(|entry| &*entry.id == id)?.title.as_deref()
    };
    assert_eq!(title_of("first"), Some("First"));
    assert_eq!(title_of("last"), Some("Last"));
}

/// The text without what ends a text of JSON or begins an unknown escape.
fn json_text(text: &str) -> String {
    let mut rest = text.chars();
    let mut kept = String::new();
    while let Some(next) = rest.next() {
        match next {
            '"' => {}
            '\\' => {
                let tail = rest.as_str();
                let hex = tail.strip_prefix('u').and_then(|tail| tail.get(..4));
                let is_unicode =
                    hex.is_some_and(|hex| hex.chars().all(|digit| digit.is_ascii_hexdigit()));
                if is_unicode || tail.starts_with(['b', 'f', 'n', 'r', 't', '/']) {
                    kept.push(next);
                }
            }
            _ => kept.push(next),
        }
    }
    kept
}
