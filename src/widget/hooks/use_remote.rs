//! The element's script interface.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use crate::element::Remote;
use crate::widget::state::State;

/// Takes the actions of scripts, and tells them what is rendered; `is_whole`: the second file of the wasm is
/// there.
#[hook]
pub fn use_remote(remote: &Rc<Remote>, state: &UseReducerHandle<State>, is_whole: bool) {
    // While it renders for the first time: an effect may come after the first calls. The element ends it, because
    // it may mount another component in the same task.
    use_memo((), |()| remote.listen(state.dispatcher().to_callback()));
    // Nobody does what was asked for before something else was, or what can't be done.
    use_effect_with(state.wish.clone(), |wish| {
        let wish = wish.clone();
        move || {
            if let Some(wish) = wish {
                wish.refuse();
            }
        }
    });
    // What is rendered: another effect may have changed the state by then.
    let (remote, rendered) = (Rc::clone(remote), (**state).clone());
    // Without the second file a feed that has come is not decided about.
    let is_done = !state.loading || (state.arrived.is_some() && !is_whole);
    use_effect(move || remote.publish(rendered, is_done));
}
