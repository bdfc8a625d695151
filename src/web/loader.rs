//! The loader of the element, as widgets use it.

use std::cell::OnceCell;

use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element};

use crate::error::{LoadError, LoadErrorKind};

thread_local! {
    /// The lazy chunk, which all elements share.
    static LAZY_CHUNK: OnceCell<LazyChunkFile> = const { OnceCell::new() };
}

/// Keeps what the loader knows of the lazy chunk.
pub(super) fn keep_lazy_chunk(loader: &Loader) {
    LAZY_CHUNK.with(|file| drop(file.set(loader.lazy_chunk())));
}

/// Why the last load of the lazy chunk failed.
pub fn lazy_chunk_failure() -> LoadError {
    LAZY_CHUNK.with(|file| {
        let file = file.get();
        let kind = if file.is_some_and(LazyChunkFile::is_changed) {
            LoadErrorKind::Integrity
        } else {
            LoadErrorKind::Network
        };
        let message = file.map(LazyChunkFile::failure).unwrap_or_default();
        let url = file.map(LazyChunkFile::url).unwrap_or_default();
        LoadError::new(kind, &message, &url.into())
    })
}

#[wasm_bindgen]
extern "C" {
    /// The loader, `src/element/element.js`, as widgets use it.
    pub type Loader;

    #[wasm_bindgen(method, js_name = takePrefetched)]
    pub(super) fn take_prefetched(this: &Loader, url: &str) -> Option<Request>;

    /// Whether the widget starts after a failure.
    #[wasm_bindgen(method, getter, js_name = isRetry)]
    pub(super) fn is_retry(this: &Loader) -> bool;

    #[wasm_bindgen(method, js_name = isBlocked)]
    pub(super) fn is_blocked(this: &Loader, url: &str) -> js_sys::Promise;

    #[wasm_bindgen(method, js_name = waitForRetry)]
    pub(super) fn wait_for_retry(this: &Loader, interval: f64) -> Wait;

    #[wasm_bindgen(method, getter, js_name = lazyChunk)]
    pub(super) fn lazy_chunk(this: &Loader) -> LazyChunkFile;

    #[wasm_bindgen(method, js_name = rectOf)]
    pub(super) fn rect_of(this: &Loader, element: &Element) -> DomRect;

    #[wasm_bindgen(method)]
    pub(super) fn purify(this: &Loader) -> js_sys::Promise;

    /// The lazy chunk, and why its last load failed.
    pub(super) type LazyChunkFile;

    #[wasm_bindgen(method, getter)]
    pub(super) fn url(this: &LazyChunkFile) -> String;

    #[wasm_bindgen(method, getter)]
    pub(super) fn failure(this: &LazyChunkFile) -> String;

    #[wasm_bindgen(method, getter, js_name = isChanged)]
    pub(super) fn is_changed(this: &LazyChunkFile) -> bool;

    /// The wait for the next request of a file: how long it is, and a promise.
    pub(super) type Wait;

    #[wasm_bindgen(method, getter)]
    pub(super) fn seconds(this: &Wait) -> f64;

    #[wasm_bindgen(method, getter, js_name = isOver)]
    pub(super) fn is_over(this: &Wait) -> js_sys::Promise;

    /// A request that the loader has sent.
    pub(super) type Request;

    #[wasm_bindgen(method, getter)]
    pub(super) fn response(this: &Request) -> js_sys::Promise;

    #[wasm_bindgen(method, getter)]
    pub(super) fn controller(this: &Request) -> super::fetch::Controller;
}
