//! What the reader, or a script, asks for.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_places::Places;
use super::use_share::share;
use crate::browser::host::Host;
use crate::effects::jump::Jumps;
use crate::widget::state::State;
use crate::widget::wish::Goal;

/// Does what was asked for last, once.
#[hook]
pub fn use_wishes(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    places: &Places,
    jumps: &Rc<Jumps>,
) {
    let (host, state, places, jumps) = (
        Rc::clone(host),
        state.clone(),
        places.clone(),
        Rc::clone(jumps),
    );
    use_effect_with(state.wish.clone(), move |wish| {
        let Some(wish) = wish else {
            return;
        };
        match wish.goal() {
            Goal::Step(step) => {
                let origin = host.step_button(*step);
                jumps.go_by(*step, state.current.as_deref(), origin);
            }
            Goal::Event(go) => jumps.go_to(&go.id, None, go.done()),
            Goal::Back(to) => {
                host.scroll_list_to_start();
                jumps.go_back(to.as_deref());
            }
            Goal::Share(id) => share(&host, &state, &places, id),
        }
    });
}
