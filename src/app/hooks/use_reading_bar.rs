//! The place of the reading bar.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::effect::use_effect_with;
use crate::web::clock::Timeout;
use crate::web::host::Host;
use crate::web::listener::watch;

/// How long after the last scroll or resize event the bar is placed, in milliseconds.
const DELAY: u32 = 150;

/// Keeps the bar above what the page has fixed at the lower edge of the viewport, which can come and go as the
/// reader scrolls.
#[hook]
pub fn use_reading_bar(host: &Rc<Host>, is_shown: bool) {
    let host = Rc::clone(host);
    use_effect_with(is_shown, move |is_shown| {
        let listeners = is_shown.then(|| {
            let padding = Rc::new(RefCell::new(None));
            let place = {
                let padding = Rc::clone(&padding);
                // The padding before it is dropped first, so that they do not add up.
                move || {
                    padding.take();
                    padding.replace(host.keep_above_lower_edge(".reading-bar"));
                }
            };
            place();
            let timer = Rc::new(RefCell::new(None));
            let listeners = ["scroll", "resize"].map(|name| {
                let (place, timer) = (place.clone(), Rc::clone(&timer));
                watch(name, move |_| {
                    timer.replace(Some(Timeout::new(DELAY, place.clone())));
                })
            });
            (listeners, timer, padding)
        });
        move || {
            if let Some((listeners, timer, padding)) = listeners {
                drop(listeners);
                timer.take();
                padding.take();
            }
        }
    });
}
