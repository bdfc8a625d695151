//! The posts of the WordPress REST API, `wp/v2/posts`.
//!
//! It has no flag for key events: every post is one.
//!
//! Source: WordPress REST API Handbook, “Posts”; “Linking and Embedding” for `_embed`.

use super::{FeedFormat, when};
use crate::feed::extract::{Extractor, at, list, text_of_html};
use crate::feed::field_map::FieldMap;
use crate::feed::{Feed, Value};
use crate::time::date_format::{self, DateFormat};

pub(super) const FORMAT: FeedFormat = FeedFormat {
    name: "wordpress-posts",
    flags_key_events: false,
    allows_duplicates: false,
    fields: &FieldMap {
        title: "title.rendered",
        url: "link",
        published: "date_gmt date",
        updated: "modified_gmt modified",
        times: DateFormat::Local,
        pinned: "sticky",
        weight: "sticky",
        html: "content.rendered",
        text: "excerpt.rendered",
        tags: "tags",
        authors: "_embedded.author",
        to_plain_text: text_of_html,
        ..FieldMap::NONE
    },
    root: |document| {
        let is_post = |post: &Value| at(post, "title.rendered").is_string();
        let posts = document.as_array();
        let are_posts = |posts: &[_]| posts.is_empty() || posts.iter().any(is_post);
        when(document, posts.is_some_and(are_posts))
    },
    read: |root, feed| Box::pin(read(root, feed)),
};

async fn read(root: Extractor<'_>, feed: &mut Feed) {
    root.add_entries(&mut list(root.value).iter(), feed, &mut |post, _, _| {
        for (local, utc) in [("date", "date_gmt"), ("modified", "modified_gmt")] {
            if date(post.at(utc)).is_none() && date(post.at(local)) == Some(DateFormat::Local) {
                post.warn(
                    local,
                    "is in the site's own time zone, expected the date in UTC, such as date_gmt: it is read as UTC",
                );
            }
        }
        true
    })
    .await;
}

fn date(value: &Value) -> Option<DateFormat> {
    let (_, format) = date_format::iso_8601(value.as_str()?)?;
    Some(format)
}
