//! The Guardian's Content API, asked for the blocks of a live blog.
//!
//! Source: Guardian Content API, “Blocks” (`show-blocks`).

use super::{Dialect, when};
use crate::feed::fields::Fields;
use crate::feed::wire::{Record, at, list};
use crate::feed::{Entry, Feed, link};

pub(super) const DIALECT: Dialect = Dialect {
    name: "guardian-api",
    has_flag: true,
    overlaps: true,
    fields: &FIELDS,
    root: |document| {
        let content = at(document, "response.content");
        when(content, at(content, "blocks").is_object())
    },
    read,
};

/// The fields, some of which the Guardian's pages have as well.
pub(super) const FIELDS: Fields = Fields {
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
    ..Fields::NONE
};

fn read(content: Record, feed: &mut Feed) {
    feed.ended = *content.at("fields.liveBloggingNow") == *"false";
    let mut add = |blocks| {
        content.add_entries(list(blocks), feed, &mut |_, entry, feed| {
            address(entry, feed)
        });
    };
    add(content.at("blocks.body"));
    for (_, blocks) in content.at("blocks.requestedBodyBlocks").fields() {
        add(blocks);
    }
}

/// Gives a block its address, on whichever page of the blog it is.
pub(super) fn address(block: &mut Entry, blog: &Feed) -> bool {
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
