//! Scroll anchoring below the widget.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::web::host::Host;

/// Keeps the visible content in place when the height of the widget changes above the viewport, in browsers
/// without scroll anchoring.
#[hook]
pub fn use_scroll_anchoring(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let end = use_mut_ref(|| host.end_at_mount());
    let last = use_mut_ref(|| (state.feed.clone(), state.failure.clone()));
    let now = (state.feed.clone(), state.failure.clone());
    // Measured during the render, before the markup changes.
    if last.replace(now.clone()) != now {
        let before = end.take();
        end.replace(before.or_else(|| host.end_above()));
    }
    let host = Rc::clone(host);
    use_effect(move || {
        if let Some(end) = end.take() {
            host.restore_end(end);
        }
    });
}
