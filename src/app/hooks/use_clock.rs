//! Renders again when a time label changes, with one timer for all widgets of the page.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::app::state::{Action, State};
use crate::time::timestamp::Timestamp;
use crate::web::clock::{self, Timeout};
use crate::web::page_lifecycle::PageLifecycle;

/// The longest timeout. A longer delay takes several.
const MAX_TIMEOUT: i64 = Timestamp::DAY;

/// Dispatches a tick at the time of the next change.
#[hook]
pub fn use_clock(next_change: Option<Timestamp>, state: &UseReducerHandle<State>) {
    let dispatcher = state.dispatcher();
    use_effect_with(next_change, move |next_change| {
        let subscriber = next_change.map(|at| {
            let subscriber = Rc::new(Subscriber {
                at: Cell::new(Some(at)),
                on_tick: Callback::from(move |()| dispatcher.dispatch(Action::Tick)),
            });
            TICKER.with_borrow_mut(|ticker| ticker.subscribers.push(Rc::downgrade(&subscriber)));
            Ticker::schedule();
            subscriber
        });
        move || {
            if subscriber.is_some() {
                drop(subscriber);
                Ticker::schedule();
            }
        }
    });
}

struct Subscriber {
    at: Cell<Option<Timestamp>>,
    on_tick: Callback<()>,
}

/// The timer of all widgets.
#[derive(Default)]
struct Ticker {
    subscribers: Vec<Weak<Subscriber>>,
    at: Option<Timestamp>,
    timer: Option<Timeout>,
    lifecycle: Option<PageLifecycle>,
}

thread_local! {
    static TICKER: RefCell<Ticker> = RefCell::default();
}

impl Ticker {
    /// Starts the timer for the earliest subscriber.
    fn schedule() {
        TICKER.with_borrow_mut(|ticker| {
            ticker
                .subscribers
                .retain(|subscriber| subscriber.strong_count() > 0);
            let subscribers = ticker.subscribers.iter().filter_map(Weak::upgrade);
            let at = subscribers
                .filter_map(|subscriber| subscriber.at.get())
                .min();
            if ticker.subscribers.is_empty() {
                ticker.lifecycle = None;
            } else if ticker.lifecycle.is_none() {
                // Timers pause while the device sleeps.
                ticker.lifecycle = Some(PageLifecycle::watch(|is_hidden| {
                    if !is_hidden {
                        Self::tick();
                    }
                }));
            }
            if ticker.at != at {
                ticker.at = at;
                ticker.timer = at.map(|at| {
                    let delay = at.since(clock::now()).clamp(1, MAX_TIMEOUT);
                    Timeout::new(delay as u32, Self::tick)
                });
            }
        });
    }

    /// Notifies the subscribers that are due.
    fn tick() {
        let now = clock::now();
        let due: Vec<_> = TICKER.with_borrow_mut(|ticker| {
            ticker.at = None;
            let subscribers = ticker.subscribers.iter().filter_map(Weak::upgrade);
            let is_due =
                |subscriber: &Rc<Subscriber>| subscriber.at.get().is_some_and(|at| at <= now);
            subscribers.filter(is_due).collect()
        });
        for subscriber in due {
            subscriber.at.set(None);
            subscriber.on_tick.emit(());
        }
        Self::schedule();
    }
}
