//! Printing.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use super::use_anchors::Anchors;
use crate::app::state::State;
use crate::app::view::{Body, List, RowProps, day, day_heading, row};
use crate::app::view_model::ViewModelInput;
use crate::labels::Labels;
use crate::labels::interpolate::interpolate;
use crate::time::date_format;
use crate::time::locale_format::LocaleFormat;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::intl::Intl;
use crate::web::listener::watch;
use crate::web::static_render::Static;

/// While the page is printed, adds what a reader of the paper cannot get: the rows behind “Show all”, the day if the
/// list has no day headings, clock times instead of “5 min. ago”, and absolute URLs.
///
/// Synchronously, because the browser prints as soon as `beforeprint` listeners return. Yew renders later.
#[hook]
pub fn use_print(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    labels: &Rc<Labels>,
    format: &Rc<Intl>,
) {
    let printed = use_mut_ref(|| None);
    let host = Rc::clone(host);
    let (state, anchors) = (state.clone(), anchors.clone());
    let (labels, format) = (Rc::clone(labels), Rc::clone(format));
    use_effect(move || {
        let before = {
            let printed = Rc::clone(&printed);
            watch("beforeprint", move |_| {
                let panel = ViewModelInput {
                    state: &state.for_print(),
                    labels: &labels,
                    format: &*format,
                    now: clock::now(),
                    link: &|index| anchors.list().get(index)?.link.clone(),
                    steps: None,
                    overview: None,
                };
                // A second event in a row starts anew.
                printed.take();
                let first = state.events.iter().find_map(|event| event.published);
                let Body::List(list) = &panel.build().panel.body else {
                    return;
                };
                let mut added = missing_rows(&host, list);
                let heading = first.and_then(|at| {
                    let heading = day_heading(list.heading_level, &format.day(at).into());
                    host.prepend_day_heading(&heading)
                });
                added.extend(heading);
                let times = host.replace_times(|time, part| {
                    let time = format.clock(date_format::parse(time)?);
                    Some(match part {
                        "updated" => interpolate(&labels.text(part), "time", &time),
                        _ => time,
                    })
                });
                printed.replace(Some((added, times, host.mark_urls())));
            })
        };
        let after = watch("afterprint", move |_| drop(printed.take()));
        move || drop((before, after))
    });
}

/// Adds the rows that follow the rendered ones, until the result is dropped.
fn missing_rows(host: &Host, list: &List) -> Vec<Static> {
    let row = |props: &Rc<RowProps>| row(props);
    let mut rendered = host.row_count();
    let mut printed = Vec::new();
    for rows in &list.days {
        let (known, missing) = rows.rows.split_at(rows.rows.len().min(rendered));
        rendered -= known.len();
        if known.is_empty() {
            printed.extend(host.append_day(&day(list.heading_level, rows, row)));
        } else {
            printed.extend(
                missing
                    .iter()
                    .filter_map(|props| host.append_row(&row(props))),
            );
        }
    }
    printed
}
