//! What connects a component with the element that mounts it.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use super::state::{Action, State};
use crate::settings::Settings;

/// The script interface's end of a component: the state that it rendered last, and where actions go.
#[derive(Default)]
pub struct Handle(RefCell<Shared>);

#[derive(Default)]
struct Shared {
    state: Option<State>,
    dispatch: Option<Callback<Action>>,
    waiting: Vec<Callback<()>>,
}

impl Handle {
    /// The state to start with: the last one of a widget that was in the page before.
    pub fn first_state(&self, settings: &Rc<Settings>, rows: usize) -> State {
        let settings = Rc::clone(settings);
        match &self.0.borrow().state {
            Some(state) => state.resumed(settings),
            None => State::new(settings, rows),
        }
    }

    /// The state that was rendered last.
    pub fn state(&self) -> Option<State> {
        self.0.borrow().state.clone()
    }

    /// Sends actions to this component from here on.
    pub fn connect(&self, dispatch: Callback<Action>) {
        self.0.borrow_mut().dispatch = Some(dispatch);
    }

    /// Sends actions to no component any more.
    pub fn disconnect(&self) {
        self.0.borrow_mut().dispatch = None;
    }

    /// Records what is rendered; `is_done`: no requested load is under way.
    pub fn publish(&self, state: State, is_done: bool) {
        let mut shared = self.0.borrow_mut();
        shared.state = Some(state);
        let waiting = if is_done {
            std::mem::take(&mut shared.waiting)
        } else {
            Vec::new()
        };
        drop(shared);
        for done in waiting {
            done.emit(());
        }
    }

    /// Dispatches an action to the component, if one is connected.
    pub fn dispatch(&self, action: Action) {
        let dispatch = self.0.borrow().dispatch.clone();
        if let Some(dispatch) = dispatch {
            dispatch.emit(action);
        }
    }

    /// Loads the feed again and calls `done` once that load has ended.
    pub fn refresh(&self, done: Callback<()>) {
        self.0.borrow_mut().waiting.push(done);
        self.dispatch(Action::Refresh);
    }
}
