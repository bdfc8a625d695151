//! The impressions of new events.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::web::clock::{self, Timeout};
use crate::web::host::Host;
use crate::web::observers::IntersectionWatcher;

/// How long a row must be visible to count as seen, in milliseconds.
const MIN_DURATION: u32 = 5_000;

/// Dispatches that a new event, or one since the last visit, was seen, once its row was visible for a while.
#[hook]
pub fn use_impressions(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let mut unread = state.unread.clone();
    let since = state.since_visit().map(|event| Rc::clone(&event.id));
    unread.extend(since.filter(|id| !state.seen_since_visit.contains(id)));
    // New rows may be rendered later, if there are many.
    let rendered = (!unread.is_empty()).then(|| state.rendered_rows.min(state.rows()));
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect_with((unread, rendered), move |(unread, rendered)| {
        let rows = state.events.iter().take(rendered.unwrap_or_default());
        let ids = rows.map(|event| Rc::clone(&event.id));
        let ids: Vec<_> = ids.filter(|id| unread.contains(id)).collect();
        let dispatcher = state.dispatcher();
        let on_seen = Callback::from(move |id| dispatcher.dispatch(Action::Seen(id)));
        let rows = watch(&host, &ids, &on_seen);
        move || drop(rows)
    });
}

fn watch(host: &Host, ids: &[Rc<str>], on_seen: &Callback<Rc<str>>) -> Option<IntersectionWatcher> {
    let timers: Vec<_> = ids.iter().map(|_| None).collect();
    let timers = Rc::new(RefCell::new(timers));
    let watched = ids.to_vec();
    let on_seen = on_seen.clone();
    host.watch_rows(ids, "0px", 1.0, move |index, is_visible| {
        let id = watched.get(index).filter(|_| is_visible).cloned();
        if let Some(timer) = timers.borrow_mut().get_mut(index) {
            *timer = id.map(|id| start_timer(id, on_seen.clone()));
        }
    })
}

fn start_timer(id: Rc<str>, on_seen: Callback<Rc<str>>) -> Timeout {
    Timeout::new(MIN_DURATION, move || {
        // In a background tab, a row is in the viewport but not seen.
        if clock::page_is_visible() {
            on_seen.emit(id);
        }
    })
}
