//! Sourcefabric Live Blog: the posts of a blog, from version 1 or version 2 of its API.
//!
//! Source: Live Blog's server, `client_modules` (`client_blogs/<blog>/posts`, and the same below
//! `v2`).

use std::rc::Rc;

use super::{FeedFormat, when};
use crate::feed::extract::{self, Extractor, at, list};
use crate::feed::field_map::FieldMap;
use crate::feed::headline::MAX_BYTES;
use crate::feed::text::non_blank;
use crate::feed::{Entry, Feed, Value, html, link};

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "sourcefabric",
    flags_key_events: true,
    allows_duplicates: false,
    fields: &FieldMap {
        id: "_id",
        published: "published_date",
        // `_updated` changes with every save, even if the content does not.
        updated: "content_updated_date",
        key: "lb_highlight",
        pinned: "sticky",
        weight: "sticky",
        tags: "tags",
        authors: "publisher",
        name: "display_name",
        anchors: &["[data-post-id=\"{id}\"]"],
        ..FieldMap::NONE
    },
    root: |document| when(document, at(document, "_items").is_array()),
    read: |root, feed| Box::pin(read(root, feed)),
};

async fn read(root: Extractor<'_>, feed: &mut Feed) {
    // The URL is relative to the API's root, which is not in the feed.
    let next = root.at("_links.next.href").as_str();
    if let Some((_, query)) = next.and_then(|next| next.split_once('?')) {
        feed.next = link::safe(&["?", query].concat()).map(Into::into);
    }
    root.add_entries(
        &mut list(root.at("_items")).iter(),
        feed,
        &mut |post, entry, feed| {
            let status = post.at("post_status");
            if *post.at("deleted") == true || status.is_string() && *status != *"open" {
                feed.removed.push(Rc::clone(&entry.id));
                return false;
            }
            set_body(post, entry);
            if let Some(order) = extract::id(post.at("order")) {
                let permalink = ["?liveblog._id=", &entry.id, "__", &order].concat();
                entry.url = link::safe(&permalink).map(Into::into);
            }
            true
        },
    )
    .await;
}

/// Sets the body and the image. Version 2 has the items in the post, version 1 in its main group.
fn set_body(post: Extractor, entry: &mut Entry) {
    let mut body = String::new();
    let mut add = |item: &Value| {
        let text = at(item, "text").as_str().unwrap_or_default();
        if !body.is_empty() {
            body.push('\n');
        }
        body.push_str(text);
        if *at(item, "item_type") == *"text" {
            if entry.text.is_none() {
                entry.text = non_blank(&html::first_line(text, MAX_BYTES));
            }
        } else if entry.image.is_none() {
            // Version 2 has the renditions in the item, version 1 in its media.
            let image = |item| extract::url_of(at(item, "renditions.viewImage.href"));
            entry.image = image(item).or_else(|| image(at(item, "meta.media")));
        }
    };
    let mut items: Vec<_> = list(post.at("items")).iter().collect();
    for group in list(post.at("groups")) {
        if *at(group, "id") == *"main" {
            let refs = list(at(group, "refs")).iter();
            items.extend(refs.map(|part| at(part, "item")));
        }
    }
    items.iter().copied().for_each(&mut add);
    entry.html = Some(body.into());
    for item in items {
        extract::add_caption(
            entry,
            &["meta.caption", "meta.title"].map(|path| at(item, path)),
        );
    }
}
