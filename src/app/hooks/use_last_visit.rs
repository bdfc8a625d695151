//! Remembering a reader's visit, where the publisher has opted in.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::settings::{Settings, Source};
use crate::visit::LastVisit;
use crate::web::{clock, history, storage};

/// The reader's last visit to the feed that the settings name, if it is remembered.
pub fn last_visit(settings: &Settings) -> Option<LastVisit> {
    Memory::of(settings)?.written.get()
}

/// Remembers what the reader has before their eyes.
#[hook]
pub fn use_last_visit(state: &UseReducerHandle<State>) {
    let settings = &state.settings;
    let feed = (settings.src.clone(), settings.format, settings.remember);
    let memory = {
        let settings = Rc::clone(settings);
        use_memo(feed, move |_| Memory::of(&settings))
    };
    let state = state.clone();
    use_effect(move || {
        if let Some(memory) = &*memory
            && state.feed.is_some()
            && state.in_sight
        {
            let times = state.events.iter().filter_map(|event| event.published);
            let written = memory.written.get().and_then(|visit| visit.latest);
            memory.note(LastVisit {
                at: clock::now(),
                seen_until: state.seen_until,
                // What is folded away was not seen.
                latest: if state.open { times.max() } else { written },
                open: state.open,
                order: state.order,
            });
        }
    });
}

/// What is remembered of one feed.
struct Memory {
    name: String,
    written: Cell<Option<LastVisit>>,
}

impl Memory {
    /// The memory of the feed that the settings name; `None`: nothing is to be remembered.
    fn of(settings: &Settings) -> Option<Self> {
        if !settings.remember {
            return None;
        }
        let src = match &settings.src {
            Source::Url(url) => url.as_ref().to_owned(),
            Source::Script(id) => ["#", id].concat(),
            Source::Page => String::new(),
        };
        // The loader knows the name too, to keep no space for a list that was collapsed.
        let name = ["key-events:", &history::resolve(&src)].concat();
        let visit = storage::read(&name).and_then(|text| LastVisit::read(&text));
        Some(Self {
            name,
            written: Cell::new(visit),
        })
    }

    /// Remembers a visit that is going on, if it is not the same as before and somebody is there.
    fn note(&self, visit: LastVisit) {
        let same = |old: LastVisit| {
            LastVisit {
                at: old.at,
                ..visit
            } == old
        };
        if clock::page_is_visible() && !self.written.get().is_some_and(same) {
            storage::write(&self.name, &visit.write());
            self.written.set(Some(visit));
        }
    }
}
