//! Runs the commands of the reader or of a script.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use super::use_share::share;
use crate::app::command::CommandKind;
use crate::app::state::State;
use crate::feed::Entry;
use crate::navigation::navigator::Navigator;
use crate::web::host::Host;

/// Runs the last command, once. `announce` says to which event a button has led.
#[hook]
pub fn use_commands(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    navigator: &Rc<Navigator>,
    announce: impl Fn(&Entry) + 'static,
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
                let id = navigator.go_to_adjacent(*step, state.current.as_deref(), origin);
                let mut events = state.events.iter();
                if let Some(event) = events.find(|event| Some(&event.id) == id.as_ref()) {
                    announce(event);
                }
            }
            CommandKind::Event(go) => navigator.go_to(&go.id, go.take_done()),
            CommandKind::Back(to) => {
                host.scroll_list_to_start();
                navigator.go_back_to_list(to.as_deref());
            }
            CommandKind::Travel(id) => navigator.travel(id),
            CommandKind::Row(id) => navigator.go_to_row(id),
            CommandKind::Share(id) => share(&host, &state, &anchors, id),
        }
    });
}
