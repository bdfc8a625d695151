//! JSON-LD with a `LiveBlogPosting`.
//!
//! It has no flag for key events: every update with its own headline is one.
//!
//! Source: schema.org, `LiveBlogPosting` and `BlogPosting`; JSON-LD 1.1, “Advanced Concepts” (one
//! value may stand for an array of it).

use std::rc::Rc;

use super::FeedFormat;
use crate::feed::extract::{self, Extractor, at, list};
use crate::feed::field_map::FieldMap;
use crate::feed::pace::{self, Pace};
use crate::feed::text::split_once_byte;
use crate::feed::{Feed, Medium, Value, headline, limits, media};
use crate::fmt::itoa;
use crate::time::timestamp::Timestamp;

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "live-blog-posting",
    flags_key_events: false,
    allows_duplicates: false,
    fields: &FieldMap {
        feed_title: "headline name",
        feed_url: "url mainEntityOfPage",
        language: "inLanguage",
        discussion: "discussionUrl",
        id: "@id url",
        fallback_id: |update| {
            Some(
                update
                    .title
                    .clone()
                    .or_else(|| headline::derive(update))
                    .or_else(|| update.image.clone())
                    .unwrap_or_default(),
            )
        },
        title: "headline",
        url: "url discussionUrl",
        published: "datePublished dateModified",
        updated: "dateModified",
        text: "articleBody description",
        image: "image",
        authors: "author",
        to_plain_text: extract::text_of_html,
        ..FieldMap::NONE
    },
    root: |document| {
        let blog = find(document, true).or_else(|| find(document, false));
        blog.unwrap_or(&Value::Null)
    },
    read: |root, feed| Box::pin(read(root, feed)),
};

/// The first live blog with updates, else the first one: the document itself, or a value in what contains it. Other
/// articles with updates are live blogs too.
fn find<'a>(value: &'a Value<'a>, has_updates: bool) -> Option<&'a Value<'a>> {
    let is_live_blog = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        name.ends_with("LiveBlogPosting")
    };
    if let Value::Array(values) = value {
        return values.iter().find_map(|value| find(value, has_updates));
    }
    let updates = at(value, "liveBlogUpdate");
    let is_blog = !updates.is_null() || list(at(value, "@type")).iter().any(is_live_blog);
    let is_reference = reference(value).is_some() && is_reference(value);
    if is_blog && !is_reference && (!has_updates || !elements(updates).is_empty()) {
        return Some(value);
    }
    let mut containers = CONTAINERS.iter().filter_map(|name| value.get(name));
    containers.find_map(|value| find(value, has_updates))
}

/// The fields of a document that can contain the live blog.
const CONTAINERS: [&str; 7] = [
    "@graph",
    "mainEntity",
    "hasPart",
    "mainEntityOfPage",
    "itemListElement",
    "item",
    "@list",
];

/// The values of an array or a list of JSON-LD.
fn elements<'a>(value: &'a Value<'a>) -> &'a [Value<'a>] {
    match list(value) {
        [one] => list(one.get("@list").unwrap_or(value)),
        values => values,
    }
}

/// The objects of a document and their `@id`, sorted by that, references left out.
///
/// Source: JSON-LD 1.1, “Node Objects”: an object with nothing but an `@id` refers to the one that has it.
async fn objects_by_id<'a>(document: &'a Value<'a>, pace: &Pace) -> Vec<(&'a str, &'a Value<'a>)> {
    let mut objects = Vec::new();
    let mut rest = vec![document];
    while let Some(value) = rest.pop() {
        if let Some(id) = reference(value).filter(|_| !is_reference(value)) {
            objects.push((id, value));
        }
        // The first is on top.
        rest.extend(value.fields().iter().rev().map(|(_, value)| value));
        rest.extend(value.as_array().unwrap_or_default().iter().rev());
        if pace.is_due(pace::VALUE) {
            pace.pause().await;
        }
    }
    objects.sort_by_key(|(id, _)| *id);
    objects
}

fn reference<'a>(value: &'a Value<'a>) -> Option<&'a str> {
    at(value, "@id").as_str()
}

