//! The function components: props to HTML, without effects, browser or clock.
//!
//! Buttons have a `data-action`, and one listener on the root of the widget delegates their clicks. So a list
//! of 10,000 rows needs no listeners, prerendered markup works the same way, and clicks do not reach another
//! Yew application around the widget.
#![allow(
    clippy::ignored_unit_patterns,
    reason = "`html!` generates them for a dynamic tag"
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

/// The tag of a heading level from 2 to 6.
fn heading(level: u8) -> &'static str {
    match level {
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

/// The value of a boolean ARIA attribute.
fn state(is_true: bool) -> AttrValue {
    AttrValue::Static(if is_true { "true" } else { "false" })
}

/// The retry button.
fn retry(label: &AttrValue) -> Html {
    html! {
        <button part="retry" class="retry" type="button" data-action="retry">{ label }</button>
    }
}
