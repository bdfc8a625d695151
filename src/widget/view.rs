//! Props to HTML, and nothing else: no effects, no browser, no clock.
//!
//! Buttons carry `data-action`; one listener on the widget's root turns clicks on them into
//! actions. A list of 10,000 rows so has no listener of its own, markup rendered ahead of time
//! works the same way, and another Yew application around the widget is left in peace.

mod header;
mod list;
mod notice;
mod panel;
mod row;

pub use header::Header;
pub use list::{DayRows, List};
pub use notice::Notice;
pub use panel::{Body, Panel, Status, panel};
pub use row::{Row, RowProps, TimeText};
