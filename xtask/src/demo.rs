//! The demo page: the entries of `demo/feed.json` as its article and in its JSON-LD. They are
//! written once, and are all there for a reader without scripts.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{
    paths::root,
    run::{Context, Failure, Outcome},
    themes::{fill, is_key},
};

/// How a place for the entries of a day starts; the date and ` -->` follow.
const PLACE: &str = "<!-- entries of ";

/// The place for the entries in the JSON-LD.
const UPDATES: &str = r#""liveBlogUpdate": []"#;

/// When Apollo 11 lifted off, in seconds of July 1969: the mission's own clock starts there.
const LIFTOFF: u32 = ((16 * 24 + 13) * 60 + 32) * 60;

/// Fills the page that Trunk has written to the staging directory.
pub(crate) fn demo(staging: &Path) -> Outcome {
    let file = staging.join("index.html");
    let page = fs::read_to_string(&file).context("cannot read index.html")?;
    // The page of the build for a test has no article.
    if !page.contains(PLACE) {
        return Ok(());
    }
    let feed =
        fs::read_to_string(root().join("demo/feed.json")).context("cannot read demo/feed.json")?;
    fs::write(&file, filled(page, &feed)?).context("cannot write index.html")
}

fn filled(mut page: String, feed: &str) -> Outcome<String> {
    let feed: Value = serde_json::from_str(feed).map_err(|error| wrong(&error.to_string()))?;
    let items = feed["items"].as_array().ok_or_else(|| wrong("no items"))?;
    for day in items.chunk_by(|one, other| date(one) == date(other)) {
        let date = day.first().and_then(date).unwrap_or_default();
        let articles: Vec<String> = day.iter().map(article).collect::<Outcome<_>>()?;
        page = fill(&page, &format!("{PLACE}{date} -->"), &articles.join("\n"))?;
    }
    let updates: Vec<String> = items
        .iter()
        .filter(|item| is_key(item))
        .map(update)
        .collect::<Outcome<_>>()?;
    let updates = format!("\"liveBlogUpdate\": [\n{}\n ]", updates.join(",\n"));
    fill(&page, UPDATES, &updates)
}

