//! What of the wasm comes after what starts a widget: what draws the first list, and, in a second file
//! that is fetched once that is drawn, all the rest.
//!
//! What is called with a proof in hand may be in that part; `xtask/src/doors.rs` says what is.

/// Proof that what draws a list is there.
#[derive(Clone, Copy)]
pub struct Drawing(());

/// Proof that all of the wasm is there.
#[derive(Clone, Copy)]
pub struct Later(());

impl Drawing {
    /// The loader has just said so.
    pub(super) fn is_there() -> Self {
        Self(())
    }
}

impl Later {
    /// The loader has just said so.
    pub(super) fn is_there() -> Self {
        Self(())
    }
}
