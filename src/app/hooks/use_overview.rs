//! Travels by the overview.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::command::{Command, CommandKind};
use crate::app::state::{Action, State};
use crate::timeline::overview::Overview;
use crate::web::host::Host;

/// Requests the event that a press or a key on the overview leads to.
#[hook]
pub fn use_overview(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let (host, state) = (Rc::clone(host), state.clone());
    let deps = (
        state.settings.overview,
        Rc::clone(&state.events),
        state.current.clone(),
    );
    use_effect_with(deps, move |(is_shown, events, current)| {
        let overview = Overview::of(events).filter(|_| *is_shown);
        let listeners = overview.map(|overview| {
            let events = Rc::clone(events);
            let index = events
                .iter()
                .position(|event| Some(&event.id) == current.as_ref());
            let now = index.and_then(|index| overview.position(index));
            let dispatcher = state.dispatcher();
            host.on_overview(move |travel| {
                let tick = overview.travel(now, travel);
                if let Some(event) = tick.and_then(|tick| events.get(tick.index)) {
                    let command = Command::new(CommandKind::Travel(Rc::clone(&event.id)));
                    dispatcher.dispatch(Action::Request(command));
                }
            })
        });
        move || drop(listeners)
    });
}
