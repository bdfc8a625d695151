//! The languages of what is shown.

use yew::AttrValue;

use super::ViewModelInput;

impl ViewModelInput<'_> {
    /// The language of the texts of the feed, if it differs from that of what is around them.
    pub(super) fn lang(&self) -> Option<AttrValue> {
        let feed = self.state.feed.as_ref()?.language.as_ref();
        // It may be a POSIX locale such as `pt_BR`.
        let feed = feed.map(|language| {
            let dash = |char| if char == '_' { '-' } else { char };
            language.chars().map(dash).collect::<String>()
        });
        let page = self.page_lang();
        if self.labels.is_fallback {
            return feed.map(AttrValue::from).or(page);
        }
        // “de” is the language of a page in “de-AT”.
        let is_part = |whole: &str, part: &str| {
            let start = whole.get(..part.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(part))
                && whole
                    .get(part.len()..)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let page = page.as_deref().unwrap_or_default();
        feed.filter(|feed| !is_part(feed, page) && !is_part(page, feed))
            .map(AttrValue::from)
    }

    /// The language of the heading of the publisher, if the labels around it are in another.
    pub(super) fn heading_lang(&self) -> Option<AttrValue> {
        let is_other = self.labels.is_fallback && self.state.settings.heading.is_some();
        self.page_lang().filter(|_| is_other)
    }

    fn page_lang(&self) -> Option<AttrValue> {
        self.labels.page_language.clone().map(AttrValue::from)
    }
}
