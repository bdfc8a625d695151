//! The words for today and yesterday in the headings of days.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::State;
use crate::time::locale_format::LocaleFormat;
use crate::timeline;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::intl::Intl;

/// Marks the headings of today and yesterday with these words, which the style sheet shows before the date.
#[hook]
pub fn use_near_days(host: &Rc<Host>, state: &State, format: &Rc<Intl>) {
    let rendered = state
        .events
        .iter()
        .take(state.rows().min(state.rendered_rows));
    let times: Vec<_> = rendered.map(|event| event.published).collect();
    let now = clock::now();
    let words: Vec<_> = timeline::days(&times, |at| format.day_number(at))
        .into_iter()
        .enumerate()
        .filter_map(|(index, day)| Some((index, format.near_day(day.first?, now)?)))
        .collect();
    let host = Rc::clone(host);
    use_effect_with((words, Rc::clone(format)), move |(words, _)| {
        let mark = |(index, word): &(usize, String)| host.mark_day(*index, word);
        let marks: Vec<_> = words.iter().filter_map(mark).collect();
        move || drop(marks)
    });
}
