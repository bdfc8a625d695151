//! The anchors of the events in the page.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::state::State;
use crate::feed::Entry;
use crate::lazy_chunk::LazyChunk;
use crate::navigation::anchors::EventAnchor;
use crate::web::anchor_element::{FirstInDocument, Lookup};
use crate::web::host::{Host, MakeLookup};

/// The anchors of the events, by their indexes.
#[derive(Clone)]
pub struct Anchors {
    host: Rc<Host>,
    cache: Rc<RefCell<Cache>>,
    update: UseForceUpdateHandle,
    list: Rc<Vec<EventAnchor>>,
}

#[derive(Default)]
struct Cache {
    /// The lookup of the lazy chunk, once that is loaded.
    lookup: Option<MakeLookup>,
    events: Rc<Vec<Rc<Entry>>>,
    template: Option<Rc<str>>,
    count: usize,
    list: Rc<Vec<EventAnchor>>,
}

/// The anchors of all events, or only of those that are rendered as long as the lazy chunk is not loaded.
#[hook]
pub fn use_anchors(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    lazy_chunk: Option<&'static LazyChunk>,
) -> Anchors {
    let cache = use_mut_ref(Cache::default);
    let update = use_force_update();
    let count = if lazy_chunk.is_some() {
        usize::MAX
    } else {
        state.rendered_rows
    };
    let list = {
        let mut cache = cache.borrow_mut();
        cache.lookup = lazy_chunk.map(|chunk| chunk.lookup);
        cache.get(host, &state.events, state.settings.anchor.as_ref(), count)
    };
    Anchors {
        host: Rc::clone(host),
        cache,
        update,
        list,
    }
}

impl Anchors {
    /// The anchors as of this render.
    pub fn list(&self) -> &Rc<Vec<EventAnchor>> {
        &self.list
    }

    /// Resolves the anchors again after the page has changed. Returns whether one has changed.
    pub fn refresh(&self) -> bool {
        let has_changed = self.cache.borrow_mut().resolve(&self.host, &[]);
        if has_changed {
            self.update.force_update();
        }
        has_changed
    }
}

impl PartialEq for Anchors {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Cache {
    fn get(
        &mut self,
        host: &Host,
        events: &Rc<Vec<Rc<Entry>>>,
        template: Option<&Rc<str>>,
        count: usize,
    ) -> Rc<Vec<EventAnchor>> {
        let is_same_scope = self.template.as_ref() == template && self.count == count;
        if !is_same_scope || !Rc::ptr_eq(&self.events, events) {
            let previous = std::mem::replace(&mut self.events, Rc::clone(events));
            self.template = template.cloned();
            self.count = count;
            // A known event keeps its anchor: changes of the page are observed by `use_page_changes`.
            self.resolve(host, if is_same_scope { &previous } else { &[] });
        }
        Rc::clone(&self.list)
    }

    /// Resolves the anchors. Unchanged events of the `previous` list keep theirs. Returns whether one has
    /// changed.
    fn resolve(&mut self, host: &Host, previous: &[Rc<Entry>]) -> bool {
        let first = || FirstInDocument::new().map(|lookup| Box::new(lookup) as Box<dyn Lookup>);
        let lookup = self.lookup.map_or_else(first, |lookup| lookup(host));
        let mut previous = previous.iter().zip(&*self.list).peekable();
        let anchors = self.events.iter().take(self.count).map(|event| {
            match previous.next_if(|(old, _)| old.id == event.id) {
                Some((old, anchor)) if Rc::ptr_eq(old, event) => anchor.clone(),
                _ => EventAnchor::of(event, self.template.as_deref(), lookup.as_deref()),
            }
        });
        let anchors: Vec<_> = anchors.collect();
        let has_changed = anchors != *self.list;
        if has_changed {
            self.list = Rc::new(anchors);
        }
        has_changed
    }
}
