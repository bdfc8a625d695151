//! Noticing when the reader has seen a new event.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use crate::browser::clock::{self, Timer};
use crate::browser::host::Host;
use crate::browser::observe::Intersections;

/// How long a row has to be in sight, in milliseconds.
const LONG_ENOUGH: i32 = 5_000;

/// Watches rows until it is dropped.
pub struct Seen {
    _rows: Option<Intersections>,
}

impl Seen {
    /// Tells of each of the events, once, that its row was in sight for a while.
    pub fn watch(host: &Host, ids: &[Rc<str>], tell: &Callback<Rc<str>>) -> Self {
        let timers: Vec<_> = ids.iter().map(|_| None).collect();
        let timers = Rc::new(RefCell::new(timers));
        let watched = ids.to_vec();
        let tell = tell.clone();
        let rows = host.watch_rows(ids, "0px", 1.0, move |index, inside| {
            let id = watched.get(index).filter(|_| inside).cloned();
            if let Some(timer) = timers.borrow_mut().get_mut(index) {
                *timer = id.and_then(|id| wait(id, tell.clone()));
            }
        });
        Self { _rows: rows }
    }
}

/// A page in a background tab is not seen by anyone.
fn wait(id: Rc<str>, tell: Callback<Rc<str>>) -> Option<Timer> {
    Timer::start(LONG_ENOUGH, move || {
        if clock::page_is_visible() {
            tell.emit(id);
        }
    })
}
