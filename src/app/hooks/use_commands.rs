//! What the reader, or a script, asks for.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use super::use_share::share;
use crate::app::command::CommandKind;
use crate::app::state::State;
use crate::navigation::navigator::Navigator;
use crate::web::host::Host;

/// Does what was asked for last, once.
#[hook]
pub fn use_commands(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    jumps: &Rc<Navigator>,
) {
    let (host, state, anchors, jumps) = (
        Rc::clone(host),
        state.clone(),
        anchors.clone(),
        Rc::clone(jumps),
    );
    use_effect_with(state.command.clone(), move |command| {
        let Some(command) = command else {
            return;
        };
        match command.kind() {
            CommandKind::Step(step) => {
                let origin = host.step_button(*step);
                jumps.go_by(*step, state.current.as_deref(), origin);
            }
            CommandKind::Event(go) => jumps.go_to(&go.id, None, go.done()),
            CommandKind::Back(to) => {
                host.scroll_list_to_start();
                jumps.go_back(to.as_deref());
            }
            CommandKind::Share(id) => share(&host, &state, &anchors, id),
        }
    });
}
