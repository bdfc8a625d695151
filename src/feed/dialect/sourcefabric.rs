//! Sourcefabric Live Blog: the posts of a blog, as version 1 and version 2 of its API give them.
//!
//! Source: Live Blog's server, `client_modules` (`client_blogs/<blog>/posts`, and the same below
//! `v2`).

use std::rc::Rc;

use serde_json::Value;

use super::Dialect;
use crate::feed::date::Notation;
use crate::feed::wire::{self, Record, list};
use crate::feed::{Entry, Feed, Warnings, html};

pub(super) const DIALECT: Dialect = Dialect {
    name: "sourcefabric",
    has_flag: true,
    overlaps: false,
    matches: |document| wire::at(document, &["_items"]).is_array(),
    read,
};

/// Posts have no ids of their own in the page.
const ANCHORS: &[&str] = &["[data-post-id=\"{id}\"]"];

/// More bytes of text than any headline made from it has.
const ABSTRACT: usize = 600;

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    let root = Record::root(document, warnings)?;
    let mut removed = Vec::new();
    let entries = root.entries("_items", &mut |mut post| {
        let id = post.id("_id")?;
        let status = post.text("post_status");
        if post.flag("deleted") || status.is_some_and(|status| &*status != "open") {
            removed.push(id);
            return None;
        }
        Some(entry(&post, id))
    });
    let next = wire::at(document, &["_links", "next", "href"]).as_str();
    Some(Feed {
        // The address is relative to the API's root, which a feed does not tell.
        next: next.and_then(|next| Some(["?", next.split_once('?')?.1].concat().into())),
        removed,
        entries,
        ..Feed::default()
    })
}

fn entry(post: &Record, id: Rc<str>) -> Entry {
    // Version 2 has the items in the post, version 1 in one of its groups.
    let mut items: Vec<_> = list(post.value("items")).iter().collect();
    for group in list(post.value("groups")) {
        if wire::at(group, &["id"]) == "main" {
            let refs = list(wire::at(group, &["refs"])).iter();
            items.extend(refs.map(|part| wire::at(part, &["item"])));
        }
    }
    let mut html = String::new();
    for item in &items {
        html.push_str(text(item));
        html.push('\n');
    }
    let lead = items
        .iter()
        .find(|item| wire::at(item, &["item_type"]) == "text");
    let image = |item: &&Value| {
        let renditions = match item.get("renditions") {
            Some(renditions) => renditions,
            None => wire::at(item, &["meta", "media", "renditions"]),
        };
        let image = renditions
            .get("viewImage")
            .or(renditions.get("baseImage"))?;
        wire::address(image.get("href")?, "")
    };
    let order = wire::id(post.value("order"));
    let permalink = |order: Rc<str>| ["?liveblog._id=", &id, "__", &order].concat();
    Entry {
        url: order.and_then(|order| wire::address(&permalink(order).into(), "")),
        published: post.date("published_date", Notation::Offset),
        updated: post.date("content_updated_date", Notation::Offset),
        key: post.flag("lb_highlight"),
        pinned: post.flag("sticky"),
        anchors: ANCHORS,
        text: lead.map(|lead| html::text(text(lead), ABSTRACT).into()),
        html: Some(html.into()),
        image: items.iter().find_map(image),
        tags: post.texts("tags"),
        authors: post.people("publisher", "display_name"),
        id,
        ..Entry::default()
    }
}

fn text(item: &Value) -> &str {
    wire::at(item, &["text"]).as_str().unwrap_or_default()
}
