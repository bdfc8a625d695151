//! Drawing a long list bit by bit: some hundred rows while the browser has time, the rest when the
//! reader comes near.

use std::rc::Rc;

use yew::Callback;

use crate::browser::clock::Timer;
use crate::browser::host::Host;
use crate::browser::observe::Intersections;
use crate::feed::Entry;
use crate::widget::state::STEP;

/// So many rows are drawn in any case: what a live blog has, for those who search the page or hear
/// its list.
const UNASKED: usize = 200;

/// How long the page is left alone between two steps, in milliseconds.
const PAUSE: i32 = 50;

/// How many rows before the last the reader may come to before more are drawn.
const AHEAD: usize = 20;

/// Waits for the moment to draw more.
pub struct Growth {
    drawn: usize,
    /// The event of the last row.
    last: Option<Rc<str>>,
    _timer: Option<Timer>,
    _ends: Option<Intersections>,
}

impl Growth {
    /// Tells how many rows to draw next, when it is time for it. `drawn` is how many there are, not all yet.
    pub fn from(drawn: usize, host: &Host, events: &[Rc<Entry>], tell: Callback<usize>) -> Self {
        let next = drawn.saturating_add(STEP);
        let last = last(drawn, events);
        if drawn < UNASKED {
            return Self {
                drawn,
                last,
                _timer: Timer::start(PAUSE, move || tell.emit(next.min(UNASKED))),
                _ends: None,
            };
        }
        // The last one too: in a list that is a box of its own a leap may miss the one before.
        let ahead = events.get(drawn.saturating_sub(AHEAD));
        let rows = ahead.map(|event| Rc::clone(&event.id)).into_iter();
        let rows: Vec<_> = rows.chain(last.clone()).collect();
        Self {
            drawn,
            last,
            _timer: None,
            _ends: host.watch_rows(&rows, MARGIN, 0.0, move |_, inside| {
                if inside {
                    tell.emit(next);
                }
            }),
        }
    }

    /// Whether it already waits to go on from so many rows of these events.
    pub fn goes_on_from(&self, drawn: usize, events: &[Rc<Entry>]) -> bool {
        self.drawn == drawn && self.last == last(drawn, events)
    }
}

fn last(drawn: usize, events: &[Rc<Entry>]) -> Option<Rc<str>> {
    let last = events.get(drawn.checked_sub(1)?)?;
    Some(Rc::clone(&last.id))
}

/// How far below the viewport, or above, rows are drawn ahead.
const MARGIN: &str = "1000px 0px";
