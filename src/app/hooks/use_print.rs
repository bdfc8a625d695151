//! Printing.

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::web::listener::watch;

/// Shows all rows while the page is printed, because a printout has no “Show all” button.
#[hook]
pub fn use_print(state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with((), move |()| {
        let listeners = [("beforeprint", true), ("afterprint", false)].map(|(name, printing)| {
            let dispatcher = dispatcher.clone();
            watch(name, move |_| {
                dispatcher.dispatch(Action::Printing(printing));
            })
        });
        move || drop(listeners)
    });
}
