//! The space that the loader reserves for the list.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::before_paint;
use crate::app::state::State;
use crate::web::host::Host;

/// How many rows the loader reserves space for.
const RESERVED_ROWS: usize = 10;

/// Releases the space once it is known that the list does not fill it. A full list keeps it, and its rows
/// share the excess.
#[hook]
pub fn use_reserved_space(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let is_decided = state.feed.is_some() || !state.loading;
    let is_full = state.rows() >= state.settings.limit.min(RESERVED_ROWS);
    let is_unused = !state.open || (is_decided && !is_full);
    let is_released = use_mut_ref(|| false);
    if is_unused && !is_released.replace(true) {
        let host = Rc::clone(host);
        before_paint(move || host.release_reserved_height());
    }
}
