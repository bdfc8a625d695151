//! Jumps to events.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use super::use_anchors::Anchors;
use super::use_scroll_spy::Reading;
use crate::app::state::{Action, State};
use crate::navigation::navigator::{Navigator, Report};
use crate::web::host::Host;

/// The jumps of the widget, which follow clicks on headlines and the browser's history.
#[hook]
pub fn use_navigator(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    reading: &Rc<Reading>,
) -> Rc<Navigator> {
    let jumps = {
        let (host, dispatcher, reading) = (Rc::clone(host), state.dispatcher(), Rc::clone(reading));
        use_memo((), move |()| {
            Navigator::new(
                host,
                Callback::from(move |report| match report {
                    Report::Jumped(id) => {
                        dispatcher.dispatch(Action::Current(Some(id)));
                        dispatcher.dispatch(Action::JumpedAway(true));
                    }
                    Report::At(id) => dispatcher.dispatch(Action::Current(Some(id))),
                    Report::Undone => dispatcher.dispatch(Action::Current(reading.scrolled())),
                    Report::Line(line) => reading.is_at(line),
                }),
            )
        })
    };
    {
        let (jumps, anchors) = (Rc::clone(&jumps), Rc::clone(anchors.list()));
        let (events, offset) = (Rc::clone(&state.events), state.settings.offset);
        use_effect(move || jumps.set_places(&events, &anchors, offset));
    }
    {
        let (host, jumps) = (Rc::clone(host), Rc::clone(&jumps));
        use_effect_with((), move |()| {
            let history = jumps.follow_history();
            // At once, before the browser follows the link.
            let clicks = host.on_action(move |name, click| {
                if name == "jump"
                    && let Some(id) = click.row().filter(|_| click.is_plain())
                {
                    jumps.click(&id, &click);
                }
            });
            move || drop((history, clicks))
        });
    }
    Rc::clone(&jumps)
}
