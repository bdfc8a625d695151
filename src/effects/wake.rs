//! Drawing again when a time label changes.

use yew::Callback;

use crate::browser::clock::{self, Timer};
use crate::instant::Instant;

/// The longest sleep; a longer one is made of several.
const LONGEST: i64 = Instant::DAY;

/// Calls back when a moment comes.
#[derive(Default)]
pub struct Wake {
    at: Option<Instant>,
    _timer: Option<Timer>,
}

impl Wake {
    /// Sleeps until `at` and no longer until the moment before.
    pub fn sleep(&mut self, at: Option<Instant>, callback: Callback<()>) {
        if at != self.at {
            *self = Self {
                at,
                _timer: at.and_then(|at| {
                    let delay = at.since(clock::now()).clamp(1, LONGEST);
                    Timer::start(delay as i32, move || callback.emit(()))
                }),
            };
        }
    }
}
