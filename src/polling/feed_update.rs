//! The result of a request for a feed.

use std::rc::Rc;

use crate::error::LoadError;
use crate::feed::Feed;
use crate::time::timestamp::Timestamp;

/// The result of a request for a feed, as subscribers get it.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedUpdate {
    /// A feed, loaded at this time.
    Loaded(Rc<Feed>, Timestamp),
    /// The same feed as before, loaded at this time.
    Unchanged(Timestamp),
    /// An error.
    Failed(LoadError),
    /// The clock was corrected.
    ClockCorrected,
}
