//! What the reader, or a script, asks for.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use yew::Callback;

/// What was asked for. Two wishes are the same only if one is a clone of the other: who asks for the next
/// event again goes on.
#[derive(Clone, Debug)]
pub struct Command(Rc<CommandKind>);

/// What a wish is for.
#[derive(Debug)]
pub enum CommandKind {
    /// The event of the page that is so many events further on.
    Step(isize),
    /// The place of an event in the page.
    Event(GoTo),
    /// The list, and this event in it.
    Back(Option<Rc<str>>),
    /// To pass on the address of an event.
    Share(Rc<str>),
}

impl Command {
    /// A new wish.
    pub fn new(goal: CommandKind) -> Self {
        Self(Rc::new(goal))
    }

    /// Tells a script that nobody does it, unless somebody has begun to.
    pub fn reject(&self) {
        if let CommandKind::Event(go) = self.kind()
            && let Some(done) = go.done()
        {
            done.emit(false);
        }
    }

    /// What it is for.
    pub fn kind(&self) -> &CommandKind {
        &self.0
    }
}

impl PartialEq for Command {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A script's wish to go to an event; told `false` when nobody does it.
pub struct GoTo {
    /// The event.
    pub id: Rc<str>,
    done: Cell<Option<Callback<bool>>>,
}

impl GoTo {
    /// The wish to go to the event of this id; `done` is told whether that settled on it.
    pub fn new(id: &str, done: Callback<bool>) -> Self {
        Self {
            id: id.into(),
            done: Cell::new(Some(done)),
        }
    }

    /// Whom to tell, once.
    pub fn done(&self) -> Option<Callback<bool>> {
        self.done.take()
    }
}

impl fmt::Debug for GoTo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Go").field(&self.id).finish()
    }
}

impl Drop for GoTo {
    fn drop(&mut self) {
        if let Some(done) = self.done() {
            done.emit(false);
        }
    }
}
