//! The JSON of a Guardian live-blog page.
//!
//! `keyEvents` has all key events and summaries, whatever page they are on; `blocks` has the page's.
//!
//! Source: the data model of the Guardian's web rendering, `FEArticle` and `Block`.

use serde_json::Value;

use super::Dialect;
use super::guardian_api::{ANCHORS, FLAGS, address};
use crate::feed::date::Notation;
use crate::feed::wire::{self, Record, flags, list};
use crate::feed::{Entry, Feed, Warnings};

pub(super) const DIALECT: Dialect = Dialect {
    name: "guardian-page",
    has_flag: true,
    overlaps: true,
    matches: |document| wire::at(document, &["keyEvents"]).is_array(),
    read,
};

fn read(document: &Value, warnings: &Warnings) -> Option<Feed> {
    let page = Record::root(document, warnings)?;
    let url = page.link("webURL");
    let block = &mut |block: Record| block_entry(block, url.as_deref());
    let mut entries = page.entries("keyEvents", block);
    entries.extend(page.entries("blocks", block));
    entries.extend(wire::entries(
        list(page.value("pinnedPost")),
        warnings,
        block,
    ));
    Some(Feed {
        title: page.text("webTitle"),
        language: page.text("lang"),
        ended: *wire::at(document, &["config", "isLive"]) == false,
        entries,
        url,
        ..Feed::default()
    })
}

fn block_entry(mut block: Record, page: Option<&str>) -> Option<Entry> {
    let id = block.id("id")?;
    let [key, summary, pinned] = flags(block.object("attributes").as_ref(), FLAGS);
    let mut html = String::new();
    let mut image = None;
    for element in list(block.value("elements")) {
        html.push_str(
            element
                .get("html")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        );
        image = image.or_else(|| {
            let source = list(wire::at(element, &["imageSources"])).first()?;
            wire::address(list(source.get("srcSet")?).first()?, "src")
        });
    }
    Some(Entry {
        title: block.text("title"),
        url: address(page, &id),
        published: block.date("blockFirstPublished", Notation::Epoch),
        updated: block.date("blockLastUpdated", Notation::Epoch),
        key,
        summary,
        pinned,
        anchors: ANCHORS,
        html: Some(html.into()),
        image,
        authors: block.people("contributors", "name"),
        id,
        ..Entry::default()
    })
}
