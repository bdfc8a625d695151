//! The row of the event that the reader is in.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::web::clock::Timeout;
use crate::web::host::Host;

/// How long it may take to hear that the widget is out of sight, in milliseconds.
const SIGHT: u32 = 100;

/// Brings the row of the event that the reader is in into sight, in a list that is a box of its own, and has
/// it drawn first.
#[hook]
pub fn use_current_row(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let shown = use_mut_ref(|| None);
    let last = use_mut_ref(|| None);
    // Whether it can't be shown before it is drawn.
    let is_awaited = use_memo((), |()| Cell::new(false));
    {
        let (host, is_awaited) = (Rc::clone(host), Rc::clone(&is_awaited));
        let deps = (state.current.clone(), state.rendered_rows);
        use_effect_with(deps, move |(current, _)| {
            let has_moved = last.replace(current.clone()) != *current;
            if has_moved || is_awaited.get() {
                let row = current.as_deref().and_then(|id| host.show_row(id));
                is_awaited.set(is_awaited.get() && row.is_none());
                shown.replace(row);
            }
        });
    }
    let state = state.clone();
    let deps = (state.current.clone(), state.in_sight);
    use_effect_with(deps, move |(current, in_sight)| {
        // Out of sight it would only move what the reader sees.
        let rows = state.rows_up_to(current.as_deref()).filter(|_| *in_sight);
        is_awaited.set(rows.is_some());
        let timer = rows.map(|rows| {
            let dispatcher = state.dispatcher();
            Timeout::new(SIGHT, move || dispatcher.dispatch(Action::Render(rows)))
        });
        move || drop(timer)
    });
}
