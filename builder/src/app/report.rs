//! What the element in the preview says about its feed.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// The state of the element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// The name of its state.
    pub(crate) state: String,
    /// The number of its events.
    pub(crate) events: u32,
    /// What could not be used of the feed.
    pub(crate) warnings: Vec<Warning>,
    /// Why the feed could not be loaded.
    pub(crate) error: Option<String>,
}

/// An element of the property `warnings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    pub(crate) message: String,
    pub(crate) left_out: bool,
}

impl Report {
    /// Reads the properties of the element.
    pub(crate) fn of(element: &Element, error: Option<String>) -> Self {
        let list = |name| get(element, name).dyn_into::<Array>().unwrap_or_default();
        let state = get(element, "state").as_string().unwrap_or_default();
        Self {
            events: list("entries").length(),
            warnings: list("warnings")
                .iter()
                .map(|one| Warning::of(&one))
                .collect(),
            error: error.filter(|_| ["error", "stale"].contains(&&*state)),
            state,
        }
    }

    /// The number of entries that were left out.
    pub(crate) fn left_out(&self) -> usize {
        self.warnings
            .iter()
            .filter(|warning| warning.left_out)
            .count()
    }

    /// One line about the feed.
    pub(crate) fn summary(&self) -> String {
        let events = match self.events {
            1 => "1 event".to_owned(),
            events => format!("{events} events"),
        };
        let left_out = match self.left_out() {
            0 => String::new(),
            1 => ", 1 entry is left out".to_owned(),
            count => format!(", {count} entries are left out"),
        };
        match &*self.state {
            "" | "idle" | "loading" => "The feed is loading …".to_owned(),
            "error" => "The feed cannot be shown.".to_owned(),
            _ => format!("{events} in the timeline{left_out}."),
        }
    }
}

impl Warning {
    fn of(value: &JsValue) -> Self {
        Self {
            message: get(value, "message").as_string().unwrap_or_default(),
            left_out: get(value, "leftOut").is_truthy(),
        }
    }
}

/// A property; undefined if it cannot be read.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
