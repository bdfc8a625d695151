//! The Guardian's Content API: the blocks of a live blog.
//!
//! Source: Guardian Content API, “Blocks” (`show-blocks`).

use std::iter;

use super::{FeedFormat, when};
use crate::feed::extract::{Extractor, at, list};
use crate::feed::field_map::FieldMap;
use crate::feed::{Entry, Feed, link};

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "guardian-api",
    flags_key_events: true,
    allows_duplicates: true,
    fields: &FIELDS,
    root: |document| {
        let content = at(document, "response.content");
        when(content, at(content, "blocks").is_object())
    },
    read: |root, feed| Box::pin(read(root, feed)),
};

/// The fields, some of which Guardian pages share.
pub(super) const FIELDS: FieldMap = FieldMap {
    feed_title: "webTitle",
    feed_url: "webUrl",
    title: "title attributes.title",
    published: "firstPublishedDate publishedDate",
    updated: "lastModifiedDate publishedDate",
    key: "attributes.keyEvent",
    summary: "attributes.summary",
    pinned: "attributes.pinned",
    html: "bodyHtml",
    text: "bodyTextSummary",
    anchors: &["block-{id}"],
    ..FieldMap::NONE
};

async fn read(content: Extractor<'_>, feed: &mut Feed) {
    feed.ended = *content.at("fields.liveBloggingNow") == *"false";
    let requested = content.at("blocks.requestedBodyBlocks").fields().iter();
    let lists = iter::once(content.at("blocks.body")).chain(requested.map(|(_, blocks)| blocks));
    for blocks in lists {
        let mut blocks = list(blocks).iter();
        content
            .add_entries(&mut blocks, feed, &mut |_, entry, feed| {
                set_url(entry, feed)
            })
            .await;
    }
}

/// Sets a block's URL, which leads to the page of the blog that contains it.
pub(super) fn set_url(block: &mut Entry, blog: &Feed) -> bool {
    let (page, id) = (blog.url.as_deref(), &*block.id);
    let parts = [
        page.unwrap_or_default(),
        "?page=with:block-",
        id,
        "#block-",
        id,
    ];
    block.url = link::safe(&parts.concat()).map(Into::into);
    true
}
