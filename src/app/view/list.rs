//! The events, day by day.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::VComp;

use super::heading;
use super::row::{Row, RowProps};
use crate::fmt::itoa;

/// The rows of one day.
#[derive(Clone, PartialEq)]
pub struct DayRows {
    /// The number of the day, its name among the days.
    pub key: i64,
    /// The day's heading; `None`: the list is about one day that needs no name.
    pub heading: Option<AttrValue>,
    /// The number of the row before which the reader's last visit was, and what is said of it.
    pub visit: Option<(usize, AttrValue)>,
    /// The rows, in order.
    pub rows: Vec<Rc<RowProps>>,
}

/// What the list shows.
#[derive(Clone, PartialEq)]
pub struct List {
    /// The days, in order.
    pub days: Vec<DayRows>,
    /// The level of the days' headings, 3 to 6.
    pub heading_level: u8,
    /// The button that shows the rest; `None`: nothing is left.
    pub show_all: Option<AttrValue>,
}

/// The events, day by day, and the button that shows the rest.
pub(super) fn list(list: &List) -> Html {
    html! {
        <>
            <div part="list" class="list">
                { for list.days.iter().map(|rows| day(list, rows)) }
            </div>
            if let Some(label) = &list.show_all {
                <button part="show-all" class="show-all" type="button" data-action="show-all">
                    { label }
                </button>
            }
        </>
    }
}

fn day(list: &List, day: &DayRows) -> Html {
    let at = day.visit.as_ref().map_or(day.rows.len(), |(at, _)| *at);
    let (before, after) = day.rows.split_at_checked(at).unwrap_or((&day.rows, &[]));
    html! {
        <div key={itoa(day.key)} part="day-group" class="day-rows">
            if let Some(words) = &day.heading {
                <@{heading(list.heading_level)} part="day" class="day">{ words }</@>
            }
            { rows(before) }
            if let Some((_, words)) = &day.visit {
                <p part="visit" class="visit">{ words }</p>
            }
            { rows(after) }
        </div>
    }
}

fn rows(rows: &[Rc<RowProps>]) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let rows = rows.iter().map(|row| {
        let key = Rc::clone(&row.entry.id);
        // The props are in an `Rc` already, so they are passed as they are.
        VComp::new::<Row>(Rc::clone(row), Some(key.into())).into()
    });
    html! {
        // Safari drops the list role of a list without bullets, so it is said.
        <ol part="rows" class="rows" role="list">{ for rows.collect::<Vec<Html>>() }</ol>
    }
}
