//! The lazy chunk of the wasm, which is requested once the first list is rendered.
//!
//! [`LazyChunk`] is the only split point. Code that is reachable only through its functions is in the lazy
//! chunk, so a `&LazyChunk` is the proof that the chunk is loaded.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use yew::Html;

use crate::app::hooks::use_stable_layout::{self, LayoutSnapshot};
use crate::app::interactions::{self, InteractionsProps};
use crate::app::state::State;
use crate::error::LoadError;
use crate::feed::{Feed, NotAFeed, Warning};
use crate::polling::backoff::{self, Backoff, Outcome};
use crate::polling::feed_reader::FeedReader;
use crate::time::timestamp::Timestamp;
use crate::web::clock;
use crate::web::fetch::AbortController;
use crate::web::host::Host;

/// The functions of the lazy chunk.
pub struct LazyChunk {
    /// The component that makes a rendered list interactive.
    pub interactions: fn(InteractionsProps) -> Html,
    /// Takes a [`LayoutSnapshot`].
    pub measure: fn(&Host, &State, &LayoutSnapshot),
    /// Parses a feed of any format.
    pub read_any: ReadAny,
    /// Reads the feed that is embedded in the page.
    pub read_embedded: fn(&FeedReader) -> Result<Feed, LoadError>,
    /// Loads the next pages of a paginated feed.
    pub load_next_pages: fn(Rc<FeedReader>, Feed, Vec<Rc<FeedReader>>, Request) -> Pages,
}

/// Parses a text as a format, into a feed and warnings about what was skipped.
pub type ReadAny = fn(&str, Option<&str>) -> Result<(Feed, Vec<Warning>), NotAFeed>;

/// The URL of a feed, and the controller that aborts the requests for its pages.
pub type Request = (Rc<str>, AbortController);

/// A future feed.
pub type Pages = Pin<Box<dyn Future<Output = Feed>>>;

static LAZY_CHUNK: LazyChunk = LazyChunk {
    interactions: interactions::interactions,
    measure: use_stable_layout::measure,
    read_any: Feed::read_any,
    read_embedded: FeedReader::read_embedded,
    load_next_pages: FeedReader::load_next_pages,
};

/// The error message when the lazy chunk cannot be loaded.
pub const LOAD_FAILED: &str = "a file of the widget can't be had";

thread_local! {
    static RETRY: Cell<Retry> = Cell::default();
}

/// When the lazy chunk is requested again.
#[derive(Clone, Copy, Default)]
struct Retry {
    backoff: Backoff,
    failed: Timestamp,
    due: Timestamp,
}

/// How long to wait after a failure, in milliseconds. All widgets of the page retry at the same time.
/// `interval` is the polling interval, in milliseconds.
pub fn retry_delay(interval: i64) -> i64 {
    let now = clock::now();
    let mut retry = RETRY.get();
    retry.failed = now;
    if retry.due <= now {
        let interval = interval.max(backoff::MIN_INTERVAL);
        let delay = retry
            .backoff
            .delay(Outcome::Failure(None), interval, clock::random());
        retry.due = now.plus(delay);
    }
    RETRY.set(retry);
    retry.due.since(now)
}

/// Whether a page that is visible or online again may retry before the delay is over.
pub fn may_retry_now() -> bool {
    clock::now().since(RETRY.get().failed) > backoff::MIN_INTERVAL
}

/// Loads the lazy chunk. `None`: the load failed.
pub async fn load() -> Option<&'static LazyChunk> {
    split::load().await.ok()
}

#[cfg(feature = "split")]
mod split {
    #![allow(
        unsafe_code,
        reason = "the macro declares what the loader of the chunk exports"
    )]

    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{LAZY_CHUNK, LazyChunk};

    #[wasm_split(lazy, fallible)]
    pub(super) fn load() -> Result<&'static LazyChunk, SplitLoaderError> {
        Ok(&LAZY_CHUNK)
    }
}

/// Tests link one wasm file.
#[cfg(not(feature = "split"))]
mod split {
    use std::convert::Infallible;
    use std::future::{Ready, ready};

    use super::{LAZY_CHUNK, LazyChunk};

    pub(super) fn load() -> Ready<Result<&'static LazyChunk, Infallible>> {
        ready(Ok(&LAZY_CHUNK))
    }
}
