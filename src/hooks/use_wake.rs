use yew::prelude::*;

use crate::browser::clock::{self, Timer};
use crate::instant::Instant;

/// The longest sleep; a longer one is made of several.
const LONGEST: i64 = Instant::DAY;

/// Renders the component again when a moment comes.
#[hook]
pub fn use_wake(at: Option<Instant>) {
    let update = use_force_update();
    use_effect_with(at, move |at| {
        let timer = at.and_then(|at| {
            let delay = at.since(clock::now()).clamp(1, LONGEST);
            Timer::start(delay as i32, move || update.force_update())
        });
        move || drop(timer)
    });
}
