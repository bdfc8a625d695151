use std::rc::Rc;

use yew::prelude::*;

use crate::browser::host::Host;
use crate::browser::log;
use crate::widget::state::State;

/// Tells the page what happened: the widget's events, and a line in the console for a failure.
#[hook]
pub fn use_announce(host: &Rc<Host>, state: &State, total: usize, shown: usize) {
    let told = use_mut_ref(|| state.open);
    {
        let host = Rc::clone(host);
        use_effect_with(state.feed.is_some(), move |loaded| {
            if *loaded {
                let detail = [("total", (total as f64).into()), ("shown", (shown as f64).into())];
                host.fire("ready", &detail, false);
            }
        });
    }
    {
        let host = Rc::clone(host);
        use_effect_with(state.open, move |open| {
            let before = told.replace(*open);
            if before != *open {
                host.fire("toggle", &[("open", (*open).into())], false);
            }
        });
    }
    {
        let host = Rc::clone(host);
        use_effect_with(state.failure.clone(), move |failure| {
            if let Some(failure) = failure {
                log::warn(&failure.log_line());
                let detail = [
                    ("kind", failure.kind.name().into()),
                    ("message", (&*failure.message).into()),
                    ("url", (&*failure.url).into()),
                    ("retryIn", wasm_bindgen::JsValue::NULL),
                ];
                host.fire("error", &detail, false);
            }
        });
    }
}
