//! The row of the current event.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::web::clock::Timeout;
use crate::web::host::Host;

/// How long an intersection observer may take to report that the widget is out of view, in milliseconds.
const OBSERVER_DELAY: u32 = 100;

/// Scrolls the row of the current event, and that with the focus, into view, in a list with its own scrollbar. A
/// row that is not rendered yet is rendered first.
#[hook]
pub fn use_current_row(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    {
        let host = Rc::clone(host);
        use_effect_with((), move |()| {
            let listener = host.show_focused_rows();
            move || drop(listener)
        });
    }
    let watcher = use_mut_ref(|| None);
    let last = use_mut_ref(|| None);
    // Whether the row is not rendered yet.
    let is_pending = use_ref(|| Cell::new(false));
    {
        let (host, is_pending) = (Rc::clone(host), Rc::clone(&is_pending));
        let deps = (state.current.clone(), state.rendered_rows);
        use_effect_with(deps, move |(current, _)| {
            let has_moved = last.replace(current.clone()) != *current;
            if has_moved || is_pending.get() {
                let row = current
                    .as_deref()
                    .and_then(|id| host.scroll_row_into_view(id));
                is_pending.set(is_pending.get() && row.is_none());
                watcher.replace(row);
            }
        });
    }
    let state = state.clone();
    let deps = (state.current.clone(), state.in_viewport);
    use_effect_with(deps, move |(current, in_viewport)| {
        // Above the viewport, more rows would shift the visible content.
        let rows = state
            .rows_up_to(current.as_deref())
            .filter(|_| *in_viewport);
        is_pending.set(rows.is_some());
        let timer = rows.map(|rows| {
            let dispatcher = state.dispatcher();
            Timeout::new(OBSERVER_DELAY, move || {
                dispatcher.dispatch(Action::Render(rows));
            })
        });
        move || drop(timer)
    });
}
