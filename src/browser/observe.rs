//! Observers: they tell of a change when the browser has laid out the page anyway.

use js_sys::{Array, Map};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    MutationObserver, MutationObserverInit,
};

/// Tells when elements come into a box, or leave it, until it is dropped.
pub struct Intersections {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

/// One element's change.
pub struct Change {
    /// Which of the elements.
    pub index: usize,
    /// Whether it is in the box now.
    pub inside: bool,
    /// How much further the element reaches than the box, at the top and at the bottom; negative:
    /// the room that it leaves.
    pub beyond: (f64, f64),
}

impl Intersections {
    /// Observes elements in `root` (`None`: the page) grown or shrunk by `margin`; `share` is how
    /// much of an element has to be in, from 0 (its edge) to 1 (all of it).
    pub fn observe<'a>(
        elements: impl Iterator<Item = &'a Element>,
        root: Option<&Element>,
        margin: &str,
        share: f64,
        mut callback: impl FnMut(&mut dyn Iterator<Item = Change>) + 'static,
    ) -> Option<Self> {
        let known = Map::new();
        let indexes = known.clone();
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            callback(&mut entries.iter().filter_map(|entry| {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let rect = entry.bounding_client_rect();
                let beyond = entry.root_bounds().map_or((0.0, 0.0), |bounds| {
                    (bounds.top() - rect.top(), rect.bottom() - bounds.bottom())
                });
                Some(Change {
                    index: indexes.get(&entry.target()).as_f64()? as usize,
                    inside: entry.is_intersecting(),
                    beyond,
                })
            }));
        });
        let init = IntersectionObserverInit::new();
        let document = web_sys::window()?.document()?;
        // The document rather than nothing: in a frame, only that lets the margin count.
        init.set_root(Some(root.unwrap_or_else(|| document.unchecked_ref())));
        init.set_root_margin(margin);
        init.set_threshold(&share.into());
        let observer =
            IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &init)
                .ok()?;
        for (index, element) in elements.enumerate() {
            known.set(element, &(index as f64).into());
            observer.observe(element);
        }
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Intersections {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells when the page gets or loses elements, until it is dropped.
pub struct Mutations {
    observer: MutationObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Mutations {
    /// Observes the whole page.
    pub fn observe(callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::new(callback);
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        let init = MutationObserverInit::new();
        init.set_child_list(true);
        init.set_subtree(true);
        let document = web_sys::window()?.document()?;
        observer.observe_with_options(&document, &init).ok()?;
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Mutations {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
