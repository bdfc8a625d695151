//! Handles clicks on headlines and history traversals.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use super::use_anchors::Anchors;
use super::use_scroll_spy::ReadingPosition;
use crate::app::state::{Action, State};
use crate::navigation::navigator::{NavigationEvent, Navigator};
use crate::web::host::Host;

/// The navigator, which handles clicks on headlines and traversals of the session history.
#[hook]
pub fn use_navigator(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    reading: &Rc<ReadingPosition>,
) -> Rc<Navigator> {
    let navigator = {
        let (host, dispatcher, reading) = (Rc::clone(host), state.dispatcher(), Rc::clone(reading));
        let anchors = anchors.clone();
        use_ref(move || {
            Navigator::new(
                host,
                Callback::from(move |event| match event {
                    NavigationEvent::Jumped(id) => {
                        dispatcher.dispatch(Action::SetCurrent(Some(id)));
                        dispatcher.dispatch(Action::JumpedAway(true));
                    }
                    NavigationEvent::HashChanged(id) => {
                        dispatcher.dispatch(Action::SetCurrent(Some(id)));
                    }
                    NavigationEvent::Undone => {
                        dispatcher.dispatch(Action::SetCurrent(reading.scrolled()));
                    }
                    NavigationEvent::PageChanged => {
                        anchors.refresh();
                    }
                    NavigationEvent::Settled(line) => reading.check_line(line),
                }),
            )
        })
    };
    {
        let (navigator, anchors) = (Rc::clone(&navigator), Rc::clone(anchors.list()));
        let (events, settings) = (Rc::clone(&state.events), Rc::clone(&state.settings));
        use_effect(move || navigator.set_anchors(&events, &anchors, &settings));
    }
    {
        let (host, navigator) = (Rc::clone(host), Rc::clone(&navigator));
        use_effect_with((), move |()| {
            let history = navigator.follow_history();
            // Synchronously, before the browser follows the link.
            let clicks = host.on_action(move |name, click| {
                if name == "jump"
                    && let Some(id) = click.row().filter(|_| click.is_plain())
                {
                    navigator.handle_click(&id, &click);
                }
            });
            move || drop((history, clicks))
        });
    }
    Rc::clone(&navigator)
}
