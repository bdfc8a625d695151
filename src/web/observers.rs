//! Observers: they tell of a change when the browser has laid out the page anyway.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Map};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, Element, IntersectionObserver, IntersectionObserverEntry, MutationObserver,
};

use super::clock::TimeoutFuture;
use super::object;

/// Tells when elements come into a box, or leave it, until it is dropped.
pub struct IntersectionWatcher {
    observer: IntersectionObserver,
    callback: Option<Closure<dyn FnMut(Array)>>,
    dropped: Rc<Cell<bool>>,
}

/// One element's change.
pub struct IntersectionChange {
    /// Which of the elements.
    pub index: usize,
    /// Whether it is in the box now.
    pub is_intersecting: bool,
    /// How much further the element reaches than the box, at the top and at the bottom; negative:
    /// the room that it leaves.
    pub beyond: (f64, f64),
}

impl IntersectionWatcher {
    /// Observes elements in `root` (`None`: the page) grown or shrunk by `margin`; `share` is how
    /// much of an element has to be in, from 0 (its edge) to 1 (all of it). `callback` is given the
    /// changes one by one, and then `None`.
    pub fn observe(
        elements: &[&Element],
        root: Option<&Element>,
        margin: &str,
        share: f64,
        mut callback: Box<dyn FnMut(Option<IntersectionChange>)>,
    ) -> Option<Self> {
        let known = Map::new();
        let indexes = known.clone();
        let dropped = Rc::new(Cell::new(false));
        let over = Rc::clone(&dropped);
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            // Firefox and WebKit call back with what was seen before the observer was disconnected…
            if over.get() {
                return;
            }
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let rect = entry.bounding_client_rect();
                let beyond = entry.root_bounds().map_or((0.0, 0.0), |bounds| {
                    (bounds.top() - rect.top(), rect.bottom() - bounds.bottom())
                });
                callback(Some(IntersectionChange {
                    index: indexes.get(&entry.target()).as_f64().unwrap_or(-1.0) as usize,
                    is_intersecting: entry.is_intersecting(),
                    beyond,
                }));
            }
            callback(None);
        });
        let document = document_node()?;
        let document: &JsValue = &document;
        let init = object(&[
            // The document rather than nothing: in a frame, only that lets the margin count.
            ("root", root.map_or(document, AsRef::as_ref)),
            ("rootMargin", &margin.into()),
            ("threshold", &share.into()),
        ]);
        let function = callback.as_ref().unchecked_ref();
        let observer =
            IntersectionObserver::new_with_options(function, init.unchecked_ref()).ok()?;
        for (index, element) in elements.iter().enumerate() {
            known.set(element, &(index as f64).into());
            observer.observe(element);
        }
        Some(Self {
            observer,
            callback: Some(callback),
            dropped,
        })
    }
}

impl Drop for IntersectionWatcher {
    fn drop(&mut self) {
        self.dropped.set(true);
        self.observer.disconnect();
        // … so the function has to be there until this task is over.
        let callback = self.callback.take();
        spawn_local(async move {
            TimeoutFuture::new(0).await;
            drop(callback);
        });
    }
}

/// Tells when the page gets or loses elements, until it is dropped.
pub struct MutationWatcher {
    observer: MutationObserver,
    _callback: Closure<dyn FnMut()>,
}

impl MutationWatcher {
    /// Observes the whole page.
    pub fn observe(callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::new(callback);
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        let init = object(&[("childList", &JsValue::TRUE), ("subtree", &JsValue::TRUE)]);
        let document = document_node()?;
        observer
            .observe_with_options(&document, init.unchecked_ref())
            .ok()?;
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for MutationWatcher {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The document as an argument: what a window gives for it stands for the node, but is none
/// (`src/element/page.js`).
fn document_node() -> Option<Document> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.owner_document()
}
