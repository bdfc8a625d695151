//! Jumps to events.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use super::use_places::Places;
use super::use_scroll_spy::Reading;
use crate::browser::host::Host;
use crate::effects::jump::{Jumps, Report};
use crate::widget::state::{Action, State};

/// The jumps of the widget, which follow clicks on headlines and the browser's history.
#[hook]
pub fn use_jumps(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    places: &Places,
    reading: &Rc<Reading>,
) -> Rc<Jumps> {
    let jumps = {
        let (host, dispatcher, reading) = (Rc::clone(host), state.dispatcher(), Rc::clone(reading));
        use_memo((), move |()| {
            Jumps::new(
                host,
                Callback::from(move |report| match report {
                    Report::Jumped(id) => {
                        dispatcher.dispatch(Action::Current(Some(id)));
                        dispatcher.dispatch(Action::Away(true));
                    }
                    Report::At(id) => dispatcher.dispatch(Action::Current(Some(id))),
                    Report::Undone => dispatcher.dispatch(Action::Current(reading.scrolled())),
                    Report::Line(line) => reading.is_at(line),
                }),
            )
        })
    };
    {
        let (jumps, places) = (Rc::clone(&jumps), Rc::clone(places.list()));
        let (events, offset) = (Rc::clone(&state.events), state.settings.offset);
        use_effect(move || jumps.set_places(&events, &places, offset));
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
