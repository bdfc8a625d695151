//! The demo page: fills in the entries of `demo/feed.json` as an article and as JSON-LD, so that they are
//! there without scripts too.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use xshell::Shell;

/// The start of the placeholder for the entries of a day; the date and ` -->` follow.
const DAY: &str = "<!-- entries of ";

/// The placeholder for the entries in the JSON-LD.
const UPDATES: &str = r#""liveBlogUpdate": []"#;

/// The liftoff of Apollo 11 in seconds of July 1969. The mission clock starts there.
const LIFTOFF: u32 = ((16 * 24 + 13) * 60 + 32) * 60;

/// Fills in the page that Trunk has written to the staging directory.
pub(crate) fn fill_page(sh: &Shell, staging: &Path) -> Result<()> {
    let file = staging.join("index.html");
    let page = sh.read_file(&file)?;
    // The page of the build for a test has no article.
    if page.contains(DAY) {
        let page = filled(page, &sh.read_file("demo/feed.json")?).context("demo/feed.json")?;
        sh.write_file(&file, page)?;
    }
    Ok(())
}

/// Replaces the only placeholder in a page.
pub(crate) fn fill(page: &str, placeholder: &str, text: &str) -> Result<String> {
    let count = page.matches(placeholder).count();
    ensure!(
        count == 1,
        "expected one {placeholder} in the page, found {count}"
    );
    Ok(page.replace(placeholder, text))
}

/// Whether the timeline has an entry of the feed.
pub(crate) fn is_key(item: &Value) -> bool {
    let mut tags = item["tags"].as_array().into_iter().flatten();
    tags.any(|tag| tag == "key-event") || is_summary(item)
}

/// A text field of an entry.
pub(crate) fn text<'a>(item: &'a Value, name: &str) -> Result<&'a str> {
    let text = item[name].as_str();
    text.with_context(|| format!("an item without {name}"))
}

/// Escapes text for markup.
pub(crate) fn escape(text: &str) -> String {
    // The ampersand comes first, because the other references have one.
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

fn is_summary(item: &Value) -> bool {
    item.pointer("/_key_events/summary") == Some(&true.into())
}

fn filled(mut page: String, feed: &str) -> Result<String> {
    let feed: Value = serde_json::from_str(feed)?;
    let items = feed.get("items").and_then(Value::as_array);
    let items = items.context("no items")?;
    for day in items.chunk_by(|one, other| date(one) == date(other)) {
        let date = day.first().and_then(date).unwrap_or_default();
        let articles: Vec<String> = day.iter().map(article).collect::<Result<_>>()?;
        page = fill(&page, &format!("{DAY}{date} -->"), &articles.join("\n"))?;
    }
    let updates = items.iter().filter(|item| is_key(item)).map(update);
    let updates: Vec<String> = updates.collect::<Result<_>>()?;
    let updates = format!("\"liveBlogUpdate\": [\n{}\n ]", updates.join(",\n"));
    fill(&page, UPDATES, &updates)
}

/// An entry of the article. The markup in the feed is trusted; everything else is text.
fn article(item: &Value) -> Result<String> {
    let (id, at) = (escape(text(item, "id")?), text(item, "date_published")?);
    let (class, kind) = if is_summary(item) {
        (" block-summary", "<p class=\"kind\">Summary</p>\n")
    } else if is_key(item) {
        (" block-key", "<p class=\"kind\">Key event</p>\n")
    } else {
        ("", "")
    };
    let title = item["title"].as_str().map(escape);
    let label = if title.is_some() { "title" } else { "when" };
    let title = title.map(|title| format!("<h3 id=\"title-{id}\">{title}</h3>\n"));
    // Only the entries of the mission have a time on its clock.
    let get = if item.pointer("/_demo/own") == Some(&true.into()) {
        String::new()
    } else {
        let get = mission_clock(at).with_context(|| format!("{at} is before the liftoff"))?;
        format!(r#" <span class="get"><span class="unit">GET</span> {get}</span>"#)
    };
    let figure = item.pointer("/_demo/figure").and_then(Value::as_str);
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

/// An entry in the JSON-LD, as text for a script.
fn update(item: &Value) -> Result<String> {
    let anchor = format!("#block-{}", text(item, "id")?);
    let mut update = json!({
        "@type": "BlogPosting",
        "@id": anchor,
        "url": anchor,
        "headline": text(item, "title")?,
        "datePublished": text(item, "date_published")?,
        "articleBody": plain(text(item, "content_html")?),
    });
    if let (Some(fields), Some(at)) = (update.as_object_mut(), item["date_modified"].as_str()) {
        fields.insert("dateModified".into(), at.into());
    }
    // `</script>` would end the script.
    Ok(update.to_string().replace('<', r"\u003c"))
}

/// The text of an entry. Each tag separates words, except `<b>`.
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
    // The ampersand comes last: the text may have an escaped reference.
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

fn date(item: &Value) -> Option<&str> {
    item["date_published"].as_str()?.get(..10)
}

/// A time of the page.
fn time(at: &str) -> Result<String> {
    let clock = at.strip_suffix('Z').and_then(|at| at.get(11..16));
    let clock = clock.with_context(|| format!("{at} is not a time in UTC"))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_entry_of_the_feed() {
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
        assert!(!page.contains(DAY), "a day without entries");
        let (_, data) = page.split_once("ld+json\">").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        assert!(data["liveBlogUpdate"].as_array().unwrap().len() > 1);
    }

    #[test]
    fn the_fallback_has_the_titles_and_times_of_the_feed() {
        let page = include_str!("../../index.html");
        let feed: Value = serde_json::from_str(include_str!("../../demo/feed.json")).unwrap();
        let (_, fallback) = page.split_once("<div class=\"fallback\">").unwrap();
        let (fallback, _) = fallback.split_once("</div>").unwrap();
        let rows: Vec<&str> = fallback.split("<li><a href=\"#block-").skip(1).collect();
        assert!(!rows.is_empty());
        for row in rows {
            let (id, row) = row.split_once("\">").unwrap();
            let mut items = feed["items"].as_array().unwrap().iter();
            let item = items.find(|item| item["id"] == id).unwrap();
            let at = text(item, "date_published").unwrap();
            let (_, label) = row
                .split_once(&format!("<time datetime=\"{at}\">"))
                .unwrap();
            let (label, title) = label.split_once("</time> ").unwrap();
            let day = at[8..10].trim_start_matches('0');
            assert_eq!(label, format!("{day} July, {}", &at[11..16]));
            let title = title.split_once("</a>").unwrap().0;
            assert_eq!(title, escape(text(item, "title").unwrap()));
        }
    }

    #[test]
    fn an_entry_has_the_fields_of_the_feed() {
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
    fn json_ld_is_plain_text_and_does_not_end_the_script() {
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
