//! Scroll anchoring below the widget.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::before_paint;
use crate::app::state::State;
use crate::web::host::Host;

/// Keeps the visible content in place when the height of the widget changes above the viewport, in browsers
/// without scroll anchoring.
#[hook]
pub fn use_scroll_anchoring(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let now = (state.feed.clone(), state.failure.clone());
    let anchoring = use_mut_ref(|| (host.end_at_mount(), now.clone()));
    let is_measured = {
        let (end, last) = &mut *anchoring.borrow_mut();
        // Measured during the render, before the markup changes.
        if *last != now {
            *last = now;
            *end = end.or_else(|| host.end_above());
        }
        end.is_some()
    };
    if is_measured {
        let host = Rc::clone(host);
        before_paint(move || {
            let end = anchoring.borrow_mut().0.take();
            if let Some(end) = end {
                host.restore_end(end);
            }
        });
    }
}
