//! Shares the URL of an event.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use super::use_events;
use crate::app::state::{Action, State};
use crate::web::clock::Timeout;
use crate::web::host::Host;
use crate::web::share::{self, ShareOutcome};
use crate::web::{spawn_local, url};

/// How long the confirmation is shown, in milliseconds.
const CONFIRMATION_TIME: u32 = 4_000;

/// Hides the confirmation after a while.
#[hook]
pub fn use_share(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.shared.clone(), move |shared| {
        let timer = shared.is_some().then(|| {
            Timeout::new(CONFIRMATION_TIME, move || {
                dispatcher.dispatch(Action::Shared(None));
            })
        });
        move || drop(timer)
    });
}

/// Shares the URL of an event, or else that of its anchor in the page.
pub fn share(host: &Rc<Host>, state: &UseReducerHandle<State>, anchors: &Anchors, id: &Rc<str>) {
    let index = state.events.iter().position(|event| event.id == *id);
    let Some(event) = index.and_then(|index| state.events.get(index)) else {
        return;
    };
    let anchor = index.and_then(|index| anchors.list().get(index)?.link.clone());
    let Some(href) = event.url.clone().or(anchor.map(|link| link.href)) else {
        return;
    };
    let url = url::resolve(&href).map_or(href.to_string(), |url| url.href());
    let blog = state.feed.as_ref().and_then(|feed| feed.title.as_ref());
    let title = event.headline().or(blog).cloned().unwrap_or_default();
    let (id, host, dispatcher) = (Rc::clone(id), Rc::clone(host), state.dispatcher());
    spawn_local(async move {
        let outcome = share::share(&title, &url).await;
        let method = match outcome {
            ShareOutcome::Native => "native",
            ShareOutcome::Copied => "copy",
            ShareOutcome::Failed => "",
            ShareOutcome::Canceled => return,
        };
        if !method.is_empty() {
            use_events::dispatch_share(&host, &id, &url, method);
        }
        if outcome != ShareOutcome::Native {
            dispatcher.dispatch(Action::Shared(Some((id, outcome == ShareOutcome::Copied))));
        }
    });
}
