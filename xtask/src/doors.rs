//! What can wait until the first list is drawn: the functions that are called only then, and why.
//!
//! What only they need moves along to the second file of the wasm. A door is called by its name, with
//! a [`Later`] in hand or in a place that says how it is sure: through one that is not there yet, the
//! wasm would trap.
//!
//! [`Later`]: ../../src/browser/later.rs

/// Parts of function names, and what makes sure that the second file is there.
pub(crate) const DOORS: [(&str, &str); 0] = [];