/// Whether an object has nothing but an `@id`, and perhaps a type.
fn is_reference(value: &Value) -> bool {
    let mut fields = value.fields().iter();
    fields.all(|(name, _)| *name == *"@id" || *name == *"@type")
}

async fn read(blog: Extractor<'_>, feed: &mut Feed) {
    let objects = objects_by_id(blog.document, blog.pace).await;
    let get = |id: &str| {
        // The first of those with the id.
        let at = objects.partition_point(|(other, _)| *other < id);
        let found = objects.get(at).filter(|(other, _)| *other == id);
        found.map(|(_, object)| *object)
    };
    let own_id = reference(blog.value).unwrap_or_default();
    let (page, _) = split_once_byte(own_id, b'#');
    let resolve = |value| {
        let id = reference(value).filter(|_| is_reference(value));
        let id = id.or(Value::as_str(value));
        let found = id.and_then(|id| {
            let on_page = || get(&[page, id].concat());
            get(id).or_else(|| id.starts_with('#').then(on_page).flatten())
        });
        found.unwrap_or(value)
    };
    let updates = elements(blog.at("liveBlogUpdate")).iter().map(resolve);
    // One more, so that the others are reported.
    let updates: Vec<_> = updates.take(limits::MAX_ENTRIES + 1).collect();
    let mut shared = shared_values(&updates, blog.value);
    if let Some(text) = blog.at("headline").as_str() {
        shared.push(("headline", text));
    }
    let update = Extractor {
        shared: &shared,
        resolve: &resolve,
        ..blog
    };
    feed.named_end = blog.date("coverageEndTime");
    let nobodys = nobodys_images(&updates, blog.value, &resolve, blog.pace).await;
    // The ids of the updates without an id and a text, and how many have each.
    let mut textless: Vec<(Rc<str>, i64)> = Vec::new();
    update
        .add_entries(
            &mut updates.iter().copied(),
            feed,
            &mut |update, entry, _| {
                if is_reference(update.value) {
                    update.warn(
                        "@id",
                        "refers to no object of the document: the entry is left out",
                    );
                    return false;
                }
                if entry.title.is_none() {
                    update.warn(
                        "headline",
                        "is not there: the first sentence of the text takes its place",
                    );
                }
                if entry.url.is_none() && entry.id.contains('/') {
                    entry.url = extract::url_of(update.at("@id"));
                }
                let body = update.at("articleBody").as_str();
                entry.html = body.filter(|body| body.contains('<')).map(Into::into);
                let mut images = images_of(update.value, &resolve).into_iter();
                let own = images.find(|(url, _)| nobodys.binary_search(url).is_err());
                entry.image = own.as_ref().map(|(url, _)| Rc::clone(url));
                if let Some((_, image)) = own {
                    let captions = ["caption", "name", "description"];
                    extract::add_caption(entry, &captions.map(|name| at(image, name)));
                }
                if let Some(video) = list(update.at("video")).first().map(&resolve) {
                    entry.medium = Medium::Video;
                    extract::add_caption(
                        entry,
                        &["name", "caption", "description"].map(|name| at(video, name)),
                    );
                }
                if entry.has_derived_id && entry.title.is_none() {
                    let text = headline::derive(entry);
                    let own = text.as_ref().or(entry.image.as_ref());
                    let id = extract::derived_id(entry, own.map_or("", |text| text));
                    if !id.is_empty() {
                        entry.id = id;
                    }
                    if text.is_none() {
                        let found = textless.binary_search_by(|(id, _)| id.cmp(&entry.id));
                        let at = found.unwrap_or_else(|at| at);
                        if found.is_err() {
                            textless.insert(at, (Rc::clone(&entry.id), 0));
                        }
                        if let Some((id, count)) = textless.get_mut(at) {
                            *count += 1;
                            if *count > 1 {
                                entry.id = [id, " ", &itoa(*count)].concat().into();
                            }
                        }
                    }
                }
                true
            },
        )
        .await;
    feed.ends = feed.named_end;
    if let Some(end) = feed.ends {
        feed.ends = Some(end_of_coverage(end, blog.date("dateModified"), feed));
    }
}

