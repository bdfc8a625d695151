//! Work that is done once a frame.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;

/// Calls a function before each frame is drawn, until it returns `false` or this is dropped.
pub struct Frames(Rc<Loop>);

struct Loop {
    id: Cell<i32>,
    callback: RefCell<Option<Draw>>,
}

type Draw = Closure<dyn FnMut(f64)>;

impl Frames {
    /// Starts with the next frame; the function is given the frame's time in milliseconds.
    pub fn start(mut draw: impl FnMut(f64) -> bool + 'static) -> Self {
        let frames = Rc::new(Loop {
            id: Cell::new(0),
            callback: RefCell::new(None),
        });
        let next = Rc::downgrade(&frames);
        let callback = Closure::new(move |time| {
            if draw(time)
                && let Some(frames) = next.upgrade()
            {
                frames.request();
            }
        });
        frames.callback.replace(Some(callback));
        frames.request();
        Self(frames)
    }
}

impl Loop {
    fn request(&self) {
        if let (Some(window), Some(callback)) = (web_sys::window(), &*self.callback.borrow()) {
            let id = window.request_animation_frame(callback.as_ref().unchecked_ref());
            self.id.set(id.unwrap_or_default());
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            // A frame that is not waiting for its turn is cancelled without an error.
            let _ = window.cancel_animation_frame(self.0.id.get());
        }
    }
}
