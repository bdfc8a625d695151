//! Noticing when the reader has seen a new event.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::web::clock::{self, Timeout};
use crate::web::host::Host;
use crate::web::observers::IntersectionWatcher;

/// How long a row has to be in sight, in milliseconds.
const LONG_ENOUGH: u32 = 5_000;

/// Tells of each event that is new, once, that its row was in sight for a while.
#[hook]
pub fn use_impressions(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let unseen = state.unread.clone();
    // After a night in a tab of the background most of what is new has no row yet.
    let drawn = (!unseen.is_empty()).then(|| state.rendered_rows.min(state.rows()));
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect_with((unseen, drawn), move |(unseen, drawn)| {
        let rows = state.events.iter().take(drawn.unwrap_or_default());
        let ids = rows.map(|event| Rc::clone(&event.id));
        let ids: Vec<_> = ids.filter(|id| unseen.contains(id)).collect();
        let dispatcher = state.dispatcher();
        let tell = Callback::from(move |id| dispatcher.dispatch(Action::Seen(id)));
        let rows = watch(&host, &ids, &tell);
        move || drop(rows)
    });
}

fn watch(host: &Host, ids: &[Rc<str>], tell: &Callback<Rc<str>>) -> Option<IntersectionWatcher> {
    let timers: Vec<_> = ids.iter().map(|_| None).collect();
    let timers = Rc::new(RefCell::new(timers));
    let watched = ids.to_vec();
    let tell = tell.clone();
    host.watch_rows(ids, "0px", 1.0, move |index, inside| {
        let id = watched.get(index).filter(|_| inside).cloned();
        if let Some(timer) = timers.borrow_mut().get_mut(index) {
            *timer = id.map(|id| wait(id, tell.clone()));
        }
    })
}

/// A page in a background tab is not seen by anyone.
fn wait(id: Rc<str>, tell: Callback<Rc<str>>) -> Timeout {
    Timeout::new(LONG_ENOUGH, move || {
        if clock::page_is_visible() {
            tell.emit(id);
        }
    })
}
