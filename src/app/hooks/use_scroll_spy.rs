//! Which event the reader has scrolled to.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use crate::app::state::{Action, State};
use crate::navigation::navigator::Navigator;
use crate::navigation::scroll_spy::ScrollSpy;

/// What is known of where the reader is.
#[derive(Default)]
pub struct Reading {
    spy: RefCell<Option<ScrollSpy>>,
    /// The event that the reader has scrolled to, whatever a jump says.
    scrolled: RefCell<Option<Rc<str>>>,
    /// Whether that is known.
    followed: Cell<bool>,
    /// Starts to follow the reader again.
    restart: RefCell<Callback<()>>,
}

impl Reading {
    /// The event that the reader has scrolled to, whatever a jump says.
    pub fn scrolled(&self) -> Option<Rc<str>> {
        self.scrolled.borrow().clone()
    }

    /// Where a jump has found the line that targets belong at: a header may have come or gone.
    pub fn is_at(&self, line: f64) {
        let spy = self.spy.borrow();
        if spy.as_ref().is_some_and(|spy| spy.is_off(line)) {
            drop(spy);
            self.restart();
        }
    }

    /// Follows the reader by the page as it is now.
    pub fn restart(&self) {
        let restart = self.restart.borrow().clone();
        restart.emit(());
    }
}

/// Follows the reader from event to event.
#[hook]
pub fn use_scroll_spy(
    reading: &Rc<Reading>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    jumps: &Rc<Navigator>,
) {
    let (reading, state, jumps) = (Rc::clone(reading), state.clone(), Rc::clone(jumps));
    let deps = (Rc::clone(anchors.list()), state.settings.offset);
    use_effect_with(deps, move |(anchors, offset)| {
        let (anchors, offset) = (Rc::clone(anchors), *offset);
        let this = Rc::downgrade(&reading);
        let restart = Callback::from(move |()| {
            let Some(reading) = this.upgrade() else {
                return;
            };
            let targets = anchors.iter().enumerate();
            let targets =
                targets.filter_map(|(number, anchor)| Some((number, anchor.target.clone()?)));
            let tell = {
                let (this, state, jumps) = (this.clone(), state.clone(), Rc::clone(&jumps));
                Callback::from(move |number| {
                    if let Some(reading) = this.upgrade() {
                        reading.note(number, &state.clone(), &jumps);
                    }
                })
            };
            let spy = ScrollSpy::start(targets.collect(), offset, tell);
            reading.spy.replace(spy);
        });
        restart.emit(());
        reading.restart.replace(restart);
        move || {
            reading.spy.take();
            reading.restart.take();
        }
    });
}

impl Reading {
    fn note(&self, number: Option<usize>, state: &UseReducerHandle<State>, jumps: &Navigator) {
        let event = number.and_then(|number| state.events.get(number));
        let id = event.map(|event| Rc::clone(&event.id));
        // The address of the page says where it was opened, before anyone scrolls; and on the way of a
        // jump the reader is where it leads.
        let is_pinned = !self.followed.replace(true) && state.current.is_some();
        let is_same = self.scrolled.replace(id.clone()) == id;
        state.dispatch(Action::Followed);
        if !is_pinned && !is_same && !jumps.under_way() {
            state.dispatch(Action::Current(id));
        }
    }
}
