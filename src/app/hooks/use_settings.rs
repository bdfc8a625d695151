//! The publisher's settings.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use super::use_last_visit::last_visit;
use crate::app::state::{Action, State};
use crate::settings::Settings;
use crate::web::clock;

/// Dispatches the settings when they change.
#[hook]
pub fn use_settings(settings: &Rc<Settings>, state: &UseReducerHandle<State>) {
    let state = state.clone();
    use_effect_with(Rc::clone(settings), move |settings| {
        if state.settings != *settings {
            let visit = last_visit(settings);
            let settings = Rc::clone(settings);
            state.dispatch(Action::Configure(settings, visit, clock::now()));
        }
    });
}
