//! Where everything is in the documents of a format.

use std::rc::Rc;

use super::Entry;
use super::extract::filled;
use crate::time::date_format::DateFormat;

/// Where the values of a feed are in its object, and those of an entry in the entry's.
///
/// Each is a list of paths, separated by spaces: the first with something usable counts. A path is
/// names from the outside in, separated by dots.
pub(crate) struct FieldMap {
    /// The feed's title.
    pub(crate) feed_title: &'static str,
    /// The page that the feed is about.
    pub(crate) feed_url: &'static str,
    /// The feed's language.
    pub(crate) language: &'static str,
    /// Where readers talk about it.
    pub(crate) discussion: &'static str,
    /// The entry's id.
    pub(crate) id: &'static str,
    /// What an entry without an id goes by, after its time, if by anything.
    pub(crate) words: fn(&Entry) -> Option<Rc<str>>,
    /// The headline.
    pub(crate) title: &'static str,
    /// The address.
    pub(crate) url: &'static str,
    /// The time of publication.
    pub(crate) published: &'static str,
    /// The time of the last change.
    pub(crate) updated: &'static str,
    /// How times are written.
    pub(crate) times: DateFormat,
    /// Whether it is a key event.
    pub(crate) key: &'static str,
    /// Whether it is a summary.
    pub(crate) summary: &'static str,
    /// Whether it is pinned.
    pub(crate) pinned: &'static str,
    /// The id of its element in the page.
    pub(crate) anchor: &'static str,
    /// The body as HTML.
    pub(crate) html: &'static str,
    /// The body or an abstract as plain text.
    pub(crate) text: &'static str,
    /// The image.
    pub(crate) image: &'static str,
    /// The tags.
    pub(crate) tags: &'static str,
    /// The authors, each a text or an object; those of the feed where an entry has none.
    pub(crate) authors: &'static str,
    /// An author's name in the object.
    pub(crate) name: &'static str,
    /// What is read of headlines, abstracts and names: [`filled`], or the text of their HTML.
    pub(crate) plain: fn(&str) -> Option<Rc<str>>,
    /// Where entries are in a page.
    pub(crate) anchors: &'static [&'static str],
}

impl FieldMap {
    /// Fields that are nowhere, and what is usual for the rest.
    pub(crate) const NONE: Self = Self {
        feed_title: "",
        feed_url: "",
        language: "",
        discussion: "",
        id: "id",
        words: |_| None,
        title: "",
        url: "",
        published: "",
        updated: "",
        times: DateFormat::Offset,
        key: "",
        summary: "",
        pinned: "",
        anchor: "",
        html: "",
        text: "",
        image: "",
        tags: "",
        authors: "",
        name: "name",
        plain: filled,
        anchors: &[
            "{id}",
            "block-{id}",
            "liveblog-entry-{id}",
            "id_{id}",
            "post-{id}",
        ],
    };
}
