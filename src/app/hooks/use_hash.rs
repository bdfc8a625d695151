//! The event that the page's address names.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::navigation::anchors::{EventAnchor, from_hash};

/// Takes the event that the page's address names for that which the reader is in, until they scroll.
#[hook]
pub fn use_hash(state: &UseReducerHandle<State>, anchors: &Rc<Vec<EventAnchor>>) {
    let state = state.clone();
    let deps = (Rc::clone(&state.events), Rc::clone(anchors));
    use_effect_with(deps, move |(events, anchors)| {
        if !state.followed
            && let Some(id) = from_hash(events, anchors)
        {
            state.dispatch(Action::Current(Some(id)));
        }
    });
}
