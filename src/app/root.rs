//! The root component.
//!
//! It renders the first list. [`super::interactions`] makes it interactive, in the lazy chunk, and is mounted
//! once that is loaded.

use std::rc::Rc;

use yew::prelude::*;

use super::handle::Handle;
use super::hooks::use_actions::use_actions;
use super::hooks::use_anchors::use_anchors;
use super::hooks::use_events::use_events;
use super::hooks::use_feed::use_feed;
use super::hooks::use_handle::use_handle;
use super::hooks::use_last_visit::last_visit;
use super::hooks::use_lazy_chunk::use_lazy_chunk;
use super::hooks::use_reserved_space::use_reserved_space;
use super::hooks::use_scroll_anchoring::use_scroll_anchoring;
use super::hooks::use_settings::use_settings;
use super::hooks::use_stable_layout::LayoutSnapshot;
use super::interactions::InteractionsProps;
use super::view;
use super::view_model::{ViewModel, ViewModelInput};
use crate::labels::Labels;
use crate::navigation::anchors::steps;
use crate::settings::Settings;
use crate::web::clock;
use crate::web::host::Host;
use crate::web::intl::Intl;

/// The props of the root component.
#[derive(Clone, Properties)]
pub struct KeyEventsProps {
    /// The host element.
    pub host: Rc<Host>,
    /// The handle for scripts.
    pub handle: Rc<Handle>,
    /// The settings of the publisher.
    pub settings: Rc<Settings>,
    /// The labels of the interface.
    pub labels: Rc<Labels>,
    /// The formats of times and numbers.
    pub format: Rc<Intl>,
}

impl PartialEq for KeyEventsProps {
    /// The element replaces the props that change. The other props never change.
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
        state.restore_visit(last_visit(settings), clock::now())
    });
    use_settings(settings, &state);
    use_feed(host, &state);
    use_actions(host, &state);
    let lazy_chunk = use_lazy_chunk(host, &state);
    let anchors = use_anchors(host, &state, lazy_chunk);
    use_reserved_space(host, &state);
    use_scroll_anchoring(host, &state);
    use_handle(handle, &state, lazy_chunk.is_some());
    use_events(host, &state);

    let snapshot = use_ref(LayoutSnapshot::default);
    if let Some(lazy_chunk) = lazy_chunk {
        (lazy_chunk.measure)(host, &state, &snapshot);
    }
    let deps = (
        state.view_fields(),
        anchors.clone(),
        Rc::clone(labels),
        Rc::clone(format),
        lazy_chunk.is_some(),
    );
    let view_model = use_memo(deps, |(state, anchors, labels, ..)| {
        let list = anchors.list();
        ViewModelInput {
            state,
            labels,
            format: &**format,
            now: clock::now(),
            link: &|index| list.get(index)?.link.clone(),
            steps: steps(&state.events, list, state.current.as_deref()),
            overview: lazy_chunk.map(|lazy_chunk| lazy_chunk.overview),
        }
        .build()
    });
    let ViewModel { panel, next_change } = &*view_model;
    let interactions = lazy_chunk.map(|lazy_chunk| {
        (lazy_chunk.interactions)(InteractionsProps {
            host: Rc::clone(host),
            state: state.clone(),
            anchors,
            labels: Rc::clone(labels),
            format: Rc::clone(format),
            next_change: *next_change,
            snapshot,
        })
    });
    view::panel(panel, interactions.unwrap_or_default())
}
