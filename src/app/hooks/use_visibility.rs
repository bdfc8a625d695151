//! Whether the widget is in the viewport.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_updates::apply_deferred;
use crate::app::state::{Action, State};
use crate::navigation::navigator::Navigator;
use crate::web::host::Host;

/// Dispatches whether the widget is in the viewport. Outside of it, a deferred feed is applied and the height
/// is unlocked.
#[hook]
pub fn use_visibility(host: &Rc<Host>, state: &UseReducerHandle<State>, navigator: &Rc<Navigator>) {
    let (host, state, navigator) = (Rc::clone(host), state.clone(), Rc::clone(navigator));
    use_effect_with((), move |()| {
        let this = Rc::clone(&host);
        let watcher = host.watch_visibility(move |is_visible| {
            if !is_visible {
                apply_deferred(&this, &state);
                this.unlock_height();
            } else if !navigator.is_active() {
                state.dispatch(Action::JumpedAway(false));
            }
            state.dispatch(Action::InViewport(is_visible));
        });
        move || drop(watcher)
    });
}
