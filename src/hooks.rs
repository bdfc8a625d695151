//! The effects of the widget, one hook a file; every hook undoes what it did.

mod use_actions;
mod use_announce;
mod use_feed;
mod use_wake;

pub use use_actions::use_actions;
pub use use_announce::use_announce;
pub use use_feed::use_feed;
pub use use_wake::use_wake;

use crate::widget::state::State;

/// What the hooks send actions with.
pub type Dispatcher = yew::UseReducerDispatcher<State>;
