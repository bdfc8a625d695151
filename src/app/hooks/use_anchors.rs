//! Where the events are in the page.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::state::State;
use crate::feed::Entry;
use crate::navigation::anchors::EventAnchor;

/// Where the events are in the page, by their numbers.
#[derive(Clone)]
pub struct Anchors {
    known: Rc<RefCell<Known>>,
    update: UseForceUpdateHandle,
    list: Rc<Vec<EventAnchor>>,
}

#[derive(Default)]
struct Known {
    events: Rc<Vec<Rc<Entry>>>,
    template: Option<Rc<str>>,
    count: usize,
    list: Rc<Vec<EventAnchor>>,
}

/// The anchors of all events, or only of those that are rendered.
#[hook]
pub fn use_anchors(state: &UseReducerHandle<State>, show_all: bool) -> Anchors {
    let known = use_mut_ref(Known::default);
    let update = use_force_update();
    let count = if show_all {
        usize::MAX
    } else {
        state.rendered_rows
    };
    let list = known
        .borrow_mut()
        .find(&state.events, state.settings.anchor.as_ref(), count);
    Anchors {
        known,
        update,
        list,
    }
}

impl Anchors {
    /// The places as they were found for this markup.
    pub fn list(&self) -> &Rc<Vec<EventAnchor>> {
        &self.list
    }

    /// Looks again, in a page that has changed; returns whether something has moved.
    pub fn look_again(&self) -> bool {
        let moved = self.known.borrow_mut().look(&[]);
        if moved {
            self.update.force_update();
        }
        moved
    }
}

impl PartialEq for Anchors {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Known {
    fn find(
        &mut self,
        events: &Rc<Vec<Rc<Entry>>>,
        template: Option<&Rc<str>>,
        count: usize,
    ) -> Rc<Vec<EventAnchor>> {
        let same = self.template.as_ref() == template && self.count == count;
        if !same || !Rc::ptr_eq(&self.events, events) {
            let before = std::mem::replace(&mut self.events, Rc::clone(events));
            self.template = template.cloned();
            self.count = count;
            // Of a page that changes the widget is told.
            self.look(if same { &before } else { &[] });
        }
        Rc::clone(&self.list)
    }

    /// `known` are the events before, which are where they were.
    fn look(&mut self, known: &[Rc<Entry>]) -> bool {
        let mut known = known.iter().zip(&*self.list).peekable();
        let anchors = self.events.iter().take(self.count).map(|event| {
            match known.next_if(|(old, _)| old.id == event.id) {
                Some((old, anchor)) if Rc::ptr_eq(old, event) => anchor.clone(),
                _ => EventAnchor::of(event, self.template.as_deref()),
            }
        });
        let anchors: Vec<_> = anchors.collect();
        let moved = anchors != *self.list;
        if moved {
            self.list = Rc::new(anchors);
        }
        moved
    }
}
