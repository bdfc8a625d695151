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

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listeners, VList, VTag, VText};

use crate::decimal::decimal;

/// An element: its tag, the attributes that are always the same, then in brackets those that may
/// change or be `None`, then the children. A child that is `None` keeps its place, so that the next
/// drawing knows its neighbours again.
macro_rules! tag {
    (
        $tag:expr, { $($name:literal: $fixed:literal),* $(,)? }
        $([$($varying:literal: $value:expr),* $(,)?])? $(, $child:expr)* $(,)?
    ) => {
        $crate::widget::view::element(
            $tag,
            &[$($name,)* $($($varying),*)?],
            &[$($fixed),*],
            &mut [$($(Option::from($value)),*)?],
            &mut [$(Option::from($child)),*],
        )
    };
}
use tag;

/// What [`tag`] stands for: `fixed` are the values of the first names, `values` those of the rest.
///
/// `html!` writes out for each element how it is made: four times the code.
fn element(
    tag: &'static str,
    names: &'static [&'static str],
    fixed: &'static [&'static str],
    values: &mut [Option<AttrValue>],
    children: &mut [Option<Html>],
) -> Html {
    let fixed = fixed.iter().map(|value| Some(AttrValue::Static(value)));
    let values = fixed
        .chain(values.iter_mut().map(Option::take))
        .map(|value| value.map(AttributeOrProperty::Attribute))
        .collect();
    // As `html!` does: `VTag::new` copies every name.
    let tag = VTag::__new_other(
        AttrValue::Static(tag),
        NodeRef::default(),
        None,
        Attributes::Dynamic {
            keys: names,
            values,
        },
        Listeners::None,
        match children {
            [] => Html::default(),
            [child] => child.take().unwrap_or_default(),
            _ => several(
                children
                    .iter_mut()
                    .map(|child| child.take().unwrap_or_default())
                    .collect(),
            ),
        },
    );
    tag.into()
}

/// Nodes one after the other.
fn several(nodes: Vec<Html>) -> Html {
    VList::with_children(nodes, None).into()
}

/// An element with a name among its neighbours.
fn keyed(key: i64, mut element: Html) -> Html {
    if let Html::VTag(tag) = &mut element
        && let Some(tag) = Rc::get_mut(tag)
    {
        tag.key = Some(Key::from(decimal(key)));
    }
    element
}

fn text(text: &AttrValue) -> Html {
    VText::new(text.clone()).into()
}

fn space() -> Html {
    text(&AttrValue::Static(" "))
}

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
    tag!(
        "button", { "part": "retry", "class": "retry", "type": "button", "data-action": "retry" },
        text(label),
    )
}
