//! JSON-LD with a `LiveBlogPosting`.
//!
//! It has no flag for key events: every update with its own headline is one.
//!
//! Source: schema.org, `LiveBlogPosting` and `BlogPosting`; JSON-LD 1.1, “Advanced Concepts” (one
//! value may stand for an array of it).

use std::collections::HashMap;
use std::rc::Rc;

use super::FeedFormat;
use crate::feed::extract::{self, Extractor, at, list};
use crate::feed::field_map::FieldMap;
use crate::feed::{Feed, Value, headline};

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
    root: |document| find(document).unwrap_or(&Value::Null),
    read,
};

/// The first live blog: the document itself, or a value in its arrays, its graphs, or what a page is about. Other
/// articles with updates are live blogs too.
fn find<'a>(value: &'a Value<'a>) -> Option<&'a Value<'a>> {
    let is_live_blog = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        name.ends_with("LiveBlogPosting")
    };
    match value {
        Value::Array(values) => values.iter().find_map(find),
        _ if list(at(value, "@type")).iter().any(is_live_blog) => Some(value),
        _ if !list(at(value, "liveBlogUpdate")).is_empty() => Some(value),
        _ => {
            let nested = ["@graph", "mainEntity"].map(|name| value.get(name));
            nested.into_iter().flatten().find_map(find)
        }
    }
}

/// The objects of a document by their `@id`, references left out.
///
/// Source: JSON-LD 1.1, “Node Objects”: an object with nothing but an `@id` refers to the one that has it.
fn objects_by_id<'a>(document: &'a Value<'a>) -> HashMap<&'a str, &'a Value<'a>> {
    let mut objects = HashMap::new();
    for part in list(document) {
        for object in [part].into_iter().chain(list(at(part, "@graph"))) {
            if let Some(id) = reference(object).filter(|_| !is_reference(object)) {
                objects.entry(id).or_insert(object);
            }
        }
    }
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

fn read(blog: Extractor, feed: &mut Feed) {
    let objects = objects_by_id(blog.document);
    let resolve = |value| {
        let id = reference(value).filter(|_| is_reference(value));
        id.and_then(|id| objects.get(id)).copied().unwrap_or(value)
    };
    let updates = list(blog.at("liveBlogUpdate")).iter().map(resolve);
    let updates: Vec<_> = updates.collect();
    let mut shared = shared_values(&updates, blog.value);
    if let Some(text) = blog.at("headline").as_str() {
        shared.push(("headline", text));
    }
    let update = Extractor {
        shared: &shared,
        resolve: &resolve,
        ..blog
    };
    // Some sites set the end to the time of the last change while the coverage continues.
    let ends = blog.date("coverageEndTime");
    feed.ends = ends.filter(|_| ends != blog.date("dateModified"));
    let blog_image = extract::address(blog.at("image"));
    let shared_image = shared_image(&updates);
    update.add_entries(
        &mut updates.iter().copied(),
        feed,
        &mut |update, entry, _| {
            if entry.title.is_none() {
                update.warn(
                    "headline",
                    "is not there: the first sentence of the text takes its place",
                );
            }
            if entry.url.is_none() && entry.id.contains('/') {
                entry.url = extract::address(update.at("@id"));
            }
            let body = update.at("articleBody").as_str();
            entry.html = body.filter(|body| body.contains('<')).map(Into::into);
            entry
                .image
                .take_if(|image| [&blog_image, &shared_image].contains(&&Some(Rc::clone(image))));
            true
        },
    );
}

/// The image of most updates, if at least three have it: a logo says nothing about one of them.
fn shared_image(updates: &[&Value]) -> Option<Rc<str>> {
    let images = || {
        updates
            .iter()
            .map(|update| extract::address(at(update, "image")))
    };
    // The majority vote algorithm of Boyer and Moore.
    let (mut majority, mut votes) = (None, 0);
    for image in images() {
        if votes == 0 {
            majority.clone_from(&image);
        }
        votes += if image == majority { 1 } else { -1 };
    }
    let count = images().filter(|image| *image == majority).count();
    majority.filter(|_| count > 2 && count * 2 > updates.len())
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
