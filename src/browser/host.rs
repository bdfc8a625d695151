//! The element that a widget lives in, as Rust sees it.

use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, Element, Event, HtmlElement, ShadowRoot};

use super::fetch::Early;
use super::listener::Listener;

/// A `<key-events>` element with the place in its shadow root that the widget is drawn in.
pub struct Host {
    element: HtmlElement,
    root: HtmlElement,
    loader: Loader,
}

impl Host {
    /// The element, the place in its shadow root to draw in, and the loader that made both.
    pub fn new(element: HtmlElement, root: HtmlElement, loader: Loader) -> Rc<Self> {
        Rc::new(Self {
            element,
            root,
            loader,
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
        self.loader.claim(address).map(|request| Early {
            response: request.response(),
            controller: request.controller(),
        })
    }

    /// Whether the page's Content Security Policy was why a request for an address failed.
    pub async fn refused(&self, address: &str) -> bool {
        let refused = JsFuture::from(self.loader.refused(address)).await;
        refused.is_ok_and(|refused| refused.is_truthy())
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
    /// What `src/element/element.js` does for the widgets.
    pub type Loader;

    #[wasm_bindgen(method)]
    fn claim(this: &Loader, address: &str) -> Option<Request>;

    #[wasm_bindgen(method)]
    fn refused(this: &Loader, address: &str) -> js_sys::Promise;

    /// A request that the loader sent.
    type Request;

    #[wasm_bindgen(method, getter)]
    fn response(this: &Request) -> js_sys::Promise;

    #[wasm_bindgen(method, getter)]
    fn controller(this: &Request) -> web_sys::AbortController;
}
