//! The actions of buttons.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::command::{Command, CommandKind};
use crate::app::state::{Action, State};
use crate::web::host::{Click, Host};

/// Dispatches the action of a button when it is clicked.
#[hook]
pub fn use_actions(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    // During the first render, because an effect may run after the first click. The memo keeps the listener
    // as long as the component is mounted.
    use_memo((), |()| {
        host.on_action(move |name, click| {
            if let Some(action) = action(&name, &click) {
                dispatcher.dispatch(action);
            }
        })
    });
}

/// The action of a button with this `data-action`. `None`: it is a headline, which `use_navigator` handles.
fn action(name: &str, click: &Click) -> Option<Action> {
    let row = || click.row().map(Rc::from);
    let request = |kind| Action::Request(Command::new(kind));
    Some(match name {
        "toggle" => Action::Toggle,
        "show-all" => Action::ShowAll,
        "retry" => Action::Retry,
        "order" => Action::ReverseOrder,
        "back" => Action::BackToList,
        "more" => Action::ToggleStory(row()?),
        "share" => request(CommandKind::Share(row()?)),
        "prev" => request(CommandKind::Step(-1)),
        "next" => request(CommandKind::Step(1)),
        _ => return None,
    })
}
