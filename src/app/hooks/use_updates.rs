//! Updates of the feed after the first list.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::timeline::keep_ids::keep_ids;
use crate::timeline::merge::Diff;
use crate::web::host::Host;

/// Applies a feed that has arrived, unless it would move rows under the pointer or around the focus, or shift
/// the content below the list. Such a feed is deferred until the pointer and the focus leave the list, the
/// reader requests it, or the list is out of view.
#[hook]
pub fn use_updates(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    {
        let (host, state) = (Rc::clone(host), state.clone());
        use_effect_with(state.arrived.clone(), move |arrived| {
            if arrived.is_some() {
                apply_or_defer(&host, &state.clone());
            }
        });
    }
    let (host, state) = (Rc::clone(host), state.clone());
    use_effect_with((), move |()| {
        let this = Rc::clone(&host);
        let listeners = host.on_leave(move || {
            if !this.is_in_use() {
                apply_deferred(&this, &state);
            }
        });
        move || drop(listeners)
    });
}

/// Applies the deferred feed, unless it would still shift visible content.
pub fn apply_deferred(host: &Host, state: &UseReducerHandle<State>) {
    let state = state.clone();
    if let Some(deferred) = &state.deferred
        && !would_shift_content(host, &state, state.events_of(deferred).len())
    {
        state.dispatch(Action::ApplyDeferred);
    }
}

fn apply_or_defer(host: &Host, state: &UseReducerHandle<State>) {
    let Some((feed, at)) = state.arrived.clone() else {
        return;
    };
    let current = state.deferred.as_ref().or(state.feed.as_ref());
    if let Some(feed) = current.and_then(|current| keep_ids(current, &feed)) {
        // The effect runs again for it.
        return state.dispatch(Action::Loaded(Rc::new(feed), at));
    }
    let events = state.events_of(&feed);
    let would_shift = !state.loading && would_shift_content(host, state, events.len());
    let defers = if state.feed.is_none() {
        would_shift
    } else {
        let moves_rows = || {
            let diff = Diff::between(&state.events, &events);
            !diff.added.is_empty() || !diff.removed.is_empty()
        };
        // The button to try again goes with the failure, so that a row may be under the pointer then.
        let is_requested = state.loading && state.requested_by_reader;
        (would_shift || (!is_requested && host.is_in_use())) && moves_rows()
    };
    state.dispatch(Action::Scrolled(host.list_is_scrolled()));
    state.dispatch(if defers { Action::Defer } else { Action::Show });
}

/// Whether a list of so many events would shift the content below it.
fn would_shift_content(host: &Host, state: &State, count: usize) -> bool {
    // In rows, where the “Show all” button counts as one.
    let height = |count: usize| {
        if state.show_all {
            count
        } else {
            count.min(state.settings.limit.saturating_add(1))
        }
    };
    state.open && height(count) > height(state.events.len()) && host.would_shift_content()
}
