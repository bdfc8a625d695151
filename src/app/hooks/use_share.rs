//! Passing on the address of an event.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use super::use_events;
use crate::app::state::{Action, State};
use crate::web::clock::Timeout;
use crate::web::history;
use crate::web::host::Host;
use crate::web::share::{self, Shared};

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
pub fn share(host: &Rc<Host>, state: &UseReducerHandle<State>, anchors: &Anchors, id: &Rc<str>) {
    let number = state.events.iter().position(|event| event.id == *id);
    let Some(event) = number.and_then(|number| state.events.get(number)) else {
        return;
    };
    let anchor = number.and_then(|number| anchors.list().get(number)?.link.clone());
    let Some(href) = event.url.clone().or(anchor.map(|link| link.href)) else {
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
            use_events::share(&host, &id, &address, method);
        }
        if shared != Shared::Native {
            dispatcher.dispatch(Action::Shared(Some((id, shared == Shared::Copied))));
        }
    });
}
