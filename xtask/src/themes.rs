//! The showcase pages, one for each style sheet in `styles/themes/`: the demo's key events as an
//! article, with the timeline beside it in that look.

use std::{fmt::Write, fs, path::Path};

use serde_json::Value;

use crate::{
    demo::escape,
    paths::root,
    run::{Context, Failure, Outcome},
};

/// Every look: a style sheet in `styles/themes/`, a page in `demo/themes/`.
pub(crate) const THEMES: [&str; 5] = [
    "broadsheet",
    "tabloid",
    "broadcaster",
    "minimal",
    "carousel",
];

/// Where the article goes in a page.
const PLACE: &str = "<!-- entries -->";

/// Writes the pages and their style sheets into `looks/` of the staging directory.
pub(crate) fn write_pages(staging: &Path) -> Outcome {
    let folder = staging.join("themes");
    fs::create_dir_all(&folder).context(format!("cannot create {}", folder.display()))?;
    let article = article(&read("demo/feed.json")?)?;
    write(
        &folder.join("article.css"),
        &read("demo/themes/article.css")?,
    )?;
    for name in THEMES {
        let page = fill(&read(&format!("demo/themes/{name}.html"))?, PLACE, &article)?;
        write(&folder.join(format!("{name}.html")), &page)?;
        let style = read(&format!("styles/themes/{name}.css"))?;
        write(&folder.join(format!("{name}.css")), &style)?;
    }
    Ok(())
}

/// Puts text in its place in a page of the demo.
pub(crate) fn fill(page: &str, place: &str, text: &str) -> Outcome<String> {
    if page.matches(place).count() == 1 {
        Ok(page.replace(place, text))
    } else {
        Err(Failure(format!(
            "a page of the demo has no {place}, or more than one"
        )))
    }
}

/// The key events and summaries of the demo's feed, whose markup is our own, as an article.
fn article(feed: &str) -> Outcome<String> {
    let wrong = |what: &str| Failure(format!("demo/feed.json: {what}"));
    let feed: Value = serde_json::from_str(feed).map_err(|error| wrong(&error.to_string()))?;
    let items = feed["items"].as_array().ok_or_else(|| wrong("no items"))?;
    let mut article = String::new();
    for item in items.iter().filter(|item| is_key(item)) {
        let text = |name: &str| {
            item[name]
                .as_str()
                .ok_or_else(|| wrong(&format!("an item without {name}")))
        };
        let at = text("date_published")?;
        let clock = at
            .get(11..16)
            .ok_or_else(|| wrong("a time that is too short"))?;
        let (id, title) = (text("id")?, escape(text("title")?));
        let body = text("content_html")?;
        // Writing to a string does not fail.
        let _ = writeln!(
            article,
            r#"<article class="entry" id="block-{id}">
<p class="when"><time datetime="{at}">{clock}</time></p>
<h2>{title}</h2>
{body}
</article>"#
        );
    }
    Ok(article)
}

/// Whether an entry of the feed is in the timeline.
pub(crate) fn is_key(item: &Value) -> bool {
    let mut tags = item["tags"].as_array().into_iter().flatten();
    tags.any(|tag| tag == "key-event") || item["_key_events"]["summary"] == true
}

fn read(path: &str) -> Outcome<String> {
    fs::read_to_string(root().join(path)).context(format!("cannot read {path}"))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).context(format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_sheet_of_a_look_is_built() {
        let mut files: Vec<String> = fs::read_dir(root().join("styles/themes"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let mut looks = THEMES.map(|name| format!("{name}.css"));
        looks.sort();
        assert_eq!(files, looks);
    }

    #[test]
    fn key_events_and_summaries_make_the_article() {
        let feed = r#"{"items": [
            {"id": "a", "title": "A", "content_html": "<p>Text</p>", "tags": ["key-event"],
             "date_published": "1969-07-20T20:17:40Z"},
            {"id": "b", "title": "B", "content_html": "", "tags": ["other"],
             "date_published": "1969-07-20T20:18:40Z"},
            {"id": "c", "title": "C & D", "content_html": "", "_key_events": {"summary": true},
             "date_published": "1969-07-20T20:19:40Z"}]}"#;
        let article = article(feed).unwrap();
        assert!(article.contains(r#"id="block-a""#) && article.contains("20:17</time>"));
        assert!(!article.contains("block-b") && article.contains("block-c"));
        assert!(article.contains("<h2>C &amp; D</h2>"));
        assert!(fill("<main><!-- entries --></main>", PLACE, &article).is_ok());
        assert!(fill("<main></main>", PLACE, &article).is_err());
    }
}
