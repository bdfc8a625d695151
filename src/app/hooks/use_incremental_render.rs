//! Renders a long list in steps: the first rows one step after another, the others when the reader scrolls
//! near them.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, ROWS_PER_STEP, State};
use crate::feed::Entry;
use crate::web::clock::Timeout;
use crate::web::host::Host;
use crate::web::observers::IntersectionWatcher;

/// How many rows are rendered in any case, for find-in-page and screen readers: as many as most live blogs
/// have.
const EAGER_ROWS: usize = 200;

/// The pause between two steps, so that the page stays responsive, in milliseconds.
const PAUSE: u32 = 50;

/// How many rows before the last rendered one the next step starts.
const LOOKAHEAD: usize = 20;

/// Renders more rows of a long list, as long as there are more.
#[hook]
pub fn use_incremental_render(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let rendered = state.rendered_rows.min(state.rows());
    let is_all = rendered == state.rows();
    let last = rendered.checked_sub(1).and_then(|at| state.events.get(at));
    let last = last.map(|event| Rc::clone(&event.id));
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect_with((rendered, is_all, last), move |(rendered, is_all, last)| {
        let dispatcher = state.dispatcher();
        let render = Callback::from(move |rows| dispatcher.dispatch(Action::Render(rows)));
        let trigger =
            (!is_all).then(|| Trigger::new(*rendered, last.as_ref(), &host, &state.events, render));
        move || drop(trigger)
    });
}

/// Triggers the next step.
enum Trigger {
    Timer { _timer: Timeout },
    Visibility { _rows: Option<IntersectionWatcher> },
}

impl Trigger {
    /// `render` gets the number of rows to render next.
    fn new(
        rows: usize,
        last: Option<&Rc<str>>,
        host: &Host,
        events: &[Rc<Entry>],
        render: Callback<usize>,
    ) -> Self {
        let next = rows.saturating_add(ROWS_PER_STEP);
        if rows < EAGER_ROWS {
            let on_timeout = move || render.emit(next.min(EAGER_ROWS));
            return Self::Timer {
                _timer: Timeout::new(PAUSE, on_timeout),
            };
        }
        // The last row too, because a jump in a list with its own scrollbar may skip the row before it.
        let ahead = events.get(rows.saturating_sub(LOOKAHEAD));
        let watched = ahead.map(|event| Rc::clone(&event.id)).into_iter();
        let watched: Vec<_> = watched.chain(last.cloned()).collect();
        Self::Visibility {
            _rows: host.watch_rows(&watched, MARGIN, 0.0, move |_, is_near| {
                if is_near {
                    render.emit(next);
                }
            }),
        }
    }
}

/// How far from the viewport the next step starts.
const MARGIN: &str = "1000px 0px";
