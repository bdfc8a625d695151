//! Posts as the REST API of WordPress lists them, `wp/v2/posts`.
//!
//! Nothing in it flags key events: every post is one.
//!
//! Source: WordPress REST API Handbook, “Posts”; “Linking and Embedding” for `_embed`.

use serde_json::Value;

use super::{Dialect, USUAL_ANCHORS};
use crate::feed::date::Notation;
use crate::feed::wire::{self, Record};
use crate::feed::{Entry, Feed, Warnings};

pub(super) const DIALECT: Dialect = Dialect {
    name: "wordpress-posts",
    has_flag: false,
    overlaps: false,
    matches,
    read,
};

fn matches(document: &Value) -> bool {
    document.as_array().is_some_and(|posts| {
        let is_post = |post: &Value| wire::at(post, &["title", "rendered"]).is_string();
        posts.is_empty() || posts.iter().any(is_post)
    })
}

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    Some(Feed {
        entries: wire::entries(document.as_array()?, warnings, &mut entry),
        ..Feed::default()
    })
}

fn entry(mut post: Record) -> Option<Entry> {
    let id = post.id("id")?;
    let date = |utc, local| {
        post.date(utc, Notation::Local)
            .or_else(|| post.date(local, Notation::Offset))
    };
    Some(Entry {
        title: post
            .object("title")
            .and_then(|title| title.plain("rendered")),
        url: post.link("link"),
        published: date("date_gmt", "date"),
        updated: date("modified_gmt", "modified"),
        pinned: post.flag("sticky"),
        anchors: USUAL_ANCHORS,
        html: post
            .object("content")
            .and_then(|body| body.text("rendered")),
        text: post
            .object("excerpt")
            .and_then(|text| text.plain("rendered")),
        tags: post.texts("tags"),
        authors: post
            .object("_embedded")
            .map(|embedded| embedded.people("author", "name"))
            .unwrap_or_default(),
        id,
        ..Entry::default()
    })
}
