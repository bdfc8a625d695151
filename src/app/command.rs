//! Commands of the reader or of a script.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use yew::Callback;

/// A command. Two commands are equal only if one is a clone of the other, so that the same command can be run
/// twice in a row.
#[derive(Clone, Debug)]
pub struct Command(Rc<CommandKind>);

/// What a command does.
#[derive(Debug)]
pub enum CommandKind {
    /// Navigates to the event so many steps after the current one.
    Step(isize),
    /// Navigates to an event in the page.
    Event(GoTo),
    /// Navigates to an event in the page, or else to its row. The focus stays.
    Travel(Rc<str>),
    /// Navigates back to the list, and to this event in it.
    Back(Option<Rc<str>>),
    /// Scrolls to the row of an event in the list, and focuses it.
    Row(Rc<str>),
    /// Shares the URL of an event.
    Share(Rc<str>),
}

impl Command {
    /// A new command.
    pub fn new(kind: CommandKind) -> Self {
        Self(Rc::new(kind))
    }

    /// Resolves the promise of a script with `false`, unless the command is already run.
    pub fn reject(&self) {
        if let CommandKind::Event(go) = self.kind()
            && let Some(done) = go.take_done()
        {
            done.emit(false);
        }
    }

    /// What the command does.
    pub fn kind(&self) -> &CommandKind {
        &self.0
    }
}

impl PartialEq for Command {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A `goTo` of a script. Its promise resolves with `false` if the command is never run.
pub struct GoTo {
    /// The id of the event.
    pub id: Rc<str>,
    done: Cell<Option<Callback<bool>>>,
}

impl GoTo {
    /// Goes to the event with this id. `done` gets whether the scroll settled on it.
    pub fn new(id: &str, done: Callback<bool>) -> Self {
        Self {
            id: id.into(),
            done: Cell::new(Some(done)),
        }
    }

    /// Takes the callback, which is called once.
    pub fn take_done(&self) -> Option<Callback<bool>> {
        self.done.take()
    }
}

impl fmt::Debug for GoTo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("GoTo").field(&self.id).finish()
    }
}

impl Drop for GoTo {
    fn drop(&mut self) {
        if let Some(done) = self.take_done() {
            done.emit(false);
        }
    }
}
