//! Drawing again when a time label changes: one timer for all widgets of the page.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::Callback;

use crate::browser::attention::Attention;
use crate::browser::clock::{self, Timer};
use crate::instant::Instant;

/// The longest sleep; a longer one is made of several.
const LONGEST: i64 = Instant::DAY;

/// Calls back when a moment comes, until it is dropped.
#[derive(Default)]
pub struct Wake(Option<Rc<Sleeper>>);

struct Sleeper {
    at: Cell<Option<Instant>>,
    callback: Callback<()>,
}

impl Wake {
    /// Sleeps until `at` and no longer until the moment before.
    pub fn sleep(&mut self, at: Option<Instant>, callback: impl FnOnce() -> Callback<()>) {
        let sleeper = self.0.get_or_insert_with(|| {
            let sleeper = Rc::new(Sleeper {
                at: Cell::default(),
                callback: callback(),
            });
            ALARM.with_borrow_mut(|alarm| alarm.sleepers.push(Rc::downgrade(&sleeper)));
            sleeper
        });
        if sleeper.at.replace(at) != at {
            Alarm::set();
        }
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        if self.0.take().is_some() {
            Alarm::set();
        }
    }
}

/// What all widgets sleep by.
#[derive(Default)]
struct Alarm {
    sleepers: Vec<Weak<Sleeper>>,
    at: Option<Instant>,
    timer: Option<Timer>,
    attention: Option<Attention>,
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
                alarm.attention = Some(Attention::watch(|left| {
                    if !left {
                        Self::ring();
                    }
                }));
            }
            if alarm.at != at {
                alarm.at = at;
                alarm.timer = at.and_then(|at| {
                    let delay = at.since(clock::now()).clamp(1, LONGEST);
                    Timer::start(delay as i32, Self::ring)
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
            sleeper.callback.emit(());
        }
        Self::set();
    }
}
