//! Passing on the address of an event.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_announcer;
use super::use_places::Places;
use crate::browser::clock::Timeout;
use crate::browser::history;
use crate::browser::host::Host;
use crate::browser::share::{self, Shared};
use crate::widget::state::{Action, State};

/// How long it is said that an event was passed on, in milliseconds.
const SAID_FOR: u32 = 4_000;

/// Ends after a while that it is said that an event was passed on.
#[hook]
pub fn use_share(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.shared.clone(), move |shared| {
        let timer = shared
            .is_some()
            .then(|| Timeout::new(SAID_FOR, move || dispatcher.dispatch(Action::Shared(None))));
        move || drop(timer)
    });
}

/// Passes on the address of an event: its own, else that of its place in the page.
pub fn share(host: &Rc<Host>, state: &UseReducerHandle<State>, places: &Places, id: &Rc<str>) {
    let number = state.events.iter().position(|event| event.id == *id);
    let Some(event) = number.and_then(|number| state.events.get(number)) else {
        return;
    };
    let place = number.and_then(|number| places.list().get(number)?.link.clone());
    let Some(href) = event.url.clone().or(place.map(|link| link.href)) else {
        return;
    };
    let address = history::resolve(&href);
    let title = Rc::clone(event.headline());
    let (id, host, dispatcher) = (Rc::clone(id), Rc::clone(host), state.dispatcher());
    spawn_local(async move {
        let shared = share::share(&title, &address).await;
        let method = match shared {
            Shared::Native => "native",
            Shared::Copied => "copy",
            Shared::Failed => "",
            Shared::Cancelled => return,
        };
        if !method.is_empty() {
            use_announcer::share(&host, &id, &address, method);
        }
        if shared != Shared::Native {
            dispatcher.dispatch(Action::Shared(Some((id, shared == Shared::Copied))));
        }
    });
}
