//! Clicks on buttons.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser::host::{Click, Host};
use crate::widget::state::{Action, State};
use crate::widget::wish::{Goal, Wish};

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

/// The action of a button with this `data-action`; `None`: it is a headline, which `use_jumps` follows.
fn action(name: &str, click: &Click) -> Option<Action> {
    let row = || click.row().map(Rc::from);
    let want = |goal| Action::Want(Wish::new(goal));
    Some(match name {
        "toggle" => Action::Toggle,
        "show-all" => Action::ShowAll,
        "retry" => Action::Refresh,
        "order" => Action::Turn,
        "back" => Action::Home,
        "more" => Action::Unfold(row()?),
        "share" => want(Goal::Share(row()?)),
        "prev" => want(Goal::Step(-1)),
        "next" => want(Goal::Step(1)),
        _ => return None,
    })
}
