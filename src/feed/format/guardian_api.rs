//! The Guardian's Content API: the blocks of a live blog.
//!
//! Source: Guardian Content API, “Blocks” (`show-blocks`).

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
    read,
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

fn read(content: Extractor, feed: &mut Feed) {
    feed.ended = *content.at("fields.liveBloggingNow") == *"false";
    let mut add = |blocks| {
        content.add_entries(&mut list(blocks).iter(), feed, &mut |_, entry, feed| {
            set_url(entry, feed)
        });
    };
    add(content.at("blocks.body"));
    for (_, blocks) in content.at("blocks.requestedBodyBlocks").fields() {
        add(blocks);
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
