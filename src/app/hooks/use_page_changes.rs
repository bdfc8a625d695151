//! Noticing that the page has changed: new or lost blocks, another size.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::web::clock::Timeout;
use crate::web::listener::watch;
use crate::web::observers::MutationWatcher;

/// How long a page that changes is left alone, in milliseconds.
const PAUSE: u32 = 300;

/// Calls back once after a burst of changes; with `true` when the size was among them.
#[hook]
pub fn use_page_changes(changed: impl Fn(bool) + 'static) {
    use_effect_with((), move |()| {
        let changed = Rc::new(changed);
        let pending = Rc::new(RefCell::new((None, false)));
        let waiting = Rc::clone(&pending);
        let note = move |resized: bool| {
            let (timer, size) = &mut *pending.borrow_mut();
            *size |= resized;
            if timer.is_none() {
                let (changed, pending) = (Rc::clone(&changed), Rc::clone(&pending));
                *timer = Some(Timeout::new(PAUSE, move || {
                    let (_, resized) = pending.take();
                    changed(resized);
                }));
            }
        };
        let noted = note.clone();
        let watches = (
            MutationWatcher::observe(move || noted(false)),
            watch("resize", move |_| note(true)),
        );
        move || {
            drop(watches);
            waiting.take();
        }
    });
}
