//! The Guardian's Content API, asked for the blocks of a live blog.
//!
//! Source: Guardian Content API, “Blocks” (`show-blocks`).

use std::rc::Rc;

use super::Dialect;
use crate::feed::wire::{Fields, Record, at, list};
use crate::feed::{Feed, link};

pub(super) const DIALECT: Dialect = Dialect {
    name: "guardian-api",
    has_flag: true,
    overlaps: true,
    fields: &FIELDS,
    matches: |document| at(document, "response.content.blocks").is_object(),
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

fn read(root: Record) -> Feed {
    let content = Record {
        value: root.at("response.content"),
        ..root
    };
    let mut feed = content.feed();
    feed.ended = content.at("fields.liveBloggingNow") == "false";
    let requested = content.at("blocks.requestedBodyBlocks").as_object();
    let requested = requested.into_iter().flat_map(|lists| lists.values());
    for blocks in [content.at("blocks.body")].into_iter().chain(requested) {
        let blocks = content.entries(list(blocks), &mut |_, entry| {
            entry.url = address(feed.url.as_deref(), &entry.id);
            true
        });
        feed.entries.extend(blocks);
    }
    feed
}

/// The address of a block, on whichever page of the blog it is.
pub(super) fn address(page: Option<&str>, id: &str) -> Option<Rc<str>> {
    let page = page.unwrap_or_default();
    let address = [page, "?page=with:block-", id, "#block-", id].concat();
    link::safe(&address).map(Into::into)
}
