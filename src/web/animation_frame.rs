//! `requestAnimationFrame` in a loop.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;

use super::clock::{self, Timeout};

/// The duration of a frame, in milliseconds, without `requestAnimationFrame`.
const FRAME: u32 = 16;

/// Calls a function before each repaint, until it returns `false` or this is dropped.
pub struct AnimationFrameLoop {
    _inner: Rc<Loop>,
}

struct Loop {
    callback: RefCell<Box<dyn FnMut(f64) -> bool>>,
    next: RefCell<Option<NextFrame>>,
}

impl AnimationFrameLoop {
    /// Starts with the next frame. `callback` gets the time of the frame, in milliseconds.
    pub fn start(callback: impl FnMut(f64) -> bool + 'static) -> Self {
        let inner = Rc::new(Loop {
            callback: RefCell::new(Box::new(callback)),
            next: RefCell::default(),
        });
        Loop::request(&inner);
        Self { _inner: inner }
    }
}

/// A requested frame, which is canceled when it is dropped.
enum NextFrame {
    Requested(
        i32,
        #[expect(dead_code, reason = "called as long as it is kept")] Closure<dyn FnMut(f64)>,
    ),
    Timeout(#[expect(dead_code, reason = "canceled when it is dropped")] Timeout),
}

impl Drop for NextFrame {
    fn drop(&mut self) {
        if let (Self::Requested(id, _), Some(window)) = (self, web_sys::window()) {
            // At worst, a callback that does nothing is called.
            let _ = window.cancel_animation_frame(*id);
        }
    }
}

impl Loop {
    // Not with `gloo-render`, which panics if a script of the page has removed or broken the function.
    fn request(this: &Rc<Self>) {
        let next = Rc::downgrade(this);
        let callback = Closure::once(move |time| Self::run(&next, time));
        let id = web_sys::window().and_then(|window| {
            let function = callback.as_ref().unchecked_ref();
            window.request_animation_frame(function).ok()
        });
        let next = match id {
            Some(id) => NextFrame::Requested(id, callback),
            None => {
                let next = Rc::downgrade(this);
                let run = move || Self::run(&next, clock::device().0 as f64);
                NextFrame::Timeout(Timeout::new(FRAME, run))
            }
        };
        this.next.replace(Some(next));
    }

    fn run(this: &Weak<Self>, time: f64) {
        if let Some(this) = this.upgrade()
            && (this.callback.borrow_mut())(time)
            // The callback may have dropped the loop.
            && Rc::strong_count(&this) > 1
        {
            Self::request(&this);
        }
    }
}
