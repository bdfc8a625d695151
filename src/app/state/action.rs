//! The actions of the reducer.

use std::rc::Rc;

use crate::app::command::Command;
use crate::error::LoadError;
use crate::feed::Feed;
use crate::polling::feed_update::FeedUpdate;
use crate::settings::Settings;
use crate::time::timestamp::Timestamp;
use crate::visit::LastVisit;

/// An action of the reducer.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Expand or collapse.
    Toggle,
    /// Expand (`true`) or collapse.
    SetOpen(bool),
    /// Show the rows past the limit.
    ShowAll,
    /// At least so many rows may be rendered.
    Render(usize),
    /// Reload the feed.
    Refresh,
    /// Load again, because the reader tries again.
    Retry,
    /// The settings have changed: the new ones, the last visit for them, and the current time.
    Configure(Rc<Settings>, Option<LastVisit>, Timestamp),
    /// A result of the load with this number.
    Updated(u32, FeedUpdate),
    /// A load has ended with a feed, at this time.
    Loaded(Rc<Feed>, Timestamp),
    /// A load has ended with the same feed as before, at this time.
    Unchanged(Timestamp),
    /// Apply the feed that has arrived.
    Show,
    /// Defer the feed that has arrived.
    Defer,
    /// Apply the deferred feed.
    ApplyDeferred,
    /// A new event was seen.
    Seen(Rc<str>),
    /// A load has failed.
    Failed(LoadError),
    /// The current event has changed.
    SetCurrent(Option<Rc<str>>),
    /// The scroll spy has reported the current event.
    ScrollSpyReported,
    /// The reader has jumped away from the widget (`true`) or is back.
    JumpedAway(bool),
    /// Whether the widget is in the viewport.
    InViewport(bool),
    /// Whether the list is scrolled.
    Scrolled(bool),
    /// Expand or collapse the story of this event.
    ToggleStory(Rc<str>),
    /// This event was shared, and whether that succeeded. `None`: the confirmation is over.
    Shared(Option<(Rc<str>, bool)>),
    /// Reverse the order.
    ReverseOrder,
    /// Close the reading bar.
    CloseBar,
    /// The timeline was in view for a moment.
    Viewed,
    /// Go to the first of the events since the last visit.
    GoToVisit,
    /// Navigate back to the list, and to the new events in it.
    BackToList,
    /// Close the floating button.
    CloseToast,
    /// Run a command of the reader or of a script.
    Request(Command),
    /// The command cannot be run.
    Reject,
    /// A time label has to change.
    Tick,
}

impl From<FeedUpdate> for Action {
    fn from(update: FeedUpdate) -> Self {
        match update {
            FeedUpdate::Loaded(feed, at) => Self::Loaded(feed, at),
            FeedUpdate::Unchanged(at) => Self::Unchanged(at),
            FeedUpdate::Failed(error) => Self::Failed(error),
            FeedUpdate::ClockCorrected => Self::Tick,
        }
    }
}

impl Action {
    /// Whether it is not caused by the reader or a script. `None`: it does not affect the height of the list.
    /// `loading`: a requested load is in progress.
    pub(super) fn is_automatic(&self, loading: bool) -> Option<bool> {
        match self {
            Self::Loaded(..) | Self::Unchanged(_) | Self::Show | Self::Defer | Self::Failed(_) => {
                Some(!loading)
            }
            Self::ApplyDeferred | Self::Tick => Some(true),
            Self::Toggle
            | Self::SetOpen(_)
            | Self::ShowAll
            | Self::Refresh
            | Self::Retry
            | Self::Configure(..)
            | Self::ToggleStory(_)
            | Self::ReverseOrder
            | Self::GoToVisit
            | Self::BackToList => Some(false),
            Self::Render(_)
            | Self::Seen(_)
            | Self::SetCurrent(_)
            | Self::ScrollSpyReported
            | Self::JumpedAway(_)
            | Self::InViewport(_)
            | Self::Scrolled(_)
            | Self::Shared(_)
            | Self::CloseToast
            | Self::CloseBar
            | Self::Viewed
            | Self::Request(_)
            | Self::Reject
            | Self::Updated(..) => None,
        }
    }
}
