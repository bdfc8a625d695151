//! The event that the page's address names.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::effects::place::{Place, at_address};
use crate::widget::state::{Action, State};

/// Takes the event that the page's address names for that which the reader is in, until they scroll.
#[hook]
pub fn use_address(state: &UseReducerHandle<State>, places: &Rc<Vec<Place>>) {
    let state = state.clone();
    let deps = (Rc::clone(&state.events), Rc::clone(places));
    use_effect_with(deps, move |(events, places)| {
        if !state.followed
            && let Some(id) = at_address(events, places)
        {
            state.dispatch(Action::Current(Some(id)));
        }
    });
}
