//! The scroll spy of a widget.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_anchors::Anchors;
use crate::app::state::{Action, State};
use crate::navigation::navigator::Navigator;
use crate::navigation::scroll_spy::ScrollSpy;

/// The event that the reader has scrolled to.
#[derive(Default)]
pub struct ReadingPosition {
    spy: RefCell<Option<ScrollSpy>>,
    /// The id of the event by the scroll position, even during a jump to another one.
    scrolled: RefCell<Option<Rc<str>>>,
    /// Whether the scroll spy has reported.
    has_reported: Cell<bool>,
    /// Restarts the scroll spy.
    restart: RefCell<Callback<()>>,
}

impl ReadingPosition {
    /// The id of the event by the scroll position, even during a jump to another one.
    pub fn scrolled(&self) -> Option<Rc<str>> {
        self.scrolled.borrow().clone()
    }

    /// Restarts the scroll spy if the line of a settled jump has moved.
    pub fn check_line(&self, line: f64) {
        let spy = self.spy.borrow();
        if spy.as_ref().is_some_and(|spy| spy.is_stale(line)) {
            drop(spy);
            self.restart();
        }
    }

    /// Restarts the scroll spy after a layout change.
    pub fn restart(&self) {
        let restart = self.restart.borrow().clone();
        restart.emit(());
    }
}

/// Dispatches the current event as the reader scrolls.
#[hook]
pub fn use_scroll_spy(
    reading: &Rc<ReadingPosition>,
    state: &UseReducerHandle<State>,
    anchors: &Anchors,
    navigator: &Rc<Navigator>,
) {
    let (reading, state, navigator) = (Rc::clone(reading), state.clone(), Rc::clone(navigator));
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
                targets.filter_map(|(index, anchor)| Some((index, anchor.target.clone()?)));
            let on_change = {
                let (this, state) = (this.clone(), state.clone());
                let navigator = Rc::clone(&navigator);
                Callback::from(move |index| {
                    if let Some(reading) = this.upgrade() {
                        reading.update(index, &state.clone(), &navigator);
                    }
                })
            };
            let spy = ScrollSpy::start(targets.collect(), offset, on_change);
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

impl ReadingPosition {
    fn update(&self, index: Option<usize>, state: &UseReducerHandle<State>, navigator: &Navigator) {
        let event = index.and_then(|index| state.events.get(index));
        let id = event.map(|event| Rc::clone(&event.id));
        // The event of the URL fragment stays current until the first scroll. During a jump, its target is
        // the current event.
        let is_pinned = !self.has_reported.replace(true) && state.current.is_some();
        let is_same = self.scrolled.replace(id.clone()) == id;
        state.dispatch(Action::ScrollSpyReported);
        if !is_pinned && !is_same && !navigator.is_active() {
            state.dispatch(Action::SetCurrent(id));
        }
    }
}
