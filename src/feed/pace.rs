//! Pauses in long work, so that a page stays responsive while a large feed is read.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// How much work is done between two pauses: about as many bytes are read.
pub const SLICE: usize = 64_000;

/// What one value costs beside its text.
pub(crate) const VALUE: usize = 32;

/// What one entry costs beside its text.
pub(crate) const ENTRY: usize = 1_000;

/// A future that completes after the pause.
pub type Pause = Pin<Box<dyn Future<Output = ()>>>;

/// Counts work, and pauses after each slice of it.
#[derive(Debug)]
pub struct Pace {
    slice: usize,
    pause: Option<fn() -> Pause>,
    done: Cell<usize>,
}

impl Pace {
    /// Without pauses.
    pub const fn whole() -> Self {
        Self {
            slice: usize::MAX,
            pause: None,
            done: Cell::new(0),
        }
    }

    /// With these pauses, usually one for each [`SLICE`].
    pub const fn with(slice: usize, pause: fn() -> Pause) -> Self {
        Self {
            slice,
            pause: Some(pause),
            done: Cell::new(0),
        }
    }

    /// Counts work. Returns whether a pause is due.
    // Instead of an async function, which is slower in a loop.
    pub(crate) fn is_due(&self, work: usize) -> bool {
        let done = self.done.get().saturating_add(work);
        self.done.set(done);
        done >= self.slice
    }

    /// Pauses.
    pub(crate) async fn pause(&self) {
        self.done.set(0);
        if let Some(pause) = self.pause {
            pause().await;
        }
    }
}

/// Completes work without pauses.
pub(crate) fn complete<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
}
