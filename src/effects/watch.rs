//! Noticing that the page has changed: new or lost blocks, another size.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use crate::browser::clock::Timer;
use crate::browser::listener::Listener;
use crate::browser::observe::Mutations;

/// How long a page that changes is left alone, in milliseconds.
const PAUSE: i32 = 300;

/// Watches the page until it is dropped.
pub struct Watch {
    _mutations: Option<Mutations>,
    _resize: Option<Listener>,
}

impl Watch {
    /// Calls back once after a burst of changes; with `true` when the size was among them.
    pub fn start(changed: Callback<bool>) -> Self {
        let pending = Rc::new(RefCell::new((None, false)));
        let note = move |resized: bool| {
            let (timer, size) = &mut *pending.borrow_mut();
            *size |= resized;
            if timer.is_none() {
                let (changed, pending) = (changed.clone(), Rc::clone(&pending));
                *timer = Timer::start(PAUSE, move || {
                    let (_, resized) = pending.take();
                    changed.emit(resized);
                });
            }
        };
        let noted = note.clone();
        Self {
            _mutations: Mutations::observe(move || noted(false)),
            _resize: Listener::watch("resize", move |_| note(true)),
        }
    }
}
