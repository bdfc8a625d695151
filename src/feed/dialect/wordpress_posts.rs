//! Posts as the REST API of WordPress lists them, `wp/v2/posts`.
//!
//! Nothing in it flags key events: every post is one.
//!
//! Source: WordPress REST API Handbook, “Posts”; “Linking and Embedding” for `_embed`.

use super::{Dialect, when};
use crate::feed::date::Notation;
use crate::feed::fields::Fields;
use crate::feed::wire::{Record, at, list, text_of_html};
use crate::feed::{Feed, Json};

pub(super) const DIALECT: Dialect = Dialect {
    name: "wordpress-posts",
    has_flag: false,
    overlaps: false,
    fields: &Fields {
        title: "title.rendered",
        url: "link",
        published: "date_gmt date",
        updated: "modified_gmt modified",
        times: Notation::Local,
        pinned: "sticky",
        html: "content.rendered",
        text: "excerpt.rendered",
        tags: "tags",
        authors: "_embedded.author",
        plain: text_of_html,
        ..Fields::NONE
    },
    root: |document| {
        let is_post = |post: &Json| at(post, "title.rendered").is_string();
        let posts = document.as_array();
        let are_posts = |posts: &[_]| posts.is_empty() || posts.iter().any(is_post);
        when(document, posts.is_some_and(are_posts))
    },
    read: |root: Record, feed: &mut Feed| {
        root.add_entries(list(root.value), feed, &mut |_, _, _| true);
    },
};
