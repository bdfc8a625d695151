//! Props to HTML, and nothing else: no effects, no browser, no clock.
//!
//! Buttons carry `data-action`; one listener on the widget's root turns clicks on them into
//! actions. A list of 10,000 rows so has no listener of its own, markup rendered ahead of time
//! works the same way, and another Yew application around the widget is left in peace.

mod footer;
mod header;
mod list;
mod notice;
mod panel;
mod row;
mod story;
mod toast;

pub use footer::Footer;
pub use header::Header;
pub use list::{DayRows, List};
pub use notice::Notice;
pub use panel::{Body, Panel, Status, panel};
pub use row::{Row, RowProps, TimeText};
pub use story::Story;
pub use toast::Toast;
use toast::toast;

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag};

/// A heading of a level from 2 to 6; `html!` would make three times the code of a tag that it
/// does not know.
fn heading(level: u8, attributes: &'static StaticAttributes, child: Html) -> Html {
    let tag = match level {
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    };
    let mut heading = VTag::new(tag);
    heading.set_attributes(Attributes::Static(attributes));
    heading.add_child(child);
    heading.into()
}

type StaticAttributes = [(&'static str, AttributeOrProperty)];

const fn attribute(value: &'static str) -> AttributeOrProperty {
    AttributeOrProperty::Attribute(AttrValue::Static(value))
}
