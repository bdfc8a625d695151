//! The events, day by day.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::VComp;

use super::row::{Row, RowProps};
use super::{heading, keyed, several, tag, text};

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
#[inline(never)]
pub(super) fn list(list: &List) -> Html {
    let days = list.days.iter().map(|rows| day(list, rows));
    let days = tag!("div", { "part": "list", "class": "list" }, several(days.collect()));
    let button = list.show_all.as_ref().map(|label| {
        tag!(
            "button",
            {
                "part": "show-all",
                "class": "show-all",
                "type": "button",
                "data-action": "show-all",
            },
            text(label),
        )
    });
    several(vec![days, button.unwrap_or_default()])
}

fn day(list: &List, day: &DayRows) -> Html {
    let at = day.visit.as_ref().map_or(day.rows.len(), |(at, _)| *at);
    let (before, after) = day.rows.split_at_checked(at).unwrap_or((&day.rows, &[]));
    let group = tag!(
        "div", { "part": "day-group", "class": "day-rows" },
        day.heading.as_ref().map(|words| tag!(
            heading(list.heading_level), { "part": "day", "class": "day" },
            text(words),
        )),
        rows(before),
        day.visit.as_ref().map(|(_, words)| tag!(
            "p", { "part": "visit", "class": "visit" },
            text(words),
        )),
        rows(after),
    );
    keyed(day.key, group)
}

fn rows(rows: &[Rc<RowProps>]) -> Option<Html> {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.iter().map(|row| {
        let key = Rc::clone(&row.entry.id).into();
        VComp::new::<Row>(Rc::clone(row), Some(key)).into()
    });
    // Safari drops the list role of a list without bullets, so it is said.
    Some(tag!(
        "ol", { "part": "rows", "class": "rows", "role": "list" },
        several(rows.collect()),
    ))
}
