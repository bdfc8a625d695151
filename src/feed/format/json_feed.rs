//! JSON Feed 1.0 and 1.1.
//!
//! Source: JSON Feed 1.1, “Top-level”, “Items”, “Extensions”.

use super::{FeedFormat, when};
use crate::feed::extract::{Extractor, at, list};
use crate::feed::field_map::FieldMap;
use crate::feed::text::non_blank;
use crate::feed::{Feed, Related, limits};

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
        weight: "_key_events.weight",
        anchor: "_key_events.anchor",
        html: "content_html",
        text: "content_text summary",
        image: "image banner_image",
        tags: "tags",
        authors: "authors author",
        ..FieldMap::NONE
    },
    root: |document| when(document, at(document, "items").is_array()),
    read: |root, feed| Box::pin(read(root, feed)),
};

/// The tag of a key event.
const KEY_TAG: &str = "key-event";

async fn read(root: Extractor<'_>, feed: &mut Feed) {
    if root.at("version").is_null() {
        root.warn(
            "version",
            "is missing: expected \"https://jsonfeed.org/version/1.1\"",
        );
    }
    root.decode_title(&mut feed.title);
    feed.ended = root.flag("expired");
    feed.next = root.link("next_url");
    let related = list(root.at("_key_events.related")).iter();
    for value in related.take(limits::MAX_RELATED) {
        let link = Extractor { value, ..root };
        match (link.text("title", non_blank), link.link("url")) {
            (Some(title), Some(url)) => {
                let title = root.decode("_key_events.related", title);
                feed.related.push(Related { title, url });
            }
            _ => root.warn(
                "_key_events.related",
                "has a link without a title or a URL: it is ignored",
            ),
        }
    }
    root.add_entries(
        &mut list(root.at("items")).iter(),
        feed,
        &mut |item, entry, feed| {
            if item.at("content_html").is_null() && item.at("content_text").is_null() {
                item.warn(
                    "content_html",
                    "and content_text are both missing: the entry has no body",
                );
            }
            item.decode_title(&mut entry.title);
            let attachments = item.at("attachments");
            if entry.headline().or(entry.html.as_ref()).is_none()
                && !attachments.is_null()
                && let Some(decoders) = item.lazy_decoders()
            {
                (decoders.attachments)(attachments, entry);
            }
            // An image of most entries, or that of the feed: the lazy chunk leaves it out.
            if let Some(image) = &entry.image {
                let others = feed.entries.iter().rev().take(2);
                let mut images = others.filter_map(|other| other.image.as_ref());
                let mut own = ["icon", "favicon", "author.avatar"].iter();
                let mut authors = list(root.at("authors")).iter();
                if images.any(|other| other == image)
                    || own.any(|name| *root.at(name) == **image)
                    || authors.any(|author| *at(author, "avatar") == **image)
                {
                    item.lazy_decoders();
                }
            }
            entry.key |= entry.tags.iter().any(|tag| &**tag == KEY_TAG);
            true
        },
    )
    .await;
}