/// An entry of the article. The markup in the feed is our own; everything else is text.
fn article(item: &Value) -> Outcome<String> {
    let (id, at) = (escape(text(item, "id")?), text(item, "date_published")?);
    let (class, kind) = if item["_key_events"]["summary"] == true {
        (" block-summary", "<p class=\"kind\">Summary</p>\n")
    } else if is_key(item) {
        (" block-key", "<p class=\"kind\">Key event</p>\n")
    } else {
        ("", "")
    };
    let title = item["title"].as_str().map(escape);
    let label = if title.is_some() { "title" } else { "when" };
    let title = title.map(|title| format!("<h3 id=\"title-{id}\">{title}</h3>\n"));
    // What is not from the mission has no time on its clock.
    let get = if item["_demo"]["own"] == true {
        String::new()
    } else {
        let get = mission_clock(at).ok_or_else(|| wrong(&format!("{at} is not of the mission")))?;
        format!(r#" <span class="get"><span class="unit">GET</span> {get}</span>"#)
    };
    let figure = item["_demo"]["figure"].as_str();
    let edited = match item["date_modified"].as_str() {
        Some(at) => format!("<p class=\"edited\">Updated {}</p>\n", time(at)?),
        None => String::new(),
    };
    Ok(format!(
        r##"<article class="block{class}" id="block-{id}" aria-labelledby="{label}-{id}">
<header>
<p class="when"><a href="#block-{id}" id="when-{id}">{}</a>{get}</p>
{kind}{}</header>
<div class="body">
{}
</div>
{}{edited}</article>
"##,
        time(at)?,
        title.unwrap_or_default(),
        text(item, "content_html")?,
        figure.map(|html| format!("{html}\n")).unwrap_or_default(),
    ))
}

/// An entry in the JSON-LD, as text that a script can hold.
fn update(item: &Value) -> Outcome<String> {
    let anchor = format!("#block-{}", text(item, "id")?);
    let mut update = json!({
        "@type": "BlogPosting",
        "@id": anchor,
        "url": anchor,
        "headline": text(item, "title")?,
        "datePublished": text(item, "date_published")?,
        "articleBody": plain(text(item, "content_html")?),
    });
    if let Some(at) = item["date_modified"].as_str() {
        update["dateModified"] = at.into();
    }
    // Within a script `</script>` ends it, wherever it stands.
    Ok(update.to_string().replace('<', r"\u003c"))
}

/// The words of an entry: tags part them, but for `<b>`, which is within a line.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        if tag.trim_start_matches('/') != "b" {
            text.push(' ');
        }
        text.push_str(words);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    // The ampersand comes last, because what it stands for may look like the others.
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// Text as markup.
pub(crate) fn escape(text: &str) -> String {
    // The ampersand comes first, because the others bring their own.
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

fn date(item: &Value) -> Option<&str> {
    item["date_published"].as_str()?.get(..10)
}

/// A time as the page shows it.
fn time(at: &str) -> Outcome<String> {
    let clock = at.strip_suffix('Z').and_then(|at| at.get(11..16));
    let clock = clock.ok_or_else(|| wrong(&format!("{at} is not a time in UTC")))?;
    let (at, clock) = (escape(at), escape(clock));
    Ok(format!(r#"<time datetime="{at}">{clock} UTC</time>"#))
}

/// A time as hours, minutes and seconds since liftoff.
fn mission_clock(at: &str) -> Option<String> {
    let parts = at.strip_prefix("1969-07-")?.strip_suffix('Z')?;
    let parts: Result<Vec<u32>, _> = parts.split(['T', ':']).map(str::parse).collect();
    let [day, hour, minute, second]: [u32; 4] = parts.ok()?.try_into().ok()?;
    let seconds = ((day * 24 + hour) * 60 + minute) * 60 + second;
    let seconds = seconds.checked_sub(LIFTOFF)?;
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    Some(format!("{}:{:02}:{seconds:02}", minutes / 60, minutes % 60))
}

fn text<'a>(item: &'a Value, name: &str) -> Outcome<&'a str> {
    let text = item[name].as_str();
    text.ok_or_else(|| wrong(&format!("an item without {name}")))
}

fn wrong(what: &str) -> Failure {
    Failure(format!("demo/feed.json: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_feed_has_its_place_in_the_page() {
        let feed = include_str!("../../demo/feed.json");
        let page = filled(include_str!("../../index.html").into(), feed).unwrap();
        let feed: Value = serde_json::from_str(feed).unwrap();
        let mut from = 0;
        for item in feed["items"].as_array().unwrap() {
            let (_, anchor) = item["url"].as_str().unwrap().split_once('#').unwrap();
            let at = page.find(&format!("id=\"{anchor}\"")).unwrap();
            assert!(at > from, "{anchor} is in another order");
            from = at;
        }
        assert!(!page.contains(PLACE), "a day without entries");
        let (_, data) = page.split_once("ld+json\">").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        assert!(data["liveBlogUpdate"].as_array().unwrap().len() > 1);
    }

    #[test]
    fn an_entry_has_what_the_feed_says_of_it() {
        let mut item = json!({
            "id": "a", "title": "Fish & <chips>", "content_html": "<p>Text</p>", "tags": ["key-event"],
            "date_published": "1969-07-20T20:17:40Z", "date_modified": "1969-07-20T20:26:00Z",
            "_demo": { "figure": "<figure></figure>" },
        });
        assert_eq!(
            article(&item).unwrap(),
            r##"<article class="block block-key" id="block-a" aria-labelledby="title-a">
<header>
<p class="when"><a href="#block-a" id="when-a"><time datetime="1969-07-20T20:17:40Z">20:17 UTC</time></a> <span class="get"><span class="unit">GET</span> 102:45:40</span></p>
<p class="kind">Key event</p>
<h3 id="title-a">Fish &amp; &lt;chips&gt;</h3>
</header>
<div class="body">
<p>Text</p>
</div>
<figure></figure>
<p class="edited">Updated <time datetime="1969-07-20T20:26:00Z">20:26 UTC</time></p>
</article>
"##
        );
        item["date_published"] = "1969-07-16T13:31:59Z".into();
        assert!(article(&item).is_err(), "before the mission's clock starts");
        item["_demo"] = json!({ "own": true });
        assert!(!article(&item).unwrap().contains("GET"));
    }

    #[test]
    fn json_ld_holds_words_and_ends_no_script() {
        let item = json!({
            "id": "a", "title": "</script>", "date_published": "1969-07-20T20:17:40Z",
            "content_html": "<blockquote><p><b>Aldrin:</b> One &amp;lt; two.</p><p>Three</p></blockquote>",
        });
        let update = update(&item).unwrap();
        assert!(!update.contains('<'));
        let update: Value = serde_json::from_str(&update).unwrap();
        assert_eq!(update["headline"], "</script>");
        assert_eq!(update["articleBody"], "Aldrin: One &lt; two. Three");
    }
}
