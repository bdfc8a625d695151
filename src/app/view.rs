//! Props to HTML, and nothing else: no effects, no browser, no clock.
//!
//! Buttons carry `data-action`; one listener on the widget's root turns clicks on them into
//! actions. A list of 10,000 rows so has no listener of its own, markup rendered ahead of time
//! works the same way, and another Yew application around the widget is left in peace.
#![allow(
    clippy::ignored_unit_patterns,
    reason = "`html!` makes them of a tag whose name is computed"
)]

mod footer;
mod header;
mod list;
mod panel;
mod placeholder;
#[cfg(all(feature = "probe", target_arch = "wasm32"))]
mod probe;
mod row;
mod story;
mod toast;

pub use footer::Footer;
pub use header::Header;
pub use list::{DayRows, List};
pub use panel::{Body, Panel, Status, panel};
pub use placeholder::Placeholder;
pub use row::{Row, RowProps, TimeText};
pub use story::Story;
pub use toast::Toast;

use yew::prelude::*;

/// The tag of a heading of a level from 2 to 6.
fn heading(level: u8) -> &'static str {
    match level {
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// The value of an attribute of ARIA.
fn state(holds: bool) -> AttrValue {
    AttrValue::Static(if holds { "true" } else { "false" })
}

/// The button to try again.
fn retry(label: &AttrValue) -> Html {
    html! {
        <button part="retry" class="retry" type="button" data-action="retry">{ label }</button>
    }
}
