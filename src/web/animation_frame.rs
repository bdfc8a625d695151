//! `requestAnimationFrame` in a loop.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_render::{AnimationFrame, request_animation_frame};

/// Calls a function before each repaint, until it returns `false` or this is dropped.
pub struct AnimationFrameLoop {
    _inner: Rc<Loop>,
}

struct Loop {
    callback: RefCell<Box<dyn FnMut(f64) -> bool>>,
    next: RefCell<Option<AnimationFrame>>,
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

impl Loop {
    fn request(this: &Rc<Self>) {
        let next = Rc::downgrade(this);
        let frame = request_animation_frame(move |time| Self::run(&next, time));
        this.next.replace(Some(frame));
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
