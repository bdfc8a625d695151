//! What a request for a feed gives.

use std::rc::Rc;

use crate::error::LoadError;
use crate::feed::Feed;
use crate::time::timestamp::Timestamp;

/// What a request for a feed gives a subscriber.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedUpdate {
    /// A feed, at this moment.
    Loaded(Rc<Feed>, Timestamp),
    /// What is known already, at this moment.
    Unchanged(Timestamp),
    /// No feed.
    Failed(LoadError),
}
