//! What of the wasm is in a second file, which is requested once the first list is rendered.
//!
//! [`LazyChunk`] is the only list of it. Who holds one has all of the wasm: its functions are the only way to
//! what only they call.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use yew::Html;

use crate::app::hooks::use_stable_layout::{self, Before};
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

/// What is there once the second file is.
pub struct LazyChunk {
    /// The component that follows the reader of a widget that has rendered its list.
    pub interactions: fn(InteractionsProps) -> Html,
    /// What [`Before`] is measured by.
    pub measure: fn(&Host, &State, &Before),
    /// Reads a feed of any format.
    pub read_any: ReadAny,
    /// Reads the feed that is in the page.
    pub of_page: fn(&FeedReader) -> Result<Feed, LoadError>,
    /// The feed with the pages that it goes on with.
    pub pages: fn(Rc<FeedReader>, Feed, Vec<Rc<FeedReader>>, Request) -> Pages,
}

/// Gives a feed of a text and a format, and what could not be used of it.
pub type ReadAny = fn(&str, Option<&str>) -> Result<(Feed, Vec<Warning>), NotAFeed>;

/// An address, and what ends the requests that follow from it.
pub type Request = (Rc<str>, AbortController);

/// A feed to come.
pub type Pages = Pin<Box<dyn Future<Output = Feed>>>;

static LAZY_CHUNK: LazyChunk = LazyChunk {
    interactions: interactions::interactions,
    measure: use_stable_layout::measure,
    read_any: Feed::read_any,
    of_page: FeedReader::of_page,
    pages: FeedReader::pages,
};

/// What is said when the second file cannot be loaded.
pub const MISSING: &str = "a file of the widget can't be had";

thread_local! {
    static RETRY: Cell<Retry> = Cell::default();
}

/// When the file is requested again.
#[derive(Clone, Copy, Default)]
struct Retry {
    poll: Backoff,
    failed: Timestamp,
    due: Timestamp,
}

/// How long to wait after a failure, in milliseconds; the same for all who have waited together. `interval` is
/// the usual time between two requests, in milliseconds.
pub fn retry_in(interval: i64) -> i64 {
    let now = clock::now();
    let mut retry = RETRY.get();
    retry.failed = now;
    if retry.due <= now {
        let interval = interval.max(backoff::MIN_INTERVAL);
        let delay = retry
            .poll
            .delay(Outcome::Failure(None), interval, clock::random());
        retry.due = now.plus(delay);
    }
    RETRY.set(retry);
    retry.due.since(now)
}

/// Whether a page that is back in sight, or on line again, may request the file before that.
pub fn may_hurry() -> bool {
    clock::now().since(RETRY.get().failed) > backoff::MIN_INTERVAL
}

/// Waits for the second file; `None`: it cannot be loaded now.
pub async fn load() -> Option<&'static LazyChunk> {
    split::load().await.ok()
}

#[cfg(feature = "split")]
mod split {
    #![allow(
        unsafe_code,
        reason = "the macro declares what the loader of the file exports"
    )]

    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{LAZY_CHUNK, LazyChunk};

    #[wasm_split(lazy, fallible)]
    pub(super) fn load() -> Result<&'static LazyChunk, SplitLoaderError> {
        Ok(&LAZY_CHUNK)
    }
}

/// A test links one file.
#[cfg(not(feature = "split"))]
mod split {
    use std::convert::Infallible;
    use std::future::{Ready, ready};

    use super::{LAZY_CHUNK, LazyChunk};

    pub(super) fn load() -> Ready<Result<&'static LazyChunk, Infallible>> {
        ready(Ok(&LAZY_CHUNK))
    }
}
