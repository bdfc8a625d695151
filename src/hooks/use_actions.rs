use std::rc::Rc;

use yew::prelude::*;

use super::Dispatcher;
use crate::browser::host::Host;
use crate::widget::state::Action;

/// Turns clicks on the widget's buttons into actions.
#[hook]
pub fn use_actions(host: &Rc<Host>, dispatcher: Dispatcher) {
    use_effect_with(Rc::clone(host), move |host| {
        let listener = host.on_action(move |name, _| match name {
            "toggle" => dispatcher.dispatch(Action::Toggle),
            "show-all" => dispatcher.dispatch(Action::ShowAll),
            "retry" => dispatcher.dispatch(Action::Refresh),
            _ => {}
        });
        move || drop(listener)
    });
}
