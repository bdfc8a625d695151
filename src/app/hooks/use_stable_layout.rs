//! What must stay as it is when something changes by itself: the place of what the reader sees, and the
//! focus.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::feed::{Entry, Feed};
use crate::web::host::{EventAnchor, Host};

/// What was measured before the list was rendered again.
#[derive(Default)]
pub struct Before {
    rendered: RefCell<Option<Rendered>>,
    /// Where the element was before something that the reader did not ask for.
    anchor: RefCell<Option<EventAnchor>>,
    /// The row that had the focus when a feed came, and its number.
    focused: RefCell<Option<(String, usize)>>,
}

struct Rendered {
    change: u32,
    feed: Option<Rc<Feed>>,
    events: Rc<Vec<Rc<Entry>>>,
}

/// Measures what is rendered, before the state of a widget is rendered in its place.
pub fn measure(host: &Host, state: &State, before: &Before) {
    let last = before.rendered.replace(Some(Rendered {
        change: state.layout.number,
        feed: state.feed.clone(),
        events: Rc::clone(&state.events),
    }));
    let Some(last) = last else {
        return;
    };
    if last.change != state.layout.number {
        let anchor = before.anchor.take();
        if state.layout.by_itself {
            before.anchor.replace(anchor.or_else(|| host.anchor()));
        } else {
            host.let_go();
        }
    }
    if last.feed.is_some() && state.feed.is_some() && last.feed != state.feed {
        let focused = before.focused.take();
        let focused = focused.or_else(|| focused_row(host, &last.events));
        before.focused.replace(focused);
    }
}

/// Keeps what was measured as it was.
#[hook]
pub fn use_stable_layout(host: &Rc<Host>, state: &UseReducerHandle<State>, before: &Rc<Before>) {
    let (host, state, before) = (Rc::clone(host), state.clone(), Rc::clone(before));
    use_effect(move || {
        if let Some(anchor) = before.anchor.take() {
            host.hold(&anchor);
        }
        if let Some((id, number)) = before.focused.take() {
            keep_focus(&state.events, &host, &id, number);
        }
    });
}

/// The row that has the focus, and its number.
fn focused_row(host: &Host, events: &[Rc<Entry>]) -> Option<(String, usize)> {
    let id = host.focused_row()?;
    let number = events.iter().position(|event| *event.id == *id)?;
    Some((id, number))
}

/// A row that moved or went has taken the focus along: it goes back, or to the row that is there now.
fn keep_focus(events: &[Rc<Entry>], host: &Host, id: &str, number: usize) {
    if host.focused_row().is_some() {
        return;
    }
    let still = events.iter().find(|event| &*event.id == id);
    let near = || events.get(number.min(events.len().checked_sub(1)?));
    host.focus_row(still.or_else(near).map(|event| &*event.id));
}
