//! Connects a component with the element that mounts it.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use super::state::{Action, State};
use crate::lazy_chunk;
use crate::settings::Settings;
use crate::web::warnings::WarningList;

/// The handle of the script API to a component: its last rendered state, and its dispatcher.
#[derive(Default)]
pub struct Handle(RefCell<Inner>);

#[derive(Default)]
struct Inner {
    state: Option<State>,
    dispatch: Option<Callback<Action>>,
    refreshes: Vec<Callback<()>>,
}

impl Handle {
    /// The initial state. For an element that is connected again, its last state.
    pub fn first_state(&self, settings: &Rc<Settings>, rows: usize) -> State {
        let settings = Rc::clone(settings);
        match &self.0.borrow().state {
            Some(state) => state.resumed(settings),
            None => State::new(settings, rows),
        }
    }

    /// The last rendered state.
    pub fn state(&self) -> Option<State> {
        self.0.borrow().state.clone()
    }

    /// The warnings about the latest feed that was read. None before the lazy chunk is loaded.
    pub fn warnings(&self) -> WarningList {
        match (lazy_chunk::loaded(), &self.0.borrow().state) {
            (Some(chunk), Some(state)) => (chunk.warnings)(state),
            _ => WarningList::new(),
        }
    }

    /// Connects a component, which gets the actions from now on.
    pub fn connect(&self, dispatch: Callback<Action>) {
        self.0.borrow_mut().dispatch = Some(dispatch);
    }

    /// Disconnects the component.
    pub fn disconnect(&self) {
        self.0.borrow_mut().dispatch = None;
    }

    /// Publishes the rendered state. `is_done`: no requested load is in progress.
    pub fn publish(&self, state: State, is_done: bool) {
        let mut inner = self.0.borrow_mut();
        inner.state = Some(state);
        let refreshes = if is_done {
            std::mem::take(&mut inner.refreshes)
        } else {
            Vec::new()
        };
        drop(inner);
        for done in refreshes {
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

    /// Reloads the feed, then calls `done`.
    pub fn refresh(&self, done: Callback<()>) {
        self.0.borrow_mut().refreshes.push(done);
        self.dispatch(Action::Refresh);
    }
}
