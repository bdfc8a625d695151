//! Keeps the focus in the widget when what has it goes.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::feed::Entry;
use crate::web::host::Host;

/// What has the focus before the state is rendered again.
#[derive(Default)]
pub struct FocusSnapshot {
    rendered: RefCell<Option<Rendered>>,
    lost: RefCell<Option<Focused>>,
}

/// What of the state decides which elements there are.
struct Rendered {
    events: Rc<Vec<Rc<Entry>>>,
    rows: usize,
    open: bool,
    failed: bool,
}

/// What had the focus.
enum Focused {
    /// The row with this id, at this index.
    Row(String, usize),
    /// The button that shows the rows from this index.
    ShowAll(usize),
    /// The button to try again.
    Retry,
    /// Anything that is hidden when the list is collapsed.
    Content,
}

impl FocusSnapshot {
    /// Takes the snapshot, before `state` is rendered.
    pub(super) fn take(&self, host: &Host, state: &State) {
        let last = self.rendered.replace(Some(Rendered {
            events: Rc::clone(&state.events),
            rows: state.rows(),
            open: state.open,
            failed: state.failure.is_some(),
        }));
        let Some(last) = last else {
            return;
        };
        let is_changed = last.open != state.open
            || last.failed != state.failure.is_some()
            || last.rows != state.rows()
            || !Rc::ptr_eq(&last.events, &state.events);
        // What has lost the focus in the render before is still to be restored.
        if !is_changed || self.lost.borrow().is_some() {
            return;
        }
        let focused = if last.open && !state.open {
            host.has_focus_in_content().then_some(Focused::Content)
        } else {
            match host.focused_action().as_deref() {
                Some("show-all") => Some(Focused::ShowAll(last.rows)),
                Some("retry") => Some(Focused::Retry),
                _ => host.focused_row().and_then(|id| {
                    let index = last.events.iter().position(|event| *event.id == *id)?;
                    Some(Focused::Row(id, index))
                }),
            }
        };
        self.lost.replace(focused);
    }
}

/// Restores the focus that was lost with an element: on what took its place.
#[hook]
pub fn use_focus(host: &Rc<Host>, state: &UseReducerHandle<State>, snapshot: &Rc<FocusSnapshot>) {
    let (host, state, snapshot) = (Rc::clone(host), state.clone(), Rc::clone(snapshot));
    use_effect(move || {
        let Some(lost) = snapshot.lost.take() else {
            return;
        };
        // What is hidden keeps the focus until the browser notices.
        if host.has_focus() && !matches!(lost, Focused::Content) {
            return;
        }
        let at = |index: usize| state.events.get(index);
        let event = match lost {
            Focused::Content => None,
            Focused::Retry => at(0),
            Focused::ShowAll(index) => at(index),
            // The row has moved, or another has its place.
            Focused::Row(id, index) => {
                let mut events = state.events.iter();
                let same = events.find(|event| *event.id == *id);
                same.or_else(|| at(index.min(state.events.len().checked_sub(1)?)))
            }
        };
        host.focus_row(event.map(|event| &*event.id));
    });
}
