//! The element's script interface.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use crate::app::handle::Handle;
use crate::app::state::State;

/// Connects the component to its handle and publishes each state that is rendered. `is_whole`: the lazy
/// chunk is loaded.
#[hook]
pub fn use_handle(handle: &Rc<Handle>, state: &UseReducerHandle<State>, is_whole: bool) {
    // While it renders for the first time: an effect may come after the first calls. The element ends it, because
    // it may mount another component in the same task.
    use_memo((), |()| handle.connect(state.dispatcher().to_callback()));
    // Nobody does what was asked for before something else was, or what can't be done.
    use_effect_with(state.command.clone(), |command| {
        let command = command.clone();
        move || {
            if let Some(command) = command {
                command.reject();
            }
        }
    });
    // What is rendered: another effect may have changed the state by then.
    let (handle, rendered) = (Rc::clone(handle), (**state).clone());
    // Without the second file a feed that has come is not decided about.
    let is_done = !state.loading || (state.arrived.is_some() && !is_whole);
    use_effect(move || handle.publish(rendered, is_done));
}
