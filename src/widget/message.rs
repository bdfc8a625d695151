//! What happens to the root component.

use std::rc::Rc;

use yew::Callback;

use super::state::Action;
use crate::browser::host::Click;
use crate::browser::later::Later;
use crate::browser::target::Target;
use crate::effects::jump::Report;

/// What happens to the root component.
pub enum Message {
    /// Something that changes the state.
    Act(Action),
    /// A time label changed.
    Tick,
    /// The page has other elements than before, or (`true`) another size.
    Page(bool),
    /// The number of the event that the reader has scrolled to.
    Scrolled(Option<usize>),
    /// A jump took the reader somewhere.
    Report(Report),
    /// Whether the widget is in sight.
    Sight(bool),
    /// A button was pressed before there was anything to do it: its `data-action`.
    Click(String, Click),
    /// A button was pressed that leads to the event before or after the current one.
    Step(isize, Target),
    /// Back to the widget, to what is new in it.
    Home,
    /// The other end first.
    Turn,
    /// The story of an event is to be unfolded, or folded away.
    Unfold(Rc<str>),
    /// An event is to be passed on.
    Share(Rc<str>),
    /// A script asks to go to an event.
    Go(Go),
    /// The rest of the wasm is there, or can't be had now.
    Later(Option<Later>),
}

/// A script's wish to go to an event; told `false` when nobody does it.
pub struct Go {
    /// The event.
    pub id: Rc<str>,
    /// Is told whether that settled on it.
    pub done: Option<Callback<bool>>,
}

impl Go {
    /// The wish to go to the event of this id.
    pub fn new(id: &str, done: Callback<bool>) -> Self {
        Self {
            id: id.into(),
            done: Some(done),
        }
    }
}

impl Drop for Go {
    fn drop(&mut self) {
        if let Some(done) = self.done.take() {
            done.emit(false);
        }
    }
}
