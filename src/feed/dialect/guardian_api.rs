//! The Guardian's Content API, asked for the blocks of a live blog.
//!
//! Source: Guardian Content API, “Blocks” (`show-blocks`).

use std::rc::Rc;

use serde_json::Value;

use super::Dialect;
use crate::feed::date::Notation;
use crate::feed::wire::{self, Record, flags, list};
use crate::feed::{Entry, Feed, Warnings, link};

pub(super) const DIALECT: Dialect = Dialect {
    name: "guardian-api",
    has_flag: true,
    overlaps: true,
    matches: |document| wire::at(document, BLOCKS).is_object(),
    read,
};

const BLOCKS: &[&str] = &["response", "content", "blocks"];

/// The attributes of a block: key event, summary, pinned.
pub(super) const FLAGS: [&str; 3] = ["keyEvent", "summary", "pinned"];

/// Where a block is in a page.
pub(super) const ANCHORS: &[&str] = &["block-{id}"];

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    let content = Record::root(wire::at(document, &["response", "content"]), warnings)?;
    let blocks = content.object("blocks")?;
    let url = content.link("webUrl");
    let block = &mut |block: Record| block_entry(block, url.as_deref());
    let mut entries = blocks.entries("body", block);
    if let Some(requested) = blocks.value("requestedBodyBlocks").as_object() {
        for list_of_blocks in requested.values() {
            entries.extend(wire::entries(list(list_of_blocks), warnings, block));
        }
    }
    let live = wire::at(
        document,
        &["response", "content", "fields", "liveBloggingNow"],
    );
    Some(Feed {
        title: content.text("webTitle"),
        ended: live == "false",
        entries,
        url,
        ..Feed::default()
    })
}

fn block_entry(mut block: Record, page: Option<&str>) -> Option<Entry> {
    let id = block.id("id")?;
    let attributes = block.object("attributes");
    let [key, summary, pinned] = flags(attributes.as_ref(), FLAGS);
    let date = |field| block.date(field, Notation::Offset);
    let published = date("publishedDate");
    Some(Entry {
        title: block.text("title").or_else(|| attributes?.text("title")),
        url: address(page, &id),
        published: date("firstPublishedDate").or(published),
        updated: date("lastModifiedDate").or(published),
        key,
        summary,
        pinned,
        anchors: ANCHORS,
        html: block.text("bodyHtml"),
        text: block.text("bodyTextSummary"),
        id,
        ..Entry::default()
    })
}

/// The address of a block, on whichever page of the blog it is.
pub(super) fn address(page: Option<&str>, id: &str) -> Option<Rc<str>> {
    let page = page.unwrap_or_default();
    let address = [page, "?page=with:block-", id, "#block-", id].concat();
    link::safe(&address).map(Into::into)
}
