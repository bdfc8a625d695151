//! The keys of the list, and the link that skips the widget.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use crate::app::state::{Action, State};
use crate::web::host::Host;

/// Moves the focus between the rows, expands and collapses them, and moves the focus past the widget.
#[hook]
pub fn use_keyboard(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    {
        let host = Rc::clone(host);
        // A new day has a new list.
        use_effect(move || host.describe_lists());
    }
    let (host, dispatcher) = (Rc::clone(host), state.dispatcher());
    use_effect_with((), move |()| {
        let keys = host.on_list_key(move |id| dispatcher.dispatch(Action::ToggleStory(id.into())));
        let this = Rc::clone(&host);
        let skip = host.on_action(move |name, click| {
            if name == "skip" && click.is_plain() {
                click.prevent_default();
                this.focus_end();
            }
        });
        move || drop((keys, skip))
    });
}
