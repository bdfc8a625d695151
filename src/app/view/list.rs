//! The list of events, grouped by day.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::VComp;

use super::row::{Row, RowProps};
use super::{heading, key, text};
use crate::fmt::itoa;

/// The rows of one day.
#[derive(Clone, PartialEq)]
pub struct DayRows {
    /// The day number, which is the key of the group.
    pub key: i64,
    /// The heading of the day. `None`: all events are of today.
    pub heading: Option<AttrValue>,
    /// The index of the row that the line of the last visit precedes, and its label.
    pub visit: Option<(usize, AttrValue)>,
    /// The rows, in order.
    pub rows: Vec<Rc<RowProps>>,
}

/// The list.
#[derive(Clone, PartialEq)]
pub struct List {
    /// The days, in order.
    pub days: Vec<DayRows>,
    /// The level of the day headings, 3 to 6.
    pub heading_level: u8,
    /// The label of the “Show all” button. `None`: all rows are shown.
    pub show_all: Option<AttrValue>,
}

/// Renders one row.
pub type RenderRow = fn(&Rc<RowProps>) -> Html;

/// Renders the list and the “Show all” button.
pub(super) fn list(list: &List) -> Html {
    html! {
        <>
            <div part="list" class="list">
                { for list.days.iter().map(|rows| day(list.heading_level, rows, component)) }
            </div>
            if let Some(label) = &list.show_all {
                <button part="show-all" class="show-all" type="button" data-action="show-all">
                    { text(label) }
                </button>
            }
        </>
    }
}

/// Renders the rows of one day, each with `row`.
pub fn day(heading_level: u8, day: &DayRows, row: RenderRow) -> Html {
    let at = day.visit.as_ref().map_or(day.rows.len(), |(at, _)| *at);
    let (before, after) = day.rows.split_at_checked(at).unwrap_or((&day.rows, &[]));
    html! {
        <div key={itoa(day.key)} part="day-group" class="day-rows">
            if let Some(words) = &day.heading {
                { day_heading(heading_level, words) }
            }
            { rows(before, row) }
            if let Some((_, words)) = &day.visit {
                <p part="visit" class="visit" key={key(words)}>{ words }</p>
            }
            { rows(after, row) }
        </div>
    }
}

/// Renders the heading of a day.
pub fn day_heading(level: u8, words: &AttrValue) -> Html {
    heading(level, "day", None, key(words), words.into())
}

fn rows(rows: &[Rc<RowProps>], row: RenderRow) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        // Safari drops the list role of a list without bullets, so the role is explicit.
        <ol part="rows" class="rows" role="list">
            { for rows.iter().map(row).collect::<Vec<Html>>() }
        </ol>
    }
}

fn component(row: &Rc<RowProps>) -> Html {
    let key = Rc::clone(&row.entry.id);
    // Not with `html!`, which would clone the props into a new `Rc`.
    VComp::new::<Row>(Rc::clone(row), Some(key.into())).into()
}
