//! Where the headline of an event leads.

use std::rc::Rc;

/// A link to the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address: a fragment where the event is in the page.
    pub href: Rc<str>,
    /// Whether the event is in this page.
    pub here: bool,
}
