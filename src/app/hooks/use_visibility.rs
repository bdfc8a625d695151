//! Whether the widget is in sight.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_updates::release;
use crate::app::state::{Action, State};
use crate::navigation::navigator::Navigator;
use crate::web::host::Host;

/// Dispatches whether the widget is in sight. What waits for a reader who sees it is shown once they do not.
#[hook]
pub fn use_visibility(host: &Rc<Host>, state: &UseReducerHandle<State>, jumps: &Rc<Navigator>) {
    let (host, state, jumps) = (Rc::clone(host), state.clone(), Rc::clone(jumps));
    use_effect_with((), move |()| {
        let there = Rc::clone(&host);
        let sight = host.watch_sight(move |seen| {
            if !seen {
                release(&there, &state);
                there.let_go();
            } else if !jumps.under_way() {
                state.dispatch(Action::JumpedAway(false));
            }
            state.dispatch(Action::InSight(seen));
        });
        move || drop(sight)
    });
}
