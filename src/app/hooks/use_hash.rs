//! The event that the URL fragment of the page identifies.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::navigation::anchors::{EventAnchor, from_hash};

/// Makes the event that the URL fragment identifies the current one, until the scroll spy reports one.
#[hook]
pub fn use_hash(state: &UseReducerHandle<State>, anchors: &Rc<Vec<EventAnchor>>) {
    let state = state.clone();
    let deps = (Rc::clone(&state.events), Rc::clone(anchors));
    use_effect_with(deps, move |(events, anchors)| {
        if !state.spy_reported
            && let Some(id) = from_hash(events, anchors)
        {
            state.dispatch(Action::SetCurrent(Some(id)));
        }
    });
}
