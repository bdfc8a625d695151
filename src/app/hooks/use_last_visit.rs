//! Stores the last visit of a reader, if the publisher has opted in.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::settings::{Settings, Source};
use crate::visit::LastVisit;
use crate::web::{clock, storage, url};

/// The reader's last visit to the feed of the settings, if it is stored.
pub fn last_visit(settings: &Settings) -> Option<LastVisit> {
    VisitStore::new(settings)?.stored.get()
}

/// Stores the visit while the widget is visible, and when the reader has closed the reading bar, out of its sight.
#[hook]
pub fn use_last_visit(state: &UseReducerHandle<State>) {
    let settings = &state.settings;
    let feed = (settings.src.clone(), settings.format, settings.remember);
    let store = {
        let settings = Rc::clone(settings);
        use_memo(feed, move |_| VisitStore::new(&settings))
    };
    let state = state.clone();
    use_effect(move || {
        if let Some(store) = &*store
            && state.feed.is_some()
            && (state.in_viewport || state.bar_closed)
        {
            let times = state.events.iter().filter_map(|event| event.published);
            let latest = store.stored.get().and_then(|visit| visit.latest);
            store.update(LastVisit {
                at: clock::now(),
                seen_until: state.seen_until,
                // The events of a list that is collapsed or out of sight are not seen.
                latest: if state.open && state.in_viewport {
                    times.max()
                } else {
                    latest
                },
                open: state.open,
                order: state.order,
                bar_closed: state.bar_closed,
            });
        }
    });
}

/// The stored visit of one feed.
struct VisitStore {
    key: String,
    stored: Cell<Option<LastVisit>>,
}

impl VisitStore {
    /// The store for the feed of the settings. `None`: visits are not stored.
    fn new(settings: &Settings) -> Option<Self> {
        if !settings.remember {
            return None;
        }
        let src = match &settings.src {
            Source::Url(url) => url.as_ref().to_owned(),
            Source::Script(id) => ["#", id].concat(),
            Source::Page => String::new(),
        };
        // The loader reads the same key, so that it reserves no space for a list that was collapsed.
        let url = url::resolve(&src).map_or(src, |url| url.href());
        let key = ["key-events:", &url].concat();
        let visit = storage::read(&key).and_then(|text| LastVisit::read(&text));
        Some(Self {
            key,
            stored: Cell::new(visit),
        })
    }

    /// Stores the visit, if it has changed and the page is visible.
    fn update(&self, visit: LastVisit) {
        let is_same = |old: LastVisit| {
            LastVisit {
                at: old.at,
                ..visit
            } == old
        };
        if clock::page_is_visible() && !self.stored.get().is_some_and(is_same) {
            storage::write(&self.key, &visit.write());
            self.stored.set(Some(visit));
        }
    }
}
