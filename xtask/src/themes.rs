//! The showcase pages, one for each theme: the demo's key events as an article, with the timeline in the
//! theme beside it.

use std::{fmt::Write, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;
use xshell::Shell;

use crate::demo::{escape, fill, is_key, text};

/// The themes.
pub(crate) const THEMES: [&str; 5] = [
    "broadsheet",
    "tabloid",
    "broadcaster",
    "minimal",
    "carousel",
];

/// The folder of the themes in `styles/`, of their pages in `demo/`, and of both in `dist/`.
const FOLDER: &str = "themes";

/// The placeholder for the article in a page.
const PLACEHOLDER: &str = "<!-- entries -->";

/// Writes the pages and the style sheets into the staging directory.
pub(crate) fn write_pages(sh: &Shell, staging: &Path) -> Result<()> {
    let folder = staging.join(FOLDER);
    let article = article(&sh.read_file("demo/feed.json")?).context("demo/feed.json")?;
    let styles = format!("demo/{FOLDER}/article.css");
    sh.copy_file(styles, sh.create_dir(&folder)?)?;
    for name in THEMES {
        let template = format!("demo/{FOLDER}/{name}.html");
        let page = fill(&sh.read_file(&template)?, PLACEHOLDER, &article).context(template)?;
        sh.write_file(folder.join(format!("{name}.html")), page)?;
        sh.copy_file(format!("styles/{FOLDER}/{name}.css"), &folder)?;
    }
    Ok(())
}

/// The key events and summaries of the demo's feed as an article. Their markup is trusted.
fn article(feed: &str) -> Result<String> {
    let feed: Value = serde_json::from_str(feed)?;
    let items = feed.get("items").and_then(Value::as_array);
    let items = items.context("no items")?;
    let mut article = String::new();
    for item in items.iter().filter(|item| is_key(item)) {
        let text = |name| text(item, name);
        let at = text("date_published")?;
        let clock = at.get(11..16).context("a time that is too short")?;
        let (id, title) = (text("id")?, escape(text("title")?));
        let body = text("content_html")?;
        writeln!(
            article,
            r#"<article class="entry" id="block-{id}">
<p class="when"><time datetime="{at}">{clock}</time></p>
<h2>{title}</h2>
{body}
</article>"#
        )?;
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::{file_names, project_root};

    #[test]
    fn every_theme_is_built() {
        let folder = project_root().join("styles").join(FOLDER);
        let mut themes = THEMES.map(|name| format!("{name}.css"));
        themes.sort();
        assert_eq!(file_names(&Shell::new().unwrap(), &folder).unwrap(), themes);
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
        assert!(fill("<main><!-- entries --></main>", PLACEHOLDER, &article).is_ok());
        assert!(fill("<main></main>", PLACEHOLDER, &article).is_err());
    }
}
