//! The actions of buttons.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::command::{Command, CommandKind};
use crate::app::state::{Action, State};
use crate::web::click::Click;
use crate::web::host::Host;

/// Dispatches the action of a button when it is clicked.
#[hook]
pub fn use_actions(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    // During the first render, because an effect may run after the first click. The ref keeps the listener
    // as long as the component is mounted.
    use_ref(|| {
        host.on_action(move |name, click| {
            if let Some(action) = action(&name, &click) {
                dispatcher.dispatch(action);
            }
        })
    });
}

/// The action of a button with this `data-action`. `None`: a hook of the lazy chunk handles it, as
/// `use_navigator` does for a headline.
fn action(name: &str, click: &Click) -> Option<Action> {
    let row = || click.row().map(Rc::from);
    let request = |kind| Action::Request(Command::new(kind));
    Some(match name {
        "toggle" => Action::Toggle,
        "show-all" => Action::ShowAll,
        "retry" => Action::Retry,
        "order" => Action::ReverseOrder,
        "back" => Action::BackToList,
        "since" => Action::GoToVisit,
        "close-bar" => Action::CloseBar,
        "more" => Action::ToggleStory(row()?),
        "share" => request(CommandKind::Share(row()?)),
        "prev" => request(CommandKind::Step(-1)),
        "next" => request(CommandKind::Step(1)),
        _ => return None,
    })
}
