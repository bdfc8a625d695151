//! The gaps between the events.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::State;
use crate::time::locale_format::LocaleFormat;
use crate::timeline::gap::gaps;
use crate::web::host::Host;
use crate::web::intl::Intl;

/// Marks the rows before a gap of hours with its length. The style sheet shows it between the rows, in space that is
/// there anyway, so that the rows do not move.
#[hook]
pub fn use_gaps(host: &Rc<Host>, state: &State, format: &Rc<Intl>) {
    let rendered = state
        .events
        .iter()
        .take(state.rows().min(state.rendered_rows));
    let times: Vec<_> = rendered.map(|event| event.published).collect();
    let gaps = gaps(&times, |at| format.day_number(at)).into_iter();
    let gaps: Vec<_> = gaps
        .filter_map(|(index, hours)| Some((Rc::clone(&state.events.get(index)?.id), hours)))
        .collect();
    let host = Rc::clone(host);
    use_effect_with((gaps, Rc::clone(format)), move |(gaps, format)| {
        let mark = |(id, hours): &(Rc<str>, i64)| host.mark_gap(id, &format.hours(*hours)?);
        let marks: Vec<_> = gaps.iter().filter_map(mark).collect();
        move || drop(marks)
    });
}
