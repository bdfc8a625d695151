//! Work that is done once a frame.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_render::{AnimationFrame, request_animation_frame};

/// Calls a function before each frame is rendered, until it returns `false` or this is dropped.
pub struct AnimationFrameLoop {
    _run: Rc<Loop>,
}

struct Loop {
    draw: RefCell<Box<dyn FnMut(f64) -> bool>>,
    next: RefCell<Option<AnimationFrame>>,
}

impl AnimationFrameLoop {
    /// Starts with the next frame; the function is given the frame's time in milliseconds.
    pub fn start(draw: impl FnMut(f64) -> bool + 'static) -> Self {
        let run = Rc::new(Loop {
            draw: RefCell::new(Box::new(draw)),
            next: RefCell::default(),
        });
        Loop::request(&run);
        Self { _run: run }
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
            && (this.draw.borrow_mut())(time)
            // It may have been dropped in the meantime.
            && Rc::strong_count(&this) > 1
        {
            Self::request(&this);
        }
    }
}
