//! Changes of the page: added or removed elements, another size.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::web::clock::Timeout;
use crate::web::host::Host;
use crate::web::listener::watch;

/// The delay after the first change of a burst, in milliseconds.
const DELAY: u32 = 300;

/// Calls back once after a burst of changes, with `true` if the page was resized.
#[hook]
pub fn use_page_changes(host: &Rc<Host>, on_change: impl Fn(bool) + 'static) {
    let host = Rc::clone(host);
    use_effect_with((), move |()| {
        let on_change = Rc::new(on_change);
        let pending = Rc::new(RefCell::new((None, false)));
        let cleanup = Rc::clone(&pending);
        let schedule = move |resized: bool| {
            let (timer, is_resized) = &mut *pending.borrow_mut();
            *is_resized |= resized;
            if timer.is_none() {
                let (on_change, pending) = (Rc::clone(&on_change), Rc::clone(&pending));
                *timer = Some(Timeout::new(DELAY, move || {
                    let (_, resized) = pending.take();
                    on_change(resized);
                }));
            }
        };
        let on_mutation = schedule.clone();
        let watches = (
            host.watch_page(move || on_mutation(false)),
            watch("resize", move |_| schedule(true)),
        );
        move || {
            drop(watches);
            cleanup.take();
        }
    });
}
