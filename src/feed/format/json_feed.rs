//! JSON Feed 1.0 and 1.1.
//!
//! Source: JSON Feed 1.1, “Top-level”, “Items”, “Extensions”.

use super::{FeedFormat, when};
use crate::feed::extract::{Extractor, at, list, non_blank};
use crate::feed::field_map::FieldMap;
use crate::feed::{Feed, Related};

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "json-feed",
    flags_key_events: false,
    allows_duplicates: false,
    fields: &FieldMap {
        feed_title: "title",
        feed_url: "home_page_url",
        language: "language",
        discussion: "_key_events.discussion_url",
        title: "title",
        url: "url external_url",
        published: "date_published",
        updated: "date_modified",
        key: "_key_events.key",
        summary: "_key_events.summary",
        pinned: "_key_events.pinned",
        anchor: "_key_events.anchor",
        html: "content_html",
        text: "content_text summary",
        image: "image banner_image",
        tags: "tags",
        authors: "authors author",
        ..FieldMap::NONE
    },
    root: |document| when(document, at(document, "items").is_array()),
    read,
};

/// The tag of a key event.
const KEY_TAG: &str = "key-event";

fn read(root: Extractor, feed: &mut Feed) {
    if root.at("version").is_null() {
        root.warn(
            "version",
            "is missing: expected \"https://jsonfeed.org/version/1.1\"",
        );
    }
    feed.ended = root.flag("expired");
    feed.next = root.link("next_url");
    for value in list(root.at("_key_events.related")) {
        let link = Extractor { value, ..root };
        match (link.text("title", non_blank), link.link("url")) {
            (Some(title), Some(url)) => feed.related.push(Related { title, url }),
            _ => root.warn(
                "_key_events.related",
                "has a link without a title or an address: it is ignored",
            ),
        }
    }
    root.add_entries(
        &mut list(root.at("items")).iter(),
        feed,
        &mut |item, entry, _| {
            if item.at("content_html").is_null() && item.at("content_text").is_null() {
                item.warn(
                    "content_html",
                    "and content_text are both missing: the entry has no body",
                );
            }
            item.decode_title(entry);
            entry.key |= entry.tags.iter().any(|tag| &**tag == KEY_TAG);
            true
        },
    );
}
