//! The paths of the fields in the documents of a format.

use std::rc::Rc;

use super::Entry;
use super::text::non_blank;
use crate::time::date_format::DateFormat;

/// The paths of a feed's fields in its object, and of an entry's fields in the entry's object.
///
/// Each is a list of paths, separated by spaces; the first path with a usable value wins. A path is
/// field names from the outside in, separated by dots.
pub(crate) struct FieldMap {
    /// The feed's title.
    pub(crate) feed_title: &'static str,
    /// The URL of the page with the live blog.
    pub(crate) feed_url: &'static str,
    /// The feed's language.
    pub(crate) language: &'static str,
    /// The URL of the discussion.
    pub(crate) discussion: &'static str,
    /// The entry's id.
    pub(crate) id: &'static str,
    /// The text that, after the time, makes the id of an entry without one; `None`: the entry is
    /// skipped.
    pub(crate) fallback_id: fn(&Entry) -> Option<Rc<str>>,
    /// The headline.
    pub(crate) title: &'static str,
    /// The URL.
    pub(crate) url: &'static str,
    /// The time of publication.
    pub(crate) published: &'static str,
    /// The time of the last change.
    pub(crate) updated: &'static str,
    /// The expected date format.
    pub(crate) times: DateFormat,
    /// Whether it is a key event.
    pub(crate) key: &'static str,
    /// Whether it is a summary.
    pub(crate) summary: &'static str,
    /// Whether it is pinned.
    pub(crate) pinned: &'static str,
    /// Its weight: `minor`, `normal` or `major`, or a flag of a major one.
    pub(crate) weight: &'static str,
    /// The id of its element in the page.
    pub(crate) anchor: &'static str,
    /// The body as HTML.
    pub(crate) html: &'static str,
    /// The body or an abstract, plain text.
    pub(crate) text: &'static str,
    /// The image.
    pub(crate) image: &'static str,
    /// The tags.
    pub(crate) tags: &'static str,
    /// The authors, each a string or an object. An entry without authors has those of the feed.
    pub(crate) authors: &'static str,
    /// The name in an author's object.
    pub(crate) name: &'static str,
    /// Converts headlines, abstracts and names: [`non_blank`], or the text of their HTML.
    pub(crate) to_plain_text: fn(&str) -> Option<Rc<str>>,
    /// Templates for the elements of entries in a page: see [`Entry::anchors`].
    pub(crate) anchors: &'static [&'static str],
}

impl FieldMap {
    /// No paths, and the usual values for the rest.
    pub(crate) const NONE: Self = Self {
        feed_title: "",
        feed_url: "",
        language: "",
        discussion: "",
        id: "id",
        fallback_id: |_| None,
        title: "",
        url: "",
        published: "",
        updated: "",
        times: DateFormat::Offset,
        key: "",
        summary: "",
        pinned: "",
        weight: "",
        anchor: "",
        html: "",
        text: "",
        image: "",
        tags: "",
        authors: "",
        name: "name",
        to_plain_text: non_blank,
        anchors: &[
            "{id}",
            "block-{id}",
            "liveblog-entry-{id}",
            "id_{id}",
            "post-{id}",
        ],
    };
}
