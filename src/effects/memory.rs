//! Remembering a reader's visit, where the publisher has opted in.

use std::cell::Cell;

use crate::browser::{clock, history, storage};
use crate::instant::Instant;
use crate::settings::{Settings, Source};
use crate::visit::Visit;

/// What is remembered of one feed.
pub struct Memory {
    name: String,
    written: Cell<Option<Visit>>,
}

impl Memory {
    /// The memory of the feed that the settings name; `None`: nothing is to be remembered.
    pub fn of(settings: &Settings) -> Option<Self> {
        let src = match &settings.src {
            Source::Url(url) => url.as_ref().to_owned(),
            Source::Script(id) => ["#", id].concat(),
            Source::Page => String::new(),
        };
        settings.remember.then(|| Self {
            // The loader knows the name too, to keep no space for a list that was collapsed.
            name: ["key-events:", &history::resolve(&src)].concat(),
            written: Cell::default(),
        })
    }

    /// The last visit.
    pub fn recall(&self) -> Option<Visit> {
        let visit = storage::read(&self.name).and_then(|text| Visit::read(&text));
        self.written.set(visit);
        visit
    }

    /// The time of the latest event that the reader has seen, as remembered so far.
    pub fn latest(&self) -> Option<Instant> {
        self.written.get()?.latest
    }

    /// Remembers a visit that is going on, if it is not the same as before and somebody is there.
    pub fn note(&self, visit: Visit) {
        let same = |old: Visit| {
            Visit {
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