/// When the coverage counts as over: at its end, unless a site writes the time of the last change there while the
/// coverage continues. Then that is a day after the last change.
fn end_of_coverage(end: Timestamp, modified: Option<Timestamp>, feed: &Feed) -> Timestamp {
    let times = feed.entries.iter();
    let times = times.filter_map(|entry| entry.updated.max(entry.published));
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    let is_near = |at: &Timestamp| at.since(end).abs() <= 5 * Timestamp::MINUTE;
    let last = times.iter().rfind(|at| at.since(end) <= Timestamp::DAY);
    if !modified.iter().chain(last).any(is_near) {
        return end;
    }
    let mut latest = end;
    for at in times {
        // A later one is dated wrong.
        if at > latest && at.since(latest) <= Timestamp::DAY {
            latest = at;
        }
    }
    latest.plus(Timestamp::DAY)
}

/// The URLs of the images that say nothing about an update, sorted: those that most have, the blog's, and those of
/// publishers and authors.
async fn nobodys_images<'a>(
    updates: &[&'a Value<'a>],
    blog: &'a Value<'a>,
    resolve: &dyn Fn(&'a Value<'a>) -> &'a Value<'a>,
    pace: &Pace,
) -> Vec<Rc<str>> {
    let mut images = Vec::new();
    for update in updates {
        let own = images_of(update, resolve).into_iter();
        let mut own: Vec<_> = own.map(|(url, _)| url).collect();
        own.sort_unstable();
        own.dedup();
        images.extend(own);
        if pace.is_due(pace::ENTRY) {
            pace.pause().await;
        }
    }
    let mut nobodys = media::shared_images(images, updates.len());
    let own = images_of(blog, resolve).into_iter();
    nobodys.extend(own.take(1).map(|(url, _)| url));
    media::portraits(blog, resolve, &mut nobodys);
    for update in updates {
        media::portraits(update, resolve, &mut nobodys);
        if pace.is_due(pace::ENTRY) {
            pace.pause().await;
        }
    }
    nobodys.sort_unstable();
    nobodys
}

/// The URLs of the images of an object, and the images.
fn images_of<'a>(
    value: &'a Value<'a>,
    resolve: &dyn Fn(&'a Value<'a>) -> &'a Value<'a>,
) -> Vec<(Rc<str>, &'a Value<'a>)> {
    let images = list(at(value, "image")).iter().map(resolve);
    let images = images.filter(|image| !image.is_object() || !is_reference(image));
    let images = images.filter_map(|image| Some((extract::url_of(image)?, image)));
    images.collect()
}

/// Fields that some sites fill with the same value in every update.
const SHARED: [&str; 6] = [
    "headline",
    "datePublished",
    "dateModified",
    "@id",
    "url",
    "discussionUrl",
];

/// The fields whose value most updates share, so that it says nothing about one of them: at least
/// three updates have it, or two and the blog itself. Samples about 100 updates.
fn shared_values<'a>(updates: &[&'a Value<'a>], blog: &Value) -> Vec<(&'static str, &'a str)> {
    let (mut sample, mut position) = (Vec::new(), 0);
    while let Some(update) = updates.get(position) {
        sample.push(*update);
        position += updates.len() / 100 + 1;
    }
    let mut candidates = SHARED.map(|field| (field, "", 0));
    // The majority vote algorithm of Boyer and Moore.
    for update in &sample {
        for (name, value) in update.fields() {
            let candidate = candidates.iter_mut().find(|(field, ..)| *name == **field);
            if let (Some((_, majority, count)), Some(value)) = (candidate, value.as_str()) {
                if *count == 0 {
                    *majority = value;
                }
                *count += if value == *majority { 1 } else { -1 };
            }
        }
    }
    let mut shared = Vec::new();
    for (field, text, votes) in candidates {
        if votes > 0 && !text.is_empty() {
            let mut count = 0;
            for update in &sample {
                count += usize::from(*at(update, field) == *text);
            }
            let enough = count > 2 || count == 2 && *at(blog, field) == *text;
            if enough && count * 2 > sample.len() {
                shared.push((field, text));
            }
        }
    }
    shared
}
