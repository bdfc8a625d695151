//! The pointer and the keys on the overview.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

use super::host::Host;
use super::listener::{EventListener, listen};
use super::scroll::style;
use crate::timeline::overview::Travel;

/// The strip.
const STRIP: &str = ".overview";

/// The listeners of the overview.
pub struct OverviewListeners {
    _press: EventListener,
    _keys: EventListener,
}

impl Host {
    /// Reports where presses and keys on the overview lead to.
    pub fn on_overview(&self, travel: impl Fn(Travel) + Clone + 'static) -> OverviewListeners {
        let press = {
            let travel = travel.clone();
            listen(&self.root, "click", move |event| {
                if let Some(strip) = strip_of(event)
                    && let Some(event) = event.dyn_ref::<MouseEvent>()
                    && let Some(fraction) = fraction(&strip, event)
                {
                    travel(Travel::To(fraction));
                }
            })
        };
        let keys = listen(&self.root, "keydown", move |event| {
            if let Some(strip) = strip_of(event)
                && let Some(key) = event.dyn_ref::<KeyboardEvent>()
                && let Some(to) = travel_of(&strip, key)
            {
                event.prevent_default();
                travel(to);
            }
        });
        OverviewListeners {
            _press: press,
            _keys: keys,
        }
    }
}

fn strip_of(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(STRIP).ok().flatten()
}

fn is_right_to_left(strip: &Element) -> bool {
    style(strip, "direction").is_some_and(|direction| direction == "rtl")
}

/// Where a press is on the axis of time.
fn fraction(strip: &Element, event: &MouseEvent) -> Option<f64> {
    let bounds = strip.get_bounding_client_rect();
    if bounds.width() <= 0.0 {
        return None;
    }
    let from_left = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    Some(if is_right_to_left(strip) {
        1.0 - from_left
    } else {
        from_left
    })
}

/// The keys of a slider, as the ARIA Authoring Practices have them.
fn travel_of(strip: &Element, event: &KeyboardEvent) -> Option<Travel> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let forward = if is_right_to_left(strip) { -1 } else { 1 };
    Some(match event.key().as_str() {
        "ArrowRight" => Travel::By(forward),
        "ArrowLeft" => Travel::By(-forward),
        "ArrowUp" => Travel::By(1),
        "ArrowDown" => Travel::By(-1),
        "Home" => Travel::First,
        "End" => Travel::Last,
        _ => return None,
    })
}
