//! Drawing a long list bit by bit: some hundred rows while the browser has time, the rest when the
//! reader comes near.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, STEP, State};
use crate::feed::Entry;
use crate::web::clock::Timeout;
use crate::web::host::Host;
use crate::web::observers::IntersectionWatcher;

/// So many rows are drawn in any case: what a live blog has, for those who search the page or hear
/// its list.
const UNASKED: usize = 200;

/// How long the page is left alone between two steps, in milliseconds.
const PAUSE: u32 = 50;

/// How many rows before the last the reader may come to before more are drawn.
const AHEAD: usize = 20;

/// Draws more rows of a long list, as long as there are more.
#[hook]
pub fn use_incremental_render(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let drawn = state.rendered_rows.min(state.rows());
    let is_all = drawn == state.rows();
    let last = drawn.checked_sub(1).and_then(|at| state.events.get(at));
    let last = last.map(|event| Rc::clone(&event.id));
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect_with((drawn, is_all, last), move |(drawn, is_all, last)| {
        let draw = state.dispatcher();
        let draw = Callback::from(move |rows| draw.dispatch(Action::Render(rows)));
        let wait = (!is_all).then(|| Wait::of(*drawn, last.as_ref(), &host, &state.events, draw));
        move || drop(wait)
    });
}

/// Waits for the moment to draw more.
enum Wait {
    Pause { _timer: Timeout },
    Sight { _rows: Option<IntersectionWatcher> },
}

impl Wait {
    /// Tells how many rows to draw next, when it is time for it.
    fn of(
        rows: usize,
        last: Option<&Rc<str>>,
        host: &Host,
        events: &[Rc<Entry>],
        draw: Callback<usize>,
    ) -> Self {
        let next = rows.saturating_add(STEP);
        if rows < UNASKED {
            let draw = move || draw.emit(next.min(UNASKED));
            return Self::Pause {
                _timer: Timeout::new(PAUSE, draw),
            };
        }
        // The last one too: in a list that is a box of its own a leap may miss the one before.
        let ahead = events.get(rows.saturating_sub(AHEAD));
        let watched = ahead.map(|event| Rc::clone(&event.id)).into_iter();
        let watched: Vec<_> = watched.chain(last.cloned()).collect();
        Self::Sight {
            _rows: host.watch_rows(&watched, MARGIN, 0.0, move |_, inside| {
                if inside {
                    draw.emit(next);
                }
            }),
        }
    }
}

/// How far below the viewport, or above, rows are drawn ahead.
const MARGIN: &str = "1000px 0px";
