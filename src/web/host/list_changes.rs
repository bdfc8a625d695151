//! Changes of the rendered list outside of Yew.

use web_sys::Element;
use yew::virtual_dom::VNode;

use super::{Host, row_selector};
use crate::web::static_render::{Attribute, Replaced, Static};
use crate::web::url;

impl Host {
    /// The number of rows in the list.
    pub fn row_count(&self) -> usize {
        let rows = self.root.query_selector_all("[part=list] > * > * > li");
        rows.map_or(0, |rows| rows.length() as usize)
    }

    /// Appends a day to the list, outside of Yew.
    pub fn append_day(&self, day: &VNode) -> Option<Static> {
        Static::append(&self.list()?, day)
    }

    /// Appends a row to the last day of the list, outside of Yew.
    pub fn append_row(&self, row: &VNode) -> Option<Static> {
        let last_rows = self
            .root
            .query_selector("[part=list] > :last-child > :last-child");
        Static::append(&last_rows.ok()??, row)
    }

    /// Adds a heading to the first day of the list, if that has none, outside of Yew.
    pub fn prepend_day_heading(&self, heading: &VNode) -> Option<Static> {
        let day = self.find("[part=list] > :first-child:not(:has(> .day))")?;
        Static::prepend(&day, heading)
    }

    /// Replaces the text of each time in the list, outside of Yew. `text` gets its RFC 3339 and its part.
    pub fn replace_times(&self, text: impl Fn(&str, &str) -> Option<String>) -> Vec<Replaced> {
        let replace = |time: Element| {
            let text = text(&time.get_attribute("datetime")?, &time.class_name())?;
            Replaced::new(time, &text)
        };
        let times = self.find_all(".item > .time, .text > .updated");
        times.into_iter().filter_map(replace).collect()
    }

    /// Sets the attribute `data-near` of the heading of a day, outside of Yew.
    pub fn mark_day(&self, index: usize, word: &str) -> Option<Attribute> {
        let days = self.list()?.children();
        let heading = days.item(index as u32)?.first_element_child()?;
        let is_heading = heading.class_name() == "day";
        is_heading.then(|| Attribute::set(heading, "data-near", word))?
    }

    /// Sets the attribute `data-gap` of the text of a row, outside of Yew.
    pub fn mark_gap(&self, id: &str, gap: &str) -> Option<Attribute> {
        let text = [&row_selector(id), " > .text"].concat();
        Attribute::set(self.find(&text)?, "data-gap", gap)
    }

    /// Sets the attribute `data-url` of each headline that leads to another page to its absolute URL.
    pub fn mark_urls(&self) -> Vec<Attribute> {
        let base = url::base();
        let mark = |link: Element| {
            let url = url::absolute(&link.get_attribute("href")?, &base)?;
            Attribute::set(link, "data-url", &url)
        };
        let links = self.find_all(".link:not([href^='#'])");
        links.into_iter().filter_map(mark).collect()
    }
}
