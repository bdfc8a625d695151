//! The button that floats over the page: what closes it, and the space that it needs.

use std::rc::Rc;

use yew::prelude::*;

use super::effect::{use_effect, use_effect_with};
use crate::app::state::{Action, State};
use crate::navigation::navigator::Navigator;
use crate::web::floating_toast::FloatingToast;
use crate::web::host::Host;

/// Closes the button with Escape, or when the reader has scrolled on. Returns the focus when the reader closes it.
#[hook]
pub fn use_floating_toast(
    host: &Rc<Host>,
    state: &UseReducerHandle<State>,
    navigator: &Rc<Navigator>,
) {
    let watched = use_mut_ref(|| None::<FloatingToast>);
    let focus = use_mut_ref(|| None);
    let close = {
        let (watched, dispatcher) = (Rc::clone(&watched), state.dispatcher());
        // Before the render that removes the button, because the focus is lost with it.
        Rc::new(move || {
            if let Some(toast) = &*watched.borrow() {
                focus.replace(toast.return_focus());
            }
            dispatcher.dispatch(Action::CloseToast);
        })
    };
    {
        let (host, watched, close) = (Rc::clone(host), Rc::clone(&watched), Rc::clone(&close));
        let navigator = Rc::clone(navigator);
        use_effect(move || {
            if !host.has_floating_toast() {
                drop(watched.take());
            } else if watched.borrow().is_none() {
                let close = move || close();
                let toast = host.watch_floating_toast(move || navigator.is_active(), close);
                watched.replace(toast);
            }
        });
    }
    let host = Rc::clone(host);
    use_effect_with((), move |()| {
        let clicks = host.on_action(move |name, _| {
            if name == "close" {
                close();
            }
        });
        move || {
            drop(clicks);
            watched.take();
        }
    });
}
