//! The machinery behind the hooks of the root component: feeds, and ways through the page.

pub mod document;
pub mod jump;
pub mod place;
pub mod poller;
pub mod spy;
