//! What a widget does to the world, one effect a file. Each is held by the root component and
//! undoes what it did when it is dropped.

pub mod announce;
pub mod document;
pub mod growth;
pub mod jump;
pub mod load;
pub mod memory;
pub mod place;
pub mod poller;
pub mod seen;
pub mod spy;
pub mod stories;
pub mod wake;
pub mod watch;
