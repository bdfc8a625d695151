//! The function components: props to HTML, without effects, browser or clock.
//!
//! Buttons have a `data-action`, and one listener on the root of the widget delegates their clicks. So a long list
//! needs no listeners, prerendered markup works the same way, and clicks do not reach another Yew application
//! around the widget.
#![allow(
    clippy::ignored_unit_patterns,
    reason = "`html!` generates them for a dynamic tag"
)]

mod footer;
mod header;
#[cfg(target_arch = "wasm32")]
mod keyboard;
mod list;
mod overview;
mod panel;
mod placeholder;
#[cfg(all(feature = "probe", target_arch = "wasm32"))]
mod probe;
mod reading_bar;
mod row;
mod story;
mod toast;

pub use footer::Footer;
pub use header::Header;
#[cfg(target_arch = "wasm32")]
pub use keyboard::{KeyboardAids, keyboard_aids};
pub use list::{DayRows, List, day, day_heading};
pub use overview::{OverviewStrip, OverviewTick, overview};
pub use panel::{Announcement, Body, Panel, Status, panel};
pub use placeholder::Placeholder;
pub use reading_bar::{ReadingBar, reading_bar};
pub use row::{Row, RowProps, TimeText, row};
pub use story::Story;
pub use toast::Toast;

use yew::prelude::*;
use yew::virtual_dom::Key;

/// A heading of a level from 2 to 6. One function for all of them, because a dynamic tag compiles to much code.
fn heading(
    level: u8,
    part: &'static str,
    id: Option<&'static str>,
    key: Key,
    content: Html,
) -> Html {
    let tag = match level {
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    };
    html! { <@{tag} {part} class={part} {id} {key}>{ content }</@> }
}

/// The value of a boolean ARIA attribute.
fn state(is_true: bool) -> AttrValue {
    AttrValue::Static(if is_true { "true" } else { "false" })
}

/// The retry button. While the feed loads again it stays, because it may have the focus.
fn retry(label: &AttrValue, is_loading: bool) -> Html {
    html! {
        <button
            part="retry"
            class="retry"
            type="button"
            data-action="retry"
            aria-disabled={is_loading.then(|| state(true))}
        >
            { text(label) }
        </button>
    }
}

/// A button to another event. Not `disabled`, because a disabled button loses the focus.
fn step(name: &'static str, label: &AttrValue, is_enabled: bool) -> Html {
    html! {
        <button
            part={name}
            class="step"
            type="button"
            data-action={name}
            aria-label={label}
            aria-disabled={(!is_enabled).then(|| state(true))}
        />
    }
}

/// The key of an element with a text, so that Yew replaces the element when the text changes.
///
/// Translators and extensions replace text nodes. What is written into such a node is never seen, and Yew
/// panics if it inserts something before one. So each text is the only child of an element with this key.
fn key(text: &AttrValue) -> Key {
    Key::from(text.as_str())
}

/// A text in an element that stays, because it may have the focus or is a live region.
fn text(text: &AttrValue) -> Html {
    html! { <span key={key(text)}>{ text }</span> }
}
