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
use crate::app::view_model::{RenderOverview, overview};
use crate::error::LoadError;
use crate::feed::{Feed, NotAFeed, Warning};
use crate::polling::embedded_feed;
use crate::polling::feed_reader::FeedReader;
use crate::polling::poller::{ParsedBody, Poller, Subscriber};
use crate::time::timestamp::Timestamp;
use crate::web::fetch::{Controller, Fetched};
use crate::web::host::{Host, MakeLookup};
use crate::web::warnings::{self, WarningList};

/// The functions of the lazy chunk.
pub struct LazyChunk {
    /// The component that makes a rendered list interactive.
    pub interactions: fn(InteractionsProps) -> Html,
    /// The lookup of the elements of events.
    pub lookup: MakeLookup,
    /// Takes a [`LayoutSnapshot`].
    pub measure: fn(&Rc<Host>, &State, &Rc<LayoutSnapshot>),
    /// Renders the overview.
    pub overview: RenderOverview,
    /// Watches the feed that is embedded in the page.
    pub watch_embedded: fn(&Rc<Subscriber>, bool),
    /// Corrects the clock by the times of a response.
    pub sync_clock: fn(&Poller, (Timestamp, Timestamp), Option<&ParsedBody>),
    /// Reads a feed of any format, and the next pages of a paginated one.
    pub read_rest: fn(Rc<FeedReader>, Option<Feed>, Response) -> Pages,
    /// Logs the warnings about a feed.
    pub log_warnings: fn(&FeedReader, &[Warning]),
    /// The warnings about a feed, for scripts.
    pub warnings: fn(&State) -> WarningList,
}

/// A feed, and warnings about what was skipped.
pub type Parsed = Result<(Feed, Vec<Warning>), NotAFeed>;

/// The response of a feed, the readers that need the feed, and the controller that aborts the requests for its
/// pages.
pub type Response = (Rc<Fetched>, Vec<Rc<FeedReader>>, Controller);

/// A future that reads the pages of a feed.
pub type Pages = Pin<Box<dyn Future<Output = Result<Feed, LoadError>>>>;

static LAZY_CHUNK: LazyChunk = LazyChunk {
    interactions: interactions::interactions,
    lookup: Host::lookup,
    measure: use_stable_layout::measure,
    overview: overview::render,
    watch_embedded: embedded_feed::watch,
    sync_clock: Poller::sync_clock,
    read_rest: FeedReader::read_rest,
    log_warnings: FeedReader::log_warnings,
    warnings: |state| warnings::to_js(state.latest_warnings()),
};

/// The error message when the lazy chunk cannot be loaded.
pub const LOAD_FAILED: &str = "a file of the timeline cannot be loaded";

thread_local! {
    static LOADED: Cell<Option<&'static LazyChunk>> = const { Cell::new(None) };
}

/// Loads the lazy chunk. `None`: the load failed.
pub async fn load() -> Option<&'static LazyChunk> {
    let chunk = split::load().await.ok();
    LOADED.set(chunk.or(LOADED.get()));
    chunk
}

/// The lazy chunk, if it is loaded.
pub fn loaded() -> Option<&'static LazyChunk> {
    LOADED.get()
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
