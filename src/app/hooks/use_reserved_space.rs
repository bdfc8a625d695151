//! The space that the loader keeps for the list.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::State;
use crate::web::host::Host;

/// How many rows the loader keeps space for.
const ROWS: usize = 10;

/// Gives the space back once it is known that the list does not fill it; the rows of a full list share what
/// is left.
#[hook]
pub fn use_reserved_space(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let is_decided = state.feed.is_some() || !state.loading;
    let is_full = state.rows() >= state.settings.limit.min(ROWS);
    let is_over = !state.open || (is_decided && !is_full);
    let is_given_back = use_mut_ref(|| false);
    let host = Rc::clone(host);
    use_effect_with(is_over, move |is_over| {
        if *is_over && !is_given_back.replace(true) {
            host.release_reserved_height();
        }
    });
}
