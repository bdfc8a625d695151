//! JSON-LD with a `LiveBlogPosting`.
//!
//! Nothing in it flags key events, so that every update with a headline of its own is one.
//!
//! Source: schema.org, `LiveBlogPosting` and `BlogPosting`; JSON-LD 1.1, “Advanced Concepts” (one
//! value may stand for an array of it).

use std::rc::Rc;

use serde_json::Value;

use super::{Dialect, USUAL_ANCHORS};
use crate::feed::date::Notation;
use crate::feed::headline;
use crate::feed::wire::{self, Record, list};
use crate::feed::{Entry, Feed, Warnings};

pub(super) const DIALECT: Dialect = Dialect {
    name: "live-blog-posting",
    has_flag: false,
    overlaps: false,
    matches: |document| find(document).is_some(),
    read,
};

/// The first live blog: the document itself, or something in its arrays and graphs.
fn find(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(values) => values.iter().find_map(find),
        Value::Object(fields) => {
            let types = list(fields.get("@type").unwrap_or(&Value::Null));
            let is_live_blog = |name: &Value| {
                name.as_str()
                    .is_some_and(|name| name.ends_with("LiveBlogPosting"))
            };
            if types.iter().any(is_live_blog) {
                Some(value)
            } else {
                find(fields.get("@graph")?)
            }
        }
        _ => None,
    }
}

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    let blog = Record::root(find(document)?, warnings)?;
    let updates = list(blog.value("liveBlogUpdate"));
    let ends = blog.date("coverageEndTime", Notation::Offset);
    let changed = blog.date("dateModified", Notation::Offset);
    let mut shared: Vec<_> = SHARED
        .iter()
        .filter_map(|field| Some((*field, most(updates, field, blog.value(field))?)))
        .collect();
    shared.extend(blog.value("headline").as_str().map(|own| ("headline", own)));
    let context = Context {
        shared,
        authors: blog.people("author", "name"),
        image: blog.value("image"),
    };
    Some(Feed {
        title: blog.plain("headline").or_else(|| blog.plain("name")),
        url: blog
            .link("url")
            .or_else(|| wire::address(blog.value("mainEntityOfPage"), "@id")),
        language: blog.text("inLanguage"),
        // Some sites give the time of the last change as the end while the coverage goes on.
        ends: ends.filter(|_| ends != changed),
        entries: wire::entries(updates, warnings, &mut |update| context.entry(update)),
        ..Feed::default()
    })
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

/// The value of a field that most updates have, so that it is nobody's own: three of them do, or
/// two and the blog itself.
fn most<'a>(updates: &'a [Value], field: &str, blogs: &Value) -> Option<&'a str> {
    let values = || {
        updates
            .iter()
            .filter_map(|update| update.get(field)?.as_str())
    };
    // Pairing off those that differ leaves the one that most have (Boyer and Moore).
    let mut most = "";
    let mut lead = 0;
    for value in values() {
        if lead == 0 {
            most = value;
        }
        lead += if value == most { 1 } else { -1 };
    }
    let count = values().filter(|value| *value == most).count();
    let enough = count > 2 || count == 2 && blogs == most;
    (enough && count * 2 > updates.len() && !most.is_empty()).then_some(most)
}

/// What the updates of a blog have in common.
struct Context<'a> {
    /// Fields with values that are no update's own.
    shared: Vec<(&'static str, &'a str)>,
    authors: Vec<Rc<str>>,
    image: &'a Value,
}

impl Context<'_> {
    fn is_own(&self, update: &Record, field: &str) -> bool {
        let value = update.value(field).as_str().unwrap_or_default();
        !self.shared.contains(&(field, value))
    }

    /// Whether the value of a field may be used; one that is not the update's own is named.
    fn checked(&self, update: &Record, field: &'static str) -> bool {
        let own = self.is_own(update, field);
        if !own {
            update.warn(
                field,
                "is that of the blog or of most updates: it is ignored",
            );
        }
        own
    }

    fn entry(&self, mut update: Record) -> Option<Entry> {
        let body = update
            .text("articleBody")
            .or_else(|| update.text("description"));
        let id = self.id(&update, body.as_deref().unwrap_or_default());
        if id.is_empty() {
            update.warn(
                "the update",
                "has no @id, url, date or text: it is left out",
            );
            return None;
        }
        update.name(&id);
        let title = self.is_own(&update, "headline");
        let title = title.then(|| update.plain("headline")).flatten();
        if title.is_none() {
            update.warn(
                "headline",
                "is missing, or that of the blog or of most updates: the first sentence of the text takes its place",
            );
        }
        let link = |field| self.checked(&update, field).then(|| update.link(field));
        let date = |field| {
            let own = self.checked(&update, field);
            own.then(|| update.date(field, Notation::Offset)).flatten()
        };
        let updated = date("dateModified");
        let authors = update.people("author", "name");
        let image = update.value("image");
        let is_html = |body: &Rc<str>| body.contains(['<', '&']);
        Some(Entry {
            title,
            url: link("url")
                .flatten()
                .or_else(|| wire::address(update.value("@id"), "").filter(|_| id.contains('/')))
                .or_else(|| link("discussionUrl").flatten()),
            published: date("datePublished").or(updated),
            updated,
            html: body.clone().filter(is_html),
            text: body.filter(|body| !is_html(body)),
            image: list(image)
                .first()
                .filter(|_| image != self.image)
                .and_then(|image| wire::address(image, "url")),
            authors: if authors.is_empty() {
                self.authors.clone()
            } else {
                authors
            },
            anchors: USUAL_ANCHORS,
            id,
            ..Entry::default()
        })
    }

    /// The update's `@id` or address; where it has neither, its date and first words.
    fn id(&self, update: &Record, body: &str) -> Rc<str> {
        let own = ["@id", "url"]
            .iter()
            .filter(|field| self.is_own(update, field))
            .find_map(|field| wire::id(update.value(field)));
        own.unwrap_or_else(|| {
            let part = |field| update.value(field).as_str().unwrap_or_default();
            let words = headline::first_sentence(body);
            let parts = [part("datePublished"), part("headline"), &words];
            parts.join(" ").trim().into()
        })
    }
}
