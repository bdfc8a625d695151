//! Where the widget ends, above what the reader sees.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect;
use crate::app::state::State;
use crate::web::host::Host;

/// Keeps what is below the widget where it is while that changes above the viewport, where the browser does
/// not.
#[hook]
pub fn use_kept_end(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let end = use_mut_ref(|| host.end_at_mount());
    let last = use_mut_ref(|| (state.feed.clone(), state.failure.clone()));
    let now = (state.feed.clone(), state.failure.clone());
    // Measured while the markup is still what it was.
    if last.replace(now.clone()) != now {
        let before = end.take();
        end.replace(before.or_else(|| host.end_above()));
    }
    let host = Rc::clone(host);
    use_effect(move || {
        if let Some(end) = end.take() {
            host.keep_end(end);
        }
    });
}
