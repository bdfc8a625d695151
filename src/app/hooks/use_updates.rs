//! Feeds that come after the first list.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::timeline::merge::Diff;
use crate::web::host::Host;

/// Shows a feed that has come, unless it would move rows under the reader's pointer, or what is below the
/// list: such a feed waits until the pointer is gone, or the reader asks for it or has left.
#[hook]
pub fn use_updates(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    {
        let (host, state) = (Rc::clone(host), state.clone());
        use_effect_with(state.arrived.clone(), move |arrived| {
            if arrived.is_some() {
                decide(&host, &state.clone());
            }
        });
    }
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect_with((), move |()| {
        let there = Rc::clone(&host);
        let leave = host.on_leave(move || release(&there, &state));
        move || drop(leave)
    });
}

/// Shows the feed that waits, unless it would still move what the reader sees.
pub fn release(host: &Host, state: &UseReducerHandle<State>) {
    let state = state.clone();
    if let Some(held) = &state.deferred
        && !pushes(host, &state, state.events_of(held).len())
    {
        state.dispatch(Action::ApplyDeferred);
    }
}

fn decide(host: &Host, state: &UseReducerHandle<State>) {
    let Some((feed, _)) = state.arrived.clone() else {
        return;
    };
    let events = state.events_of(&feed);
    let pushes = !state.loading && pushes(host, state, events.len());
    let holds = if state.feed.is_none() {
        pushes
    } else {
        let moves = || {
            let difference = Diff::between(&state.events, &events);
            !difference.added.is_empty() || !difference.removed.is_empty()
        };
        (pushes || host.is_hovered()) && moves()
    };
    state.dispatch(Action::Scrolled(host.list_is_scrolled()));
    state.dispatch(if holds { Action::Defer } else { Action::Show });
}

/// Whether a list of so many events would move what is below it.
fn pushes(host: &Host, state: &State, count: usize) -> bool {
    // Rows, and the button for the others.
    let height = |count: usize| {
        if state.show_all {
            count
        } else {
            count.min(state.settings.limit.saturating_add(1))
        }
    };
    state.open && height(count) > height(state.events.len()) && host.pushes()
}
