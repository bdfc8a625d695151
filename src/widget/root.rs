//! The root component: settings and state in, markup out; its effects are in the hooks.

use std::rc::Rc;

use yew::prelude::*;

use super::present::{Scene, Shown};
use super::state::{Action, State};
use super::view;
use crate::browser::host::Host;
use crate::browser::intl::Intl;
use crate::browser::{clock, target};
use crate::element::Remote;
use crate::feed::Entry;
use crate::hooks::{use_actions, use_announce, use_feed, use_wake};
use crate::labels::Labels;
use crate::settings::Settings;
use crate::timeline;

/// What the root component is given.
#[derive(Clone, PartialEq, Properties)]
pub struct KeyEventsProps {
    /// The element it lives in.
    pub host: Rc<Host>,
    /// The way in for scripts.
    pub remote: Rc<Remote>,
    /// The publisher's settings.
    pub settings: Rc<Settings>,
    /// The words of the interface.
    pub labels: Rc<Labels>,
    /// The way of writing times and numbers; the same pointer while nothing changes.
    pub format: ByPointer<Intl>,
}

/// Compared by pointer, as a new one is made only when it differs.
pub struct ByPointer<T>(pub Rc<T>);

impl<T> Clone for ByPointer<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for ByPointer<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The timeline of one element.
#[component]
pub fn KeyEvents(props: &KeyEventsProps) -> Html {
    let KeyEventsProps { host, remote, settings, labels, format } = props;
    let state = use_reducer(|| remote.first_state(settings));
    let dispatcher = state.dispatcher();
    use_settings_changes(settings, &state, dispatcher.clone());
    use_actions(host, dispatcher.clone());
    use_feed(host, settings, state.load, dispatcher.clone());
    let events = use_memo(
        (state.feed.clone(), settings.select.clone(), settings.order),
        |(feed, select, order)| match feed {
            Some(feed) => timeline::events(feed, select, *order),
            None => Vec::new(),
        },
    );
    let Shown { panel, rows, until } = Scene {
        settings,
        state: &state,
        events: &events,
        labels,
        format: &*format.0,
        now: clock::now(),
        href: &|entry| href(entry, settings.anchor.as_deref()),
    }
    .present();
    use_wake(until);
    use_announce(host, &state, events.len(), rows);
    {
        let host = Rc::clone(host);
        let reserved = state.open && rows == 0;
        use_effect_with(reserved, move |reserved| {
            if !reserved {
                host.release_space();
            }
        });
    }
    remote.publish(&state, &events, dispatcher);
    view::panel(&panel)
}

/// Applies settings that changed while the widget was there and that its state depends on.
#[hook]
fn use_settings_changes(settings: &Settings, state: &State, dispatcher: crate::hooks::Dispatcher) {
    let _ = state;
    let known = use_mut_ref(|| None);
    let source = (settings.src.clone(), settings.format);
    let collapsed = settings.collapsed;
    use_effect_with((source, collapsed), move |next| {
        if let Some(before) = known.replace(Some(next.clone())) {
            if before.0 != next.0 {
                dispatcher.dispatch(Action::Replace);
            }
            if before.1 != next.1 {
                dispatcher.dispatch(Action::Open(!next.1));
            }
        }
    });
}

/// The fragment of the entry's place in the page, else its own address.
fn href(entry: &Entry, template: Option<&str>) -> Option<AttrValue> {
    let here = target::find(entry, template).and_then(|element| target::fragment(&element));
    here.map(AttrValue::from).or_else(|| entry.url.clone().map(AttrValue::from))
}
