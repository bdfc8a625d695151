//! Clicks on buttons.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::command::{Command, CommandKind};
use crate::app::state::{Action, State};
use crate::web::host::{Click, Host};

/// Dispatches what the button stands for that is clicked on.
#[hook]
pub fn use_actions(host: &Rc<Host>, state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    // While it renders for the first time: an effect may come after the first click. It listens as long as the
    // component keeps it.
    use_memo((), |()| {
        host.on_action(move |name, click| {
            if let Some(action) = action(&name, &click) {
                dispatcher.dispatch(action);
            }
        })
    });
}

/// The action of a button with this `data-action`; `None`: it is a headline, which `use_navigator` follows.
fn action(name: &str, click: &Click) -> Option<Action> {
    let row = || click.row().map(Rc::from);
    let want = |goal| Action::Request(Command::new(goal));
    Some(match name {
        "toggle" => Action::Toggle,
        "show-all" => Action::ShowAll,
        "retry" => Action::Refresh,
        "order" => Action::ReverseOrder,
        "back" => Action::BackToList,
        "more" => Action::ToggleStory(row()?),
        "share" => want(CommandKind::Share(row()?)),
        "prev" => want(CommandKind::Step(-1)),
        "next" => want(CommandKind::Step(1)),
        _ => return None,
    })
}
