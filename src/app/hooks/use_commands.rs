//! Runs the commands of the reader or of a script.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use super::use_share::share;
use crate::app::command::CommandKind;
use crate::app::state::State;
use crate::navigation::navigator::Navigator;
use crate::web::host::Host;

/// Runs the last command, once.
#[hook]
pub fn use_commands(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    navigator: &Rc<Navigator>,
) {
    let (host, state, anchors, navigator) = (
        Rc::clone(host),
        state.clone(),
        anchors.clone(),
        Rc::clone(navigator),
    );
    use_effect_with(state.command.clone(), move |command| {
        let Some(command) = command else {
            return;
        };
        match command.kind() {
            CommandKind::Step(step) => {
                let origin = host.step_button(*step);
                navigator.go_to_adjacent(*step, state.current.as_deref(), origin);
            }
            CommandKind::Event(go) => navigator.go_to(&go.id, None, go.take_done()),
            CommandKind::Back(to) => {
                host.scroll_list_to_start();
                navigator.go_back_to_list(to.as_deref());
            }
            CommandKind::Share(id) => share(&host, &state, &anchors, id),
        }
    });
}
