//! The script API of the element.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use crate::app::handle::Handle;
use crate::app::state::State;

/// Connects the component to its handle, and publishes each rendered state.
#[hook]
pub fn use_handle(handle: &Rc<Handle>, state: &UseReducerHandle<State>, has_lazy_chunk: bool) {
    // During the first render, because an effect may run after the first calls of a script. The element
    // disconnects the handle, because it may mount another component in the same task.
    use_ref(|| handle.connect(state.dispatcher().to_callback()));
    // A command that was not run before the next one, or before the component is unmounted, is rejected.
    use_effect_with(state.command.clone(), |command| {
        let command = command.clone();
        move || {
            if let Some(command) = command {
                command.reject();
            }
        }
    });
    // The rendered state, because another effect may have changed the state since.
    let (handle, rendered) = (Rc::clone(handle), (**state).clone());
    // Without the lazy chunk, a feed that has arrived is neither applied nor deferred.
    let is_done = !state.loading || (state.arrived.is_some() && !has_lazy_chunk);
    use_effect(move || handle.publish(rendered, is_done));
}
