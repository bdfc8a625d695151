//! Intersection and mutation observers, which report changes without forcing a layout.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Map};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    DocumentFragment, Element, IntersectionObserver, IntersectionObserverEntry, MutationObserver,
    ResizeObserver,
};

use super::clock::TimeoutFuture;
use super::document::document_node;
use super::object;
use super::page_lookup::shadow_roots;

/// An `IntersectionObserver` that is disconnected when it is dropped.
pub struct IntersectionWatcher {
    observer: IntersectionObserver,
    callback: Option<Closure<dyn FnMut(Array)>>,
    is_dropped: Rc<Cell<bool>>,
}

/// The change of one element.
pub struct IntersectionChange {
    /// The index of the element.
    pub index: usize,
    /// Whether it intersects the root now.
    pub is_intersecting: bool,
    /// How far the element overflows the root, at the top and at the bottom. Negative: the distance inside.
    pub overflow: (f64, f64),
    /// The same at the left and at the right.
    pub sideways: (f64, f64),
}

impl IntersectionWatcher {
    /// Observes elements in `root` (`None`: the viewport), with `margin` as its `rootMargin`. `callback` gets
    /// the changes of a batch one by one, then `None`.
    pub fn observe(
        elements: &[&Element],
        root: Option<&Element>,
        margin: &str,
        threshold: f64,
        mut callback: Box<dyn FnMut(Option<IntersectionChange>)>,
    ) -> Option<Self> {
        let indexes = Map::new();
        let index_of = indexes.clone();
        let is_dropped = Rc::new(Cell::new(false));
        let is_disconnected = Rc::clone(&is_dropped);
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            // Firefox and WebKit still deliver entries that were queued before the disconnection.
            if is_disconnected.get() {
                return;
            }
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let rect = entry.bounding_client_rect();
                let bounds = entry.root_bounds();
                let overflow = bounds.as_ref().map_or((0.0, 0.0), |bounds| {
                    (bounds.top() - rect.top(), rect.bottom() - bounds.bottom())
                });
                let sideways = bounds.map_or((0.0, 0.0), |bounds| {
                    (bounds.left() - rect.left(), rect.right() - bounds.right())
                });
                callback(Some(IntersectionChange {
                    index: index_of.get(&entry.target()).as_f64().unwrap_or(-1.0) as usize,
                    is_intersecting: entry.is_intersecting(),
                    overflow,
                    sideways,
                }));
            }
            callback(None);
        });
        let document = document_node()?;
        let document: &JsValue = &document;
        let init = object(&[
            // In a frame, `rootMargin` applies only if the root is the document.
            ("root", root.map_or(document, AsRef::as_ref)),
            ("rootMargin", &margin.into()),
            ("threshold", &threshold.into()),
        ]);
        let function = callback.as_ref().unchecked_ref();
        let observer =
            IntersectionObserver::new_with_options(function, init.unchecked_ref()).ok()?;
        for (index, element) in elements.iter().enumerate() {
            indexes.set(element, &(index as f64).into());
            observer.observe(element);
        }
        Some(Self {
            observer,
            callback: Some(callback),
            is_dropped,
        })
    }
}

impl Drop for IntersectionWatcher {
    fn drop(&mut self) {
        self.is_dropped.set(true);
        self.observer.disconnect();
        // Entries may still be delivered in this task, so the closure is dropped after it.
        let callback = self.callback.take();
        spawn_local(async move {
            TimeoutFuture::new(0).await;
            drop(callback);
        });
    }
}

/// A `MutationObserver` that is disconnected when it is dropped.
pub struct MutationWatcher {
    observer: MutationObserver,
    _callback: Closure<dyn FnMut()>,
}

impl MutationWatcher {
    /// Observes the child lists of the whole document and of the shadow trees around `widget`.
    pub fn observe(widget: &Element, callback: impl FnMut() + 'static) -> Option<Self> {
        Self::with_options(
            &shadow_roots(widget),
            &[("childList", &JsValue::TRUE)],
            Closure::new(callback),
        )
    }

    /// Observes the scripts of the whole document: child lists, texts, and types, which consent tools change.
    pub fn observe_scripts(callback: impl FnMut() + 'static) -> Option<Self> {
        let yes = JsValue::TRUE;
        let types = Array::of1(&"type".into());
        Self::with_options(
            &[],
            &[
                ("childList", &yes),
                ("characterData", &yes),
                ("attributeFilter", &types),
            ],
            Closure::new(callback),
        )
    }

    fn with_options(
        roots: &[DocumentFragment],
        changes: &[(&str, &JsValue)],
        callback: Closure<dyn FnMut()>,
    ) -> Option<Self> {
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        let init = object(&[changes, &[("subtree", &JsValue::TRUE)]].concat());
        let document = document_node()?;
        let roots = roots.iter().map(AsRef::as_ref);
        for root in roots.chain([document.as_ref()]) {
            observer
                .observe_with_options(root, init.unchecked_ref())
                .ok()?;
        }
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

/// A `ResizeObserver` that is disconnected when it is dropped.
pub struct ResizeWatcher {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl ResizeWatcher {
    /// Observes the size of an element. `callback` runs after the layout and before the paint.
    pub fn observe(element: &Element, callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::new(callback);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for ResizeWatcher {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
