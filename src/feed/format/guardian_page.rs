//! The JSON of a Guardian live-blog page.
//!
//! `keyEvents` has the key events and summaries of all pages; `blocks` has the entries of this page.
//!
//! Source: the data model of the Guardian's web rendering, `FEArticle` and `Block`.

use super::guardian_api::{FIELDS, set_url};
use super::{FeedFormat, when};
use crate::feed::extract::{Extractor, at, list};
use crate::feed::field_map::FieldMap;
use crate::feed::{Entry, Feed, Value, extract};
use crate::time::date_format::DateFormat;

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "guardian-page",
    flags_key_events: true,
    allows_duplicates: true,
    fields: &FieldMap {
        feed_url: "webURL",
        language: "lang",
        title: "title",
        published: "blockFirstPublished",
        updated: "blockLastUpdated",
        times: DateFormat::Epoch,
        authors: "contributors",
        ..FIELDS
    },
    root: |document| when(document, at(document, "keyEvents").is_array()),
    read: |root, feed| Box::pin(read(root, feed)),
};

async fn read(root: Extractor<'_>, feed: &mut Feed) {
    feed.ended = *root.at("config.isLive") == false;
    for blocks in ["keyEvents", "blocks", "pinnedPost"] {
        root.add_entries(
            &mut list(root.at(blocks)).iter(),
            feed,
            &mut |block, entry, feed| {
                set_body(block, entry);
                set_url(entry, feed)
            },
        )
        .await;
    }
}

fn set_body(block: Extractor, entry: &mut Entry) {
    let mut html = String::new();
    for element in list(block.at("elements")) {
        html.push_str(at(element, "html").as_str().unwrap_or_default());
        if entry.image.is_none() {
            let sources = list(at(element, "imageSources")).first();
            let images = list(at(sources.unwrap_or(&Value::Null), "srcSet")).first();
            entry.image = extract::url_of(at(images.unwrap_or(&Value::Null), "src"));
        }
    }
    entry.html = Some(html.into());
    for element in list(block.at("elements")) {
        let captions = ["data.alt", "data.caption", "title"];
        extract::add_caption(entry, &captions.map(|path| at(element, path)));
    }
}
