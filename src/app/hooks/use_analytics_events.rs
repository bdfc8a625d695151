//! Dispatches the events that tell a page what the reader does, for analytics.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use crate::app::state::{Action, State};
use crate::web::clock::{self, Timeout};
use crate::web::host::Host;

/// How long the timeline must be visible to count as viewed, in milliseconds.
const MIN_DURATION: u32 = 1_000;

/// Dispatches `key-events-view`, `key-events-story`, `key-events-order`, `key-events-show-all` and
/// `key-events-link`.
#[hook]
pub fn use_analytics_events(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let previous = use_mut_ref(|| (**state).clone());
    {
        let (host, now) = (Rc::clone(host), (**state).clone());
        use_effect(move || {
            let before = previous.replace(now);
            dispatch_changes(&host, &before, &previous.borrow());
        });
    }
    {
        let (host, dispatcher) = (Rc::clone(host), state.dispatcher());
        use_effect_with(state.viewed, move |&viewed| {
            let watcher = (!viewed).then(|| {
                let timer = RefCell::new(None);
                host.watch_half(move |is_visible| {
                    let start = || start_timer(dispatcher.clone());
                    timer.replace(is_visible.then(start));
                })
            });
            move || drop(watcher)
        });
    }
    let host = Rc::clone(host);
    use_effect_with((), move |()| {
        let this = Rc::clone(&host);
        let listener = host.on_action(move |name, click| {
            if let "related" | "discussion" = &*name
                && let Some(url) = click.url()
            {
                let detail = [("url", &url.into()), ("kind", &name.into())];
                this.dispatch("link", &detail, false);
            }
        });
        move || drop(listener)
    });
}

fn start_timer(dispatcher: UseReducerDispatcher<State>) -> Timeout {
    Timeout::new(MIN_DURATION, move || {
        // In a background tab, the timeline is in the viewport but not seen.
        if clock::page_is_visible() {
            dispatcher.dispatch(Action::Viewed);
        }
    })
}

fn dispatch_changes(host: &Host, before: &State, now: &State) {
    if now.viewed && !before.viewed {
        host.dispatch("view", &[], false);
    }
    let story = |id: &Rc<str>, is_open: bool| {
        let detail = [("id", &(&**id).into()), ("open", &is_open.into())];
        host.dispatch("story", &detail, false);
    };
    let (closed, open) = (&before.expanded_stories, &now.expanded_stories);
    for id in closed.iter().filter(|id| !open.contains(id)) {
        story(id, false);
    }
    for id in open.iter().filter(|id| !closed.contains(id)) {
        story(id, true);
    }
    if let Some(order) = now.order
        && before.order != now.order
    {
        host.dispatch("order", &[("order", &order.name().into())], false);
    }
    if now.show_all && !before.show_all {
        host.dispatch("show-all", &[], false);
    }
}
