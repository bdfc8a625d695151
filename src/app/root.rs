//! The root component: settings and actions in, markup out.
//!
//! It renders the first list by itself. Whatever comes after is up to the interactions, which are in the
//! second file of the wasm and are mounted once that is there.

use std::rc::Rc;

use yew::prelude::*;

use super::handle::Handle;
use super::hooks::use_actions::use_actions;
use super::hooks::use_anchors::use_anchors;
use super::hooks::use_events::use_events;
use super::hooks::use_feed::use_feed;
use super::hooks::use_handle::use_handle;
use super::hooks::use_kept_end::use_kept_end;
use super::hooks::use_last_visit::last_visit;
use super::hooks::use_lazy_chunk::use_lazy_chunk;
use super::hooks::use_reserved_space::use_reserved_space;
use super::hooks::use_settings::use_settings;
use super::hooks::use_stable_layout::Before;
use super::interactions::InteractionsProps;
use super::view;
use super::view_model::{ViewModel, ViewModelInput};
use crate::labels::Labels;
use crate::navigation::anchors::steps;
use crate::settings::Settings;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::intl::Intl;

/// What the root component is given.
#[derive(Clone, Properties)]
pub struct KeyEventsProps {
    /// The element it lives in.
    pub host: Rc<Host>,
    /// The way in for scripts.
    pub handle: Rc<Handle>,
    /// The publisher's settings.
    pub settings: Rc<Settings>,
    /// The words of the interface.
    pub labels: Rc<Labels>,
    /// The way of writing times and numbers.
    pub format: Rc<Intl>,
}

impl PartialEq for KeyEventsProps {
    /// The element makes a new one of what changes and passes on the rest.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.settings, &other.settings)
            && Rc::ptr_eq(&self.labels, &other.labels)
            && Rc::ptr_eq(&self.format, &other.format)
    }
}

/// The timeline of one element.
#[component]
pub fn KeyEvents(props: &KeyEventsProps) -> Html {
    let KeyEventsProps {
        host,
        handle,
        settings,
        labels,
        format,
    } = props;
    let state = use_reducer(|| {
        let state = handle.first_state(settings, host.first_rows());
        state.recalling(last_visit(settings), clock::now())
    });
    use_settings(settings, &state);
    use_feed(host, &state);
    use_actions(host, &state);
    let later = use_lazy_chunk(host, &state);
    let anchors = use_anchors(&state, later.is_some());
    use_reserved_space(host, &state);
    use_kept_end(host, &state);
    use_handle(handle, &state, later.is_some());
    use_events(host, &state);

    let before = use_memo((), |()| Before::default());
    if let Some(later) = later {
        (later.measure)(host, &state, &before);
    }
    let deps = (
        state.visible(),
        anchors.clone(),
        Rc::clone(labels),
        Rc::clone(format),
    );
    let shown = use_memo(deps, |(state, anchors, labels, _)| {
        let list = anchors.list();
        ViewModelInput {
            state,
            labels,
            format: &**format,
            now: clock::now(),
            link: &|number| list.get(number)?.link.clone(),
            steps: steps(&state.events, list, state.current.as_deref()),
        }
        .build()
    });
    let ViewModel { panel, next_change } = &*shown;
    html! {
        <>
            { view::panel(panel) }
            if let Some(later) = later {
                { (later.interactions)(InteractionsProps {
                    host: Rc::clone(host),
                    state: state.clone(),
                    anchors,
                    next_change: *next_change,
                    before,
                }) }
            }
        </>
    }
}
