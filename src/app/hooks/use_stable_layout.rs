//! Keeps the layout and the focus stable when the list changes without an action of the reader.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::feed::{Entry, Feed};
use crate::web::host::{Host, HostPosition};

/// What is measured before the list is rendered again.
#[derive(Default)]
pub struct LayoutSnapshot {
    rendered: RefCell<Option<RenderedList>>,
    /// The position of the element before a change without an action of the reader.
    position: RefCell<Option<HostPosition>>,
    /// The id and the index of the row that has the focus when a feed arrives.
    focused: RefCell<Option<(String, usize)>>,
}

struct RenderedList {
    change: u32,
    feed: Option<Rc<Feed>>,
    events: Rc<Vec<Rc<Entry>>>,
}

/// Takes a snapshot of the rendered list, before `state` is rendered.
pub fn measure(host: &Host, state: &State, snapshot: &LayoutSnapshot) {
    let last = snapshot.rendered.replace(Some(RenderedList {
        change: state.layout.number,
        feed: state.feed.clone(),
        events: Rc::clone(&state.events),
    }));
    let Some(last) = last else {
        return;
    };
    if last.change != state.layout.number {
        let position = snapshot.position.take();
        if state.layout.is_automatic {
            snapshot
                .position
                .replace(position.or_else(|| host.position()));
        } else {
            host.unlock_height();
        }
    }
    if last.feed.is_some() && state.feed.is_some() && last.feed != state.feed {
        let focused = snapshot.focused.take();
        let focused = focused.or_else(|| focused_row(host, &last.events));
        snapshot.focused.replace(focused);
    }
}

/// Restores what the snapshot has: the position of the element, and the focus.
#[hook]
pub fn use_stable_layout(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    snapshot: &Rc<LayoutSnapshot>,
) {
    let (host, state, snapshot) = (Rc::clone(host), state.clone(), Rc::clone(snapshot));
    use_effect(move || {
        if let Some(position) = snapshot.position.take() {
            host.lock_height(&position);
        }
        if let Some((id, index)) = snapshot.focused.take() {
            restore_focus(&state.events, &host, &id, index);
        }
    });
}

/// The id and the index of the row that has the focus.
fn focused_row(host: &Host, events: &[Rc<Entry>]) -> Option<(String, usize)> {
    let id = host.focused_row()?;
    let index = events.iter().position(|event| *event.id == *id)?;
    Some((id, index))
}

/// Restores the focus that was lost with a moved or removed row: on that row, or on the row at its index.
fn restore_focus(events: &[Rc<Entry>], host: &Host, id: &str, index: usize) {
    if host.focused_row().is_some() {
        return;
    }
    let same = events.iter().find(|event| &*event.id == id);
    let nearest = || events.get(index.min(events.len().checked_sub(1)?));
    host.focus_row(same.or_else(nearest).map(|event| &*event.id));
}
