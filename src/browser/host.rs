//! The element that a widget lives in, as Rust sees it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element, Event, HtmlElement, ShadowRoot};

use super::fetch::Early;
use super::listener::Listener;

/// A `<key-events>` element with the place in its shadow root that the widget is drawn in.
pub struct Host {
    element: HtmlElement,
    root: HtmlElement,
    claim: RefCell<Option<Function>>,
}

impl Host {
    /// `claim` gives the request that the loader sent for an address, once.
    pub fn new(element: HtmlElement, root: HtmlElement, claim: Function) -> Rc<Self> {
        Rc::new(Self {
            element,
            root,
            claim: RefCell::new(Some(claim)),
        })
    }

    /// The place that the widget is drawn in.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// An attribute's value, if it is set.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.element.get_attribute(name)
    }

    /// The language of the element: its own or its nearest ancestor's `lang`, across shadow roots.
    pub fn language(&self) -> Option<String> {
        let mut element: Element = self.element.clone().into();
        loop {
            if let Some(nearest) = element.closest("[lang]").ok()? {
                return nearest
                    .get_attribute("lang")
                    .filter(|lang| !lang.is_empty());
            }
            element = element
                .get_root_node()
                .dyn_into::<ShadowRoot>()
                .ok()?
                .host();
        }
    }

    /// Fires `key-events:NAME` with a detail.
    ///
    /// Returns whether the page let the default action happen.
    pub fn fire(&self, name: &str, detail: &[(&str, JsValue)], cancelable: bool) -> bool {
        let object = Object::new();
        for (key, value) in detail {
            // Setting a property of a plain object can't fail.
            let _ = Reflect::set(&object, &(*key).into(), value);
        }
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(cancelable);
        init.set_detail(&object);
        CustomEvent::new_with_event_init_dict(&["key-events:", name].concat(), &init)
            .and_then(|event| self.element.dispatch_event(&event))
            .unwrap_or(true)
    }

    /// The request that the loader sent for an address, if it did and nobody has it yet.
    pub fn claim(&self, address: &str) -> Option<Early> {
        let claim = self.claim.borrow_mut().take()?;
        let request: Request = claim
            .call1(&JsValue::NULL, &address.into())
            .ok()?
            .dyn_into::<Object>()
            .ok()?
            .unchecked_into();
        Some(Early {
            response: request.response(),
            controller: request.controller(),
        })
    }

    /// Calls back with the `data-action` and the event of each click inside the widget.
    pub fn on_action(&self, callback: impl Fn(&str, &Event) + 'static) -> Listener {
        Listener::new(&self.root, "click", move |event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let button = target.and_then(|target| target.closest("[data-action]").ok()?);
            if let Some(action) = button.and_then(|button| button.get_attribute("data-action")) {
                callback(&action, &event);
            }
        })
    }

    /// Gives back the space that the loader kept free for the list.
    pub fn release_space(&self) {
        // Removing a property that isn't there is no error.
        let _ = self.root.style().remove_property("min-block-size");
    }

    /// The texts of the page's JSON-LD scripts.
    pub fn structured_data(&self) -> Vec<String> {
        let document = self.element.owner_document();
        let scripts = document.and_then(|document| {
            let selector = "script[type=\"application/ld+json\" i]";
            document.query_selector_all(selector).ok()
        });
        let mut texts = Vec::new();
        if let Some(scripts) = scripts {
            let mut index = 0;
            while let Some(script) = scripts.get(index) {
                texts.extend(script.text_content());
                index += 1;
            }
        }
        texts
    }

    /// The text of a script element of the page.
    pub fn script(&self, id: &str) -> Option<String> {
        self.element
            .owner_document()?
            .get_element_by_id(id)?
            .text_content()
    }
}

#[wasm_bindgen]
extern "C" {
    /// A request that the loader sent.
    type Request;

    #[wasm_bindgen(method, getter)]
    fn response(this: &Request) -> js_sys::Promise;

    #[wasm_bindgen(method, getter)]
    fn controller(this: &Request) -> web_sys::AbortController;
}
