//! Keeps the layout stable when the list changes without an action of the reader.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::{before_paint, use_effect_with};
use super::use_focus::FocusSnapshot;
use crate::app::state::State;
use crate::feed::Feed;
use crate::web::host::{Host, HostPosition};
use crate::web::layout_stability::VisibleRow;

/// What is measured before the list is rendered again.
#[derive(Default)]
pub struct LayoutSnapshot {
    rendered: RefCell<Option<RenderedList>>,
    /// The position of the element before a change without an action of the reader.
    position: RefCell<Option<HostPosition>>,
    /// What has the focus.
    pub focus: Rc<FocusSnapshot>,
    /// The first row in view when a feed arrives.
    row: RefCell<Option<VisibleRow>>,
}

struct RenderedList {
    change: u32,
    feed: Option<Rc<Feed>>,
}

/// Takes a snapshot of the rendered list, before `state` is rendered.
pub fn measure(host: &Rc<Host>, state: &State, snapshot: &Rc<LayoutSnapshot>) {
    snapshot.focus.take(host, state);
    let last = snapshot.rendered.replace(Some(RenderedList {
        change: state.layout.number,
        feed: state.feed.clone(),
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
        let row = snapshot.row.take();
        let row = row.or_else(|| host.first_visible_row());
        snapshot.row.replace(row);
    }
    // What is around the rows changes now. The rows, which are components, may change after the browser has painted.
    if snapshot.position.borrow().is_some() {
        let (host, snapshot) = (Rc::clone(host), Rc::clone(snapshot));
        before_paint(move || {
            if let Some(position) = &*snapshot.position.borrow() {
                host.lock_height(position);
            }
        });
    }
}

/// Restores what the snapshot has: the position of the element and of the first row in view.
#[hook]
pub fn use_stable_layout(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    snapshot: &Rc<LayoutSnapshot>,
) {
    {
        let host = Rc::clone(host);
        use_effect_with((), move |()| {
            let anchoring = host.watch_height();
            move || drop(anchoring)
        });
    }
    {
        let host = Rc::clone(host);
        let rendered = (
            state.feed.clone(),
            state.failure.clone(),
            (state.open, state.show_all, state.rendered_rows),
            (state.layout.number, state.unread.len()),
        );
        use_effect_with(rendered, move |_| host.check_height());
    }
    if snapshot.position.borrow().is_some() || snapshot.row.borrow().is_some() {
        let (host, snapshot) = (Rc::clone(host), Rc::clone(snapshot));
        before_paint(move || {
            if let Some(position) = snapshot.position.take() {
                host.lock_height(&position);
            }
            if let Some(row) = snapshot.row.take() {
                host.restore_row(&row);
            }
        });
    }
}
