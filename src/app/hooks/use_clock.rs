//! Drawing again when a time label changes: one timer for all widgets of the page.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, Timeout};
use crate::web::page_lifecycle::PageLifecycle;

/// The longest sleep; a longer one is made of several.
const MAX_INTERVAL: i64 = Timestamp::DAY;

/// Draws again when a moment comes.
#[hook]
pub fn use_clock(next_change: Option<Timestamp>, state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(next_change, move |next_change| {
        let sleeper = next_change.map(|at| {
            let sleeper = Rc::new(Sleeper {
                at: Cell::new(Some(at)),
                wake: Callback::from(move |()| dispatcher.dispatch(Action::Tick)),
            });
            ALARM.with_borrow_mut(|alarm| alarm.sleepers.push(Rc::downgrade(&sleeper)));
            Alarm::set();
            sleeper
        });
        move || {
            if sleeper.is_some() {
                drop(sleeper);
                Alarm::set();
            }
        }
    });
}

struct Sleeper {
    at: Cell<Option<Timestamp>>,
    wake: Callback<()>,
}

/// What all widgets sleep by.
#[derive(Default)]
struct Alarm {
    sleepers: Vec<Weak<Sleeper>>,
    at: Option<Timestamp>,
    timer: Option<Timeout>,
    attention: Option<PageLifecycle>,
}

thread_local! {
    static ALARM: RefCell<Alarm> = RefCell::default();
}

impl Alarm {
    /// Sets the timer to the first moment that anyone waits for.
    fn set() {
        ALARM.with_borrow_mut(|alarm| {
            alarm.sleepers.retain(|sleeper| sleeper.strong_count() > 0);
            let sleepers = alarm.sleepers.iter().filter_map(Weak::upgrade);
            let at = sleepers.filter_map(|sleeper| sleeper.at.get()).min();
            if alarm.sleepers.is_empty() {
                alarm.attention = None;
            } else if alarm.attention.is_none() {
                // Timers stand still while a computer sleeps.
                alarm.attention = Some(PageLifecycle::watch(|left| {
                    if !left {
                        Self::ring();
                    }
                }));
            }
            if alarm.at != at {
                alarm.at = at;
                alarm.timer = at.map(|at| {
                    let delay = at.since(clock::now()).clamp(1, MAX_INTERVAL);
                    Timeout::new(delay as u32, Self::ring)
                });
            }
        });
    }

    /// Wakes those whose moment has come.
    fn ring() {
        let now = clock::now();
        let due: Vec<_> = ALARM.with_borrow_mut(|alarm| {
            alarm.at = None;
            let sleepers = alarm.sleepers.iter().filter_map(Weak::upgrade);
            let due = |sleeper: &Rc<Sleeper>| sleeper.at.get().is_some_and(|at| at <= now);
            sleepers.filter(due).collect()
        });
        for sleeper in due {
            sleeper.at.set(None);
            sleeper.wake.emit(());
        }
        Self::set();
    }
}
